"""MET002: a metric without an aim, or a goal without a date."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_measures.kinds import places, used_metrics


@check("MET002", severity="warning")
def metric_without_target(graph: JourneyGraph) -> Iterator[Finding]:
    """A metric has no target, or a goal of the journey has no day by which it should be met.

    Without a target nobody can fail, so nobody can succeed either. A goal without a date is a wish.

    Fix: write `target:` on the metric or at each place it is measured, and `due:` on a goal; `watch: true` says
    that it is looked at without a target on purpose.

    Source: question 12 of journey mapping, how will you measure success; spelling out key objectives (customer
    experience practice).

    Passes::

        goals: [nps]
        metrics: {nps: {target: 35, due: 2027-06-30}, aht: {watch: true}}
        claim: {channel: phone, metrics: [nps, aht]}

    Fails::

        metrics: {nps: {}}
        claim: {channel: phone, metrics: [nps]}
    """
    for name in used_metrics(graph):
        metric = graph.metrics[name]
        if metric.watch:
            continue
        here = [one for _, other, one in places(graph) if other == name]
        if metric.target is None and not (here and all(one.target is not None for one in here)):
            yield Finding(
                f"metric:{name}",
                f"`{name}` has no target, so nobody can fail; write `target:`, or `watch: true`",
            )
        elif metric.target is not None and name in graph.journey.goals and metric.due is None:
            yield Finding(f"metric:{name}", f"goal `{name}` has a target and no date; write `due:`")
