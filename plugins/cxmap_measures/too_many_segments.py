"""ROI007: more kinds of customers than anybody can serve, or tiers that do not add up."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("ROI007", severity="info")
def too_many_segments(graph: JourneyGraph, *, min: int = 1, max: int = 6) -> Iterator[Finding]:
    """There are more personas or segments than a team can keep in mind, none at all, or their revenue is not 100%.

    Most companies have four to six main types of customers. With more, differences are drawn on paper that no
    touchpoint makes.

    Fix: join those that are treated alike; correct `revenue:` of the segments.

    Source: most companies have four to six main customer types (Shep Hyken, as quoted; not verified).

    Options:
        min: how many there should be at least.
        max: how many there may be at most.

    Passes::

        personas: {a: {}, b: {}, c: {}, d: {}}
        call: {channel: phone}

    Fails::

        personas: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}}
        call: {channel: phone}
    """
    for noun, many in (("personas", len(graph.personas)), ("segments", len(graph.segments))):
        if many > max:
            yield Finding(
                graph.journey,
                f"{many} {noun} are more than most companies need (at most {max}); join those treated alike",
            )
    if len(graph.personas) < min and len(graph.segments) < min:
        yield Finding(
            graph.journey,
            "there are no personas and no segments; write the main kinds of customers under `personas:`",
        )
    shares = [one.revenue for one in graph.segments.values()]
    known = [share for share in shares if share is not None]
    if known and len(known) == len(shares) and abs(sum(known) - 1) > 0.005:
        yield Finding(
            graph.journey,
            f"the revenue of the segments adds up to {sum(known):.0%}, not 100%; correct `revenue:`",
        )
