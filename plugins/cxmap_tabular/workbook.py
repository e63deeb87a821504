"""Read one sheet of a workbook exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from cxmap import SourceError
from cxmap_tabular.delimited import check_names, write_plain
from cxmap_tabular.isolated import TooLong, TooMuch, limit_memory, run_isolated
from cxmap_tabular.manner import Manner

Row = tuple[int, list[str | None]]
MEMORY = 2 << 30
SECONDS = 300.0


def copy_sheet(path: Path, manner: Manner, target: Path) -> tuple[tuple[str, ...], int]:
    """Write the rows of the declared sheet so that they can be read in one way only; its columns and how many rows.

    A small file can ask for more memory than there is, so that a child process opens it.

    Raises:
        SourceError: the sheet is not what it is declared to be, or takes too much.
    """
    from dataclasses import asdict

    job = {"file": str(path), "manner": asdict(replace(manner, at=None)), "target": str(target)}
    try:
        said = run_isolated("cxmap_tabular.workbook:copy_in_child", job, seconds=SECONDS)
    except (TooMuch, TooLong):
        message = "the workbook takes more memory or time than is sensible; save the sheet alone, without far-off cells"
        raise manner.refuse("SRC002", message) from None
    if "problem" in said:
        raise manner.refuse(*said["problem"])
    return tuple(said["columns"]), int(said["rows"])


def copy_in_child(job: Mapping[str, Any]) -> dict[str, Any]:
    """The child's part of `copy_sheet`."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in job["manner"].items()
    }
    limit_memory(MEMORY)
    try:
        names, rows = read_sheet(Path(job["file"]), Manner(**given))
        return {"columns": names, "rows": write_plain(iter(rows), names, Path(job["target"]))}
    except SourceError as error:
        found = error.problems[0]
        return {"problem": [found.code, found.message, found.place.line, found.place.column]}


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
