"""Measure from columns that already hold counts, such as promoters, passives and detractors."""

from __future__ import annotations

from collections.abc import Sequence

from cxmap import Request, Tally
from cxmap_tabular.counting import Dimension, Group, dimension_expression, order, read_group
from cxmap_tabular.counts import names_of_counts, tally_of_counts
from cxmap_tabular.declared import Definition, column_of, refuse
from cxmap_tabular.opened import Table, quoted
from cxmap_tabular.values import is_missing, read_whole


def count_columns(
    table: Table, request: Request, definition: Definition, dimensions: Sequence[Dimension]
) -> dict[Group, Tally]:
    """The tally of a metric whose counts stand in columns, summed in every group.

    Raises:
        SourceError: a count is no whole number, or is not one of the metric.
    """
    counts = request.declared.measures[definition.id].counts
    known = names_of_counts(definition.kind)
    for name in counts:
        if name not in known:
            shown = ", ".join(f"`{one}`" for one in known)
            raise refuse(
                request,
                "SRC007",
                f"`{name}` is no count of {definition.id}; {f'write {shown}' if known else 'it takes rows only'}",
            )
    columns = {name: column_of(column, {column: column}, table) or column for name, column in counts.items()}
    keys = [
        *(dimension_expression(one, table) for one in dimensions),
        *(quoted(column) for column in columns.values()),
    ]
    grouped = ", ".join(str(place) for place in range(1, len(keys) + 1))
    sums: dict[Group, dict[str, int]] = {}
    wrong: dict[tuple[str, object], str] = {}
    for row in table.run(f"SELECT {', '.join(keys)}, COUNT(*) FROM {table.relation} GROUP BY {grouped}"):
        group = read_group(row[: len(dimensions)], dimensions)
        if group is None:
            continue
        inner = sums.setdefault(group, {})
        for (name, column), raw in zip(columns.items(), row[len(dimensions) : -1], strict=True):
            try:
                inner[name] = inner.get(name, 0) + _whole(table, raw) * int(row[-1])
            except ValueError as error:
                wrong[column, raw] = str(error)
    if wrong:
        raise table.refuse_first(wrong)
    try:
        return {group: tally_of_counts(definition.kind, sums[group]) for group in sorted(sums, key=order)}
    except ValueError as error:
        raise refuse(request, "SRC007", f"{definition.id}: {error}") from None


def _whole(table: Table, raw: object) -> int:
    """A count; what is none is a ValueError that says why."""
    if is_missing(raw, table.manner):
        return 0
    many = read_whole(raw)
    if many < 0:
        raise ValueError(f"`{many}` is negative; a count never is")
    return many
