"""Loops: what customers must do again, and between which steps they go to and fro."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap import wilson
from cxmap_eventlog.eventlog import EventLog

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Events beyond the first of an activity in its case: extra = at_once (directly again) + later."""

    name: str
    cases: int
    cases_with_repeats: int
    extra: int
    at_once: int
    later: int
    share: float
    interval: Bounds


@dataclass(frozen=True, slots=True)
class ToAndFro:
    """An activity, another one, and directly the first again."""

    from_: str
    over: str
    count: int


def count_repeats(log: EventLog) -> tuple[Repeat, ...]:
    """Repeats of every activity that has any, most first; the share is of the cases that visited it."""
    rows = log.store.rows(
        "SELECT a, sum(w)::BIGINT, coalesce(sum(w) FILTER (n > 1), 0)::BIGINT, sum((n - 1) * w)::BIGINT, "
        "sum(again * w)::BIGINT FROM met GROUP BY a HAVING max(n) > 1"
    )
    found = [
        Repeat(log.activities[a], cases, more, extra, again, extra - again, more / cases, wilson(more, cases))
        for a, cases, more, extra, again in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.extra, one.name)))


def count_to_and_fro(log: EventLog) -> tuple[ToAndFro, ...]:
    """Every a, b, a with a different from b, most frequent first."""
    rows = log.store.rows(
        "SELECT a, b, sum(w)::BIGINT FROM (SELECT n AS w, unnest(path) AS a, unnest(path[2:]) AS b, "
        "unnest(path[3:]) AS after FROM variants) WHERE after = a AND a <> b GROUP BY a, b"
    )
    found = [ToAndFro(log.activities[a], log.activities[b], n) for a, b, n in rows]
    return tuple(sorted(found, key=lambda one: (-one.count, one.from_, one.over)))
