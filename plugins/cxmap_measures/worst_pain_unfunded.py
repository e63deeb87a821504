"""ROI003: the worst pains, and no money to mend them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmap import Finding, JourneyGraph, chain_of, check, reachable

if TYPE_CHECKING:
    from cxmap import Touchpoint

WEIGHT = {"low": 1, "medium": 3, "high": 9}


@check("ROI003", severity="warning")
def worst_pain_unfunded(graph: JourneyGraph, *, k: int = 3) -> Iterator[Finding]:
    """One of the worst pains of the journey, by how many customers meet it, has no opportunity with a value.

    Lists of pains are long and budgets short. What hurts most customers most, and the best ones among them,
    comes first.

    Fix: write an entry under `opportunities:` with `value:`, or a `fix:` with one on the pain.

    Source: expected visits of an absorbing Markov chain; deciding which data points to act upon first (customer
    experience practice). Severity counts 1, 3 or 9; the revenue share of who passes is added to 1.

    Options:
        k: how many of the worst are looked at.

    Passes::

        claim: {channel: phone, pains: [{what: slow, severity: high}], opportunities: [{what: instant payout, value: 250k}]}

    Fails::

        claim: {channel: phone, pains: [{what: slow, severity: high}]}
    """
    hurting = [one for one in graph.touchpoints if one.pains]
    if not hurting:
        return
    visits = chain_of(graph).visits
    impacts = {one.id: _impact(graph, one, visits.get(one.id, 0.0)) for one in hurting}
    ranked = sorted(hurting, key=lambda one: -round(impacts[one.id], 9))
    for rank, touchpoint in enumerate(ranked[:k], 1):
        funded = any(one.value is not None for one in touchpoint.opportunities)
        funded = funded or any(one.fix is not None and one.fix.value is not None for one in touchpoint.pains)
        if impacts[touchpoint.id] > 0 and not funded:
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` is pain number {rank} by expected impact ({impacts[touchpoint.id]:.2f}) and has no funded "
                "opportunity; write one with `value:`",
            )


def _impact(graph: JourneyGraph, touchpoint: "Touchpoint", visits: float) -> float:
    """Visits times severity, more where those who bring the revenue pass."""
    severity = sum(WEIGHT[pain.severity] for pain in touchpoint.pains)
    passing = {
        persona.segment
        for persona in graph.personas
        if persona.segment and touchpoint.id in reachable(graph, persona=persona.id)
    }
    revenue = sum(graph.segments[name].revenue or 0.0 for name in sorted(passing) if name in graph.segments)
    return visits * severity * (1 + revenue)
