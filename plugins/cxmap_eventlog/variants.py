"""The distinct paths customers walked, and how many walked each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cxmap_eventlog.eventlog import EventLog

SHOWN = 25
"""As many paths as a page or a screen shows."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One distinct path, as activity numbers, and its cases."""

    path: tuple[int, ...]
    cases: int


def variants(log: EventLog, limit: int | None = None) -> tuple[Variant, ...]:
    """The distinct paths, most frequent first; equal ones in the order of their activities."""
    cut = "" if limit is None else f" LIMIT {int(limit)}"
    rows = log.store.rows(f"SELECT path, n FROM variants ORDER BY v{cut}")
    return tuple(Variant(tuple(path), n) for path, n in rows)


def count_variants(log: EventLog, fewer_than: int | None = None) -> int:
    """How many distinct paths there are, or how many were walked by fewer cases than that."""
    where = "" if fewer_than is None else f" WHERE n < {int(fewer_than)}"
    return int(log.store.rows(f"SELECT count(*) FROM variants{where}")[0][0])


def variants_as_json(log: EventLog) -> list[str]:
    """Every distinct path as JSON with its cases, written by the engine: there may be hundreds of thousands."""
    names = [json.dumps(name, ensure_ascii=False) for name in log.activities]
    found = log.store.con.execute(
        "SELECT '{\"path\": [' || array_to_string(list_transform(path, lambda a: said[a::INTEGER + 1]), ', ') "
        "|| '], \"cases\": ' || n || '}' FROM variants, (SELECT ?::VARCHAR[] AS said) ORDER BY v",
        [names],
    )
    return [str(line) for (line,) in found.fetchall()]
