"""The ways really walked beside the declared ones: real shares, unplanned ways, touchpoints nobody met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmap import wilson
from cxmap_eventlog.automaton import build_automaton, planned_pairs, returning
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import seconds
from cxmap_eventlog.outcomes import ENDED, LEFT, OPEN

if TYPE_CHECKING:
    from cxmap import JourneyGraph

Bounds = tuple[float, float]
DEFINITION = (
    "Of those who stood at a touchpoint and whose next step is known, the share who went this way. "
    "Visits to anytime touchpoints return and are passed over; cases still open there are left out. "
    "The shares of a touchpoint, its ends and its drop-off add up to 100%."
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a touchpoint; `to` may be `end` or, for those who left, `drop-off`."""

    from_: str
    to: str
    count: int
    visits: int
    share: float
    interval: Bounds
    declared: float | None
    assumed: bool
    planned: bool
    median: float | None
    excluded: int = 0


@dataclass(frozen=True)
class Walked:
    """All ways out of all touchpoints that were met, and those that were not."""

    ways: tuple[Way, ...]
    never: tuple[str, ...]
    unrecorded: tuple[str, ...]

    @property
    def unplanned(self) -> tuple[Way, ...]:
        """Ways that the journey does not have, most walked first."""
        found = [way for way in self.ways if not way.planned]
        return tuple(sorted(found, key=lambda way: (-way.count, way.from_, way.to)))


def compare_ways(log: EventLog, graph: JourneyGraph, silent: frozenset[str]) -> Walked:
    """Count every way, in the order of the journey."""
    planned = planned_pairs(build_automaton(graph, silent))
    order = {one.id: number for number, one in enumerate(graph.touchpoints)}
    ways = []
    still_open = _open_visits(log)
    for source, (visits, exits) in _exits(log, graph).items():
        for target, (count, median) in exits.items():
            declared, assumed = _declared(graph, source, target)
            known = target in ("end", "drop-off") or target in planned.get(source, frozenset())
            share, interval = count / visits, wilson(count, visits)
            out = still_open.get(source, 0)
            way = Way(source, target, count, visits, share, interval, declared, assumed, known, median, out)
            ways.append(way)
    ways += _unwalked(graph, ways, silent)
    last = len(order)
    ways.sort(
        key=lambda way: (
            order.get(way.from_, last),
            way.to in ("end", "drop-off"),
            order.get(way.to, last),
            way.to,
        )
    )
    met = set(log.activities)
    never = tuple(one.id for one in graph.touchpoints if one.id not in met and one.id not in silent)
    unrecorded = tuple(one.id for one in graph.touchpoints if one.id in silent)
    return Walked(tuple(ways), never, unrecorded)


def _exits(log: EventLog, graph: JourneyGraph) -> dict[str, tuple[int, dict[str, tuple[int, float | None]]]]:
    """For every touchpoint met: how many visits have a known next step, and where they went."""
    back = returning(graph)
    on_path = ", ".join(str(n) for n, name in enumerate(log.activities) if name not in back) or "-1"
    log.store.run(
        "CREATE OR REPLACE TEMP TABLE steps AS WITH k AS (SELECT c, i, a, t FROM trace "
        f"WHERE a IN ({on_path})) SELECT c, a, lead(a) OVER w AS b, lead(t) OVER w - t AS d FROM k "
        "WINDOW w AS (PARTITION BY c ORDER BY i)"
    )
    rows = log.store.rows("SELECT a, b, count(*), median(d) FROM steps WHERE b IS NOT NULL GROUP BY a, b")
    stops = log.store.rows(
        "SELECT s.a, o, count(*) FROM steps s JOIN outcome USING (c) WHERE b IS NULL GROUP BY s.a, o"
    )
    found: dict[str, dict[str, tuple[int, float | None]]] = {}
    for a, b, count, median in rows:
        found.setdefault(log.activities[a], {})[log.activities[b]] = (count, seconds(median))
    for a, how, count in stops:
        if how != OPEN:
            found.setdefault(log.activities[a], {})[{ENDED: "end", LEFT: "drop-off"}[how]] = (count, None)
    return {name: (sum(count for count, _ in exits.values()), exits) for name, exits in found.items()}


def _open_visits(log: EventLog) -> dict[str, int]:
    """How many visits have no known next step because their case is still open."""
    rows = log.store.rows(f"SELECT a, count(*) FROM outcome WHERE o = {OPEN} GROUP BY a")
    return {log.activities[a]: count for a, count in rows}


def _declared(graph: JourneyGraph, source: str, target: str) -> tuple[float | None, bool]:
    if target == "end":
        return graph.end_share(source), False
    if target == "drop-off":
        return (graph.drop_off(source) if graph.has(source) else None), False
    edge = graph.edge(source, target)
    return (None, False) if edge is None else (edge.share, edge.assumed)


def _unwalked(graph: JourneyGraph, ways: list[Way], silent: frozenset[str]) -> list[Way]:
    """Declared ways that nobody took, ends among them, out of touchpoints that customers did stand at."""
    visits = {way.from_: way.visits for way in ways}
    walked = {(way.from_, way.to) for way in ways}
    declared = [
        (edge.from_, edge.to, edge.share, edge.assumed) for edge in graph.edges if edge.to not in silent
    ]
    declared += [(name, "end", graph.end_share(name), False) for name in sorted(graph.ends)]
    return [
        Way(source, target, 0, visits[source], 0.0, wilson(0, visits[source]), share, assumed, True, None)
        for source, target, share, assumed in declared
        if source in visits and (source, target) not in walked
    ]
