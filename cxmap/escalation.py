"""What it costs when customers take a problem outside the company, by how many get there.

A goodwill gesture counts 1; the same case costs 16 times the money and 6 times the time at a consumer bureau,
27 and 12 times in a small-claims court. Other outside bodies have no known factor: they are counted, not priced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmap.chain import chain_of
from cxmap.completing import behaves_as

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

FACTORS: Mapping[str, tuple[float, float]] = {
    "complaint": (1, 1), "bbb": (16, 6), "court": (27, 12), "small-claims": (27, 12),
}  # fmt: skip
"""Money and time of one case at each level, in goodwill gestures."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """Escalations per customer who starts: money and time in goodwill gestures, and how many have no factor."""

    money: float
    time: float
    unpriced: float


def escalation_cost(cases: Mapping[str, float]) -> Escalation:
    """The cost of so many cases at each level."""
    known = {level: many for level, many in cases.items() if level in FACTORS}
    return Escalation(
        money=sum(many * FACTORS[level][0] for level, many in known.items()),
        time=sum(many * FACTORS[level][1] for level, many in known.items()),
        unpriced=sum(many for level, many in cases.items() if level not in FACTORS),
    )


def escalation_on_map(graph: JourneyGraph, *, persona: str | None = None) -> Escalation:
    """The cost of the complaints and outside bodies on the map, by how many customers get to each."""
    visits = chain_of(graph, persona=persona).visits
    cases: dict[str, float] = {}
    for touchpoint in graph.touchpoints:
        level = behaves_as(touchpoint.type, "type", graph.vocabulary)
        word = None if level is None else graph.word("type", level)
        if level == "complaint" or (word is not None and word.group == "outside"):
            cases[str(level)] = cases.get(str(level), 0.0) + visits.get(touchpoint.id, 0.0)
    return escalation_cost(cases)
