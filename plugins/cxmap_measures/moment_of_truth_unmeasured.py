"""MET005: a moment of truth at which nobody asks the customer."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap_measures.kinds import kind_of


@check("MET005", severity="error", drops=("MET006", "MET012"))
def moment_of_truth_unmeasured(
    graph: JourneyGraph, *, perception_required: bool = True
) -> Iterator[Finding | Unknown]:
    """At a moment of truth nothing is measured, or nothing that customers say.

    Here customers decide what to think of the company. Times and counts do not tell what they decided, and a
    number for the whole stage hides it.

    Fix: write `metrics:` on the touchpoint with one that asks customers: ces, csat, nps.

    Source: measure individual touchpoints and critical moments (customer experience practice).

    Options:
        perception_required: whether one of the metrics must ask customers.

    Passes::

        claim: {channel: phone, moment_of_truth: true, metrics: [ces, fcr]}

    Fails::

        claim: {channel: phone, moment_of_truth: true}
    """
    for touchpoint in (*graph.touchpoints, *graph.containers.values()):
        if not touchpoint.moment_of_truth:
            continue
        seen = [one.metric for one in graph.observations if one.at == touchpoint.id and one.metric]
        names = list(dict.fromkeys([*touchpoint.metrics, *seen]))
        asking = [kind_of(graph, name).asks_customers for name in names]
        if not names:
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` is a moment of truth and nothing measures it; write `metrics: [ces]`",
            )
        elif perception_required and True not in asking:
            if None in asking:
                yield Unknown(f"metric:{names[asking.index(None)]}", "category")
            else:
                listed = ", ".join(f"`{name}`" for name in names)
                yield Finding(
                    touchpoint,
                    f"`{touchpoint.id}` is a moment of truth, and no metric there ({listed}) asks customers; add ces, csat or nps",
                )
