"""MET007: metrics that look at one side only."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap_measures.kinds import CLASSES, kind_of, used_metrics


@check("MET007", severity="warning")
def one_sided_scorecard(graph: JourneyGraph, *, max: float = 0.6) -> Iterator[Finding | Unknown]:
    """The metrics of a journey leave out cost, revenue or experience, or are mostly about one of them.

    A team that watches cost alone saves until customers leave; one that watches experience alone gives the shop
    away; one that watches revenue alone sells what nobody wanted.

    Fix: add a metric of the class that is missing; a metric of your own says `class:`.

    Source: over-focus on cost, revenue or experience each derails (customer experience practice).

    Options:
        max: the largest share of the metrics that one class may have.

    Passes::

        metrics: {aht: {}, retention: {}, ces: {}}
        call: {channel: phone, metrics: [aht, retention, ces]}

    Fails::

        metrics: {aht: {}, service_level: {}, occupancy: {class: cost}}
        call: {channel: phone, metrics: [aht, service_level, occupancy]}
    """
    kinds = [kind_of(graph, name) for name in used_metrics(graph)]
    unsaid = [one.id for one in kinds if one.cls is None]
    known = [one for one in kinds if one.cls in CLASSES]
    if not kinds:
        return
    counts = {name: sum(one.cls == name for one in known) for name in CLASSES}
    missing = [name for name, count in counts.items() if not count]
    largest = sorted(CLASSES, key=lambda name: -counts[name])[0]
    total = len(known) + len(unsaid)
    if unsaid and (missing or counts[largest] + len(unsaid) > max * total):
        yield from (Unknown(f"metric:{name}", "class") for name in unsaid)
    elif missing:
        yield Finding(
            graph.journey,
            f"no metric is about {' or '.join(missing)}; cost, revenue and experience must balance, add one",
        )
    elif counts[largest] > max * total:
        yield Finding(
            graph.journey,
            f"{counts[largest] / total:.0%} of the metrics are about {largest}; add metrics of the other classes, "
            f"at most {max:.0%} may be of one",
        )
