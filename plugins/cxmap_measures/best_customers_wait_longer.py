"""ROI006: those who bring the most wait the longest."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check


@check("ROI006", severity="warning")
def best_customers_wait_longer(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """At a touchpoint a segment that brings more per customer is promised a slower answer than one that brings less.

    It usually happens by accident: the small customers got a new system, the large ones kept the old one.

    Fix: correct `sla:`, at least to the same time for both.

    Source: key account management, appropriate levels of service at critical moments while exceptional service must
    be the standard (customer experience practice).

    Passes::

        segments: {tier-1: {revenue: 80%, customers: 20%}, tier-3: {revenue: 20%, customers: 80%}}
        call: {channel: phone, sla: {tier-1: 2m, tier-3: 2m}}

    Fails::

        segments: {tier-1: {revenue: 80%, customers: 20%}, tier-3: {revenue: 20%, customers: 80%}}
        call: {channel: phone, sla: {tier-1: 10m, tier-3: 2m}}
    """
    worth = {
        name: one.revenue / one.customers
        for name, one in graph.segments.items()
        if one.revenue is not None and one.customers
    }
    for touchpoint in graph.touchpoints:
        times = touchpoint.sla.by_segment if touchpoint.sla is not None else {}
        if len(set(times.values())) < 2:
            continue
        unsaid = [name for name in times if name not in worth]
        for name in unsaid:
            yield Unknown(
                f"segment:{name}", "revenue" if graph.segments[name].revenue is None else "customers"
            )
        ranked = sorted((name for name in times if name in worth), key=lambda name: (-worth[name], name))
        for place, better in enumerate(ranked):
            slower = [
                other
                for other in ranked[place + 1 :]
                if worth[other] < worth[better] and times[other] < times[better]
            ]
            if slower:
                other = min(slower, key=lambda name: (times[name].seconds, name))
                yield Finding(
                    touchpoint,
                    f"at `{touchpoint.id}` `{better}` waits {times[better]} while `{other}`, who bring less, wait {times[other]}; "
                    "correct `sla:`",
                )
                break
