"""Count for metrics that compare rows with one another: one relation of clean inputs, one SELECT of the metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmap import Key, Rows, SourceError, Tally
from cxmap_tabular.connections import needs_text_reading
from cxmap_tabular.normal import expression, is_text
from cxmap_tabular.opened import Table, quoted, text
from cxmap_tabular.values import short
from cxmap_tabular.words import IGNORE, Words

if TYPE_CHECKING:
    from cxmap_tabular.counting import Group, Measure, Plan

MOST_WORDS = 10_000


def count_compared(table: Table, plan: Plan, measure: Measure) -> tuple[dict[Group, Tally], int]:
    """The tally of a measure whose rows are compared, in every group, and the moment of measuring.

    Raises:
        SourceError: a moment, a duration or a number cannot be read.
    """
    from cxmap_tabular.counting import order, read_group

    try:
        rows = _rows_of(measure)
    except ValueError as error:
        raise table.manner.refuse("SRC007", f"{measure.name}: {error}") from None
    _check_values(table, measure)
    many = len(plan.dimensions)
    dims = "".join(f"d{number}, " for number in range(many))
    moment = _moment(table, plan, measure)
    select = rows.select.replace("{rows}", f"({_clean(table, plan, measure)})").replace("{dims}", dims)
    select = select.replace("{as_of}", f"CAST({moment} AS BIGINT)")
    keys = [*(f"d{number}" for number in range(many)), *rows.yields]
    grouped = ", ".join(str(place) for place in range(1, len(keys) + 1))
    found = table.run(f"SELECT {', '.join(keys)}, COUNT(*) FROM ({select}) AS yielded GROUP BY {grouped}")
    counts: dict[Group, dict[Key, int]] = {}
    for row in found:
        group = read_group(row[:many], plan.dimensions)
        if group is not None:
            key: Key = tuple(None if value is None else int(value) for value in row[many:-1])
            inner = counts.setdefault(group, {})
            inner[key] = inner.get(key, 0) + int(row[-1])
    left_out = _incomplete(table, plan, measure)
    groups = sorted({*counts, *left_out}, key=order)
    return {group: Tally(counts.get(group, {}), left_out.get(group, 0)) for group in groups}, moment


def _rows_of(measure: Measure) -> Rows:
    make = measure.metric.rows
    rows = make(frozenset(measure.columns), measure.chosen) if make else None
    if rows is None:
        raise ValueError(f"{measure.metric.id} compares no rows")
    return rows


def _clean(table: Table, plan: Plan, measure: Measure) -> str:
    """The relation the metric's SELECT reads: every input under its name, every dimension as d0, d1, ..."""
    from cxmap_tabular.counting import dimension_expression

    columns = [f"{dimension_expression(one, table)} AS d{n}" for n, one in enumerate(plan.dimensions)]
    for one in measure.metric.inputs:
        if one.name in measure.columns:
            column = measure.columns[one.name]
            sql = expression(one.kind, column, table.columns[column], table.manner)
            words = next((d.words for d in plan.dimensions if d.column == column and d.words), None)
            columns.append(f"{_mapped(table, column, sql, words)} AS {quoted(one.name)}")
        else:
            columns.append(f"NULL AS {quoted(one.name)}")
    holds = " AND ".join(_filter(table, column, words) for column, words in sorted(measure.where.items()))
    return f"SELECT {', '.join(columns)} FROM {table.relation}{f' WHERE {holds}' if holds else ''}"


def _filter(table: Table, column: str, words: tuple[str, ...]) -> str:
    return f"CAST({quoted(column)} AS VARCHAR) IN ({', '.join(text(word) for word in words)})"


def _mapped(table: Table, column: str, sql: str, words: Words | None) -> str:
    """An input whose words are mapped to ids, as one CASE over the words that occur."""
    if words is None or not words.patterns:
        return sql
    found = table.run(
        f"SELECT DISTINCT CAST({quoted(column)} AS VARCHAR) FROM {table.relation} LIMIT {MOST_WORDS + 1}"
    )
    if len(found) > MOST_WORDS:
        raise table.manner.refuse(
            "SRC007",
            f"column `{column}` holds more than {MOST_WORDS} different words; it is no list of words",
        )
    cases = []
    for (word,) in sorted(found, key=lambda row: (row[0] is None, row[0])):
        target = words.find(word) if word else None
        if target is not None and target != IGNORE:
            cases.append(f"WHEN {text(word)} THEN {text(target)}")
    return f"CASE CAST({quoted(column)} AS VARCHAR) {' '.join(cases)} END" if cases else "NULL"


def _moment(table: Table, plan: Plan, measure: Measure) -> int:
    """The moment of measuring: the one given, else the latest in the rows, but not after the one allowed."""
    if plan.as_of is not None:
        return plan.as_of
    moments = [
        f"MAX({expression('time', column, table.columns[column], table.manner)})"
        for column in (measure.columns[one.name] for one in measure.inputs if one.kind == "time")
    ]
    found = table.run(f"SELECT {', '.join(moments)} FROM {table.relation}")[0] if moments else ()
    latest = max((int(value) for value in found if value is not None), default=plan.until or 0)
    return latest if plan.until is None else min(latest, plan.until)


