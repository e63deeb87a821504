"""What a log is: the file, its format, and which column means what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cxmap_eventlog.refusal import refuse

if TYPE_CHECKING:
    from cxmap import Connection

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xes": "xes",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".jsonocel": "ocel-json",
    ".xmlocel": "ocel-xml",
    ".sqliteocel": "ocel-sqlite",
    ".ocel": "ocel",
    ".json": "ocel-json",
    ".xml": "xml",
}
KEEPS = ("complete", "start", "all")


@dataclass(frozen=True)
class LogSpec:
    """One event log as a user names it; every column that is absent has the default of the language."""

    path: Path
    shown: str
    format: str
    case: str = "case"
    activity: str = "activity"
    time: str = "time"
    lifecycle: str | None = None
    keep: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    object: str | None = None
    table: str | None = None
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    dates: str = "iso"
    time_zone: str = "UTC"
    header: int = 1
    min_rows: int = 1
    door: Connection | None = None


def format_of(path: Path, shown: str) -> str:
    """Name the format of a file by its ending, looking inside only where one ending has several formats."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".ocel.json", ".ocel.xml", ".ocel.sqlite")):
        return "ocel-" + name.rsplit(".", 1)[1]
    ending = "." + name.rsplit(".", 1)[-1] if "." in name else ""
    if ending not in ENDINGS:
        known = " ".join(sorted(ENDINGS))
        raise refuse(shown, "LOG001", f"`{ending or path.name}` is no ending of a log; known are {known}")
    found = ENDINGS[ending]
    return _by_signature(path, shown) if found in ("ocel", "xml", "sqlite") else found


def _by_signature(path: Path, shown: str) -> str:
    from cxmap_eventlog.files import open_bytes

    with open_bytes(path, shown) as file:
        start = file.read(4096)
    if start.startswith(b"SQLite format 3\0"):
        from cxmap_eventlog.ocel_sqlite import holds_ocel

        return "ocel-sqlite" if holds_ocel(path) else "sqlite"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return "ocel-json"
    if text.startswith(b"<"):
        return "xes" if b"<trace" in start or b"xes" in start.lower() else "ocel-xml"
    raise refuse(shown, "LOG001", "the content is neither XML, JSON nor SQLite, so the ending is wrong")
