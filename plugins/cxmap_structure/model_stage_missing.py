"""STR007: a stage of the chosen model that the journey does not have."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_structure.models import model_stage, required_stages


@check("STR007", severity="warning")
def model_stage_missing(graph: JourneyGraph) -> Iterator[Finding]:
    """The journey follows a stage model and lacks one of its stages, and does not say why.

    Maps tend to stop at the sale. Naming a model is a promise to look at the whole; leaving a stage out is fine
    when it is done on purpose. Words that mean the same stage count (`awareness` is `discovery`).

    Fix: write the stage, name one with `is:`, or put it under `leaves_out:` with the reason.

    Source: the six stages of OpenText and the five of Qualtrics, as trade articles give them.

    Passes::

        model: opentext-6
        leaves_out: {retention: next year, advocacy: next year}
        stages:
          awareness: [see_ad]
          compare: {is: deliberation, touchpoints: [read_tests]}
          engagement: [ask]
          purchase: [pay]

    Fails::

        model: qualtrics-5
        stages: {awareness: [see_ad], consideration: [compare], purchase: [pay], retention: [use]}
    """
    have = {model_stage(graph, stage) for stage in graph.stages}
    left_out = set(graph.journey.leaves_out)
    for stage in required_stages(graph):
        if stage not in have and stage not in left_out:
            yield Finding(
                graph.journey,
                f"model `{graph.journey.model}` has a stage `{stage}` and this journey has none; "
                f"write it, or say why not: `leaves_out: {{{stage}: ..}}`",
                data=stage,
            )
