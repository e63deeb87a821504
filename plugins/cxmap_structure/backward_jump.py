"""STR012: a way back over several stages without a reason."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("STR012", severity="info")
def backward_jump(graph: JourneyGraph, *, k_min: int = 2) -> Iterator[Finding]:
    """A way leads back over several stages and does not say when.

    Journeys do go back, when a customer adds a second car for instance. A jump nobody explains is usually a slip
    of the keyboard, or rework that nobody looks at. Ways of `fails` and `recover` explain themselves.

    Fix: write the reason: `next: {quote: {share: 5%, when: adds a second car}}`.

    Source: journeys were typically linear and no longer are (practitioners' interviews); the limit is ours.

    Options:
        k_min: over how many stages a way must lead back to be found.

    Passes::

        stages:
          deliberation: {touchpoints: {quote: {channel: web, entry: true}}}
          transaction: {touchpoints: {pay: {channel: web}}}
          retention: {touchpoints: {renewed: {channel: web, next: {quote: {share: 5%, when: adds a car}, end: 95%}}}}

    Fails::

        stages:
          deliberation: {touchpoints: {quote: {channel: web, entry: true}}}
          transaction: {touchpoints: {pay: {channel: web}}}
          retention: {touchpoints: {renewed: {channel: web, next: {quote: 5%, end: 95%}}}}
    """
    order = {stage.id: position for position, stage in enumerate(graph.stages)}
    for edge in graph.edges:
        if edge.kind != "next" or edge.transition.when is not None or edge.to not in graph.flow:
            continue
        source, target = graph.stage_of(edge.from_), graph.stage_of(edge.to)
        if source is None or target is None:
            continue
        back = order[source.id] - order[target.id]
        if back >= k_min:
            yield Finding(
                edge,
                f"`{edge.from_}` leads back {back} stages to `{edge.to}` and does not say when; write the reason, `when: ..`",
                path=(edge.from_, edge.to),
            )
