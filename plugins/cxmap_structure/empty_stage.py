"""STR006: a stage without touchpoints."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("STR006", severity="warning")
def empty_stage(graph: JourneyGraph) -> Iterator[Finding]:
    """A stage has no touchpoints.

    Each step is a point of contact and a chance to influence the result; a stage without any says that nobody
    has looked.

    Fix: write its touchpoints, or take the stage out and say why under `leaves_out:`.

    Source: stage models of journey mapping, in which every step is a point of interaction.

    Passes::

        stages: {advocacy: {touchpoints: {ask_review: {channel: email, by: company}}}}

    Fails::

        stages: {transaction: {touchpoints: {pay: {channel: web}}}, advocacy: {owner: marketing}}
    """
    for stage in graph.stages:
        if not stage.touchpoints:
            yield Finding(
                f"stage:{stage.id}",
                f"stage `{stage.id}` has no touchpoints; write them, or say why it is left out under `leaves_out:`",
            )
