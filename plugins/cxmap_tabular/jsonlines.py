"""Read JSON lines exactly: one flat object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cxmap_tabular.manner import Manner


def names_of(path: Path, manner: Manner) -> tuple[str, ...]:
    """Every key of the file, in the order of first sight."""
    names: dict[str, None] = {}
    for _, row in _objects(path, manner):
        names.update(dict.fromkeys(row))
    if not names:
        raise manner.refuse("SRC006", "there are no rows; write one object a line")
    return tuple(names)


def read_objects(
    path: Path, manner: Manner, names: tuple[str, ...]
) -> Iterator[tuple[int, list[str | None]]]:
    """Every line as the texts of its values; an absent key is an empty value."""
    for line, row in _objects(path, manner):
        yield line, [row.get(name) for name in names]


def _objects(path: Path, manner: Manner) -> Iterator[tuple[int, dict[str, str | None]]]:
    with path.open(
        encoding="utf-8-sig" if manner.encoding == "utf-8" else manner.encoding, newline="\n"
    ) as handle:
        for line, written in enumerate(handle, 1):
            if not written.strip():
                continue
            yield line, _object(written, manner, line)


def _object(written: str, manner: Manner, line: int) -> dict[str, str | None]:
    try:
        row = json.loads(
            written.rstrip("\r\n"),
            object_pairs_hook=_unique,
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse,
        )
    except json.JSONDecodeError as error:
        raise manner.refuse(
            "SRC003", "this line is not a JSON object; write one object a line", line, error.colno
        ) from None
    except (ValueError, RecursionError) as error:
        raise manner.refuse("SRC003", f"{error or 'this line is nested too deeply'}", line) from None
    if not isinstance(row, dict):
        raise manner.refuse("SRC003", "this line is not a JSON object; write one object a line", line)
    return {name: _plain(name, value, manner, line) for name, value in row.items()}


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"`{twice}` stands twice in this object; keep one")
    return row


def _refuse(constant: str) -> object:
    raise ValueError(f"`{constant}` is not a number; leave the key out instead")


def _plain(name: str, value: object, manner: Manner, line: int) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    # Nested values are kept as one text: they are only refused when a measure wants to read them.
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
