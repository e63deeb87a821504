"""Who hands customers over to whom, along a path or an edge; customers' own steps pass nothing on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cxmap import JourneyGraph, Touchpoint


def owners_along(graph: JourneyGraph, path: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The steps of a path that somebody owns, each with its owners; customers' own steps left out."""
    steps = ((step, graph.touchpoint(step)) for step in path)
    return [
        (step, touchpoint.owner) for step, touchpoint in steps if touchpoint.owner and not is_own(touchpoint)
    ]


def hand_offs(graph: JourneyGraph, path: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of steps between which a path changes hands."""
    owned = owners_along(graph, path)
    return [(a, b) for (a, mine), (b, theirs) in pairwise(owned) if not set(mine) & set(theirs)]


def is_own(touchpoint: Touchpoint) -> bool:
    """Whether it is a step the customer takes without us."""
    return "own" in touchpoint.channel


def handing_over(graph: JourneyGraph) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every pair of owned steps with different owners that follow each other, with the way between them."""
    for source in graph.on_path:
        if not source.owner or is_own(source):
            continue
        for target, way in _next_owned(graph, source.id):
            if not set(source.owner) & set(graph.touchpoint(target).owner):
                yield source.id, target, way


def _next_owned(graph: JourneyGraph, source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The next owned steps after one, over steps of the customers' own."""
    seen = {source}
    waiting: list[tuple[str, tuple[str, ...]]] = [(source, (source,))]
    while waiting:
        step, way = waiting.pop(0)
        for edge in graph.edges_from(step):
            if edge.to in seen or edge.to not in graph.flow:
                continue
            seen.add(edge.to)
            target = graph.touchpoint(edge.to)
            if is_own(target):
                waiting.append((edge.to, (*way, edge.to)))
            elif target.owner:
                yield edge.to, (*way, edge.to)
