"""Keep a log that was read, so that the next question about the same file begins where the answers are.

An entry is a DuckDB file with the compact tables and, beside it, what they mean. It holds no name of a case. Its key
covers every byte of the log, how it was to be read, what its activities were mapped to, and the code that read it; a
damaged entry is as good as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from cxmap import code_digest, write_atomically
from cxmap_eventlog.eventlog import EventLog, Reading, Refused
from cxmap_eventlog.mapping import Mapper
from cxmap_eventlog.sorting import view_trace
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store
from cxmap_eventlog.times import quoted

# A file that holds all there is to read; a database may have half of it in a journal beside.
WHOLE = frozenset({"csv", "jsonl", "parquet", "xes", "ocel-json", "ocel-xml"})
MOST_ENTRIES = 8
TABLES = ("steps_taken", "cases", "variants", "hops", "met", "starts")


@dataclass(frozen=True)
class Entry:
    """Where the log of one file, read in one way, is or would be kept."""

    home: Path
    key: str

    def named(self, mapper: Mapper) -> tuple[str, Path] | None:
        """The name and file of the entry under a mapping; none when nobody knows yet which activities there are."""
        try:
            names = json.loads((self.home / f"{self.key}.names").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return self.under({str(name): mapper(str(name)) for name in names})

    def under(self, mapped: Mapping[str, str | None]) -> tuple[str, Path]:
        """The name and file of the entry for what the activities are mapped to."""
        name = f"{self.key}-{_digest_of(mapped)}"
        return name, self.home / f"{name}.duckdb"


def entry_of(home: Path, spec: LogSpec) -> Entry | None:
    """The entry of a log; none when its file is no whole, or cannot be read."""
    if spec.format not in WHOLE:
        return None
    asked = {one.name: getattr(spec, one.name) for one in fields(spec) if one.name not in ("path", "door")}
    try:
        with spec.path.open("rb") as file:
            content = file_digest(file, sha256).hexdigest()
    except OSError:
        return None
    return Entry(home, _digest_of([code_digest(), content, asked]))


def _digest_of(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True, default=dict).encode()).hexdigest()[:40]


def recall(store: Store, entry: Entry, mapper: Mapper) -> EventLog | None:
    """The log as it was kept; none when it was not, or when anything about the entry is wrong."""
    import duckdb

    found = entry.named(mapper)
    if found is None:
        return None
    name, file = found
    try:
        about = json.loads((entry.home / f"{name}.json").read_text(encoding="utf-8"))
        with file.open("rb") as content:
            if about["entry"] != name or about["digest"] != file_digest(content, sha256).hexdigest():
                return None
        log = _log_of(store, about["log"])
        store.run(f"ATTACH {quoted(str(file))} AS kept (READ_ONLY)")
        for table in TABLES:
            store.run(f"CREATE VIEW {table} AS FROM kept.{table}")
        view_trace(store, log.dimensions)
    except (OSError, ValueError, KeyError, TypeError, duckdb.Error):
        _start_anew(store)
        return None
    with suppress(OSError):
        os.utime(file)
    return log


def _start_anew(store: Store) -> None:
    """Leave nothing of an entry that could not be used."""
    for view in ("trace", *TABLES):
        store.run(f"DROP VIEW IF EXISTS {view}")
    store.run("DETACH DATABASE IF EXISTS kept")


def _log_of(store: Store, said: Mapping[str, Any]) -> EventLog:
    reading = said["reading"]
    refused = tuple(Refused(**one) for one in reading["refused"])
    return EventLog(
        store=store,
        file=said["file"],
        format=said["format"],
        activities=tuple(said["activities"]),
        channels=tuple(said["channels"]),
        personas=tuple(said["personas"]),
        reasons=tuple(said["reasons"]),
        reading=Reading(reading["read"], reading["used"], refused, tuple(reading["notes"])),
        cases=said["cases"],
        first=said["first"],
        last=said["last"],
        has_starts=said["has_starts"],
        unmatched=tuple((name, count) for name, count in said["unmatched"]),
    )


def keep(log: EventLog, entry: Entry, mapper: Mapper) -> None:
    """Write an entry; a disk that is full or read-only is no reason to fail."""
    import duckdb

    store = log.store
    names = [str(name) for (name,) in store.rows("SELECT activity FROM act ORDER BY activity")]
    name, file = entry.under({one: mapper(one) for one in names})
    said = {one.name: getattr(log, one.name) for one in fields(log) if one.name != "store"}
    with suppress(OSError, duckdb.Error):
        with _written_whole(file) as making:
            store.run(f"ATTACH {quoted(str(making))} AS kept")
            try:
                for table in TABLES:
                    store.run(f"CREATE TABLE kept.{table} AS FROM {table}")
            finally:
                store.run("DETACH kept")
        with file.open("rb") as content:
            digest = file_digest(content, sha256).hexdigest()
        about = {
            "entry": name,
            "digest": digest,
            "log": said | {"reading": asdict(log.reading)},
        }
        write_atomically(entry.home / f"{name}.json", json.dumps(about))
        write_atomically(entry.home / f"{entry.key}.names", json.dumps(names))
        _prune(entry.home)


@contextmanager
def _written_whole(file: Path) -> Iterator[Path]:
    """A name to write under, taken over only when all is written."""
    making = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        yield making
        making.chmod(0o600)
        making.replace(file)
    finally:
        for left in (making, making.with_name(making.name + ".wal")):
            left.unlink(missing_ok=True)


def _prune(home: Path) -> None:
    """Forget the entries used longest ago beyond the most that are kept, and whatever belongs to no entry."""
    kept = sorted(home.glob("*.duckdb"), key=lambda one: one.stat().st_mtime, reverse=True)[:MOST_ENTRIES]
    stems = {one.stem for one in kept}
    keys = {stem.partition("-")[0] for stem in stems}
    for file in home.iterdir():
        known = file.stem in stems if file.suffix in (".duckdb", ".json") else file.stem in keys
        if not known and not file.name.startswith("."):
            with suppress(OSError):
                file.unlink()
