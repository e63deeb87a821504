"""Read one sheet of a workbook exactly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from cxmap_tabular.delimited import check_names
from cxmap_tabular.manner import Manner

Row = tuple[int, list[str | None]]


def read_sheet(path: Path, manner: Manner) -> tuple[tuple[str, ...], list[Row]]:
    """The header and the rows of the declared sheet (default the first), with row numbers as people see them.

    Raises:
        SourceError: no workbook, no such sheet, no header, or values beside the header's columns.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = list(book.sheet_names)
        if not sheets:
            raise manner.refuse("SRC006", "the workbook has no sheet; add one with a header and rows")
        name = manner.sheet if manner.sheet is not None else sheets[0]
        if name not in sheets:
            raise manner.refuse(
                "SRC004",
                f"there is no sheet `{name}`; write one of {', '.join(f'`{one}`' for one in sheets)}",
            )
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise manner.refuse(
            "SRC002", f"it cannot be read as a workbook ({str(error).partition(chr(10))[0]}); save it again"
        ) from None
    return _table(cells, manner)


def _table(cells: Sequence[Sequence[object]], manner: Manner) -> tuple[tuple[str, ...], list[Row]]:
    if len(cells) < manner.header:
        raise manner.refuse(
            "SRC004", f"there is no row {manner.header} to hold the header; correct `header`", manner.header
        )
    heads = [_text(cell) for cell in cells[manner.header - 1]]
    while heads and not heads[-1]:
        heads.pop()
    names = tuple((head or "").strip() for head in heads)
    if not names:
        raise manner.refuse(
            "SRC004", "the header row is empty; write a name above each column", manner.header
        )
    check_names(names, manner, manner.header)
    rows: list[Row] = []
    empty = 0
    for number, row in enumerate(cells[manner.header :], manner.header + 1):
        values = [_text(cell) for cell in row]
        if not any(values):
            empty = empty or number
            continue
        if empty:
            raise manner.refuse("SRC003", "this row is empty; delete it", empty)
        if any(values[len(names) :]):
            place = next(i for i, value in enumerate(values) if i >= len(names) and value)
            raise manner.refuse(
                "SRC003",
                "this cell has no name above it in the header; name it or clear it",
                number,
                place + 1,
            )
        rows.append((number, (values + [None] * len(names))[: len(names)]))
    return names, rows


def _text(cell: object) -> str | None:
    """A cell as text that reads back to the same value."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds():g}"
    return str(cell)
