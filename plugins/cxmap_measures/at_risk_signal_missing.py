"""ROI004: nobody notices in time who is about to leave."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, reachable, reaching, shortest_path
from cxmap_measures.goals import retention_goals
from cxmap_measures.kinds import kind_of


@check("ROI004", severity="warning")
def at_risk_signal_missing(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """With a goal of keeping customers, no step before the outcome spots those at risk; or some way avoids it.

    Customers who are about to leave show it. Whoever looks only when they cancel is too late.

    Fix: add a touchpoint of `type: score` or `monitor` before the decision, or a vulnerability metric to one.

    Source: do we have the ability to identify at-risk customers; agents should see the risk of brand abandonment
    (customer experience practice).

    Passes::

        goals: [retention]
        outcome: renewal
        metrics: {retention: {}}
        risk_check: {channel: backstage, type: score}
        renewal: {channel: web}

    Fails::

        goals: [retention]
        outcome: renewal
        metrics: {retention: {}}
        bill: {channel: web}
        renewal: {channel: web}
    """
    if not retention_goals(graph):
        return
    if not graph.outcome:
        yield Unknown(graph.journey, "outcome")
        return
    signals = [one.id for one in graph.touchpoints if _watches(graph, one.id)]
    met = reachable(graph)
    for outcome in graph.outcome:
        before = [one for one in signals if one in met and one in reaching(graph, [outcome])]
        if not before:
            yield Finding(
                outcome,
                f"nothing before `{outcome}` spots customers at risk of leaving; add a step of `type: score` or `monitor`",
            )
            continue
        around = shortest_path(graph, None, [outcome], avoiding=[one for one in before if one != outcome])
        if around is not None and outcome not in before:
            yield Finding(
                outcome,
                f"customers can get to `{outcome}` without passing {', '.join(f'`{one}`' for one in before)}, which spots "
                "who is at risk; put it on every way",
                path=around,
                severity="info",
            )


def _watches(graph: JourneyGraph, name: str) -> bool:
    touchpoint = graph.touchpoint(name)
    if graph.acts_like(touchpoint, "score", "monitor"):
        return True
    return any(kind_of(graph, metric).kind == "vulnerability" for metric in touchpoint.metrics)
