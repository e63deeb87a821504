"""Read CSV with declared columns, never guessing, and find the line of what is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from cxmap_eventlog.columns import select_list
from cxmap_eventlog.files import check_packed, open_bytes
from cxmap_eventlog.refusal import LogRefused, refuse
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store
from cxmap_eventlog.times import named, quoted

LINE_LIMIT = 4 * 1024 * 1024
BUFFER = 8 * LINE_LIMIT


@contextmanager
def open_text(spec: LogSpec) -> Iterator[TextIO]:
    """Open the log as text; letters that are not of the declared encoding are refused with their line."""
    encoding = "utf-8-sig" if spec.encoding.lower() in ("utf-8", "utf8") else spec.encoding
    with open_bytes(spec.path, spec.shown) as file:
        try:
            yield io.TextIOWrapper(file, encoding=encoding, newline="")
        except LookupError:
            raise refuse(spec.shown, "LOG006", f"`{spec.encoding}` is no encoding; write `utf-8`") from None
        except UnicodeDecodeError:
            line = _line_of_bad_letters(spec, encoding)
            message = f"is not {spec.encoding}; save it so, or name its `read: {{encoding: ..}}`"
            raise refuse(spec.shown, "LOG003", message, line=line) from None


def _line_of_bad_letters(spec: LogSpec, encoding: str) -> int:
    with open_bytes(spec.path, spec.shown) as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return 1


def read_header(spec: LogSpec) -> tuple[str, ...]:
    """The names in the header line, each only once."""
    with open_text(spec) as text:
        reader = _reader(text, spec)
        try:
            header = next(islice(reader, spec.header - 1, None), None)
        except csv.Error as problem:
            raise refuse(spec.shown, "LOG003", f"the header cannot be read: {problem}") from None
    if not header or not any(name.strip() for name in header):
        raise refuse(
            spec.shown, "LOG002", "has no header line; the first line names the columns", line=spec.header
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        message = f"the header names `{twice[0]}` twice; rename one column"
        raise refuse(spec.shown, "LOG002", message, line=spec.header)
    return tuple(header)


def _reader(text: TextIO, spec: LogSpec) -> Iterator[list[str]]:
    csv.field_size_limit(LINE_LIMIT)
    return csv.reader(text, delimiter=spec.delimiter, quotechar=spec.quote, strict=True)


def load_csv(store: Store, spec: LogSpec, header: Sequence[str]) -> None:
    """Make the table `file` with every column as text and its row number, in the order of the file."""
    import duckdb

    packed = check_packed(spec.path, spec.shown)
    plain = spec.encoding.lower() in ("utf-8", "utf8") and spec.header == 1
    if plain:
        relation = _relation(store.plain_name(spec.path), header, packed, (spec.delimiter, spec.quote))
        try:
            store.keep_rows(f"SELECT {select_list(spec)} FROM {relation}")
            if _is_even(store, spec, header, relation):
                return
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as problem:
            refusal = _placed(spec, str(problem))
            if refusal is not None:
                raise refusal from None
        store.run("DROP VIEW IF EXISTS file")
        store.run("DROP TABLE IF EXISTS given")
    # Line ends of several kinds, other encodings, preambles and uneven rows: slower, row by row, with the same result.
    path = store.spool("plain.csv", tuple(header), _strict_rows(spec, len(header)))
    store.keep_rows(f"SELECT {select_list(spec)} FROM {_relation(path, header, False, (',', chr(34)))}")


def _is_even(store: Store, spec: LogSpec, header: Sequence[str], relation: str) -> bool:
    """Whether every row has as many values as the header, judged by the delimiters in the file.

    DuckDB drops a surplus value that is empty, and with it hides that a delimiter has shifted the others.
    """
    between = (len(header) - 1) * (1 + int(store.rows("SELECT count(*) FROM given")[0][0]))
    counted = _count_bytes(spec, spec.delimiter.encode())
    if counted == between:
        return True
    inside = " + ".join(
        f"coalesce(len({named(name)}) - len(replace({named(name)}, {quoted(spec.delimiter)}, '')), 0)"
        for name in header
    )
    within = int(store.rows(f"SELECT coalesce(sum({inside}), 0)::BIGINT FROM {relation}")[0][0])
    return counted == between + within + sum(name.count(spec.delimiter) for name in header)


def _count_bytes(spec: LogSpec, mark: bytes) -> int:
    """How often a mark stands in the unpacked file."""
    found, before = 0, b""
    with open_bytes(spec.path, spec.shown) as file:
        while block := file.read(1 << 20):
            block = before + block
            found += block.count(mark)
            before = block[len(block) - len(mark) + 1 :]
    return found


def _relation(path: Path, header: Sequence[str], packed: bool, dialect: tuple[str, str]) -> str:
    """The call that reads a CSV with every column as text, and refuses whatever is not as declared."""
    delimiter, quote = dialect
    columns = "{" + ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in header) + "}"
    return (
        f"read_csv({quoted(str(path))}, columns = {columns}, auto_detect = false, header = true, delim = {quoted(delimiter)}, "
        f"quote = {quoted(quote)}, escape = {quoted(quote)}, strict_mode = true, null_padding = false, "
        f"ignore_errors = false, max_line_size = {LINE_LIMIT}, buffer_size = {BUFFER}, "
        f"compression = '{'gzip' if packed else 'none'}')"
    )


def _strict_rows(spec: LogSpec, width: int) -> Iterator[tuple[str, ...]]:
    with open_text(spec) as text:
        reader = csv.reader(text, delimiter=spec.delimiter, quotechar=spec.quote, strict=True)
        line = 1
        try:
            for number, row in enumerate(reader):
                if number >= spec.header and row:
                    if len(row) != width:
                        raise _uneven(spec, line, len(row), width)
                    yield tuple(row)
                line = reader.line_num + 1
        except csv.Error as problem:
            raise refuse(
                spec.shown, "LOG003", f"is no CSV: {problem}", line=max(line, reader.line_num)
            ) from None


def _uneven(spec: LogSpec, line: int, found: int, width: int) -> LogRefused:
    message = f"this row has {found} values where the header names {width} columns; mend the row"
    return refuse(spec.shown, "LOG003", message, line=line)


def _placed(spec: LogSpec, problem: str) -> LogRefused | None:
    """Turn DuckDB's complaint into a place, or give none when it names no line."""
    if "GZIP" in problem.upper() or "unexpected end of" in problem.lower():
        return refuse(spec.shown, "LOG003", "the gzip data stop in the middle; fetch the file again")
    if "CSV Error on Line" not in problem:
        return None
    line = int(re.search(r"CSV Error on Line: (\d+)", problem).group(1))  # type: ignore[union-attr]
    counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", problem)
    if counts:
        return _uneven(spec, line, int(counts.group(2)), int(counts.group(1)))
    if "line size" in problem.lower():
        return refuse(spec.shown, "LOG004", "this line is longer than 4 MiB; no log needs that", line=line)
    if "quote" in problem:
        return refuse(
            spec.shown, "LOG003", "a quoted value is not closed properly; mend the quotes", line=line
        )
    if "unicode" in problem.lower():
        message = f"is not {spec.encoding}; save it so, or name its `read: {{encoding: ..}}`"
        return refuse(spec.shown, "LOG003", message, line=line)
    return None


def line_of_row(spec: LogSpec, row: int) -> int:
    """The line on which a row of values starts, counted as an editor counts."""
    with open_text(spec) as text:
        reader = csv.reader(text, delimiter=spec.delimiter, quotechar=spec.quote)
        line, seen = 1, 0
        for number, values in enumerate(reader):
            if number >= spec.header and values:
                if seen == row:
                    return line
                seen += 1
            line = reader.line_num + 1
    return 1
