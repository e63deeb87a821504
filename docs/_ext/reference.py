"""Write the reference pages from what is installed: rules, metrics, renderers, hooks, commands, public names."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import language
import pictures
import public_names

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from cxmap import Metric, Renderer

FAMILIES = {
    "STR": "Structure", "FRI": "Friction", "CON": "Consent and privacy", "DAT": "Data",
    "GOV": "Governance and ownership", "MET": "Measures", "EMO": "Feelings", "ROI": "Return on investment",
    "ACC": "Inclusion",
}  # fmt: skip
KINDS = {
    "report": "Reports: `cxmap check --format`",
    "picture": "Pictures of one journey: `cxmap render --to`",
    "register": "Registers of the whole workspace: `cxmap render --to`",
    "export": "For other tools: `cxmap export --to`",
    "import": "From other tools: `cxmap import --from`",
}
HOOKS = ("cxmap_vocabularies", "cxmap_sources", "cxmap_checks", "cxmap_renderers", "cxmap_commands")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages before Sphinx looks for them."""
    app.connect("builder-inited", lambda made: write_pages(Path(made.srcdir)))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(docs: Path) -> None:
    """Write every generated page that changed, and take away those that are no more."""
    folder = docs / "reference" / "generated"
    pages = dict(all_pages())
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in pages:
            old.unlink()
    for name, text in pages.items():
        write_changed(folder / name, text.encode())
    for name, drawn in pictures.draw(docs / "pictures"):
        write_changed(folder / name, drawn)


