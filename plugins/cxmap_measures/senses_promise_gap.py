"""EMO007: a brand experience that was never designed for the senses."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check

HERE = frozenset({"store", "branch", "in-person"})


@check("EMO007", severity="info")
def senses_promise_gap(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A touchpoint in a store is to be a moment of the brand, and nothing says what customers see, hear or touch.

    In a place people meet a brand with all senses. What was not designed is met as well, by accident.

    Fix: write `senses:` with sight, sound, touch, taste or smell.

    Source: the five senses of a flagship store; senses stimulated as part of the experience (customer experience
    practice).

    Passes::

        shop: {channel: store, brand_moment: true, senses: {sight: bicycles being built, smell: candles}}

    Fails::

        shop: {channel: store, brand_moment: true}
    """
    for touchpoint in graph.touchpoints:
        if not touchpoint.brand_moment or touchpoint.senses:
            continue
        if not touchpoint.channel:
            yield Unknown(touchpoint, "channel")
        elif HERE & set(touchpoint.channel):
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` is meant as a moment of the brand and designs none of the senses; write `senses:`",
            )
