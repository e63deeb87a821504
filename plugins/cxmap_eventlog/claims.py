"""What the journey claims about time and repetition, beside what was observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmap import wilson
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import seconds
from cxmap_eventlog.waiting import Work, work_times

if TYPE_CHECKING:
    from cxmap import JourneyGraph

Bounds = tuple[float, float]
MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise each time it was made: made = kept + late + pending (still within its time when the log ends)."""

    promise: str
    from_: str
    to: str
    within: float
    made: int
    kept: int
    late: int
    pending: int
    share: float | None
    interval: Bounds | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Takes:
    """How long customers are claimed to be busy at a touchpoint, and how long they were; times in seconds."""

    touchpoint: str
    claimed: str
    claimed_worst: float
    n: int
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A way that cases took more often than `max_times` allows."""

    edge: str
    max_times: int
    cases: int
    most: int


@dataclass(frozen=True)
class Claims:
    """Promises, busy times and limits, and what this log cannot say about them."""

    promises: tuple[Kept, ...]
    takes: tuple[Takes, ...]
    exceeded: tuple[Exceeded, ...]
    unknown: tuple[str, ...]


def compare_claims(log: EventLog, graph: JourneyGraph, silent: frozenset[str]) -> Claims:
    """Hold every claim that the log can speak about."""
    number = {name: index for index, name in enumerate(log.activities)}
    promises, unknown = [], []
    for promise in graph.promises:
        if promise.to is None or promise.within is None:
            continue
        hidden = [name for name in (promise.from_, promise.to) if name in silent]
        if hidden:
            unknown.append(f"promise `{promise.id}`: this log does not record `{hidden[0]}`")
        elif promise.from_ in number:
            target = number.get(promise.to, -1)
            promises.append(
                _kept(log, promise.id, promise.from_, promise.to, promise.within.seconds, number, target)
            )
    takes = _takes(graph, {one.name: one for one in work_times(log)})
    claimed = [one.id for one in graph.touchpoints if one.takes is not None and one.id in number]
    if claimed and not log.has_starts:
        unknown.append(
            f"`takes` of {', '.join(f'`{name}`' for name in claimed)}: this log does not say when steps start"
        )
    return Claims(tuple(promises), takes, _exceeded(log, graph, number), tuple(unknown))


def _kept(
    log: EventLog, promise: str, source: str, to: str, within: float, number: dict[str, int], target: int
) -> Kept:
    limit = int(within * MICRO)
    row = log.store.rows(
        f"WITH f AS (SELECT c, t FROM trace WHERE a = {number[source]}), g AS (SELECT c, t FROM trace "
        f"WHERE a = {target}), j AS (SELECT f.t AS made, g.t - f.t AS d FROM f ASOF LEFT JOIN g "
        f"ON f.c = g.c AND f.t <= g.t) SELECT count(*), count(*) FILTER (d <= {limit}), "
        f"count(*) FILTER (d IS NULL AND {log.last} - made <= {limit}), quantile_cont(d, 0.5), quantile_cont(d, 0.9) FROM j"
    )[0]
    made, kept, pending = row[:3]
    settled = made - pending
    p50, p90 = (None if one is None else seconds(one) for one in row[3:])
    share, interval = (kept / settled, wilson(kept, settled)) if settled else (None, None)
    return Kept(promise, source, to, within, made, kept, settled - kept, pending, share, interval, p50, p90)


def _takes(graph: JourneyGraph, work: dict[str, Work]) -> tuple[Takes, ...]:
    found = []
    for one in graph.touchpoints:
        seen = work.get(one.id)
        if one.takes is not None and seen is not None:
            worst = one.takes.worst.seconds
            found.append(Takes(one.id, str(one.takes), worst, seen.n, seen.service_p50, seen.service_p90))
    return tuple(found)


def _exceeded(log: EventLog, graph: JourneyGraph, number: dict[str, int]) -> tuple[Exceeded, ...]:
    """Ways with `max_times`; the table `steps` was made when shares were counted."""
    found = []
    for edge in graph.edges:
        most = edge.transition.max_times
        if most is None or edge.from_ not in number or edge.to not in number:
            continue
        cases, worst = log.store.rows(
            f"SELECT count(*), max(n) FROM (SELECT c, count(*) AS n FROM steps WHERE a = {number[edge.from_]} "
            f"AND b = {number[edge.to]} GROUP BY c HAVING count(*) > {int(most)})"
        )[0]
        if cases:
            found.append(Exceeded(str(edge), int(most), cases, worst))
    return tuple(found)
