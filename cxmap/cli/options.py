"""Options that several commands share, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from cxmap.values import Unreadable, read_date

LEVELS = click.Choice(["error", "warning", "info"])
F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A date, year-month-day."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or say what to write."""
        if isinstance(value, date):
            return value
        try:
            return read_date(str(value))
        except Unreadable as error:
            self.fail(error.message, param, ctx)


def today() -> date:
    """The one place where the clock is read: the default of `--as-of`, in UTC."""
    return datetime.now(UTC).date()


def workspace_argument(function: F) -> F:
    """The workspace, by its folder or one journey file."""
    return click.argument("path", default=".", type=click.Path(path_type=Path))(function)


def as_of_option(function: F) -> F:
    """The day the audit speaks of."""
    text = "The day the audit speaks of; default today (UTC)."
    return click.option("--as-of", type=Day(), metavar="DATE", default=None, help=text)(function)


def plugin_option(function: F) -> F:
    """Plugin files to load."""
    text = "Load this plugin file as well; repeat for several."
    return click.option(
        "--plugin", "plugin_files", multiple=True, metavar="FILE", type=click.Path(path_type=Path), help=text
    )(function)


def at_option(function: F) -> F:
    """Elements to choose."""
    text = "Only what touches these elements, such as stage:retention+2,owner:care."
    return click.option("--at", multiple=True, metavar="SELECTOR", help=text)(function)


def layer_option(function: F) -> F:
    """A layer of planned changes."""
    return click.option(
        "--layer", metavar="LAYER", help="Lay planned changes over the journeys, such as to-be."
    )(function)


def measure_option(function: F) -> F:
    """Read the declared sources."""
    text = "Read the declared sources as well, not only committed observations."
    return click.option("--measure", "measured", is_flag=True, help=text)(function)


def quiet_option(function: F) -> F:
    """No progress."""
    return click.option("-q", "--quiet", is_flag=True, help="No progress on the error stream.")(function)


def output_option(function: F) -> F:
    """Where to write."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write here; - is the terminal.",
    )(function)


ENDINGS = {
    ".html": "html", ".htm": "html", ".json": "json", ".sarif": "sarif", ".xml": "junit", ".md": "markdown", ".txt": "text",
    ".svg": "svg", ".png": "png", ".pdf": "pdf", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid",
    ".puml": "plantuml", ".plantuml": "plantuml", ".drawio": "drawio", ".csv": "csv", ".xlsx": "xlsx", ".jsonld": "jsonld",
    ".graphml": "graphml", ".pptx": "pptx",
}  # fmt: skip


def format_of(output: Path | None) -> str | None:
    """The format a file's ending asks for."""
    return ENDINGS.get(output.suffix.lower()) if output is not None else None
