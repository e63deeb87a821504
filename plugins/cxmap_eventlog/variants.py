"""The distinct paths customers walked, and how many walked each."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_eventlog.eventlog import EventLog


@dataclass(frozen=True, slots=True)
class Variant:
    """One distinct path, as activity numbers, and its cases."""

    path: tuple[int, ...]
    cases: int


def number_variants(log: EventLog) -> None:
    """Make the tables `variants(v, path, n)` and `walked(c, v)`; `v` counts from the most frequent."""
    if log.store.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'walked'"):
        return
    log.store.run("CREATE TABLE paths AS SELECT c, list(a ORDER BY i) AS path FROM trace GROUP BY c")
    log.store.run(
        "CREATE TABLE variants AS SELECT (row_number() OVER (ORDER BY n DESC, path) - 1)::INTEGER AS v, path, n "
        "FROM (SELECT path, count(*) AS n FROM paths GROUP BY path)"
    )
    log.store.run("CREATE TABLE walked AS SELECT c, v FROM paths JOIN variants USING (path)")
    log.store.run("DROP TABLE paths")


def variants(log: EventLog, limit: int | None = None) -> tuple[Variant, ...]:
    """The distinct paths, most frequent first; equal ones in the order of their activities."""
    number_variants(log)
    cut = "" if limit is None else f" LIMIT {int(limit)}"
    rows = log.store.rows(f"SELECT path, n FROM variants ORDER BY v{cut}")
    return tuple(Variant(tuple(path), int(n)) for path, n in rows)


def count_variants(log: EventLog) -> int:
    """How many distinct paths there are."""
    number_variants(log)
    return int(log.store.rows("SELECT count(*) FROM variants")[0][0])