def latest_of(table: Table, plan: Plan, measure: Measure) -> int:
    """The latest moment a measure can speak of."""
    return _moment(table, plan, measure)


def earliest(table: Table, measure: Measure) -> int | None:
    """The first moment at which every kind of moment in the rows of a measure occurs.

    Before the first leaving on record nobody can tell who left.
    """
    columns = [measure.columns[one.name] for one in measure.inputs if one.kind == "time"]
    first = [f"MIN({expression('time', one, table.columns[one], table.manner)})" for one in columns]
    found = table.run(f"SELECT {', '.join(first)} FROM {table.relation}")[0] if first else ()
    return max((int(value) for value in found if value is not None), default=None)


def _check_values(table: Table, measure: Measure) -> None:
    """Refuse a value of an input that cannot be read."""
    for one in measure.inputs:
        column = measure.columns[one.name]
        kind = table.columns[column]
        if one.kind not in ("word", "id") and needs_text_reading(table, column):
            message = f"column `{column}` holds texts, and a warehouse reads them its own way; cast it in a view or in `sql:`"
            raise table.manner.refuse("SRC005", message)
        if one.kind in ("word", "id") or (one.kind == "time" and not is_text(kind)):
            continue
        clean = expression(one.kind, column, kind, table.manner)
        raw = expression("word", column, kind, table.manner) if is_text(kind) else quoted(column)
        outside = f" OR {clean} < {one.low}" if one.low is not None else ""
        high = one.highest(measure.chosen)
        outside += f" OR {clean} > {high:g}" if high is not None and one.kind != "duration" else ""
        bad = f"{raw} IS NOT NULL AND ({clean} IS NULL{outside})"
        # The least, for the engine gives rows in any order and what is said must not depend on it.
        ((wrong,),) = table.run(f"SELECT MIN({quoted(column)}) FROM {table.relation} WHERE {bad}")
        if wrong is not None:
            raise table.refuse(column, wrong, _wanted(one.kind, wrong, table, (one.low, high)))


def refuse_moment(table: Table, column: str) -> SourceError:
    """The error for a moment that cannot be read."""
    clean = expression("time", column, table.columns[column], table.manner)
    raw = expression("word", column, table.columns[column], table.manner)
    ((wrong,),) = table.run(
        f"SELECT MIN({quoted(column)}) FROM {table.relation} WHERE {raw} IS NOT NULL AND {clean} IS NULL"
    )
    return table.refuse(column, wrong, _wanted("time", wrong, table, (None, None)))


def _wanted(kind: str, raw: object, table: Table, bounds: tuple[float | None, float | None]) -> str:
    """What should stand there instead."""
    shown = f"`{short(raw)}`"
    if kind == "time":
        form = {"iso": "2026-10-31", "day-first": "31.10.2026", "month-first": "10/31/2026"}[
            table.manner.dates
        ]
        return f"{shown} is not a moment ({table.manner.dates}); write one such as {form}, with 14:30:00 if need be"
    if kind == "duration":
        return f"{shown} is not a number of seconds; write digits such as 95 or 12.5, not below 0"
    if kind == "flag":
        return f"{shown} is neither yes nor no; write 1 or 0"
    low, high = bounds
    reach = "" if low is None else f" of {low:g} to {high:g}" if high is not None else f" of {low:g} or more"
    return f"{shown} is not a whole number{reach}; correct it, or leave it empty where there is no answer"


def _incomplete(table: Table, plan: Plan, measure: Measure) -> dict[Group, int]:
    """How many rows of each group lack an input the metric needs."""
    from cxmap_tabular.counting import dimension_expression, read_group

    needed = [measure.columns[one.name] for one in measure.inputs if one.required]
    kinds = {measure.columns[one.name]: one.kind for one in measure.inputs}
    empty = [f"{expression(kinds[name], name, table.columns[name], table.manner)} IS NULL" for name in needed]
    if not empty:
        return {}
    holds = [_filter(table, column, words) for column, words in sorted(measure.where.items())]
    condition = " AND ".join([f"({' OR '.join(empty)})", *holds])
    keys = [dimension_expression(one, table) for one in plan.dimensions]
    grouped = f" GROUP BY {', '.join(str(place) for place in range(1, len(keys) + 1))}" if keys else ""
    found: dict[Group, int] = {}
    for row in table.run(
        f"SELECT {', '.join([*keys, 'COUNT(*)'])} FROM {table.relation} WHERE {condition}{grouped}"
    ):
        group = read_group(row[:-1], plan.dimensions)
        if group is not None and row[-1]:
            found[group] = found.get(group, 0) + int(row[-1])
    return found
