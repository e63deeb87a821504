"""EMO001: we think better of ourselves than customers do."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_measures.kinds import observed


@check("EMO001", severity="warning")
def perception_gap(graph: JourneyGraph, *, gap: float = 2.0) -> Iterator[Finding]:
    """At a touchpoint the company believes customers feel much better than they do.

    A team that believes all is well does not look. The gap is widest where the company is proudest.

    Fix: go and see; correct `feels: {company: ..}` once the company knows, and the touchpoint itself.

    Source: the company decides it has delivered a great experience while the customer says terrible (Smith and Co,
    as quoted); Allen, Reichheld, Hamilton and Markey, Closing the Delivery Gap, Bain, 2005.

    Options:
        gap: how far apart the two may be, on the scale of -2 to 2.

    Passes::

        sources: {voc: {}}
        call: {channel: phone, feels: {company: 0, customer: 0, from: voc}}

    Fails::

        sources: {voc: {}}
        call: {channel: phone, feels: {company: 2, customer: -1, from: voc}}
    """
    for touchpoint in (*graph.touchpoints, *graph.containers.values()):
        feels = touchpoint.feels
        apart = None if feels.company is None or feels.customer is None else feels.company - feels.customer
        if apart is not None and apart >= gap:
            yield Finding(
                touchpoint,
                f"at `{touchpoint.id}` we believe {feels.company:+g}, customers feel {feels.customer:+g} (gap {apart:g}); "
                "find out why",
            )
            continue
        for one in observed(graph, "perception_gap", touchpoint.id):
            if one.value is not None and one.low is not None and one.low.number >= gap:
                yield Finding(
                    touchpoint,
                    f"at `{touchpoint.id}` a gap of {one.value} was measured between us and customers; find out why",
                )
