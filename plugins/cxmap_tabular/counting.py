"""Count rows once for every metric that shares them: integer counts per group, nothing else leaves the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from cxmap import Input, Key, Metric, Number, Tally
from cxmap_tabular.normal import day_expression, expression
from cxmap_tabular.opened import Table, quoted
from cxmap_tabular.periods import period_of
from cxmap_tabular.values import is_missing, read_value
from cxmap_tabular.words import IGNORE, Words

MOST_COMBINATIONS = 20_000
Group = tuple["str | None", ...]


@dataclass(frozen=True)
class Measure:
    """One metric to count: which column feeds which input, its options, and the rows it looks at."""

    name: str
    metric: Metric
    columns: Mapping[str, str]
    options: Mapping[str, object] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs that have a column."""
        return tuple(one for one in self.metric.inputs if one.name in self.columns)

    @property
    def chosen(self) -> Mapping[str, object]:
        """Every option with its value."""
        return {**self.metric.options, **self.options}


@dataclass(frozen=True)
class Dimension:
    """Something to group by: a column, its type, and what its words mean."""

    meaning: str
    column: str
    words: Words | None = None
    period: str | None = None


@dataclass(frozen=True)
class Plan:
    """What to count in one table.

    `as_of` is the moment of measuring; without one it is the latest moment in the rows, but not after `until`:
    what happened after an export was made is not known to it. `person`, `moment` and `period` are the columns
    and the length by which a person's last answer is found.
    """

    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...] = ()
    as_of: int | None = None
    until: int | None = None
    person: str | None = None
    moment: str | None = None
    period: str = "month"


@dataclass
class Counted:
    """The tally of every measure in every group, and the moment of the latest row."""

    tallies: dict[str, dict[Group, Tally]] = field(default_factory=dict)
    latest: int | None = None
    moments: dict[str, int] = field(default_factory=dict)


def count_rows(table: Table, plan: Plan) -> Counted:
    """The tally of every measure in every group that occurs.

    Raises:
        SourceError: a value does not fit its input.
    """
    from cxmap_tabular.comparing import count_compared

    counted = Counted()
    together = [one for one in plan.measures if one.metric.rows is None]
    batches = _batches([one for one in together if not _is_once(one, plan)])
    batches += _batches([one for one in together if _is_once(one, plan)])
    for number, batch in enumerate(batches or [[]]):
        _count_together(table, plan, batch, counted, first=number == 0)
    for measure in plan.measures:
        if measure.metric.rows is not None:
            counted.tallies[measure.name], counted.moments[measure.name] = count_compared(
                table, plan, measure
            )
    return counted


def _is_once(measure: Measure, plan: Plan) -> bool:
    """Whether only the last answer of a person counts, and can be told."""
    return measure.metric.once and plan.person is not None and plan.moment is not None


def _batches(measures: Sequence[Measure]) -> list[list[Measure]]:
    """Measures counted in one pass, as long as their answers together have few combinations."""
    batches: list[list[Measure]] = []
    size = 0
    for measure in sorted(measures, key=_combinations):
        combinations = _combinations(measure)
        if not batches or size * combinations > MOST_COMBINATIONS:
            batches.append([])
            size = 1
        batches[-1].append(measure)
        size *= combinations
    return batches


def _combinations(measure: Measure) -> int:
    product = 1
    for one in measure.inputs:
        high = one.highest(measure.chosen)
        product *= int(high - one.low) + 2 if one.low is not None and high is not None else 100
    return product


def _count_together(
    table: Table, plan: Plan, batch: Sequence[Measure], counted: Counted, *, first: bool
) -> None:
    """One GROUP BY over the dimensions and every column the measures read; the rest is done on its few rows."""
    names = [dimension_expression(one, table) for one in plan.dimensions]
    columns = sorted({*(c for m in batch for c in m.columns.values()), *(c for m in batch for c in m.where)})
    once = bool(batch) and _is_once(batch[0], plan)
    relation = last_answers(table, plan, columns) if once else table.relation
    keys = [*names, *(quoted(column) for column in columns), *([quoted(PLACE)] if once else [])]
    extra = _moment_checks(table, plan) if first else []
    grouped = f" GROUP BY {', '.join(str(place) for place in range(1, len(keys) + 1))}" if keys else ""
    rows = table.run(f"SELECT {', '.join([*keys, *extra, 'COUNT(*)'])} FROM {relation}{grouped}")
    table.check_total(sum(int(row[-1]) for row in rows))
    if extra:
        _take_latest(table, plan, counted, rows, len(keys))
    groups = _read_groups(rows, plan.dimensions, note=first)
    position = {column: len(names) + place for place, column in enumerate(columns)}
    late = position[columns[-1]] + 1 if once else None
    for measure in batch:
        counted.tallies[measure.name] = _tally(table, measure, rows, groups, position, late)


