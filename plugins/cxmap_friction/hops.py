"""What customers can get to in a few steps."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap import JourneyGraph, Touchpoint


def within(graph: JourneyGraph, start: Touchpoint, most: int) -> Mapping[str, tuple[str, ...]]:
    """Everything at most so many steps on from a touchpoint, each with a shortest path.

    A visit to an anytime touchpoint takes one step where it shares a channel or is linked, else two.
    """
    paths: dict[str, tuple[str, ...]] = {start.id: (start.id,)}
    far = {start.id: 0}
    rings: list[list[str]] = [[start.id], *([] for _ in range(most))]
    for steps, ring in enumerate(rings):
        for here in ring:
            if far[here] != steps:
                continue
            for target, more in _onward(graph, here):
                if steps + more <= most and far.get(target, most + 1) > steps + more:
                    far[target], paths[target] = steps + more, (*paths[here], target)
                    rings[steps + more].append(target)
    return paths


def _onward(graph: JourneyGraph, here: str) -> list[tuple[str, int]]:
    ways = [(edge.to, 1) for edge in graph.edges_from(here)]
    if not graph.is_anytime(here):
        step = graph.touchpoint(here)
        for visit in graph.anytime:
            if here in graph.open_from(visit.id):
                near = {*visit.linked_from, *visit.channel} & {*step.channel, step.id}
                ways.append((visit.id, 1 if near else 2))
    return ways
