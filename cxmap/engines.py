"""Ask an engine behind a connection questions that are written once, in DuckDB's SQL.

Clients of engines are reached through ibis, and questions are rewritten by sqlglot (both in the extra `warehouse`). The
password comes from the client's own files; nothing here ever holds one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxmap.config import Connection

# Spark and BigQuery know no EXTRACT(EPOCH ..): they count microseconds with a function of this name.
_COUNTS_MICROS = frozenset({"pyspark", "databricks", "bigquery"})


class EngineError(Exception):
    """An engine cannot be reached or cannot answer; the text says why, as the rest of a sentence about the connection."""


@dataclass(frozen=True)
class Engine:
    """An open engine; `backend` is its client as ibis knows it."""

    name: str
    backend: Any

    @property
    def dialect(self) -> str:
        """The engine's SQL, as sqlglot calls it."""
        return str(self.backend.dialect.__name__).lower()

    def written(self, sql: str) -> str:
        """A question of ours in the engine's own words."""
        import sqlglot
        from sqlglot import expressions as e

        tree = sqlglot.parse_one(sql, read="duckdb")
        if self.name in _COUNTS_MICROS:
            for epoch in list(tree.find_all(e.Extract)):
                if epoch.name.upper() == "EPOCH":
                    moment = e.cast(epoch.expression.copy(), "TIMESTAMPTZ")
                    micros = e.Anonymous(this="UNIX_MICROS", expressions=[moment])
                    seconds = e.Div(this=e.cast(micros, "DOUBLE"), expression=e.Literal.number(1_000_000))
                    epoch.replace(e.Paren(this=seconds))
        return str(tree.sql(dialect=self.backend.dialect))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a question of ours, whatever the client calls a result.

        Raises:
            EngineError: the engine refuses it.
        """
        try:
            answer = self.backend.raw_sql(self.written(sql))
            rows = _rows_of(answer)
            if hasattr(answer, "close") and answer is not getattr(self.backend, "con", None):
                answer.close()
            return rows
        except Exception as error:
            raise EngineError(f"cannot answer ({_first(error)})") from None

    def columns(self, table: str) -> dict[str, Any]:
        """The columns of a table, `schema.table` or `table`, and their ibis types.

        Raises:
            EngineError: there is no such table.
        """
        database, _, bare = table.rpartition(".")
        try:
            schema = self.backend.table(bare, database=database or None).schema()
        except Exception as error:
            raise EngineError(f"has no table `{table}` ({_first(error)})") from None
        return {str(name): kind for name, kind in schema.items()}


@contextmanager
def open_engine(connection: Connection, timeout: float | None = None) -> Iterator[Engine]:
    """Reach the engine of a connection, read-only where it can promise that; `timeout` is seconds for one question.

    Raises:
        EngineError: ibis is not installed, does not know the engine, or cannot reach it.
    """
    backend = _connect(connection)
    try:
        if connection.engine == "postgres":
            backend.raw_sql("SET default_transaction_read_only = on")
            if timeout is not None:
                backend.raw_sql(f"SET statement_timeout = {int(timeout * 1000)}")
            backend.raw_sql("COMMIT")
        yield Engine(connection.engine, backend)
    finally:
        backend.disconnect()


def _connect(connection: Connection) -> Any:
    try:
        ibis = import_module("ibis")
    except ImportError:
        raise EngineError("needs ibis; install `cxmap[warehouse]`") from None
    client = getattr(ibis, connection.engine, None)
    if client is None or not hasattr(client, "connect"):
        raise EngineError(
            f"names the engine `{connection.engine}`, which ibis does not know; write one such as postgres or bigquery"
        )
    try:
        return client.connect(**_arguments(connection))
    except Exception as error:
        raise EngineError(f"cannot be reached ({_first(error)})") from None


def _arguments(connection: Connection) -> dict[str, Any]:
    """What the client wants to know, in its own words."""
    said: dict[str, Any]
    if connection.engine == "bigquery":
        said = {"project_id": connection.project, "dataset_id": connection.dataset}
    elif connection.engine == "snowflake":
        said = {
            "connection_name": connection.service,
            "database": connection.database,
            "schema": connection.schema_,
        }
    else:
        said = {
            "host": connection.host,
            "port": None if connection.port is None else int(connection.port),
            "database": connection.database,
            "schema": connection.schema_,
            "service": connection.service,
        }
    return {name: value for name, value in said.items() if value is not None}


def _rows_of(answer: Any) -> list[tuple[Any, ...]]:
    if hasattr(answer, "fetchall"):
        return [tuple(row) for row in answer.fetchall()]
    if hasattr(answer, "collect"):
        return [tuple(row) for row in answer.collect()]
    return [tuple(row.values()) if hasattr(row, "values") else tuple(row) for row in answer]


def _first(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__
