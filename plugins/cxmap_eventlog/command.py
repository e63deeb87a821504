"""`cxmap trace`: the options of the command line, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FORMATS = ("text", "json", "html")


Command = TypeVar("Command", bound=Callable[..., Any])


def _texts(*names: str, meta: str, about: str, many: bool = False) -> Callable[[Command], Command]:
    default: Any = () if many else None
    return click.option(*names, metavar=meta, default=default, multiple=many, help=about)


@click.command("trace")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@_texts("--case", meta="COLUMN", about="Column of the case (default: case).")
@_texts("--activity", meta="COLUMN", about="Column of the activity (default: activity).")
@_texts("--time", meta="COLUMN", about="Column of the time (default: time).")
@click.option(
    "--lifecycle",
    "keep",
    type=click.Choice(["complete", "start", "all"]),
    help="Which events of an activity count (default: complete, where the log tells them apart).",
)
@_texts("--lifecycle-column", meta="COLUMN", about="Column that says start or complete.")
@_texts("--channel", meta="COLUMN", about="Column of the channel.")
@_texts("--persona", meta="COLUMN", about="Column of the persona.")
@_texts("--reason", meta="COLUMN", about="Column of the reason of a contact.")
@_texts("--object", meta="TYPE", about="OCEL: the object type that is the case.")
@_texts("--table", meta="TABLE", about="The table of a DuckDB or SQLite file.")
@_texts("--delimiter", meta="CHARACTER", about="Between the values of a CSV line (default: a comma).")
@_texts("--dates", meta="ORDER", about="iso, day-first or month-first (default: iso).")
@_texts("--time-zone", meta="ZONE", about="Zone of times that do not say theirs (default: UTC).")
@_texts(
    "--end",
    "ends",
    meta="ACTIVITY",
    many=True,
    about="An activity at which a case properly ends; repeat for several.",
)
@_texts(
    "--contact",
    "contacts",
    meta="ACTIVITY",
    many=True,
    about="An activity that is a contact with us; `*` allowed.",
)
@_texts(
    "--timeout",
    meta="DURATION",
    about="Silent for so long = left (default: p95 of the times to the next event).",
)
@_texts("--window", meta="DURATION", about="A further contact within it repeats the first (default: 7d).")
@click.option(
    "--period",
    type=click.Choice(["day", "month", "quarter", "year"]),
    default="month",
    show_default=True,
    help="Periods to compare.",
)
@_texts(
    "--journey",
    meta="JOURNEY",
    about="The journey to hold the log against: an id in the workspace, or a YAML file.",
)
@_texts("--log", meta="LOG", about="Which of the workspace's logs.")
@click.option(
    "--compare",
    nargs=2,
    metavar="PERIOD PERIOD",
    default=None,
    help="What changed from one period to another.",
)
@_texts(
    "--what-if", "what_if", meta="'A -> B = 60%'", many=True, about="What would follow from another share."
)
@_texts("--goal", meta="ACTIVITY", about="Where what-if measures arrivals (default: the journey's outcome).")
@click.option(
    "--work",
    type=click.IntRange(min=0),
    default=40_000_000,
    show_default=True,
    metavar="STEPS",
    help="Bound of all alignments together; the rarest paths beyond it are unknown.",
)
@click.option(
    "--cache",
    is_flag=True,
    help="Keep the events, without the names of their cases, in your cache folder: the next question begins at once.",
)
@click.option(
    "--in-place", is_flag=True, help="Count inside the warehouse; only paths and totals leave it (JSON)."
)
@click.option("--discover", is_flag=True, help="Draft a journey from the log.")
@click.option(
    "--write-shares", is_flag=True, help="Write the observed shares into the journey's YAML; comments stay."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: text, or by the ending of -o.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write here: .html, .json, .txt; .yaml for observations; - for the screen.",
)
@click.option(
    "--memory",
    default="2GiB",
    show_default=True,
    metavar="SIZE",
    help="Memory of the engine; more is spilled to disk.",
)
def trace(**given: Any) -> None:
    """Show what customers really did: paths, drop-off, waiting, loops, and how far the map is right.

    PATH is an event log (CSV, JSON lines, Parquet, XES, OCEL 2.0, DuckDB or SQLite) or a workspace that names
    its logs.
    """
    from cxmap_eventlog.refusal import LogRefused
    from cxmap_eventlog.running import Request, run

    if given["output"] == Path("-"):
        given["output"] = None
    try:
        outcome = run(Request(**given))
    except LogRefused as refused:
        from cxmap import LoadError, Place, Problem

        place = Place(refused.file, refused.line, refused.column)
        raise LoadError(Problem(place, refused.code, refused.message)) from None
    for line in outcome.progress:
        click.echo(line, err=True)
    if outcome.text is not None:
        click.echo(outcome.text, nl=False)
