"""Read one table of a DuckDB or SQLite file, without writing to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cxmap_tabular.manner import Manner


def _quoted(name: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def _choose(tables: list[str], manner: Manner) -> str:
    shown = ", ".join(f"`{one}`" for one in tables)
    if manner.table is None:
        if len(tables) == 1:
            return tables[0]
        raise manner.refuse(
            "SRC004",
            f"the file holds several tables; write `table:` with one of {shown}"
            if tables
            else "the file holds no table",
        )
    if manner.table not in tables:
        raise manner.refuse("SRC004", f"there is no table `{manner.table}`; write one of {shown}")
    return manner.table


def read_sqlite(path: Path, manner: Manner) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str | None]]]]:
    """The columns and rows of a table of an SQLite file, opened for reading only.

    Raises:
        SourceError: no SQLite file, or no such table.
    """
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        )
        table = _choose([name for (name,) in found if not name.startswith("sqlite_")], manner)
        cursor = connection.execute(f"SELECT * FROM {_whole(table)}")
    except sqlite3.Error as error:
        raise manner.refuse("SRC002", f"it cannot be read as an SQLite file ({error})") from None
    return tuple(column[0] for column in cursor.description), _sqlite_rows(cursor, connection, manner)


def _whole(table: str) -> str:
    return '"' + table.replace('"', '""') + '"'


def _sqlite_rows(
    cursor: sqlite3.Cursor, connection: sqlite3.Connection, manner: Manner
) -> Iterator[tuple[int, list[str | None]]]:
    try:
        for number, row in enumerate(cursor, 1):
            yield number, [_text(value, manner, number) for value in row]
    except sqlite3.Error as error:
        raise manner.refuse("SRC002", f"it cannot be read as an SQLite file ({error})") from None
    finally:
        connection.close()


def _text(value: object, manner: Manner, row: int) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        raise manner.refuse(
            "SRC005", "a value is bytes, not text or a number; leave its column out of the table", row
        )
    return repr(value) if isinstance(value, float) else str(value)


def attach_duckdb(path: Path, manner: Manner, connection: Any) -> tuple[str, dict[str, str]]:
    """The relation and columns of a table of a DuckDB file, attached for reading only.

    Views are not read: the query inside one could reach for any other file.

    Raises:
        SourceError: no DuckDB file, or no such table.
    """
    import duckdb

    from cxmap_tabular.opened import first_line, text

    try:
        connection.execute(f"ATTACH {text(str(path.resolve()))} AS rows (READ_ONLY, TYPE duckdb)")
        found = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_catalog = 'rows' AND table_type = 'BASE TABLE' ORDER BY 1, 2"
        ).fetchall()
        names = [name if schema == "main" else f"{schema}.{name}" for schema, name in found]
        table = _choose(names, manner)
        relation = "rows." + _quoted(table if "." in table else f"main.{table}")
        columns = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as error:
        raise manner.refuse(
            "SRC002", f"it cannot be read as a DuckDB file ({first_line(error, path)})"
        ) from None
    return relation, {str(name): str(kind) for name, kind, *_ in columns}
