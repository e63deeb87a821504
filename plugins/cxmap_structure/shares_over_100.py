"""STR009: more customers leave a touchpoint than stand at it."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("STR009", severity="error")
def shares_over_100(graph: JourneyGraph, *, eps: float = 0.0001) -> Iterator[Finding]:
    """The shares of the ways on from a touchpoint add up to more than everybody.

    What is missing to 100% is the drop-off, so a sum above it makes every number behind it wrong. A sum below
    100% is fine: the rest leave.

    Fix: correct the shares; they are of those who stand at this touchpoint, not of all customers.

    Source: where customers drop out of the journey (trade articles); drop-off is what the shares leave over.

    Options:
        eps: how much above 1 the sum may be, for rounding.

    Passes::

        quote: {channel: web, next: {buy: 70%, call: 20%}}
        call: {channel: phone}
        buy: {channel: web}

    Fails::

        quote: {channel: web, next: {buy: 70%, call: 50%}}
        call: {channel: phone}
        buy: {channel: web}
    """
    for touchpoint in graph.touchpoints:
        declared = (*(touchpoint.next or ()), *touchpoint.fails, *touchpoint.recover)
        total = sum(way.share for way in declared if way.share is not None)
        if total > 1 + eps:
            ways = [way.to for way in declared if way.share is not None]
            yield Finding(
                touchpoint,
                f"the shares at `{touchpoint.id}` add up to {total * 100:.6g}%; "
                f"write at most 100% over {', '.join(f'`{way}`' for way in ways)}",
                related=tuple(f"{touchpoint.id} -> {way}" for way in ways if way != "end"),
            )
