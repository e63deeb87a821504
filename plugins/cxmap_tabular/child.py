"""The child process of a user's query: load what is declared, shut every door, run one SELECT, write its rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cxmap_tabular.isolated import limit_memory
from cxmap_tabular.manner import Manner
from cxmap_tabular.opened import SAFE, first_line, quoted, read_into

LOCKED = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)


class Refused(Exception):
    """The query is not one that may run."""


def run(job: Mapping[str, Any]) -> dict[str, Any]:
    """Do the job and say what came of it."""
    import duckdb

    from cxmap import SourceError

    try:
        return _work(job)
    except Refused as error:
        return {"error": str(error)}
    except SourceError as error:
        return {"error": f"reads a table that is broken: {error.problems[0]}"}
    except MemoryError:
        return {"error": "takes more memory than `limits: {memory: ..}` allows; ask for less"}
    except duckdb.Error as error:
        return {"error": _in_words(error)}


def _in_words(error: Exception) -> str:
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return "takes more memory than `limits: {memory: ..}` allows; ask for less"
    return f"cannot run: {first_line(error, Path())}"


def _work(job: Mapping[str, Any]) -> dict[str, Any]:
    import duckdb

    connection = duckdb.connect(":memory:", config={**SAFE, "threads": "1"})
    statement = _one_select(connection, job["sql"])
    wanted = _tables_of(connection, job["sql"])
    known = {name.lower(): table for table in job["tables"] for name in table["names"] if name}
    unknown = sorted(wanted - set(known))
    if unknown:
        shown = ", ".join(f"`{name}`" for name in sorted(known)) or "no table"
        raise Refused(f"reads `{unknown[0]}`, which is not declared; declared are {shown}")
    for name in sorted(wanted):
        _load(connection, name, known[name])
    limit_memory(int(job["memory"]))
    connection.execute(f"SET memory_limit = '{int(job['memory']) // 2 // 1024} KiB'")
    for setting in LOCKED:
        connection.execute(setting)
    cursor = connection.execute(statement)
    columns = [str(column[0]) for column in cursor.description or ()]
    if len(set(columns)) != len(columns):
        raise Refused("gives two columns one name; name them with AS")
    return {"columns": columns, "rows": _write(cursor, Path(job["target"]))}


def _one_select(connection: Any, sql: str) -> Any:
    """The statement, if it is exactly one and a SELECT.

    Raises:
        Refused: it is something else.
    """
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise Refused(f"holds {len(statements)} statements; write one SELECT")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise Refused(f"is a {statements[0].type.name} statement; write one SELECT")
    return statements[0]


def _tables_of(connection: Any, sql: str) -> set[str]:
    """The tables a SELECT reads, in small letters; names of its own WITH are none.

    Raises:
        Refused: it calls a function that gives rows from elsewhere.
    """
    tree = json.loads(connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()[0])
    if tree.get("error"):
        raise Refused(f"cannot be read: {tree.get('error_message', '')}")
    tables: set[str] = set()
    own: set[str] = set()
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            waiting += node.values()
            own |= {str(one.get("key", "")).lower() for one in (node.get("cte_map") or {}).get("map", ())}
            if node.get("type") == "BASE_TABLE":
                parts = (node.get("catalog_name"), node.get("schema_name"), node.get("table_name"))
                tables.add(".".join(part for part in parts if part).lower())
            elif (
                node.get("type") == "TABLE_FUNCTION" and node["function"].get("function_name") not in HARMLESS
            ):
                raise Refused(
                    f"calls `{node['function'].get('function_name')}`, which reads elsewhere; leave it out"
                )
    return tables - own


HARMLESS = frozenset({"range", "generate_series", "unnest"})


def _load(connection: Any, name: str, table: Mapping[str, Any]) -> None:
    """Copy a declared table into memory, under the name the query uses."""
    said: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table["manner"].items()
    }
    schema, dot, bare = name.rpartition(".")
    if dot:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
    target = f"{quoted(schema)}.{quoted(bare)}" if dot else quoted(bare)
    with TemporaryDirectory(prefix="cxmap-") as folder:
        opened = read_into(connection, Path(folder), Path(table["file"]), Manner(**said))
        columns = ", ".join(quoted(column) for column in opened.columns)
        connection.execute(f"CREATE TABLE {target} AS SELECT {columns} FROM {opened.relation}")
    connection.execute("DETACH DATABASE IF EXISTS rows")


def _write(cursor: Any, target: Path) -> int:
    many = 0
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, quoting=csv.QUOTE_ALL, lineterminator="\n")
        while rows := cursor.fetchmany(5000):
            for row in rows:
                many += 1
                writer.writerow([str(many), *_texts(row)])
    return many


def _texts(row: Iterable[Any]) -> Iterable[str]:
    for value in row:
        if value is None:
            yield ""
        elif isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, datetime):
            yield value.isoformat(sep=" ")
        elif isinstance(value, date):
            yield value.isoformat()
        else:
            yield repr(value) if isinstance(value, float) else str(value)
