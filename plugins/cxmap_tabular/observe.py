"""Read the sources a workspace declares and say what they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from cxmap import LEAST_SHOWN, Duration, Estimate, Metric, Observation, Request, source
from cxmap_tabular.comparing import earliest, latest_of
from cxmap_tabular.counting import Dimension, Measure, Plan, count_rows
from cxmap_tabular.declared import Definition, definitions, dimensions_of, file_of, measure_of
from cxmap_tabular.opened import Table, open_table
from cxmap_tabular.periods import period_ends
from cxmap_tabular.rollup import Cell, cells
from cxmap_tabular.show import moment_after


@dataclass(frozen=True)
class Measured:
    """One measured number and where it belongs; `hidden` when the group is too small to show."""

    cell: Cell
    estimate: Estimate
    hidden: bool
    source: str
    asof: date

    @property
    def as_written(self) -> dict[str, Any]:
        """The observation as the language writes it."""
        kind, e = self.cell.definition.kind, self.estimate
        written: dict[str, Any] = {
            "metric": self.cell.definition.id,
            "journey": self.cell.journey,
            "at": self.cell.at,
        }
        if self.cell.by:
            written["by"] = dict(self.cell.by)
        for name in () if self.hidden else ("value", "low", "high"):
            number = getattr(e, name)
            if number is not None:
                written[name] = say_quantity(number, kind)
        written |= {
            "n": e.n,
            "excluded": e.excluded or None,
            "asof": self.asof.isoformat(),
            "period": self.cell.period,
        }
        written |= {"from": self.source, "method": e.method.replace(" ", "-") or None}
        return {name: value for name, value in written.items() if value is not None}


@dataclass
class Notes:
    """What a source held that was not measured: words that match nothing, rows told to be ignored."""

    source: str
    unmatched: dict[str, dict[str, int]] = field(default_factory=dict)
    ignored: int = 0
    unread: tuple[str, ...] = ()


def unit_of(metric: Metric) -> str:
    """The unit of a metric's values in the language: number, %, duration or money."""
    if metric.unit.startswith("%"):
        return "%"
    if metric.unit in ("seconds", "duration"):
        return "duration"
    return "money" if metric.unit == "currency" else "number"


def say_quantity(number: float, metric: Metric) -> str:
    """A value as the language writes it, with four digits at most."""
    plain = f"{round(number, 4):.4f}".rstrip("0").rstrip(".")
    plain = "0" if plain in ("-0", "") else plain
    return plain + {"%": "%", "duration": "s"}.get(unit_of(metric), "")


@source(
    "tables",
    formats=(
        "csv",
        "tsv",
        "jsonl",
        "ndjson",
        "parquet",
        "xlsx",
        "xls",
        "xlsm",
        "xlsb",
        "ods",
        "duckdb",
        "sqlite",
        "db",
        "connection",
        "theydo",
        "json",
    ),
)
def tables(request: Request) -> Iterator[Observation]:
    """Rows of CSV, Parquet, JSON lines, workbooks and databases, and files of counts, as measured numbers."""
    for one in measure_source(request, Notes(request.declared.id)):
        yield Observation.model_validate({name: _text(value) for name, value in one.as_written.items()})


def _text(value: Any) -> Any:
    return value if isinstance(value, dict) else str(value)


def measure_source(request: Request, notes: Notes, period: str | None = None) -> Iterator[Measured]:
    """Everything one source shows, in the order of metrics and places.

    Raises:
        SourceError: the declaration or the rows are not what they should be.
    """
    wanted = definitions(request)
    if not wanted:
        return
    if is_counts(request):
        from cxmap_tabular.theydo import measure_counts

        yield from measure_counts(request, wanted, notes)
        return
    with opened(request) as table:
        yield from _measure_table(request, table, wanted, notes, period)


def is_counts(request: Request) -> bool:
    """Whether the source is a file of counts and not of rows."""
    declared = request.declared
    return declared.read.format in ("theydo", "json") or (declared.path or "").lower().endswith(".json")


@contextmanager
def opened(request: Request) -> Iterator[Table]:
    """The table a source declares: a file, a table of a connection, or the result of one SELECT."""
    declared = request.declared
    if declared.sql is not None:
        from cxmap_tabular.query import open_query

        with open_query(request) as table:
            yield table
    elif declared.connection is not None:
        from cxmap_tabular.connections import open_connection

        with open_connection(request) as table:
            yield table
    else:
        path, manner = file_of(request)
        with open_table(path, manner) as table:
            yield table


