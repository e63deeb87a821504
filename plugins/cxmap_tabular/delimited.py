"""Read delimited text exactly, or say in which line and column it is broken."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cxmap_tabular.manner import Manner

BLOCK = 1 << 20
MOST_IN_A_FIELD = 1 << 20
LINE = "#line"


def check_bytes(path: Path, manner: Manner) -> str | None:
    """Refuse what is not text in the declared encoding; the line end when DuckDB can read the file as it stands.

    Only UTF-8 with one kind of line end and without a single quote mark leaves no room for two readings.
    """
    decoder = codecs.getincrementaldecoder(manner.encoding)("strict")
    utf8 = codecs.lookup(manner.encoding).name in ("utf-8", "ascii")
    seen, last, quoted = 0, b"", False
    breaks = {b"\n": 0, b"\r": 0, b"\r\n": 0}
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            if utf8 and b"\0" in block:
                raise _at_byte(
                    path, manner, seen + block.index(b"\0"), "a NUL stands here; it is no text file"
                )
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                where = seen - len(error.object) + len(block) + error.start
                raise _at_byte(path, manner, where, _not_in(manner.encoding)) from None
            quoted = (
                quoted or manner.quote.encode() in block or (seen == 0 and block.startswith(codecs.BOM_UTF8))
            )
            for mark in (b"\n", b"\r"):
                breaks[mark] += block.count(mark)
            breaks[b"\r\n"] += (last + block).count(b"\r\n")
            seen, last = seen + len(block), block[-1:]
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        raise _at_byte(path, manner, seen, _not_in(manner.encoding)) from None
    if seen == 0:
        raise manner.refuse("SRC006", "the file is empty; it needs a header and rows")
    if quoted or not utf8 or not breaks[b"\n"]:
        return None
    if not breaks[b"\r"]:
        return "\n"
    return "\r\n" if breaks[b"\r"] == breaks[b"\n"] == breaks[b"\r\n"] else None


def _not_in(encoding: str) -> str:
    hint = (
        "write `read: {encoding: latin-1}` or save it as UTF-8" if encoding == "utf-8" else "check `encoding`"
    )
    return f"these bytes are not {encoding}; {hint}"


def _at_byte(path: Path, manner: Manner, offset: int, message: str) -> Exception:
    """The error for a byte, as line and column counted in bytes."""
    line, start, seen = 1, 0, 0
    with path.open("rb") as handle:
        while seen < offset and (block := handle.read(min(BLOCK, offset - seen))):
            breaks = block.count(b"\n")
            if breaks:
                line += breaks
                start = seen + block.rindex(b"\n") + 1
            seen += len(block)
    return manner.refuse("SRC002", message, line, offset - start + 1)


def read_header(path: Path, manner: Manner) -> tuple[str, ...]:
    """The names in the header line.

    Raises:
        SourceError: there is none, or a name is missing or stands twice.
    """
    with _opened(path, manner) as handle:
        for line, row in _rows(handle, manner):
            if line >= manner.header:
                names = tuple(name.strip() for name in row)
                check_names(names, manner, line)
                return names
    raise manner.refuse(
        "SRC004", f"there is no line {manner.header} to hold the header; correct `header`", manner.header
    )


def check_names(names: tuple[str, ...], manner: Manner, line: int) -> None:
    """Refuse a header with an empty name or one that stands twice."""
    seen: dict[str, int] = {}
    if not names:
        raise manner.refuse(
            "SRC004", "the header line is empty; write a name for each column, or say `header:`", line
        )
    for position, name in enumerate(names, 1):
        if not name:
            raise manner.refuse(
                "SRC004", f"column {position} has no name in the header; give it one", line, position
            )
        if name in seen:
            message = f"`{name}` stands twice in the header (columns {seen[name]} and {position}); rename one"
            raise manner.refuse("SRC004", message, line, position)
        seen[name] = position


def read_rows(path: Path, manner: Manner, width: int) -> Iterator[tuple[int, list[str]]]:
    """Every row below the header with its line number, each as wide as the header.

    Raises:
        SourceError: a row is short, long, empty in the middle of the file, or its quotes are broken.
    """
    empty = 0
    with _opened(path, manner) as handle:
        for line, row in _rows(handle, manner):
            if line <= manner.header:
                continue
            if not row:
                empty = empty or line
                continue
            if empty:
                raise manner.refuse("SRC003", "this line is empty; delete it", empty)
            if len(row) != width:
                raise manner.refuse(
                    "SRC003", _uneven(len(row), width, manner), line, min(len(row), width) + 1
                )
            yield line, row


def _uneven(found: int, width: int, manner: Manner) -> str:
    fields = f"{found} field{'s' if found != 1 else ''} where the header has {width}"
    if found > width:
        return f"{fields}; quote a field that holds `{manner.delimiter}`, or delete what is too much"
    return f"{fields}; write the missing ones, empty if need be"


def _opened(path: Path, manner: Manner) -> IO[str]:
    encoding = "utf-8-sig" if codecs.lookup(manner.encoding).name == "utf-8" else manner.encoding
    return path.open(encoding=encoding, newline="", errors="strict")


def _rows(handle: IO[str], manner: Manner) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MOST_IN_A_FIELD)
    reader = csv.reader(
        handle, delimiter=manner.delimiter, quotechar=manner.quote, doublequote=True, strict=True
    )
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise manner.refuse("SRC003", f"{_said(error, manner)}", line) from None
        yield line, row
        line = reader.line_num + 1


def _said(error: csv.Error, manner: Manner) -> str:
    text = str(error)
    if "unexpected end" in text:
        return f"a field that begins here with {manner.quote} never ends; close it"
    if "field larger" in text:
        return "a field holds more than 1 MiB; a quote is probably not closed"
    return f"something follows a closing {manner.quote}; double the {manner.quote} inside a field"


def write_plain(rows: Iterator[tuple[int, list[str | None]]], names: tuple[str, ...], target: Path) -> int:
    """Write rows so that they can be read in one way only, with their line numbers; returns how many."""
    many = 0
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, row in rows:
            writer.writerow([str(line), *("" if value is None else value for value in row)])
            many += 1
    return many
