"""MET009: a target that makes things worse."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Quantity, Unknown, check
from cxmap_measures.kinds import kind_of, places, used_metrics


@check("MET009", severity="error")
def target_in_wrong_direction(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A target is worse than the baseline it starts from.

    It happens with scores whose direction turned round, such as effort 1.0 and 2.0, and whoever meets the
    target has done harm.

    Fix: correct `target:` or `baseline:`, or say `better: lower`.

    Source: the direction of each metric of the canon; CES 2.0 reversed the order of CES 1.0.

    Passes::

        metrics: {churn: {baseline: 20%, target: 17%}}
        bill: {channel: web, metrics: [churn]}

    Fails::

        metrics: {churn: {baseline: 20%, target: 25%}}
        bill: {channel: web, metrics: [churn]}
    """
    for name in used_metrics(graph):
        metric, better = graph.metrics[name], kind_of(graph, name).better
        pairs: list[tuple[object, Quantity | None, Quantity | None]] = [
            (f"metric:{name}", metric.baseline, metric.target)
        ]
        pairs += [
            (place, here.baseline, here.target or metric.target)
            for place, other, here in places(graph)
            if other == name and here.baseline is not None
        ]
        for element, baseline, target in pairs:
            if baseline is None or target is None or baseline.unit != target.unit:
                continue
            if better is None and baseline.number != target.number:
                yield Unknown(f"metric:{name}", "better")
                break
            step = target.number - baseline.number
            if (better == "higher" and step < 0) or (better == "lower" and step > 0):
                yield Finding(
                    element,
                    f"target {target} of `{name}` is worse than its baseline {baseline} ({better} is better); correct one",
                )
