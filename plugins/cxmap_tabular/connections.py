"""Tables behind a connection of `cxmap.yaml`: DuckDB and SQLite files here, everything else through ibis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cxmap import Engine, EngineError, Request, UnsafePath, open_engine, resolve_inside
from cxmap_tabular.declared import manner_of, place_of, refuse
from cxmap_tabular.manner import Manner
from cxmap_tabular.normal import is_text
from cxmap_tabular.opened import Table, open_table, quoted

FILES = ("duckdb", "sqlite")
_TYPES = {
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "decimal": "DECIMAL",
    "float32": "DOUBLE",
    "float64": "DOUBLE",
    "interval": "INTERVAL",
}


@contextmanager
def open_connection(request: Request) -> Iterator[Table]:
    """The table a source names behind its connection.

    Raises:
        SourceError: there is no such connection or table, or the engine cannot be reached.
    """
    held = connection_of(request)
    if held.engine in FILES:
        path, manner = file_of_connection(request)
        with open_table(path, manner) as table:
            yield table
        return
    try:
        with open_engine(held, request.workspace.config.timeout.seconds) as engine:
            yield _table(request, engine)
    except EngineError as error:
        raise refuse(request, "SRC009", f"`{request.declared.connection}` {error}") from None


def connection_of(request: Request) -> Any:
    """The connection a source names, as configured."""
    held = request.workspace.config.connections
    name = request.declared.connection or ""
    if name not in held:
        known = ", ".join(f"`{one}`" for one in sorted(held)) or "none"
        raise refuse(request, "SRC009", f"`{name}` is not a connection of cxmap.yaml; known are {known}")
    return held[name]


def file_of_connection(request: Request) -> tuple[Path, Manner]:
    """The database file behind a connection, and how its table is read."""
    held = connection_of(request)
    if held.path is None:
        raise refuse(
            request,
            "SRC009",
            f"the connection `{request.declared.connection}` names no file; write `path:` in cxmap.yaml",
        )
    try:
        path = resolve_inside(request.root, held.path)
    except UnsafePath as error:
        raise refuse(request, "LNG011", str(error)) from None
    return path, replace(manner_of(request, held.engine, held.path), table=request.declared.table)


def _first(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__


@dataclass(frozen=True)
class Remote(Table):
    """A table behind ibis; the same SQL is rewritten for its engine."""

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query of ours.

        Raises:
            SourceError: the engine refuses it.
        """
        try:
            engine: Engine = self.connection
            return engine.rows(sql)
        except EngineError as error:
            raise self.manner.refuse("SRC009", f"the engine {error}") from None

    def line_of(self, column: str, value: object) -> int:
        """A warehouse has no lines."""
        return 1

    def first_of(self, column: str, values: Mapping[str, object]) -> tuple[int, object]:
        """A warehouse has no lines, so that the least value stands for the first."""
        return 1, values[min(values)]


def _table(request: Request, engine: Engine) -> Table:
    manner = replace(manner_of(request, "warehouse", "table"), at=place_of(request))
    if request.declared.sql is not None:
        asked = _checked(request, engine.dialect)
        relation = f"({asked}) AS asked"
        columns = _columns_of_query(request, engine, relation)
    else:
        name = request.declared.table
        if name is None:
            raise refuse(request, "SRC004", "the source names no table; write `table:` or `sql:`")
        try:
            kinds = engine.columns(name)
        except EngineError as error:
            raise refuse(request, "SRC004", f"`{request.declared.connection}` {error}") from None
        relation = ".".join(quoted(part) for part in name.split("."))
        columns = {str(name): _type(kind) for name, kind in kinds.items()}
    return Remote(manner, relation, columns, engine, Path())


_POSTGRES = {
    "bool": "BOOLEAN",
    "int2": "BIGINT",
    "int4": "BIGINT",
    "int8": "BIGINT",
    "float4": "DOUBLE",
    "float8": "DOUBLE",
    "numeric": "DECIMAL",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamptz": "TIMESTAMP WITH TIME ZONE",
    "interval": "INTERVAL",
}


def _columns_of_query(request: Request, engine: Engine, relation: str) -> dict[str, str]:
    """The columns of a user's query and their types, as its engine describes them."""
    sql = engine.written(f"SELECT * FROM {relation} LIMIT 0")
    try:
        answer = engine.backend.raw_sql(sql)
        described = list(getattr(answer, "description", None) or ())
        if described and engine.name == "postgres":
            from psycopg.postgres import types

            known = {column.name: types.get(column.type_code) for column in described}
            return {
                name: _POSTGRES.get(one.name if one is not None else "", "VARCHAR")
                for name, one in known.items()
            }
        return {str(name): _type(kind) for name, kind in engine.backend.sql(sql).schema().items()}
    except Exception as error:
        raise refuse(request, "SRC008", f"`sql:` cannot run ({_first(error)})") from None


def _type(kind: Any) -> str:
    """The name this plugin gives a type of ibis."""
    if kind.is_timestamp():
        return "TIMESTAMP WITH TIME ZONE" if kind.timezone else "TIMESTAMP"
    if kind.is_integer():
        return "BIGINT"
    return next(
        (name for word, name in _TYPES.items() if str(kind).removeprefix("!").startswith(word)), "VARCHAR"
    )


def _checked(request: Request, engine: str) -> str:
    """The user's SQL, if it is one SELECT over declared tables with functions that only compute.

    Raises:
        SourceError: it is something else.
    """
    import sqlglot
    from sqlglot import expressions as e

    try:
        trees = sqlglot.parse(request.declared.sql or "", dialect=engine)
    except sqlglot.errors.SqlglotError as error:
        raise refuse(request, "SRC008", f"`sql:` cannot be read ({_first(error)})") from None
    if len(trees) != 1 or not isinstance(trees[0], e.Query):
        raise refuse(request, "SRC008", "`sql:` must be one SELECT")
    tree = trees[0]
    forbidden = next(tree.find_all(e.Anonymous, e.Into, e.Lock, e.DML, e.Command), None)
    if forbidden is not None:
        raise refuse(
            request,
            "SRC008",
            f"`sql:` holds `{str(forbidden)[:40]}`, which may do more than compute; leave it out",
        )
    _check_tables(request, tree)
    return str(tree.sql(dialect="duckdb"))


def _check_tables(request: Request, tree: Any) -> None:
    from sqlglot import expressions as e

    held = [request.workspace.register.sources, *(one.sources for one in request.workspace.journeys.values())]
    known = {
        one.table
        for register in held
        for one in register.values()
        if one.table and one.connection == request.declared.connection
    }
    ctes = {one.alias for one in tree.find_all(e.CTE)}
    for table in tree.find_all(e.Table):
        name = ".".join(part for part in (table.db, table.name) if part)
        if name not in known and name not in ctes:
            shown = ", ".join(f"`{one}`" for one in sorted(known)) or "none"
            raise refuse(
                request, "SRC008", f"`sql:` reads `{name}`, which is not declared; declared are {shown}"
            )


def needs_text_reading(table: Table, column: str) -> bool:
    """Whether a column holds texts that only the embedded engine can read as moments or numbers."""
    return isinstance(table, Remote) and is_text(table.columns[column])
