"""The shortest way to a touchpoint from one of several others, along which little time passes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from cxmap import Edge, JourneyGraph, Persona


class Backwards:
    """One journey's ways, read backwards, without those that take longer than `seconds`."""

    def __init__(self, graph: JourneyGraph, seconds: float) -> None:
        self._graph = graph
        self._edges = [edge for edge in graph.edges if not _is_slow(edge, seconds)]
        self._visits = sorted(visit.id for visit in graph.anytime)
        self._by_persona: dict[str | None, Mapping[str, Sequence[str]]] = {}

    def nearest(self, target: str, sources: AbstractSet[str]) -> tuple[str, ...] | None:
        """The shortest way as one of the personas can walk it, or anybody in a journey without personas."""
        path = self._search(target, sources, None)
        if path is None or not self._graph.personas:
            return path
        if any(self._walks(who, path) for who in self._graph.personas):
            return path
        found = (self._search(target, sources, who) for who in self._graph.personas)
        return min((path for path in found if path is not None), key=len, default=None)

    def _walks(self, who: Persona, path: tuple[str, ...]) -> bool:
        before = self._before(who)
        visits = self._graph.is_anytime(path[0]) or self._graph.is_anytime(path[-1])
        moves = list(zip(path[1:], path, strict=False))
        return all(step in before for step in path) and (
            visits or all(source in before[step] for step, source in moves)
        )

    def _before(self, who: Persona | None) -> Mapping[str, Sequence[str]]:
        """What comes right before each touchpoint somebody can use."""
        name = None if who is None else who.id
        if name not in self._by_persona:
            graph = self._graph
            before: dict[str, list[str]] = {
                t.id: [] for t in graph.touchpoints if who is None or graph.can_use(who, t) is not False
            }
            for edge in self._edges:
                if edge.from_ in before and edge.to in before and (who is None or graph.can_take(who, edge)):
                    before[edge.to].append(edge.from_)
            for visit in graph.anytime:
                if visit.id in before:
                    before[visit.id] += [step for step in sorted(graph.open_from(visit.id)) if step in before]
            self._by_persona[name] = before
        return self._by_persona[name]

    def _search(self, target: str, sources: AbstractSet[str], who: Persona | None) -> tuple[str, ...] | None:
        before = self._before(who)
        if target not in before:
            return None
        visits = [name for name in self._visits if name in sources and name in before]
        after = {target: target}
        queue = [target]
        for step in queue:
            # Whoever made a visit comes back from it.
            back = [name for name in visits if step in self._graph.open_from(name)] if step != target else ()
            for source in (*before[step], *back):
                if source not in after:
                    after[source] = step
                    if source in sources:
                        return _trace(after, source, target)
                    queue.append(source)
        return None


def _trace(after: Mapping[str, str], source: str, target: str) -> tuple[str, ...]:
    path = [source]
    while path[-1] != target:
        path.append(after[path[-1]])
    return tuple(path)


def _is_slow(edge: Edge, seconds: float) -> bool:
    delay = edge.transition.delay
    return delay is not None and delay.worst.seconds > seconds
