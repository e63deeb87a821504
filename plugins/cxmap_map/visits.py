"""How many of 100 who start get to each touchpoint, and where they leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmap import JourneyGraph, chain_of


@dataclass(frozen=True)
class Way:
    """One way on, with the share that takes it; `None` when nobody counted."""

    source: str
    target: str
    share: float | None
    assumed: bool
    kind: str
    max_times: int | None = None


@dataclass(frozen=True)
class Crowd:
    """Expected visits per touchpoint, per customer who starts."""

    visits: Mapping[str, float]
    ways: tuple[Way, ...]
    leaves: Mapping[str, float]  # share of those at the touchpoint
    ends: Mapping[str, float]

    def amount(self, way: Way) -> float:
        """How many take this way, of one who starts."""
        return self.visits[way.source] * (way.share or 0.0)


def claimed_ways(graph: JourneyGraph) -> tuple[Way, ...]:
    """The ways as the author wrote them, from touchpoints of stages."""
    stations = {touchpoint.id for touchpoint in graph.on_path}
    return tuple(
        Way(
            edge.from_,
            edge.to,
            edge.share,
            edge.assumed,
            edge.kind,
            int(edge.transition.max_times) if edge.transition.max_times else None,
        )
        for edge in graph.edges
        if edge.from_ in stations
    )


def observed_shares(graph: JourneyGraph) -> dict[str, float]:
    """Observed shares by `a -> b`, the newest of each; only those that hold for everybody."""
    found: dict[str, tuple[str, float]] = {}
    for one in graph.observations:
        if one.edge is None or one.value is None or one.by:
            continue
        asof = str(one.asof or "")
        if one.edge not in found or found[one.edge][0] <= asof:
            found[one.edge] = (asof, share_of(one.value))
    return {edge: share for edge, (_, share) in found.items()}


def share_of(value: object) -> float:
    """A share of 0 to 1 from a quantity in percent or a plain number."""
    number = getattr(value, "number", value)
    unit = getattr(value, "unit", "")
    return float(number) / 100 if unit == "%" else float(number)  # type: ignore[arg-type]


def measured_ways(graph: JourneyGraph) -> tuple[Way, ...]:
    """The ways with what was observed in place of what was claimed; `None` where nobody counted."""
    seen = observed_shares(graph)
    return tuple(
        Way(way.source, way.target, seen.get(f"{way.source} -> {way.target}"), False, way.kind, way.max_times)
        for way in claimed_ways(graph)
    )


def claimed_crowd(graph: JourneyGraph) -> Crowd:
    """The crowd by the shares the author wrote."""
    chain = chain_of(graph)
    names = [touchpoint.id for touchpoint in graph.on_path]
    visits = {name: chain.visits.get(name, 0.0) for name in names}

    def part(mass: Mapping[str, float], name: str) -> float:
        return mass.get(name, 0.0) / visits[name] if visits[name] else 0.0

    leaves = {name: part(chain.drop_off, name) for name in names}
    return Crowd(visits, claimed_ways(graph), leaves, {name: part(chain.ending, name) for name in names})


def measured_crowd(graph: JourneyGraph) -> Crowd:
    """The crowd by what was observed.

    A way nobody counted keeps its claimed share here, so that what lies beyond stays reachable; it is
    drawn as unknown.
    """
    ways = measured_ways(graph)
    claimed = {(way.source, way.target): way.share or 0.0 for way in claimed_ways(graph)}
    shares = {
        (way.source, way.target): claimed[way.source, way.target] if way.share is None else way.share
        for way in ways
    }
    order = [touchpoint.id for touchpoint in graph.on_path]
    coming: dict[str, list[tuple[str, float]]] = {name: [] for name in order}
    going = dict.fromkeys(order, 0.0)
    for (source, target), share in shares.items():
        going[source] += share
        if share and target in coming:
            coming[target].append((source, share))
    start = {name: graph.entry_shares.get(name, 0.0) for name in order}
    visits = _settle(order, start, coming)
    ends, leaves = {}, {}
    for name in order:
        rest = max(0.0, 1.0 - going[name])
        ending, leaving = graph.end_share(name), graph.drop_off(name)
        whole = ending + leaving
        ends[name] = rest * ending / whole if whole else 0.0
        leaves[name] = rest - ends[name]
    return Crowd(visits, ways, leaves, ends)


def _settle(
    order: list[str], start: dict[str, float], coming: dict[str, list[tuple[str, float]]]
) -> dict[str, float]:
    visits = dict(start)
    for _ in range(400):
        change = 0.0
        for name in order:
            value = min(50.0, start[name] + sum(visits[source] * share for source, share in coming[name]))
            change = max(change, abs(value - visits[name]))
            visits[name] = value
        if change < 1e-9:
            break
    return visits
