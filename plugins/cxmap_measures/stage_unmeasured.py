"""MET006: a stage nobody measures."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("MET006", severity="warning")
def stage_unmeasured(graph: JourneyGraph) -> Iterator[Finding]:
    """Neither a stage nor any of its touchpoints has a metric.

    What happens in an unmeasured stage only shows in the numbers of the next one, when it is too late.

    Fix: write `metrics:` on the stage or on one of its touchpoints.

    Source: per-stage goals; question 7 of journey mapping (customer experience practice).

    Passes::

        stages: {deliberation: {metrics: [conversion], touchpoints: {quote: {channel: web}}}}

    Fails::

        stages: {deliberation: {touchpoints: {quote: {channel: web}}}}
    """
    for stage in graph.stages:
        inside = [*stage.touchpoints.values(), *graph.members(stage.id)]
        if inside and not stage.metrics and not any(one.metrics for one in inside):
            yield Finding(
                stage,
                f"stage `{stage.id}` has no metric; write `metrics:` on it or on one of its touchpoints",
            )
