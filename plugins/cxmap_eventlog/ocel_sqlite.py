"""Read the SQLite form of OCEL 2.0, and any table of a SQLite file, through the standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cxmap_eventlog.ocel import choose_type
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.times import named

if TYPE_CHECKING:
    from cxmap_eventlog.spec import LogSpec

OCEL_TABLES = ("event", "object", "event_object", "event_map_type")
Row = tuple[object, ...]


@contextmanager
def connect(path: Path, shown: str) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file to read only; what is damaged is refused."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as con:
            con.execute("PRAGMA trusted_schema = OFF")
            con.execute("PRAGMA cell_size_check = ON")
            con.text_factory = lambda raw: raw.decode("utf-8", "replace")
            yield con
    except sqlite3.Error as problem:
        raise refuse(shown, "LOG003", f"is no sound SQLite file ({problem}); export it again") from None


def tables(con: sqlite3.Connection) -> set[str]:
    """The real tables: no views and no virtual tables, which could run anything."""
    found = con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for name, sql in found if sql and not sql.upper().startswith("CREATE VIRTUAL")}


def holds_ocel(path: Path) -> bool:
    """Whether the file has the tables that OCEL 2.0 prescribes."""
    with connect(path, path.name) as con:
        return set(OCEL_TABLES) <= tables(con)


def columns(con: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table."""
    return [row[1] for row in con.execute(f"PRAGMA table_info({named(table)})")]


def table_rows(spec: LogSpec, table: str, names: tuple[str, ...]) -> Iterator[Row]:
    """The named columns of one table, in the order of the file."""
    with connect(spec.path, spec.shown) as con:
        listed = ", ".join(named(name) for name in names)
        for row in con.execute(f"SELECT {listed} FROM {named(table)}"):
            yield tuple("" if value is None else value for value in row)


def ocel_rows(spec: LogSpec, names: tuple[str, ...]) -> Iterator[Row]:
    """(object, activity, time, values) for every event and every object of the case's type it touches."""
    with connect(spec.path, spec.shown) as con:
        present = tables(con)
        missing = [name for name in OCEL_TABLES if name not in present]
        if missing:
            raise refuse(spec.shown, "LOG003", f"has no table `{missing[0]}`, which OCEL 2.0 needs")
        kinds = {kind: kind for (kind,) in con.execute("SELECT DISTINCT ocel_type FROM object")}
        wanted = choose_type(spec, kinds)
        con.execute("CREATE TEMP TABLE chosen AS SELECT ocel_id FROM object WHERE ocel_type = ?", (wanted,))
        con.execute(
            "CREATE TEMP TABLE touched AS SELECT DISTINCT ocel_event_id AS e, ocel_object_id AS o "
            "FROM event_object WHERE ocel_object_id IN (SELECT ocel_id FROM chosen)"
        )
        con.execute("CREATE INDEX temp.touched_e ON touched (e)")
        _gather_times(spec, con, present, names)
        listed = "".join(f", s.x{number}" for number in range(len(names)))
        query = (
            f"SELECT t.o, ev.ocel_type, s.t{listed} FROM event ev LEFT JOIN seen s ON s.e = ev.ocel_id "
            "LEFT JOIN touched t ON t.e = ev.ocel_id ORDER BY ev.rowid, t.o"
        )
        for row in con.execute(query):
            yield tuple("" if value is None else value for value in row)


def _gather_times(spec: LogSpec, con: sqlite3.Connection, present: set[str], names: tuple[str, ...]) -> None:
    """Bring the tables of all event types together, so that events keep the order of the file."""
    extra = "".join(f", x{number}" for number in range(len(names)))
    con.execute(f"CREATE TEMP TABLE seen (e PRIMARY KEY, t{extra})")
    known = set()
    for kind, suffix in con.execute(
        "SELECT ocel_type, ocel_type_map FROM event_map_type ORDER BY 1"
    ).fetchall():
        table = f"event_{suffix}"
        if table not in present:
            raise refuse(spec.shown, "LOG003", f"has no table `{table}` for the events `{kind}`")
        known.add(kind)
        there = columns(con, table)
        values = "".join(f", {named(name)}" if name in there else ", NULL" for name in names)
        con.execute(f"INSERT OR IGNORE INTO seen SELECT ocel_id, ocel_time{values} FROM {named(table)}")
    for (kind,) in con.execute("SELECT DISTINCT ocel_type FROM event ORDER BY 1").fetchall():
        if kind not in known:
            raise refuse(spec.shown, "LOG003", f"the events `{kind}` are missing from `event_map_type`")
