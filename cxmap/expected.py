"""What a customer who starts goes through on average: contacts and effort, weighed by how many get where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmap.chain import Chain, chain_of
from cxmap.counting import count_on
from cxmap.effort import channels_for, efforts
from cxmap.passing import LIVE, find_transfers

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint


def expected_contacts(
    graph: JourneyGraph, *, persona: str | None = None, chain: Chain | None = None
) -> float:
    """How many live contacts a customer starts; where there are several channels the usual one counts."""
    chain = chain or chain_of(graph, persona=persona)
    who = None if persona is None else graph.persona(persona)
    passed = find_transfers(graph)
    total = 0.0
    for touchpoint in graph.touchpoints:
        usual = next(iter(channels_for(touchpoint, who)), None)
        if _is_started_live(graph, touchpoint, usual):
            arrived = chain.visits.get(touchpoint.id, 0.0)
            sources = {edge.from_ for edge in graph.edges_into(touchpoint.id)}
            handed = sum(
                chain.taken(source, touchpoint.id)
                for source in sorted(sources)
                if (source, touchpoint.id) in passed
            )
            total += arrived - handed
    return total


def _is_started_live(graph: JourneyGraph, touchpoint: Touchpoint, usual: str | None) -> bool:
    return touchpoint.by == "customer" and usual is not None and graph.family(usual) in LIVE


class ExpectedEffort:
    """Expected effort of chains over one journey: every visit and every move between two touchpoints."""

    def __init__(self, graph: JourneyGraph, persona: str | None = None) -> None:
        self._graph, self._persona = graph, persona
        self._points = {name: one.points for name, one in efforts(graph, persona=persona).items()}
        self._moves: dict[tuple[str, str], float] = {}

    def of(self, chain: Chain) -> float:
        """Effort points per customer who starts."""
        total = sum(many * self._points.get(name, 0.0) for name, many in chain.visits.items() if many)
        for source, row in chain.net.shares.items():
            for target, share in row.items():
                if share and chain.visits[source]:
                    total += chain.visits[source] * share * self._move(source, target)
        return total

    def _move(self, source: str, target: str) -> float:
        if (source, target) not in self._moves:
            both = count_on(self._graph, (source, target), "effort", persona=self._persona)
            self._moves[source, target] = both - self._points[source] - self._points[target]
        return self._moves[source, target]


def expected_effort(graph: JourneyGraph, *, persona: str | None = None) -> float:
    """How much effort a customer who starts spends on average, wherever they leave or end."""
    return ExpectedEffort(graph, persona).of(chain_of(graph, persona=persona))
