"""ROI001: a goal that starts from nowhere."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("ROI001", severity="error")
def goal_without_baseline(graph: JourneyGraph, *, min_points: int = 1) -> Iterator[Finding]:
    """A goal of the journey has no baseline and no earlier values.

    Without a start nobody can say afterwards that anything changed, or what it was worth.

    Fix: write `baseline:` on the metric, or its `history:`.

    Source: the first question about retention is its trend over time (customer experience practice).

    Options:
        min_points: how many earlier values stand in for a baseline.

    Passes::

        goals: [retention]
        metrics: {retention: {baseline: 80%, target: 83%}}
        renew: {channel: web}

    Fails::

        goals: [retention]
        metrics: {retention: {target: 83%}}
        renew: {channel: web}
    """
    for name in graph.journey.goals:
        metric = graph.metrics[name]
        if metric.baseline is None and len(metric.history) < min_points:
            yield Finding(
                f"metric:{name}",
                f"goal `{name}` has no baseline and no trend; write `baseline:` or `history:`",
            )
