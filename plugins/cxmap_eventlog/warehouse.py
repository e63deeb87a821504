"""Logs that live in an engine ibis knows (Postgres, Spark, a warehouse): bring the columns here, or count there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cxmap import Engine, EngineError, open_engine
from cxmap_eventlog.columns import columns_wanted, select_list
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.times import named

if TYPE_CHECKING:
    from cxmap_eventlog.spec import LogSpec
    from cxmap_eventlog.store import Store


@contextmanager
def reach(spec: LogSpec) -> Iterator[tuple[Engine, str]]:
    """The engine a log lives in, and its table; what the engine or its client objects to becomes a refusal."""
    door, table = spec.door, spec.table
    if door is None or table is None:
        raise refuse(spec.shown, "LOG002", "is a connection; name the table of events under `table:`")
    try:
        with open_engine(door) as engine:
            yield engine, table
    except EngineError as problem:
        raise refuse(spec.shown, "LOG001", str(problem)) from None


def columns_of(engine: Engine, spec: LogSpec, table: str) -> dict[str, Any]:
    """The columns of the table, or the refusal that there is none."""
    try:
        return engine.columns(table)
    except EngineError as problem:
        raise refuse(spec.shown, "LOG002", str(problem)) from None


def relation(table: str) -> str:
    """A table's name as SQL."""
    return ".".join(named(part) for part in table.split("."))


def pull(store: Store, engine: Engine, spec: LogSpec, table: str) -> None:
    """Bring columns into the relation `file`, in portions. A warehouse has no order of rows: time and name give it."""
    database, _, bare = table.rpartition(".")
    chosen = engine.backend.table(bare, database=database or None)[columns_wanted(spec)]
    portions = chosen.to_pyarrow_batches(chunk_size=100_000)
    store.con.register("portions", portions)
    store.keep_rows(
        f"SELECT {select_list(spec)} FROM portions ORDER BY {named(spec.time)}, {named(spec.activity)}"
    )
    store.con.unregister("portions")
