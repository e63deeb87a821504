"""How old a yes may be when it is used: the longest time since the last question."""

from __future__ import annotations

from collections.abc import Collection

from cxmap import Edge, JourneyGraph

Age = tuple[float, str | None]  # seconds since the last question, and the step before


def oldest_use(
    graph: JourneyGraph, asks: Collection[str], uses: Collection[str], lasts: float
) -> tuple[float, tuple[str, ...]] | None:
    """The use with the oldest yes above `lasts` seconds, and the way from the question to it; None without one.

    Time on a path is the `sla` of every step and the delay of every edge, in the worst case; loops count
    once.
    """
    ages = _ages(graph, {ask for ask in asks if ask in graph.flow})
    late = [use for use in uses if use in ages and ages[use][0] > lasts]
    if not late:
        return None
    step: str | None = max(late, key=lambda use: ages[use][0])
    seconds, path = ages[step][0] if step else 0.0, []
    while step is not None:
        path.append(step)
        step = ages[step][1]
    return seconds, tuple(reversed(path))


def whole_time(graph: JourneyGraph) -> float:
    """All times of a journey together: no way takes longer."""
    return sum(_seconds(graph, step) for step in graph.flow) + sum(_delay(edge) for edge in graph.edges)


def _ages(graph: JourneyGraph, asks: set[str]) -> dict[str, Age]:
    """The longest time since the last question at every step that comes after one."""
    import networkx as nx

    way: nx.DiGraph[str] = nx.DiGraph()
    way.add_nodes_from(graph.flow)
    way.add_edges_from((a, b) for a, b in graph.flow.edges if b not in asks)  # a question starts afresh
    parts = nx.condensation(way)
    order = {step: number for number, step in enumerate(graph.flow)}
    ages: dict[str, Age] = {ask: (_seconds(graph, ask), None) for ask in asks}
    for part in nx.topological_sort(parts):
        members = sorted(parts.nodes[part]["members"], key=order.__getitem__)
        for step in members:
            _arrive(graph, ages, step, [a for a in way.predecessors(step) if a not in members])
        queue = sorted((step for step in members if step in ages), key=lambda step: -ages[step][0])
        for step in queue:
            for then in way.successors(step):
                if then in members and then not in ages:
                    _arrive(graph, ages, then, [step])
                    queue.append(then)
    return ages


def _arrive(graph: JourneyGraph, ages: dict[str, Age], step: str, before: list[str]) -> None:
    for previous in before:
        if previous in ages:
            edge = graph.flow.edges[previous, step]["edge"]
            age = ages[previous][0] + _delay(edge) + _seconds(graph, step)
            if step not in ages or age > ages[step][0]:
                ages[step] = age, previous


def _seconds(graph: JourneyGraph, step: str) -> float:
    sla = graph.touchpoint(step).sla
    return sla.worst.seconds if sla else 0.0


def _delay(edge: Edge) -> float:
    return edge.transition.delay.worst.seconds if edge.transition.delay else 0.0
