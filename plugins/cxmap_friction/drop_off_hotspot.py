"""FRI013: many leave, and nobody says why."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, chain_of, check


@check("FRI013", severity="warning")
def drop_off_hotspot(graph: JourneyGraph, *, max: float = 0.2, least: float = 0.01) -> Iterator[Finding]:
    """Many customers leave at a touchpoint, and neither a pain nor an opportunity explains it.

    Where customers drop out is where the next improvement lies, if somebody looks. What the declared shares
    of a touchpoint lack to 100% leaves there; a way to `end` is a proper ending and no drop-off. Touchpoints
    at which hardly anybody is lost, seen from the start, are left alone.

    Fix: find out why and write it down under `pains:`, or add what would help under `opportunities:`; if they
    end well, add `end` to `next:`.

    Source: practice of mining the data for where customers drop out and reducing that friction (not verified).

    Options:
        max: the share of those at the touchpoint that may leave.
        least: the share of all who start that must be lost there.

    Passes::

        quote: {channel: web, next: {buy: 55%}, pains: [12 questions before a price]}
        buy: {channel: web, next: end}

    Fails::

        quote: {channel: web, next: {buy: 55%}}
        buy: {channel: web, next: end}
    """
    chain = chain_of(graph)
    for touchpoint in graph.on_path:
        if touchpoint.pains or touchpoint.opportunities or not _counted(graph, touchpoint.id):
            continue
        share, lost = graph.drop_off(touchpoint.id), chain.drop_off.get(touchpoint.id, 0.0)
        if share > max and lost >= least:
            yield Finding(
                touchpoint,
                f"{share:.0%} of customers at `{touchpoint.id}` leave ({lost:.1%} of all who start) and no pain or "
                f"opportunity explains it; say why under `pains:`, or write `end` if they end well",
            )


def _counted(graph: JourneyGraph, touchpoint: str) -> bool:
    """Whether somebody declared at least one share here."""
    return any(edge.transition.share is not None for edge in graph.edges_from(touchpoint))
