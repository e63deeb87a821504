"""MET012: a touchpoint judged by its clockwork."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap_measures.kinds import kind_of


@check("MET012", severity="warning")
def operations_instead_of_perception(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A touchpoint is measured by operations alone; nobody asks the customer.

    Times and counts say how the machine runs, not how it feels. A call can be short because it was solved or
    because the customer gave up.

    Fix: add a metric that asks customers (ces, csat, nps), or `feels:` with `from:`.

    Source: ease can rarely be gleaned from operational data (customer experience practice).

    Passes::

        call: {channel: phone, metrics: [aht, service_level, ces]}

    Fails::

        call: {channel: phone, metrics: [aht, service_level]}
    """
    for touchpoint in (*graph.touchpoints, *graph.containers.values()):
        kinds = [kind_of(graph, name) for name in touchpoint.metrics]
        if not kinds or touchpoint.feels.from_ is not None:
            continue
        if any(one.category not in ("operational", None) for one in kinds):
            continue
        unsaid = [one.id for one in kinds if one.category is None]
        if unsaid:
            yield from (Unknown(f"metric:{name}", "category") for name in unsaid)
            continue
        listed = ", ".join(f"`{one.id}`" for one in kinds)
        yield Finding(
            touchpoint,
            f"`{touchpoint.id}` is judged only by {listed}; add one that asks customers, such as ces",
        )
