"""The least effort of getting from any step to a touchpoint that withdraws a consent, and through it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
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
    queue = [(0.0, number, name, "") for number, name in enumerate(exits)]
    heapq.heapify(queue)
    count = len(queue)
    while queue:
        cost, _, name, onward = heapq.heappop(queue)
        if name in then:
            continue
        then[name] = cost, onward or None
        arriving = cost + effort_at(graph, name).points
        here = graph.touchpoint(name)
        before = [edge.from_ for edge in graph.edges_into(name)]
        if graph.is_anytime(name):
            before += sorted(graph.open_from(name)) + [t.id for t in graph.anytime]
        for step in before:
            if step not in then:
                count += 1
                switch = _switch(graph, graph.touchpoint(step), here)
                heapq.heappush(queue, (arriving + switch, count, step, name))
    return {name: _way(graph, then, name) for name in then}


def _way(graph: JourneyGraph, then: dict[str, tuple[float, str | None]], start: str) -> WayOut:
    cost = then[start][0]
    if then[start][1] is None:  # already where it can be withdrawn
        cost = effort_at(graph, start).points
    path = [start]
    while (onward := then[path[-1]][1]) is not None:
        path.append(onward)
    return WayOut(cost, tuple(path))


def _switch(graph: JourneyGraph, here: Touchpoint, onward: Touchpoint) -> float:
    ours, theirs = families(graph, here) & OWN_FAMILIES, families(graph, onward)
    return SWITCH if ours and theirs and not ours & theirs else 0.0


def families(graph: JourneyGraph, touchpoint: Touchpoint) -> frozenset[str]:
    """The families of a touchpoint's channels; empty where the customer does nothing."""
    named = (graph.family(channel) for channel in touchpoint.channel)
    return frozenset(family for family in named if family is not None)
