"""Goals about customers who stay."""

from __future__ import annotations

from cxmap import JourneyGraph
from cxmap_measures.kinds import kind_of

STAYING = frozenset({"retention", "retention_cohort", "churn"})


def retention_goals(graph: JourneyGraph) -> tuple[str, ...]:
    """The goals of the journey that are about retention or churn."""
    return tuple(name for name in graph.journey.goals if kind_of(graph, name).kind in STAYING)
