"""ROI002: a goal nothing on the map moves."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_measures.kinds import places


@check("ROI002", severity="warning")
def goal_without_lever(graph: JourneyGraph) -> Iterator[Finding]:
    """No touchpoint measures anything that drives a goal.

    A goal that no touchpoint moves is a hope: the team changes touchpoints, and the goal does what it likes.

    Fix: attach the goal or a metric that `drives:` it to the touchpoints that move it.

    Source: requirements for linking customer experience to return on investment (customer experience practice).

    Passes::

        goals: [retention]
        metrics: {retention: {}, ces: {drives: retention}}
        call: {channel: phone, metrics: [ces]}

    Fails::

        goals: [retention]
        metrics: {retention: {}, ces: {}}
        call: {channel: phone, metrics: [ces]}
    """
    attached = {name for _, name, _ in places(graph)}
    for goal in graph.journey.goals:
        if not attached & _drivers(graph, goal):
            yield Finding(
                f"metric:{goal}",
                f"no touchpoint moves the goal `{goal}`; attach it, or a metric that `drives:` it, to touchpoints",
            )


def _drivers(graph: JourneyGraph, goal: str) -> set[str]:
    """The goal and everything that drives it, directly or not."""
    found, waiting = {goal}, [goal]
    while waiting:
        target = waiting.pop()
        for name, metric in graph.metrics.items():
            if target in metric.drives and name not in found:
                found.add(name)
                waiting.append(name)
    return found
