"""Open a file of rows as one table that DuckDB can count."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cxmap import SourceError
from cxmap_tabular.delimited import LINE, check_bytes, read_header, read_rows, write_plain
from cxmap_tabular.manner import Manner

if TYPE_CHECKING:
    import duckdb

SAFE = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "preserve_insertion_order": "false",
    "memory_limit": "2 GiB",
}


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A value as an SQL string."""
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True)
class Table:
    """Rows open for counting: `relation` is SQL, `columns` maps each name to its type (`text` as written)."""

    manner: Manner
    relation: str
    columns: dict[str, str]
    connection: Any
    path: Path
    line: str | None = None
    rows: int | None = None

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query of ours.

        Raises:
            SourceError: the file turns out to be damaged.
        """
        import duckdb

        try:
            return list(self.connection.execute(sql).fetchall())
        except duckdb.Error as error:
            self.recheck()
            raise self.manner.refuse(
                "SRC002", f"the rows cannot be read: {first_line(error, self.path)}"
            ) from None

    def recheck(self) -> None:
        """Read a text file again, strictly, to say where it is broken."""
        if self.manner.format in ("csv", "tsv"):
            for _ in read_rows(self.path, self.manner, len(self.columns)):
                pass

    def check_total(self, counted: int) -> None:
        """Refuse to go on when the engine saw another number of rows than the file has.

        Raises:
            SourceError: rows were lost or invented.
        """
        if self.rows is not None and counted != self.rows:
            self.recheck()
            raise self.manner.refuse(
                "SRC002", f"{counted} rows were read where the file has {self.rows}; save it again"
            )

    def line_of(self, column: str, value: object) -> int:
        """The first line (or row, where there are no lines) in which a column holds a value."""
        holds = f"{quoted(column)} IS NOT DISTINCT FROM {_literal(value)}"
        if self.line is not None:
            found = self.run(f"SELECT MIN({self.line}) FROM {self.relation} WHERE {holds}")
            return int(found[0][0] or 1)
        position = list(self.columns).index(column)
        for line, row in read_rows(self.path, self.manner, len(self.columns)):
            if row[position] == value:
                return line
        return 1

    def refuse_first(self, wrong: Mapping[tuple[str, object], str]) -> SourceError:
        """The error for the value that stands first, of all (column, value) that are wrong, with what is wrong of each.

        The engine gives its rows in any order; what is said of a file must not depend on it.
        """
        places = {}
        for column in dict.fromkeys(column for column, _ in wrong):
            values = {repr(value): value for one, value in wrong if one == column}
            line, value = self.first_of(column, values)
            places[line, list(self.columns).index(column)] = column, value
        column, value = places[min(places)]
        return self.refuse(column, value, wrong[column, value])

    def first_of(self, column: str, values: Mapping[str, object]) -> tuple[int, object]:
        """The first line in which a column holds one of some values (by their `repr`), and which of them."""
        least = min(values)
        if self.line is not None:
            found = self.run(f"SELECT {quoted(column)}, MIN({self.line}) FROM {self.relation} GROUP BY 1")
            lines = [(int(line), repr(value)) for value, line in found if repr(value) in values]
            line, said = min(lines, default=(1, least))
            return line, values[said]
        position = list(self.columns).index(column)
        for line, row in read_rows(self.path, self.manner, len(self.columns)):
            if repr(row[position]) in values:
                return line, values[repr(row[position])]
        return 1, values[least]

    def refuse(self, column: str, value: object, message: str) -> SourceError:
        """The error for a value, at its line and column."""
        position = list(self.columns).index(column) + 1
        return self.manner.refuse(
            "SRC005", f"{message} (column `{column}`)", self.line_of(column, value), position
        )


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"CAST({text(repr(value))} AS DOUBLE)"
    return text(str(value))


def first_line(error: Exception, path: Path) -> str:
    """What an engine says, in one line and without a path of this machine."""
    line = str(error).strip().partition("\n")[0]
    return line.replace(str(path), path.name).replace(str(path.parent), "")


def connect(folder: str) -> duckdb.DuckDBPyConnection:
    """An embedded engine that installs nothing and spills into `folder`."""
    import duckdb

    connection = duckdb.connect(":memory:", config={**SAFE, "temp_directory": folder})
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@contextmanager
def open_table(path: Path, manner: Manner) -> Iterator[Table]:
    """The rows of a file, for as long as the context lasts.

    Raises:
        SourceError: the file is not there, not plain, or not what it is declared to be.
    """
    with TemporaryDirectory(prefix="cxmap-") as folder:
        connection = connect(folder)
        try:
            yield read_into(connection, Path(folder), path, manner)
        finally:
            connection.close()


def read_into(connection: Any, folder: Path, path: Path, manner: Manner) -> Table:
    """The rows of a file as a table of an engine that is already open.

    Raises:
        SourceError: the file is not there, not plain, or not what it is declared to be.
    """
    if not path.exists():
        raise manner.refuse("SRC001", "there is no such file; check the path")
    if not path.is_file():
        raise manner.refuse("SRC001", "this is not a plain file; give a file of rows")
    if not os.access(path, os.R_OK):
        raise manner.refuse("SRC001", "the file cannot be read; check its rights")
    table = _READERS[manner.format](path, manner, connection, folder)
    _check_rows(table)
    return table


def _check_rows(table: Table) -> None:
    rows = (
        table.rows
        if table.rows is not None
        else int(table.run(f"SELECT COUNT(*) FROM {table.relation}")[0][0])
    )
    least = table.manner.min_rows
    if rows < least:
        found = "there are no rows below the header" if rows == 0 else f"there are {rows} rows"
        raise table.manner.refuse(
            "SRC006", f"{found} where at least {least} are declared; check the export or `min_rows`"
        )


def _delimited(path: Path, manner: Manner, connection: Any, folder: Path) -> Table:
    ending = check_bytes(path, manner)
    names = read_header(path, manner)
    rows, marks = _count_lines(path), manner.delimiter.encode()
    # DuckDB drops a surplus field that is empty, and with it hides that a comma has shifted the others.
    even = _count(path, marks) == (len(names) - 1) * rows
    if ending is None or manner.header != 1 or not even or _has_empty_lines(path, ending.encode()):
        return _rewritten(read_rows(path, manner, len(names)), names, path, manner, connection, folder)
    link = folder / "rows.csv"
    link.symlink_to(path.resolve())
    relation = _read_csv(link, names, manner.delimiter, skip=1)
    return Table(manner, relation, dict.fromkeys(names, "text"), connection, path, rows=rows - 1)


def _count(path: Path, mark: bytes) -> int:
    """How often a byte stands in a file."""
    with path.open("rb") as handle:
        return sum(block.count(mark) for block in iter(lambda: handle.read(1 << 20), b""))


def _count_lines(path: Path) -> int:
    """How many lines a file has, whether or not the last one is ended."""
    many, last = 0, b""
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            many, last = many + block.count(b"\n"), block[-1:]
    return many + (last not in (b"\n", b""))


def _has_empty_lines(path: Path, ending: bytes) -> bool:
    """Whether two line ends follow one another, or the file begins with one."""
    last = ending
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            if ending * 2 in last + block:
                return True
            last = block[-len(ending) * 2 + 1 :]
    return False


def _rewritten(
    rows: Any, names: tuple[str, ...], path: Path, manner: Manner, connection: Any, folder: Path
) -> Table:
    plain = folder / "plain.csv"
    many = write_plain(rows, names, plain)
    return read_plain(plain, names, path, manner, connection, many)


def read_plain(
    plain: Path, names: tuple[str, ...], path: Path, manner: Manner, connection: Any, many: int
) -> Table:
    """The table of a file that `write_plain` wrote."""
    relation = _read_csv(plain, (LINE, *names), ",", quote='"')
    columns = ", ".join(quoted(name) for name in names)
    inner = f"(SELECT {columns}, CAST({quoted(LINE)} AS BIGINT) AS {quoted(LINE)} FROM {relation})"
    return Table(manner, inner, dict.fromkeys(names, "text"), connection, path, quoted(LINE), many)


def _read_csv(path: Path, names: tuple[str, ...], delimiter: str, *, quote: str = "", skip: int = 0) -> str:
    columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in names)
    marks = f"quote = {text(quote)}, escape = {text(quote)}"
    return (
        f"read_csv({text(str(path))}, auto_detect = false, header = false, skip = {skip}, delim = {text(delimiter)}, "
        f"{marks}, columns = {{{columns}}}, null_padding = false, strict_mode = true, ignore_errors = false, "
        f"max_line_size = 33554432, compression = 'none')"
    )


def _parquet(path: Path, manner: Manner, connection: Any, folder: Path) -> Table:
    link = folder / "rows.parquet"
    link.symlink_to(path.resolve())
    relation = f"read_parquet({text(str(link))}, file_row_number = false)"
    numbered = f"read_parquet({text(str(link))}, file_row_number = true)"
    table = Table(manner, relation, {}, connection, path)
    columns = {str(name): str(kind) for name, kind, *_ in table.run(f"DESCRIBE SELECT * FROM {relation}")}
    return Numbered(manner, relation, columns, connection, path, "file_row_number + 1", numbered=numbered)


@dataclass(frozen=True)
class Numbered(Table):
    """A table whose row numbers cost something: only looked at when a row must be named."""

    numbered: str = ""

    def line_of(self, column: str, value: object) -> int:
        """The first row in which a column holds a value."""
        return self._counting.line_of(column, value)

    def first_of(self, column: str, values: Mapping[str, object]) -> tuple[int, object]:
        """The first row in which a column holds one of some values, and which of them."""
        return self._counting.first_of(column, values)

    @property
    def _counting(self) -> Table:
        return Table(self.manner, self.numbered, self.columns, self.connection, self.path, self.line)


def _json_lines(path: Path, manner: Manner, connection: Any, folder: Path) -> Table:
    from cxmap_tabular.jsonlines import names_of, read_objects

    check_bytes(path, manner)
    names = names_of(path, manner)
    return _rewritten(read_objects(path, manner, names), names, path, manner, connection, folder)


def _workbook(path: Path, manner: Manner, connection: Any, folder: Path) -> Table:
    from cxmap_tabular.workbook import copy_sheet

    plain = folder / "plain.csv"
    names, many = copy_sheet(path, manner, plain)
    return read_plain(plain, names, path, manner, connection, many)


def _sqlite(path: Path, manner: Manner, connection: Any, folder: Path) -> Table:
    from cxmap_tabular.databases import read_sqlite

    names, rows = read_sqlite(path, manner)
    return _rewritten(rows, names, path, manner, connection, folder)


def _duckdb(path: Path, manner: Manner, connection: Any, folder: Path) -> Table:
    from cxmap_tabular.databases import attach_duckdb

    relation, columns = attach_duckdb(path, manner, connection)
    numbered = f"(SELECT *, ROW_NUMBER() OVER () AS {quoted(LINE)} FROM {relation})"
    return Numbered(manner, relation, columns, connection, path, quoted(LINE), numbered=numbered)


_READERS = {
    "csv": _delimited,
    "tsv": _delimited,
    "parquet": _parquet,
    "jsonl": _json_lines,
    "xlsx": _workbook,
    "ods": _workbook,
    "sqlite": _sqlite,
    "duckdb": _duckdb,
}
