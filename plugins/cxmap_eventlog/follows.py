"""What directly follows what, how often and after how long."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_eventlog.eventlog import EventLog

MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Follow:
    """One activity directly after another, over all cases; times in seconds."""

    from_: str
    to: str
    count: int
    cases: int
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Activity:
    """How often an activity happened, in how many cases, and how many cases it began or finished."""

    name: str
    events: int
    cases: int
    starts: int
    finishes: int


def seconds(micros: object) -> float:
    """Microseconds as seconds, exactly rounded to the microsecond."""
    return round(float(micros) / MICRO, 6) if isinstance(micros, int | float) else 0.0


def directly_follows(log: EventLog) -> tuple[Follow, ...]:
    """Every pair of neighbours, most frequent first."""
    cases = {
        (a, b): n
        for a, b, n in log.store.rows(
            "SELECT a, b, sum(w)::BIGINT FROM (SELECT DISTINCT v, w, a, b FROM hops WHERE b IS NOT NULL) GROUP BY a, b"
        )
    }
    rows = log.store.rows(
        "SELECT a, b, count(*), quantile_cont(d, [0.5, 0.9]) FROM trace WHERE b IS NOT NULL GROUP BY a, b"
    )
    names = log.activities
    found = [
        Follow(names[a], names[b], int(n), int(cases[a, b]), seconds(median), seconds(p90))
        for a, b, n, (median, p90) in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.from_, one.to)))


def count_activities(log: EventLog) -> tuple[Activity, ...]:
    """Every activity, most frequent first."""
    rows = log.store.rows(
        "SELECT a, n, cases, coalesce(s.k, 0), coalesce(f.k, 0) FROM "
        "(SELECT a, sum(n * w)::BIGINT AS n, sum(w)::BIGINT AS cases FROM met GROUP BY a) "
        "LEFT JOIN (SELECT start AS a, count(*) AS k FROM cases GROUP BY 1) s USING (a) "
        "LEFT JOIN (SELECT finish AS a, count(*) AS k FROM cases GROUP BY 1) f USING (a)"
    )
    found = [Activity(log.activities[int(a)], int(n), int(c), int(s), int(f)) for a, n, c, s, f in rows]
    return tuple(sorted(found, key=lambda one: (-one.events, one.name)))
