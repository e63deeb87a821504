"""The command `cxmap measure`: numbers from rows, as a table, as JSON, or as a file of observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

_TABLE_ENDINGS = (
    ".csv",
    ".tsv",
    ".jsonl",
    ".ndjson",
    ".parquet",
    ".xlsx",
    ".xls",
    ".xlsm",
    ".xlsb",
    ".ods",
    ".duckdb",
    ".sqlite",
    ".db",
)


@click.command("measure", short_help="Compute metrics from survey and operations data.")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option(
    "--metric", "metric_id", metavar="ID", help="The metric to compute, such as nps; a FILE needs one."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="COLUMN",
    help="The column it reads; several inputs as input=COLUMN.",
)
@click.option("--by", multiple=True, metavar="COLUMN", help="One result for each word of this column.")
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the metric, such as scale=7.",
)
@click.option("--source", "sources", multiple=True, metavar="ID", help="Only these sources of the workspace.")
@click.option("--period", type=click.Choice(["month", "quarter", "year"]), help="One result for each period.")
@click.option(
    "--questions", is_flag=True, help="Answer the five questions about customers who stay (-o page.html)."
)
@click.option(
    "--as-of", metavar="DATE", help="The day of measuring: what is younger than a window is pending."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write observations (.yaml) or the result to this file.",
)
@click.option(
    "--input-format",
    metavar="FORMAT",
    help="csv, tsv, jsonl, parquet, xlsx, ods, duckdb or sqlite; default by the ending.",
)
@click.option("--delimiter", metavar="CHARACTER", help="Between the fields of a text file.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal mark.")
@click.option("--encoding", help="The text encoding; default utf-8.")
@click.option("--dates", type=click.Choice(["iso", "day-first", "month-first"]), help="The order of dates.")
@click.option("--time-zone", metavar="ZONE", help="The zone of times that do not say; default UTC.")
@click.option("--header", type=click.IntRange(1), help="The line of the header.")
@click.option("--sheet", help="The sheet of a workbook; default the first.")
@click.option("--table", help="The table of a database file.")
@click.option("--missing", multiple=True, metavar="WORD", help="A word that means no answer, such as N/A.")
@click.option("--min-rows", type=click.IntRange(0), help="Fewer rows are an error.")
@click.pass_context
def measure(ctx: click.Context, /, path: Path, metric_id: str | None, **said: object) -> None:
    """Compute metrics from the sources of the workspace at PATH, or one metric from a FILE of rows.

    `cxmap measure survey.csv --metric nps --column score --by touchpoint` needs no workspace.
    """
    from cxmap_tabular.command_file import run_file
    from cxmap_tabular.command_workspace import run_workspace

    whole = path.is_dir() or path.suffix.lower() in (".yaml", ".yml")
    if not whole and (metric_id is not None or path.suffix.lower() in _TABLE_ENDINGS):
        _refuse(said, _OF_WORKSPACES, "a workspace, not to a single file")
        run_file(ctx, path, metric_id, said)
    else:
        _refuse(said, _OF_FILES, "a single file, not to a workspace, which declares it under `sources:`")
        if said["questions"]:
            from cxmap_tabular.command_questions import run_questions

            run_questions(ctx, path, said)
        else:
            run_workspace(ctx, path, {**said, "metric": metric_id})


_OF_WORKSPACES = ("sources", "period", "questions")
_OF_FILES = (
    "columns",
    "by",
    "options",
    "input_format",
    "delimiter",
    "decimal",
    "encoding",
    "dates",
    "time_zone",
    "header",
    "sheet",
    "table",
    "missing",
    "min_rows",
)
_SPELT = {"columns": "column", "options": "option", "sources": "source"}


def _refuse(said: Mapping[str, object], names: Iterable[str], where: str) -> None:
    """Refuse options that would do nothing here."""
    for name in names:
        if said[name] not in (None, (), False):
            raise click.UsageError(f"--{_SPELT.get(name, name).replace('_', '-')} belongs to {where}")