def _measure_table(
    request: Request, table: Table, wanted: Mapping[str, Definition], notes: Notes, period: str | None
) -> Iterator[Measured]:
    dimensions = dimensions_of(request, table, tuple(wanted.values()))
    moment = _moment_column(request, table)
    counted = [one for one in wanted.values() if not _is_counted(request, one)]
    counted_of_columns = [one for one in wanted.values() if _is_counted(request, one)]
    measures = tuple(measure_of(request, table, one) for one in counted)
    grouped = dimensions
    if period and moment:
        grouped = (*dimensions, Dimension("period", moment, period=period))
    until = moment_after(request.as_of, table.manner.time_zone)
    now = [one for one in measures if not (period and looks_back(one))]
    plan = Plan(
        tuple(now), grouped, None, until, _person(request, table), moment, str(request.declared.period)
    )
    counted_rows = count_rows(table, plan)
    tallies = counted_rows.tallies
    for one in counted_of_columns:
        if one.id not in tallies:
            from cxmap_tabular.counted import count_columns

            tallies[one.id] = count_columns(table, request, one, grouped)
    _note(notes, dimensions)
    notes.unread = tuple(meaning for meaning in ("weight",) if meaning in request.declared.columns)
    for one in wanted.values():
        if one.id in tallies:
            latest = _latest(counted_rows.moments.get(one.id, counted_rows.latest), request.as_of)
            for cell in cells(request, one, tallies[one.id], grouped):
                if cell.tally.n:
                    yield estimated(request, table, cell, latest)
    for measure in measures:
        if measure not in now and period:
            plan = Plan((measure,), dimensions, None, until)
            yield from _trend(request, table, wanted[measure.name], plan, period)


def looks_back(measure: Measure) -> bool:
    """Whether a metric looks back over a period of its own, so that its trend is measured anew at each period's end."""
    return measure.metric.rows is not None and "period" in measure.metric.options


def trend_of(request: Request, name: str, period: str) -> list[Measured]:
    """One metric of a source that looks back, at the end of every period; empty when it does not look back."""
    definition = definitions(request).get(name)
    if definition is None or is_counts(request):
        return []
    with opened(request) as table:
        measure = measure_of(request, table, definition)
        if not looks_back(measure):
            return []
        dimensions = dimensions_of(request, table, (definition,))
        until = moment_after(request.as_of, table.manner.time_zone)
        return list(_trend(request, table, definition, Plan((measure,), dimensions, None, until), period))


def _trend(
    request: Request, table: Table, definition: Definition, plan: Plan, period: str
) -> Iterator[Measured]:
    """A metric that looks back, as it stood at the end of every period that the rows cover."""
    measure = plan.measures[0]
    back = measure.chosen["period"]
    assert isinstance(back, Duration)
    start = earliest(table, measure)
    if start is None or plan.until is None:
        return
    first = datetime.fromtimestamp(start / 1_000_000 + back.seconds, UTC).date()
    last = datetime.fromtimestamp(latest_of(table, plan, measure) / 1_000_000, UTC).date()
    for label, day in period_ends(first, last, period):
        if day > request.as_of:
            return
        found = count_rows(table, replace(plan, as_of=moment_after(day, table.manner.time_zone)))
        for cell in cells(request, definition, found.tallies[measure.name], plan.dimensions):
            if cell.tally.n:
                yield estimated(request, table, replace(cell, period=label), day)


def _is_counted(request: Request, definition: Definition) -> bool:
    declared = request.declared.measures.get(definition.id)
    return declared is not None and bool(declared.counts)


def estimated(request: Request, table: Table, cell: Cell, latest: date) -> Measured:
    """The estimate of a cell, hidden when it rests on too few people."""
    kind = cell.definition.kind
    try:
        estimate = kind.estimate(cell.tally, **cell.definition.options)
    except ValueError as error:
        raise table.manner.refuse("SRC007", f"{cell.definition.id}: {error}") from None
    hidden = kind.people and estimate.n < LEAST_SHOWN
    if hidden:
        estimate = Estimate(None, n=estimate.n, excluded=estimate.excluded)
    return Measured(cell, estimate, hidden, request.declared.id, latest)


def _moment_column(request: Request, table: Table) -> str | None:
    from cxmap_tabular.declared import column_of

    return column_of("time", request.declared.columns, table)


def _person(request: Request, table: Table) -> str | None:
    from cxmap_tabular.declared import column_of

    return column_of("customer", request.declared.columns, table)


def _latest(moment: int | None, as_of: date) -> date:
    """The day of the last row; the day of measuring when rows have no time or run ahead of it."""
    if moment is None:
        return as_of
    return min(as_of, datetime.fromtimestamp(moment / 1_000_000, UTC).date())


def _note(notes: Notes, dimensions: tuple[Dimension, ...]) -> None:
    for one in dimensions:
        if one.words is not None:
            notes.ignored += one.words.ignored
            found = {word: many for word, many in one.words.unmatched.items() if word != "(empty)"}
            if found:
                notes.unmatched[one.meaning] = found
