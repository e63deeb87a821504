"""MET011: a metric nobody uses."""

from collections.abc import Iterator

from cxmap import Finding, Workspace, check
from cxmap_measures.kinds import places


@check("MET011", severity="info")
def orphan_metric(workspace: Workspace) -> Iterator[Finding]:
    """A metric belongs to no touchpoint, no stage and no goal, and drives nothing.

    Numbers are cheap to collect and dear to look at. One that is tied to nothing changes no decision.

    Fix: attach it with `metrics:`, name what it `drives:`, make it a goal, or delete it.

    Source: the big data myth, applied to metrics (customer experience practice).

    Passes::

        metrics: {likes: {kind: kpi, target: 900, drives: nps}, nps: {}}
        call: {channel: phone, metrics: [nps]}

    Fails::

        metrics: {likes: {kind: kpi, target: 900}}
        call: {channel: phone}
    """
    graphs = [workspace.graph(name) for name in sorted(workspace.journeys)]
    used = {name for graph in graphs for _, name, _ in places(graph)} | {
        name for graph in graphs for name in graph.journey.goals
    }
    seen = set()
    for graph in graphs:
        for name, metric in graph.metrics.items():
            driven = any(name in other.drives for other in graph.metrics.values())
            if name in used or metric.drives or driven or name in seen:
                continue
            seen.add(name)
            yield Finding(
                f"metric:{name}",
                f"`{name}` belongs to no touchpoint, stage or goal and drives nothing; attach it or delete it",
            )
