"""`cxmap render` and `cxmap export`: pictures, registers and files for other tools."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.failing import tell_problems
from cxmap.cli.options import (
    as_of_option,
    at_option,
    format_of,
    layer_option,
    measure_option,
    output_option,
    plugin_option,
    quiet_option,
    today,
    workspace_argument,
)
from cxmap.cli.running import Run, fitting, make_report, root_of
from cxmap.cli.terminal import piped, put
from cxmap.config import ConfigError
from cxmap.loading import LoadError
from cxmap.opening import Wanted
from cxmap.options import OptionError, read_options
from cxmap.rendering import Kind, Renderer, RenderError, find_renderer
from cxmap.rendering import render as write
from cxmap.report import Report
from cxmap.selecting import select_all
from cxmap.sources import SourceError


@click.command("render")
@workspace_argument
@click.option(
    "--to",
    "what",
    default="map",
    show_default=True,
    metavar="WHAT",
    help="map, flow, blueprint, register ..; see `cxmap plugins`.",
)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    help="html, svg, png, pdf, dot, mermaid ..; default by -o, else the first it writes.",
)
@click.option("--language", metavar="TAG", help="Language of labels, such as pt.")
@click.option(
    "--overlay", metavar="WHAT", help="On diagrams: findings, measures, none, or path:a,b,c to light a path."
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="Another option, such as lanes=channel; repeat for several.",
)
@at_option
@layer_option
@measure_option
@plugin_option
@as_of_option
@output_option
@quiet_option
def render(path: Path, **given: Any) -> int:
    """Draw the workspace at PATH, or list one of its registers.

    Without -o the file is written here as JOURNEY.WHAT.FORMAT and its name is printed. Several journeys: choose
    one with --at journey:ID, or give -o a folder.
    """
    return _render(path, ("picture", "register"), **given)


@click.command("export")
@workspace_argument
@click.option(
    "--to",
    "what",
    required=True,
    metavar="TOOL",
    help="consent-record, dpv, node-link, graphml ..; see `cxmap plugins`.",
)
@click.option("--format", "form", metavar="FORMAT", help="Default by -o, else the first it writes.")
@at_option
@layer_option
@measure_option
@plugin_option
@as_of_option
@output_option
@quiet_option
def export(path: Path, **given: Any) -> int:
    """Write the workspace at PATH in the form of another tool."""
    return _render(path, ("export",), **given)


def _render(path: Path, kinds: tuple[Kind, ...], **given: Any) -> int:
    as_of: date = given["as_of"] or today()
    wanted = Wanted(path, given["plugin_files"], given["layer"], text=piped(path))
    run = Run(wanted, as_of, measured=given["measured"], quiet=given["quiet"])
    try:
        report = make_report(run)
    except (LoadError, ConfigError, SourceError) as error:
        tell_problems(error.problems, getattr(error, "root", None) or root_of(run))
        return BAD_INPUT
    assert run.opened is not None
    chosen = find_renderer(run.opened.plugins.renderers, given["what"], kinds=kinds)
    form = given["form"] or _fitting_format(chosen, given["output"])
    if form not in chosen.formats:
        raise RenderError(f"`{chosen.name}` does not write `{form}`; it writes {', '.join(chosen.formats)}")
    options = {**fitting(chosen, run), **_asked(chosen, given)}
    journeys = _chosen_journeys(report, given["at"]) if chosen.one_journey else (None,)
    for target, journey in _targets(report, chosen, form, journeys, given["output"]):
        put(write(report, chosen.name, format=form, journey=journey, kinds=kinds, **options), target)
        if target is not None and str(target) != "-" and not given["quiet"]:
            click.echo(target.as_posix())
    return PASS


def _fitting_format(chosen: Renderer, output: Path | None) -> str:
    wanted = format_of(output)
    if wanted is None or output is None or output.is_dir():
        return chosen.formats[0]
    if wanted == "json" and "json" not in chosen.formats and len(chosen.formats) == 1:
        return chosen.formats[0]
    return wanted


def _asked(chosen: Renderer, given: dict[str, Any]) -> dict[str, object]:
    """What the command line asks of the renderer, when it takes it."""
    taken = chosen.options.model_fields
    asked: dict[str, object] = {}
    if given.get("language"):
        if "language" not in taken:
            raise RenderError(f"`{chosen.name}` has no labels to translate; leave `--language` away")
        asked["language"] = given["language"]
    if given["at"]:
        if "at" in taken:
            asked["at"] = " ".join(given["at"])
        elif not chosen.one_journey:
            raise RenderError(f"`{chosen.name}` is always of the whole workspace; leave `--at` away")
        elif not all(part.startswith("journey:") for part in given["at"]):
            raise RenderError(f"`{chosen.name}` always shows everything; use `--at` only with journey:ID")
    return asked | _options(chosen, given)


def _options(chosen: Renderer, given: dict[str, Any]) -> dict[str, object]:
    """The renderer's own options, as written on the command line."""
    written = {}
    for part in given.get("options", ()):
        name, equals, value = part.partition("=")
        if not equals:
            raise RenderError(f"`{part}` is not an option; write NAME=VALUE, such as lanes=channel")
        written[name] = value
    if given.get("overlay"):
        written["overlay"] = given["overlay"]
    try:
        return {name: read_options(chosen.options, written)[name] for name in written}
    except OptionError as error:
        raise RenderError(f"{chosen.name}: {error}") from None


def _chosen_journeys(report: Report, at: tuple[str, ...]) -> tuple[str | None, ...]:
    if not at or report.workspace is None:
        return report.journeys
    chosen = select_all(report.workspace, " ".join(at))
    held = tuple(journey for journey in report.journeys if chosen.get(journey))
    if not held:
        raise RenderError(f"`{' '.join(at)}` matches nothing; choose another selection")
    return held


def _targets(
    report: Report, chosen: Renderer, form: str, journeys: tuple[str | None, ...], output: Path | None
) -> list[tuple[Path | None, str | None]]:
    ending = _ENDINGS.get(form, form)
    several = len(journeys) > 1
    is_folder = output is not None and str(output) != "-" and (output.is_dir() or output.suffix == "")
    if output is not None and is_folder:
        output.mkdir(parents=True, exist_ok=True)
        return [(output / _name(journey, chosen, ending), journey) for journey in journeys]
    if several:
        names = ", ".join(f"--at journey:{journey}" for journey in journeys)
        raise RenderError(f"there are several journeys; choose one with {names}, or give -o a folder")
    if output is not None:
        return [(output, journeys[0])]
    return [(Path(_name(journeys[0], chosen, ending)), journeys[0])]


def _name(journey: str | None, chosen: Renderer, ending: str) -> str:
    return f"{journey}.{chosen.name}.{ending}" if journey is not None else f"{chosen.name}.{ending}"


_ENDINGS = {"mermaid": "mmd", "plantuml": "puml", "markdown": "md", "text": "txt"}
