"""Answer one question about one file of rows: a metric of a column, by another column if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cxmap import LEAST_SHOWN, Estimate, Metric, Tally, nearest
from cxmap_tabular.counting import Dimension, Group, Measure, Plan, count_rows
from cxmap_tabular.manner import Manner
from cxmap_tabular.opened import Table, open_table


@dataclass(frozen=True)
class Answer:
    """The estimate of one group; `hidden` when the group is too small to show."""

    group: Group
    estimate: Estimate
    hidden: bool = False


def measure_file(
    path: Path,
    manner: Manner,
    metric: Metric,
    columns: Mapping[str, str],
    *,
    by: Sequence[str] = (),
    options: Mapping[str, object] | None = None,
    as_of: int | None = None,
) -> tuple[Answer, ...]:
    """The metric over a file, one answer a group, sorted.

    Raises:
        SourceError: the file, a column or a value is not what it should be.
    """
    with open_table(path, manner) as table:
        for column in [*columns.values(), *by]:
            find_column(table, column)
        measure = Measure(metric.id, metric, columns, options or {})
        plan = Plan((measure,), tuple(Dimension(column, column) for column in by), as_of)
        tallies = count_rows(table, plan).tallies[metric.id]
        try:
            answers = [
                answer(metric, group, metric.estimate(tally, **(options or {})))
                for group, tally in tallies.items()
            ]
            if not answers and not by:
                answers = [answer(metric, (), metric.estimate(Tally({}), **(options or {})))]
        except ValueError as error:
            raise manner.refuse("SRC007", str(error)) from None
        return tuple(answers)


def answer(metric: Metric, group: Group, estimate: Estimate) -> Answer:
    """An estimate as it may be shown: a small group of people keeps its n only."""
    if estimate.n < LEAST_SHOWN and metric.people:
        return Answer(group, replace(Estimate(None), n=estimate.n, excluded=estimate.excluded), True)
    return Answer(group, estimate)


def find_column(table: Table, column: str) -> str:
    """The column, if the table has it.

    Raises:
        SourceError: it has not; the message names the nearest one.
    """
    if column in table.columns:
        return column
    raise table.manner.refuse("SRC004", _no_column(table, column), table.manner.header)


def _no_column(table: Table, column: str) -> str:
    names = list(table.columns)
    close = nearest(column, names)
    if close:
        return f"there is no column `{column}`; did you mean `{close}`?"
    for mark, name in ((";", "`;`"), ("\t", "a tab"), ("|", "`|`")):
        if len(names) == 1 and mark in names[0]:
            return f"there is no column `{column}`: the fields seem to be parted by {name}; say so with `delimiter`"
    shown = ", ".join(f"`{name}`" for name in names[:12]) + (", ..." if len(names) > 12 else "")
    return f"there is no column `{column}`; the columns are {shown}"
