"""Every claim on a journey that evidence may stand on."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Claim, JourneyGraph, Touchpoint


def claims_of(graph: JourneyGraph) -> Iterator[tuple[str, str, Claim]]:
    """Each number claimed: the element it stands on, what it is, and the claim itself."""
    for edge in graph.edges:
        if edge.transition.share is not None:
            yield f"{edge.from_} -> {edge.to}", "shares", edge.transition
    for touchpoint in (*graph.touchpoints, *graph.containers.values()):
        yield from _of_touchpoint(touchpoint)


def _of_touchpoint(touchpoint: Touchpoint) -> Iterator[tuple[str, str, Claim]]:
    if touchpoint.feels.customer is not None:
        yield touchpoint.id, "feelings", touchpoint.feels
    if touchpoint.effort is not None:
        yield touchpoint.id, "efforts", touchpoint.effort
    fixes = [pain.fix for pain in touchpoint.pains if pain.fix is not None]
    for opportunity in (*touchpoint.opportunities, *fixes):
        if opportunity.value is not None:
            yield touchpoint.id, "values", opportunity
