"""How the rows of a file are written, as declared and never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cxmap import Place, Problem, SourceError

FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".xls": "xlsx",
    ".xlsm": "xlsx",
    ".xlsb": "xlsx",
    ".ods": "ods",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".db": "sqlite",
    ".json": "theydo",
}
DATES = ("iso", "day-first", "month-first")


@dataclass(frozen=True)
class Manner:
    """Format and conventions of one file. `shown` is its path in every message, `at` the place of rows without a file."""

    shown: str
    format: str
    delimiter: str = ","
    quote: str = '"'
    decimal: str = "."
    encoding: str = "utf-8"
    dates: str = "iso"
    time_zone: str = "UTC"
    header: int = 1
    sheet: str | None = None
    table: str | None = None
    min_rows: int = 1
    missing: tuple[str, ...] = ()
    at: Place | None = None

    def refuse(self, code: str, message: str, line: int = 1, column: int = 1) -> SourceError:
        """The error for a place in this file."""
        return SourceError(Problem(self.at or Place(self.shown, line, column), code, message))


def format_of(path: Path | PurePosixPath, shown: str, declared: str | None = None) -> str:
    """The format said, else the one the ending stands for.

    Raises:
        SourceError: neither says which.
    """
    found = declared or FORMATS.get(path.suffix.lower())
    if found is None:
        endings = ", ".join(sorted(FORMATS))
        message = f"`{path.suffix or path.name}` does not say the format; write `read: {{format: csv}}` or use one of {endings}"
        raise SourceError(Problem(Place(shown, 1, 1), "SRC001", message))
    return found


def text_manner(shown: str, format: str, **said: object) -> Manner:
    """The manner of a file, with the defaults of its format for what is not said.

    Raises:
        SourceError: a convention that cannot be followed.
    """
    given = {name: value for name, value in said.items() if value is not None}
    given.setdefault("delimiter", "\t" if format == "tsv" else ",")
    manner = Manner(shown, format, **given)  # type: ignore[arg-type]
    problem = _problem_with(manner)
    if problem:
        raise manner.refuse("SRC001", problem)
    return manner


def _problem_with(manner: Manner) -> str | None:
    if len(manner.delimiter) != 1 or manner.delimiter in '\r\n"':
        return f"`{manner.delimiter!r}` cannot part fields; write one character such as `;`"
    if len(manner.quote) != 1 or manner.quote == manner.delimiter:
        return f"`{manner.quote}` cannot quote fields; write one character such as `'`"
    if manner.decimal not in (".", ","):
        return f"`{manner.decimal}` is not a decimal mark; write `.` or `,`"
    if manner.dates not in DATES:
        return f"`{manner.dates}` is not an order of dates; write one of {', '.join(DATES)}"
    return _problem_of_place(manner)


def _problem_of_place(manner: Manner) -> str | None:
    import codecs
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(manner.time_zone)
    except (KeyError, ValueError, OSError):
        return f"`{manner.time_zone}` is not a time zone; write one such as `Europe/Lisbon`"
    try:
        if codecs.lookup(manner.encoding).name in ("hex", "base64", "rot13", "bz2", "zlib", "uu", "quopri"):
            raise LookupError
    except (LookupError, ValueError):
        return f"`{manner.encoding}` is not a text encoding; write one such as `latin-1`"
    return None if manner.header >= 1 else "the header is on line 1 or later; write `header: 1`"
