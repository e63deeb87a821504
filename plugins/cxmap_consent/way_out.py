"""The least effort of getting from any step to a touchpoint that withdraws a consent, and through it."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxmap import JourneyGraph, Touchpoint, effort_at

SWITCH = 2.0  # effort points of `effort_path` for another channel
OWN_FAMILIES = frozenset({"digital-self", "live-voice", "live-text"})
"""Families on which the customer acts; a one-way message only arrives."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """What it costs to get out from a step, and the steps to the exit, the first included."""

    effort: float
    path: tuple[str, ...]


def ways_out(graph: JourneyGraph, exits: Sequence[str]) -> dict[str, WayOut]:
    """The cheapest way out from every touchpoint that has one."""
    then: dict[str, tuple[float, str | None]] = {}
    switches = _Switches(graph)
    queue: list[tuple[float, int, str, str | None]] = [(0.0, n, name, None) for n, name in enumerate(exits)]
    count = len(queue)
    while queue:
        cost, _, name, onward = heapq.heappop(queue)
        if name in then:
            continue
        then[name] = cost, onward
        arriving = cost + effort_at(graph, name).points
        before = [edge.from_ for edge in graph.edges_into(name)]
        if graph.is_anytime(name):
            opened = graph.open_from(name)
            before += [t.id for t in graph.touchpoints if t.id in opened or graph.is_anytime(t.id)]
        for step in before:
            if step not in then:
                count += 1
                heapq.heappush(queue, (arriving + switches.cost(step, name), count, step, name))
    return {name: _way(graph, then, name) for name in then}


def at_most(graph: JourneyGraph, steps: Iterable[str], exits: Sequence[str]) -> float:
    """An effort that no way out from these steps exceeds, by anytime touchpoints open everywhere; cheap to know."""
    everywhere = [
        name for name in exits if graph.is_anytime(name) and len(graph.open_from(name)) == len(graph.on_path)
    ]
    switches = _Switches(graph)
    kinds = {graph.touchpoint(step).channel: step for step in steps}
    return max(
        (
            min((effort_at(graph, e).points + switches.cost(step, e) for e in everywhere), default=math.inf)
            for step in kinds.values()
        ),
        default=0.0,
    )


def _way(graph: JourneyGraph, then: dict[str, tuple[float, str | None]], start: str) -> WayOut:
    cost = then[start][0]
    if then[start][1] is None:  # already where it can be withdrawn
        cost = effort_at(graph, start).points
    path = [start]
    while (onward := then[path[-1]][1]) is not None:
        path.append(onward)
    return WayOut(cost, tuple(path))


class _Switches:
    """What it costs to go from one touchpoint to another by reason of their channels."""

    def __init__(self, graph: JourneyGraph) -> None:
        self.graph = graph
        self.known: dict[tuple[str, ...], frozenset[str]] = {}

    def _families(self, step: str) -> frozenset[str]:
        touchpoint = self.graph.touchpoint(step)
        if touchpoint.channel not in self.known:
            self.known[touchpoint.channel] = families(self.graph, touchpoint)
        return self.known[touchpoint.channel]

    def cost(self, step: str, onward: str) -> float:
        """A switch, unless a channel of one family leads on or the customer does nothing here."""
        ours, theirs = self._families(step) & OWN_FAMILIES, self._families(onward)
        return SWITCH if ours and theirs and not ours & theirs else 0.0


def families(graph: JourneyGraph, touchpoint: Touchpoint) -> frozenset[str]:
    """The families of a touchpoint's channels; empty where the customer does nothing."""
    named = (graph.family(channel) for channel in touchpoint.channel)
    return frozenset(family for family in named if family is not None)