def _moment_checks(table: Table, plan: Plan) -> list[str]:
    """The latest moment, and how many moments cannot be read."""
    if plan.moment is None:
        return []
    at = expression("time", plan.moment, table.columns[plan.moment], table.manner)
    raw = expression("word", plan.moment, table.columns[plan.moment], table.manner)
    return [f"MAX({at})", f"COUNT(CASE WHEN {raw} IS NOT NULL AND {at} IS NULL THEN 1 END)"]


def _take_latest(
    table: Table, plan: Plan, counted: Counted, rows: Sequence[tuple[Any, ...]], place: int
) -> None:
    if plan.moment is not None and any(row[place + 1] for row in rows):
        from cxmap_tabular.comparing import refuse_moment

        raise refuse_moment(table, plan.moment)
    counted.latest = max((int(row[place]) for row in rows if row[place] is not None), default=None)


PLACE = "#place"


def last_answers(table: Table, plan: Plan, columns: Sequence[str]) -> str:
    """The table with a mark: 1 for the last answer of a person at a place in a period, 0 for an earlier one."""
    assert plan.person is not None
    assert plan.moment is not None
    at = expression("time", plan.moment, table.columns[plan.moment], table.manner)
    person = expression("id", plan.person, table.columns[plan.person], table.manner)
    answered = " OR ".join(
        f"{expression('word', column, table.columns[column], table.manner)} IS NOT NULL" for column in columns
    )
    places = [quoted(one.column) for one in plan.dimensions if one.meaning in ("touchpoint", "stage")]
    day = day_expression(plan.moment, table.columns[plan.moment], table.manner)
    same = ", ".join(
        [person, *places, period_expression(day, plan.period), f"CASE WHEN {answered} THEN 1 ELSE 0 END"]
    )
    place = (
        f"ROW_NUMBER() OVER (PARTITION BY {same} ORDER BY {at} DESC, {', '.join(quoted(c) for c in columns)})"
    )
    mark = f"CASE WHEN {person} IS NULL OR {place} = 1 OR NOT ({answered}) THEN 1 ELSE 0 END"
    return f"(SELECT *, {mark} AS {quoted(PLACE)} FROM {table.relation}) AS answers"


def period_expression(day: str, period: str) -> str:
    """The period of a day, as a number; every other length is one period."""
    parts = {"year": "0", "quarter": f"EXTRACT(QUARTER FROM {day})", "month": f"EXTRACT(MONTH FROM {day})"}
    if period == "day":
        return day
    return f"EXTRACT(YEAR FROM {day}) * 100 + {parts[period]}" if period in parts else "0"


def dimension_expression(dimension: Dimension, table: Table) -> str:
    """A dimension as SQL; a period as year and month."""
    if dimension.period is None:
        return quoted(dimension.column)
    day = day_expression(dimension.column, table.columns[dimension.column], table.manner)
    return f"CAST(EXTRACT(YEAR FROM {day}) * 100 + EXTRACT(MONTH FROM {day}) AS INTEGER)"


def _read_groups(
    rows: Sequence[tuple[Any, ...]], dimensions: Sequence[Dimension], *, note: bool
) -> list[Group | None]:
    """The group each row of counts belongs to; None for rows that are ignored."""
    many = len(dimensions)
    known: dict[tuple[Any, ...], Group | None] = {}
    totals: dict[tuple[Any, ...], int] = {}
    for row in rows:
        totals[row[:many]] = totals.get(row[:many], 0) + int(row[-1])
    for raw, total in totals.items():
        known[raw] = read_group(raw, dimensions)
        for value, dimension in zip(raw, dimensions, strict=True):
            if note and dimension.words is not None:
                dimension.words.note(None if value is None else str(value), total)
    return [known[row[:many]] for row in rows]


