"""Where customers get to and where they stop, per touchpoint and per stage; every number adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmap import wilson
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.outcomes import ENDED, LEFT, OPEN

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """Cases that visited a touchpoint, and what became of them there: visited = moved_on + ended + left + open."""

    name: str
    visited: int
    moved_on: int
    ended: int
    left: int
    open: int
    drop_off: float
    interval: Bounds


@dataclass(frozen=True, slots=True)
class StageStop:
    """Cases that got as far as a stage: reached = went_further + ended + left + open (this was their furthest)."""

    name: str
    entered: int
    reached: int
    went_further: int
    ended: int
    left: int
    open: int
    conversion: float | None
    interval: Bounds | None


def count_stops(log: EventLog) -> tuple[Stop, ...]:
    """The fate of the visitors of every activity, in the order of most visited."""
    rows = log.store.rows(
        "SELECT v.a, v.n, coalesce(o.ended, 0), coalesce(o.l, 0), coalesce(o.open, 0) FROM "
        "(SELECT a, sum(w)::BIGINT AS n FROM met GROUP BY a) v LEFT JOIN "
        f"(SELECT a, count(*) FILTER (o = {ENDED}) AS ended, count(*) FILTER (o = {LEFT}) AS l, "
        f"count(*) FILTER (o = {OPEN}) AS open FROM outcome GROUP BY a) o USING (a)"
    )
    found = [stop_of(log.activities[a], *counts) for a, *counts in rows]
    return tuple(sorted(found, key=lambda one: (-one.visited, one.name)))


def stop_of(name: str, visited: int, ended: int, left: int, still_open: int) -> Stop:
    """The fate of the visitors of one touchpoint, with its drop-off."""
    moved = visited - ended - left - still_open
    return Stop(name, visited, moved, ended, left, still_open, left / visited, wilson(left, visited))


def count_stages(
    log: EventLog, stages: Sequence[str], stage_of: Mapping[str, str]
) -> tuple[tuple[StageStop, ...], int]:
    """The funnel over the stages in their order, and how many cases touched no stage at all."""
    place = {stage: number for number, stage in enumerate(stages)}
    rows = [
        (n, place[stage_of[name]]) for n, name in enumerate(log.activities) if stage_of.get(name) in place
    ]
    log.store.make_table("staged", {"a": "SMALLINT", "s": "INTEGER"}, rows)
    entered = dict(
        log.store.rows(
            "SELECT s, sum(w)::BIGINT FROM (SELECT DISTINCT v, w, s FROM met JOIN staged USING (a)) GROUP BY s"
        )
    )
    furthest = {
        s: (ended, left, still_open)
        for s, ended, left, still_open in log.store.rows(
            f"SELECT s, count(*) FILTER (o = {ENDED}), count(*) FILTER (o = {LEFT}), count(*) FILTER (o = {OPEN}) "
            "FROM (SELECT v, max(s) AS s FROM met JOIN staged USING (a) GROUP BY v) JOIN cases USING (v) "
            "JOIN outcome USING (c) GROUP BY s"
        )
    }
    reached = sum(sum(parts) for parts in furthest.values())
    return _furthest_first(stages, entered, furthest, reached), log.cases - reached


def _furthest_first(
    stages: Sequence[str],
    entered: Mapping[int, int],
    furthest: Mapping[int, tuple[int, int, int]],
    reached: int,
) -> tuple[StageStop, ...]:
    """The funnel from how many entered each stage, and how those ended for whom it was the furthest."""
    found = []
    for number, stage in enumerate(stages):
        parts = furthest.get(number, (0, 0, 0))
        further = reached - sum(parts)
        settled = reached - parts[2]
        shown = number < len(stages) - 1 and settled > 0
        found.append(
            StageStop(
                stage,
                int(entered.get(number, 0)),
                reached,
                further,
                *parts,
                further / settled if shown else None,
                wilson(further, settled) if shown else None,
            )
        )
        reached = further
    return tuple(found)