def write_changed(path: Path, content: bytes) -> None:
    """Leave a file alone that holds this already, so that Sphinx builds nothing anew."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def all_pages() -> Iterator[tuple[str, str]]:
    """Every generated page: name, Markdown."""
    from cxmap import gather

    plugins = gather(only_ours=True)
    yield from check_pages(plugins.checks)
    yield "metrics.md", metrics_page(plugins.metrics)
    yield "renderers.md", renderers_page(plugins.renderers)
    yield "hooks.md", hooks_page()
    yield "command-line.md", commands_page()
    yield "python.md", public_names.page()
    yield "language.md", language.language_page(plugins.vocabulary)
    yield "words.md", language.words_page(plugins.vocabulary)


def check_pages(checks: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """One page a family, and the page that lists them."""
    families: dict[str, list[Any]] = {}
    for check in checks:
        families.setdefault(check.code.rstrip("0123456789"), []).append(check)
    names = sorted(families, key=lambda one: (list(FAMILIES).index(one) if one in FAMILIES else 99, one))
    listed = ["# Rules", "", f"{sum(map(len, families.values()))} checks come with cxmap. "
              "`cxmap explain CODE` shows the same page in a terminal. Codes never change their meaning.", ""]  # fmt: skip
    for family in names:
        title = FAMILIES.get(family, family)
        own = sorted(families[family], key=lambda one: str(one.code))
        listed += [f"## {title}", "", "| code | rule | severity | what it finds |", "|---|---|---|---|"]
        listed += [
            f"| {{cxmap:rule}}`{one.code} <{one.code}>` | `{one.name}` | {one.severity} | {cell(first_sentence(one.doc))} |"
            for one in own
        ]
        listed.append("")
        yield f"checks/{family.lower()}.md", _family_page(title, family, own)
    tree = "\n".join(f"checks/{family.lower()}" for family in names)
    yield "checks.md", "\n".join([*listed, f"```{{toctree}}\n:hidden:\n\n{tree}\n```", ""])


def _family_page(title: str, family: str, checks: list[Any]) -> str:
    parts = [f"# {title} ({family})", ""]
    for check in checks:
        parts += [f"## {check.name}", "", f"```{{cxmap:check}} {check.code}\n```", ""]
    return "\n".join(parts)


def metrics_page(metrics: Iterable[Metric]) -> str:
    """Every metric: formula, inputs, options, interval, corner cases, source."""
    ordered = sorted(metrics, key=lambda one: one.id)
    parts = ["# Metrics", "", "Counts go in; a value, its interval and the number of answers come out. "
             "`cxmap measure FILE --metric ID` computes each from a file of rows.", ""]  # fmt: skip
    parts += ["| metric | what it says | unit | better |", "|---|---|---|---|"]
    parts += [
        f"| [`{one.id}`](#metric-{one.id}) | {cell(one.summary)} | {one.unit} | {one.better} |"
        for one in ordered
    ]
    for one in ordered:
        parts += ["", f"(metric-{one.id})=", f"## {one.title} (`{one.id}`)", "", prose(one.summary), ""]
        parts += [f"- **{name}:** {prose(text)}" for name, text in _facts_of(one) if text]
    return "\n".join([*parts, ""])


def _facts_of(metric: Metric) -> Iterator[tuple[str, str]]:
    yield "Formula", metric.section("Formula")
    inputs = (
        f"`{one.name}` ({one.kind}{'' if one.required else ', may be missing'}{': ' + one.about if one.about else ''})"
        for one in metric.inputs
    )
    yield "Inputs", "; ".join(inputs) or metric.section("Inputs")
    yield "Options", ", ".join(f"`{name}` = {shown(value)}" for name, value in sorted(metric.options.items()))
    yield "Interval", metric.section("Interval")
    yield "Edge cases", metric.section("Edge cases")
    yield "Small groups", "hidden below ten answers" if metric.people else ""
    yield "Source", metric.section("Source")


def renderers_page(renderers: Iterable[Renderer]) -> str:
    """Every renderer by kind, with formats and options."""
    parts = [
        "# Renderers",
        "",
        "The first format is the default. An option is written `--option name=value`.",
        "",
    ]
    for kind, title in KINDS.items():
        own = sorted((one for one in renderers if one.kind == kind), key=lambda one: one.name)
        if not own:
            continue
        parts += [f"## {title}", "", "| name | formats | options | what it shows |", "|---|---|---|---|"]
        for one in own:
            options = ", ".join(f"`{name}`" for name in one.options.model_fields)
            formats = ", ".join(f"`{name}`" for name in one.formats)
            parts.append(f"| `{one.name}` | {formats} | {options} | {cell(first_sentence(one.doc))} |")
        parts.append("")
    return "\n".join(parts)


def hooks_page() -> str:
    """Every hook with its exact signature."""
    specs = import_module("cxmap.hookspecs")
    parts = ["# Hooks", "", "A plugin is a package with functions of these names, each marked `@hookimpl`, and an entry point in the "
             "group `cxmap` whose name is the package's. Each hook gathers from all plugins. A misspelt hook stops the run.", ""]  # fmt: skip
    for name in HOOKS:
        function = getattr(specs, name)
        signature = str(inspect.signature(function)).replace("'", "")
        parts += [
            f"## {name}",
            "",
            f"```text\ndef {name}{signature}\n```",
            "",
            prose(inspect.getdoc(function) or ""),
            "",
        ]
    return "\n".join(parts)


def commands_page() -> str:
    """Every command, its arguments and options, from the command line itself."""
    import click

    from cxmap.cli import app

    context = click.Context(app, info_name="cxmap")
    parts = ["# Command line", "", "`cxmap` alone says what to do next. [Exit status](../exit-status.md): 0 pass or done, "
             "1 findings or a difference, 2 bad input, 3 incomplete.", ""]  # fmt: skip
    for name in app.list_commands(context):
        command = app.get_command(context, name)
        if command is not None:
            parts += _command(command, click.Context(command, info_name=name, parent=context))
    return "\n".join(parts)


def _command(command: Any, context: Any) -> list[str]:
    usage = command.get_usage(context).removeprefix("Usage: ")
    parts = [
        f"## {context.command_path}",
        "",
        f"```text\n{usage}\n```",
        "",
        *_help_text(command.help or ""),
        "",
    ]
    rows = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    if rows:
        parts += [
            "| option | meaning |",
            "|---|---|",
            *(f"| `{cell(left)}` | {cell(right)} |" for left, right in rows),
            "",
        ]
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        import click

        parts += _command(inner, click.Context(inner, info_name=name, parent=context))
    return parts


def _help_text(text: str) -> Iterator[str]:
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            yield "```text\n" + paragraph.removeprefix("\b").strip("\n") + "\n```"
        else:
            yield prose(" ".join(paragraph.split()))
        yield ""


def first_sentence(docstring: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(docstring or "").partition("\n\n")[0].split())


def shown(value: object) -> str:
    """A default as an author would write it."""
    return f"`{value}`" if str(value) else "none"


def prose(text: str) -> str:
    """Text that Markdown shows as it is: outside of code, what would be markup is escaped."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part if part.startswith("`") else re.sub(r"([*_<>\[\]{}$])", r"\\\1", part) for part in parts
    )


def cell(text: str) -> str:
    """Text for one cell of a table."""
    inside_code = text.replace("|", "\\|").replace("\n", " ")
    return inside_code if inside_code.startswith("-") else prose(inside_code)