def read_group(raw: Sequence[Any], dimensions: Sequence[Dimension]) -> Group | None:
    """The ids of a group's words; None when one of them is to be ignored."""
    group: list[str | None] = []
    for value, dimension in zip(raw, dimensions, strict=True):
        word = None if value is None else str(value)
        if dimension.period is not None:
            group.append(None if word is None else period_of(int(word), dimension.period))
        elif dimension.words is None:
            group.append(word)
        else:
            group.append(dimension.words.find(word) if word else None)
            if group[-1] == IGNORE:
                return None
    return tuple(group)


def _tally(
    table: Table,
    measure: Measure,
    rows: Sequence[tuple[Any, ...]],
    groups: Sequence[Group | None],
    position: Mapping[str, int],
    late: int | None,
) -> dict[Group, Tally]:
    reader = _Reader(table, measure)
    places = [position[measure.columns[one.name]] for one in measure.inputs]
    filters = [(position[column], frozenset(words)) for column, words in sorted(measure.where.items())]
    wanted = [*places, *(place for place, _ in filters), *([] if late is None else [late])]
    counts: dict[Group, dict[Key, int]] = {}
    excluded: dict[Group, int] = {}
    for (group, raw), many in _added_up(rows, groups, wanted).items():
        if any(str(raw[len(places) + at]) not in words for at, (_, words) in enumerate(filters)):
            continue
        key = reader.read(raw)
        if reader.wrong:
            continue
        inner = counts.setdefault(group, {})
        if reader.lacks(key) or (late is not None and not raw[-1]):
            excluded[group] = excluded.get(group, 0) + many
        else:
            inner[key] = inner.get(key, 0) + many
    if reader.wrong:
        raise table.refuse_first(reader.wrong)
    return {group: Tally(counts[group], excluded.get(group, 0)) for group in sorted(counts, key=order)}


def _added_up(
    rows: Sequence[tuple[Any, ...]], groups: Sequence[Group | None], wanted: Sequence[int]
) -> dict[tuple[Group, tuple[Any, ...]], int]:
    """The counts of the columns one measure looks at, added up over all others."""
    pick = itemgetter(*wanted) if len(wanted) > 1 else (lambda row: (row[wanted[0]],))
    sums: dict[tuple[Group, tuple[Any, ...]], int] = {}
    for row, group in zip(rows, groups, strict=True):
        if group is not None:
            key = (group, pick(row))
            sums[key] = sums.get(key, 0) + row[-1]
    return sums


def order(group: Group) -> tuple[tuple[bool, str], ...]:
    """Groups in the order of their words, those without one last."""
    return tuple((word is None, word or "") for word in group)


class _Reader:
    """Reads each distinct raw value of a measure's inputs once; `wrong` holds what is wrong with which of them."""

    def __init__(self, table: Table, measure: Measure) -> None:
        self.table, self.measure = table, measure
        self.wrong: dict[tuple[str, object], str] = {}
        self.seen: dict[tuple[int, object], Number | str | None] = {}
        self.given = [index for index, one in enumerate(measure.metric.inputs) if one.name in measure.columns]
        self.needed = [index for index in self.given if measure.metric.inputs[index].required]

    def lacks(self, key: Sequence[object]) -> bool:
        """Whether an input that is needed is missing, or all are."""
        return any(key[index] is None for index in self.needed) or all(value is None for value in key)

    def read(self, raw: Sequence[object]) -> Key:
        """The inputs of a measure from the raw values of its columns; an input without a column is missing."""
        key: list[Number | str | None] = [None] * len(self.measure.metric.inputs)
        for index, value in zip(self.given, raw, strict=False):
            place = (index, value)
            if place not in self.seen:
                self.seen[place] = self._look(index, value)
            key[index] = self.seen[place]
        return tuple(key)

    def _look(self, index: int, raw: object) -> Number | str | None:
        one = self.measure.metric.inputs[index]
        if is_missing(raw, self.table.manner):
            return None
        place = (self.measure.columns[one.name], raw)
        try:
            value = read_value(one, raw, self.table.manner)
        except ValueError as error:
            self.wrong[place] = str(error)
            return None
        problem = one.problem_with(value, self.measure.chosen)
        if problem:
            hint = "correct it, or leave it empty where there is no answer"
            self.wrong[place] = f"{problem} of {self.measure.metric.id}; {hint}"
        return value
