"""Run one SELECT of a user over declared tables, in a child process that can read nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cxmap import Request
from cxmap_tabular.declared import file_of, manner_of, place_of, refuse
from cxmap_tabular.isolated import TooLong, TooMuch, run_isolated
from cxmap_tabular.opened import Table, connect, read_plain


@contextmanager
def open_query(request: Request) -> Iterator[Table]:
    """The result of a source's `sql:` as a table of texts.

    Raises:
        SourceError: it is not one SELECT over declared tables, or it takes too long or too much.
    """
    connection = request.declared.connection
    engine = (
        request.workspace.config.connections[connection].engine
        if connection in request.workspace.config.connections
        else None
    )
    if connection is not None and engine not in ("duckdb", "sqlite"):
        from cxmap_tabular.connections import open_connection

        with open_connection(request) as table:
            yield table
        return
    with TemporaryDirectory(prefix="cxmap-") as folder:
        target = Path(folder) / "plain.csv"
        names, rows = _in_child(request, target)
        manner = replace(manner_of(request, "csv", "sql"), at=place_of(request))
        opened = connect(folder)
        try:
            yield read_plain(target, names, target, manner, opened, rows)
        finally:
            opened.close()


def _in_child(request: Request, target: Path) -> tuple[tuple[str, ...], int]:
    """Run the query; its columns and how many rows it wrote."""
    config = request.workspace.config
    job = {
        "sql": request.declared.sql,
        "target": str(target),
        "memory": config.limits.memory,
        "tables": list(_tables(request)),
    }
    try:
        said = run_isolated("cxmap_tabular.child:run", job, seconds=config.timeout.seconds)
    except TooLong:
        message = f"`sql:` took longer than {config.timeout}; ask for less, or raise `timeout:`"
        raise refuse(request, "SRC008", message) from None
    except TooMuch:
        message = "`sql:` takes more memory than `limits: {memory: ..}` allows; ask for less"
        raise refuse(request, "SRC008", message) from None
    if "error" in said:
        raise refuse(request, "SRC008", f"`sql:` {said['error']}")
    return tuple(said["columns"]), int(said["rows"])


def _tables(request: Request) -> Iterator[Mapping[str, Any]]:
    """Every declared table the query may name: each source by its id, and tables of the same connection by theirs."""
    held = dict(request.workspace.register.sources)
    for journey in request.workspace.journeys.values():
        held.update(journey.sources)
    for name, declared in sorted(held.items()):
        if declared.sql is not None or declared.read.format in ("theydo", "json"):
            continue
        part = replace(request, declared=declared)
        if declared.path is not None and not declared.path.lower().endswith(".json"):
            path, manner = file_of(part)
            yield {"names": [name], "file": str(path), "manner": asdict(manner)}
        elif declared.connection is not None and declared.connection == request.declared.connection:
            from cxmap_tabular.connections import file_of_connection

            path, manner = file_of_connection(part)
            yield {"names": [name, declared.table or ""], "file": str(path), "manner": asdict(manner)}
