"""The page of the public Python names: signature and documentation of each."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module


def page() -> str:
    """Everything `from cxmap import ..` offers, and the test kit."""
    import cxmap

    parts = [
        "# Python",
        "",
        "Everything here is imported as `from cxmap import name`; the test kit as `from cxmap.testing import name`. "
        "Other modules are private and may change at any time; see [Stability](../../explanation/stability.md).",
        "",
    ]
    for title, names in _groups(cxmap):
        parts += [f"## {title}", ""]
        for name in names:
            parts += [*_entry(name, getattr(cxmap, name)), ""]
    kit = import_module("cxmap.testing")
    parts += ["## Test kit", ""]
    own = [name for name, made in vars(kit).items() if getattr(made, "__module__", "") == kit.__name__]
    for name in sorted(one for one in own if not one.startswith("_")):
        parts += [*_entry(name, getattr(kit, name)), ""]
    return "\n".join(parts)


def _groups(cxmap: object) -> Iterator[tuple[str, list[str]]]:
    names = sorted(name for name in cxmap.__all__ if not name.startswith("_"))  # type: ignore[attr-defined]
    made = {name: getattr(cxmap, name) for name in names}
    main = [
        "load",
        "ask",
        "select",
        "render",
        "explain",
        "gather",
        "check",
        "Finding",
        "Unknown",
        "renderer",
        "source",
        "metric",
        "hookimpl",
    ]
    yield "To begin with", [name for name in main if name in made]
    rest = [name for name in names if name not in main]
    yield "Classes", [name for name in rest if inspect.isclass(made[name])]
    yield "Functions", [name for name in rest if inspect.isroutine(made[name])]
    yield (
        "Values",
        [name for name in rest if not inspect.isclass(made[name]) and not inspect.isroutine(made[name])],
    )


def _entry(name: str, made: object) -> list[str]:
    if not (inspect.isclass(made) or inspect.isroutine(made)):
        return [f"### `{name}`", "", _about_value(name, made), ""]
    shown = f"class {name}" if inspect.isclass(made) else name
    signature = f"```text\n{shown}{_signature(made)}\n```"
    return [f"### `{name}`", "", signature, "", *_paragraphs(inspect.getdoc(made) or "")]


def _about_value(name: str, made: object) -> str:
    """What a name stands for that is neither a class nor a function: a marker, a number, or another name of a type."""
    if name == "hookimpl":
        return "Marks a function of a plugin as one of the [hooks](hooks.md): `@hookimpl`."
    written = re.sub(r"ForwardRef\('([^']*)'\)", r"\1", repr(made))
    return f"Stands for `{written}`."


def _signature(made: object) -> str:
    try:
        return str(inspect.signature(made)).replace("'", "")  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""


def _paragraphs(text: str) -> Iterator[str]:
    from reference import prose

    for paragraph in text.split("\n\n"):
        if paragraph.startswith(("Args:", "Raises:", "Returns:", "Yields:")):
            heading, _, body = paragraph.partition("\n")
            yield f"**{heading}**"
            yield ""
            yield "```text\n" + inspect.cleandoc(body) + "\n```"
        else:
            yield prose(" ".join(paragraph.split()))
        yield ""
