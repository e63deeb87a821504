"""Logs that live in an engine ibis knows (Postgres, Spark, a warehouse): bring the columns here, or count there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cxmap_eventlog.columns import columns_wanted, select_list
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.times import named

if TYPE_CHECKING:
    from cxmap_eventlog.spec import LogSpec
    from cxmap_eventlog.store import Store


@dataclass(frozen=True)
class Door:
    """How to reach an engine: its name for ibis, and what its client wants to know. Passwords are the client's own."""

    engine: str
    arguments: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Engine:
    """An open engine and the table of events in it."""

    backend: Any
    table: str

    @property
    def dialect(self) -> str:
        """The engine's SQL, as sqlglot calls it."""
        return str(self.backend.dialect.__name__).lower()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query written for DuckDB, put into the engine's own words."""
        import sqlglot

        written = sqlglot.transpile(sql, read="duckdb", write=self.backend.dialect)[0]
        answer = self.backend.raw_sql(written)
        if hasattr(answer, "fetchall"):
            return [tuple(row) for row in answer.fetchall()]
        return [tuple(row) for row in answer.collect()]

    @property
    def relation(self) -> str:
        """The table's name as SQL."""
        return ".".join(named(part) for part in self.table.split("."))

    def columns(self) -> dict[str, Any]:
        """The columns and their ibis types."""
        database, _, bare = self.table.rpartition(".")
        schema = self.backend.table(bare, database=database or None).schema()
        return {str(name): kind for name, kind in schema.items()}


@contextmanager
def open_engine(spec: LogSpec) -> Iterator[Engine]:
    """Connect; what the engine or its client objects to becomes a refusal."""
    door, table = spec.door, spec.table
    if door is None or table is None:
        raise refuse(spec.shown, "LOG002", "is a connection; name the table of events under `table:`")
    try:
        ibis = import_module("ibis")
    except ImportError:
        raise refuse(spec.shown, "LOG001", "this connection needs ibis; install `cxmap[warehouse]`") from None
    module = getattr(ibis, door.engine, None)
    if module is None or not hasattr(module, "connect"):
        raise refuse(spec.shown, "LOG006", f"`{door.engine}` is no engine that ibis knows")
    try:
        backend = module.connect(**dict(door.arguments))
    except Exception as problem:
        raise refuse(spec.shown, "LOG001", f"cannot be reached ({_first(problem)})") from None
    try:
        yield Engine(backend, table)
    finally:
        backend.disconnect()


def _first(problem: Exception) -> str:
    return str(problem).strip().partition("\n")[0][:200] or type(problem).__name__


def columns_of(engine: Engine, spec: LogSpec) -> dict[str, Any]:
    """The columns of the table, or the refusal that there is none."""
    try:
        return engine.columns()
    except Exception as problem:
        raise refuse(
            spec.shown, "LOG002", f"there is no table `{engine.table}` ({_first(problem)})"
        ) from None


def pull(store: Store, engine: Engine, spec: LogSpec) -> None:
    """Bring columns into the relation `file`, in portions. A warehouse has no order of rows: time and name give it."""
    database, _, bare = engine.table.rpartition(".")
    chosen = engine.backend.table(bare, database=database or None)[columns_wanted(spec)]
    portions = chosen.to_pyarrow_batches(chunk_size=100_000)
    store.con.register("portions", portions)
    store.keep_rows(
        f"SELECT {select_list(spec)} FROM portions ORDER BY {named(spec.time)}, {named(spec.activity)}"
    )
    store.con.unregister("portions")
