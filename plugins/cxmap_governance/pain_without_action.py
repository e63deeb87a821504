"""GOV006: a bad pain and nobody who does anything by a date."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Opportunity, Pain, check

_DEGREES = ("low", "medium", "high")


@check("GOV006", severity="warning")
def pain_without_action(graph: JourneyGraph, *, min_severity: str = "high") -> Iterator[Finding]:
    """A pain this bad has no action with an owner and a date.

    Finding what hurts is half the work; the fruits cannot be reaped when nobody is told to mend it. Any
    opportunity at the same place with both an owner and a date counts, and so does the pain's own `fix`.

    Fix: write `opportunities: [{what: .., owner: .., due: ..}]` beside the pain.

    Source: barriers identified and removed (a standard question of journey mapping); close the loop.

    Options:
        min_severity: from which severity on a pain needs an action: low, medium or high.

    Passes::

        owners: {marketing: {}}
        quote: {channel: web, pains: [{what: too long, severity: high}],
                opportunities: [{what: prefill, owner: marketing, due: 2027-03-31}]}

    Fails::

        quote: {channel: web, pains: [{what: too long, severity: high}]}
    """
    places: list[tuple[object, str, tuple[Pain, ...], tuple[Opportunity, ...]]] = [
        (one, one.id, one.pains, one.opportunities)
        for one in (*graph.touchpoints, *graph.containers.values())
    ]
    places += [(f"stage:{stage.id}", stage.id, stage.pains, stage.opportunities) for stage in graph.stages]
    places.append((graph.journey, graph.id, graph.journey.pains, graph.journey.opportunities))
    for element, name, pains, opportunities in places:
        if any(_is_action(one) for one in opportunities):
            continue
        for pain in pains:
            if _DEGREES.index(pain.severity) >= _DEGREES.index(min_severity) and not _is_action(pain.fix):
                what = str(pain.what or pain.cause)
                yield Finding(
                    element,
                    f"the {pain.severity} pain at `{name}` ({what}) has no action with an owner and a date; "
                    f"write one under `opportunities:`",
                )


def _is_action(opportunity: Opportunity | None) -> bool:
    return opportunity is not None and opportunity.owner is not None and opportunity.due is not None
