"""One private DuckDB with a memory limit and a folder to spill into, gone when the work is done."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxmap_eventlog.times import quoted

if TYPE_CHECKING:
    import duckdb

MEMORY = "2GiB"
THREADS = 2


@dataclass(frozen=True)
class Store:
    """A database of our own and a folder for temporary files."""

    con: duckdb.DuckDBPyConnection
    folder: Path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Every row of a query; the query decides the types."""
        return self.con.execute(sql).fetchall()

    def run(self, sql: str) -> None:
        """Run one statement."""
        self.con.execute(sql)

    def make_table(self, name: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Make a table of rows we hold, all in one statement: one a row would take minutes for thousands."""
        self.run(
            f"CREATE OR REPLACE TABLE {name} ({', '.join(f'{key} {kind}' for key, kind in columns.items())})"
        )
        if rows:
            values = [list(column) for column in zip(*rows, strict=True)]
            listed = ", ".join("unnest(?)" for _ in values)
            self.con.execute(f"INSERT INTO {name} SELECT {listed}", values)

    def kinds(self, relation: str) -> dict[str, str]:
        """The column names of a relation and their DuckDB types."""
        return {str(row[0]): str(row[1]) for row in self.rows(f"DESCRIBE SELECT * FROM {relation}")}

    def keep_rows(self, query: str) -> None:
        """Make the relation `file` of the rows of a query, numbered by `_row` from 0 in the order in which they come.

        The number is DuckDB's own, because counting rows while reading them would take one thread.
        """
        self.run(f"CREATE TABLE given AS {query}")
        self.run("CREATE VIEW file AS SELECT rowid AS _row, * FROM given")

    def is_view(self, relation: str) -> bool:
        """Whether a relation is only a way of looking at another one."""
        return bool(self.rows(f"SELECT 1 FROM duckdb_views() WHERE view_name = {quoted(relation)}"))

    def close_doors(self) -> None:
        """Forbid every file but our own spill, and every change of settings: what was declared has been read."""
        self.run("SET enable_external_access = false")
        self.run("SET lock_configuration = true")

    def spool(self, name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Path:
        """Write rows to a temporary CSV, so that memory never holds a whole log."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        return path

    def plain_name(self, path: Path) -> Path:
        """A path without characters that DuckDB would take for a pattern."""
        if not set("*?[]{}") & set(str(path)):
            return path
        alias = self.folder / ("log" + ".csv.gz" if path.name.endswith(".gz") else "log.csv")
        if not alias.exists():
            alias.symlink_to(path.resolve())
        return alias


@contextmanager
def open_store(memory: str = MEMORY, threads: int = THREADS) -> Iterator[Store]:
    """Open a store and remove everything it wrote."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="cxmap-trace-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settings = {"memory_limit": memory, "threads": str(threads), "temp_directory": str(folder / "spill")}
        con = duckdb.connect(config=dict(settings))
        try:
            con.execute("SET enable_progress_bar = false")
            con.execute("SET autoinstall_known_extensions = false")
            con.execute("SET autoload_known_extensions = false")
            yield Store(con, folder)
        finally:
            con.close()


def set_time_zone(store: Store, zone: str) -> bool:
    """Set the zone in which times without an offset are read; false when nobody knows it."""
    import duckdb

    try:
        store.run(f"SET TimeZone = {quoted(zone)}")
    except duckdb.Error:
        return False
    return True
