"""DAT011: numbers on the map that are guesses."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_data.evidence import claims_of

SHOWN = 20


@check("DAT011", severity="info")
def assumed_number(graph: JourneyGraph) -> Iterator[Finding]:
    """Shares, feelings, effort or values have no source: they are what the room believed.

    A first draft is made of guesses, and that is fine as long as everybody can see it. A claim counts as
    assumed when it says so, or has no `from` and the journey's `evidence.default` is assumed. One finding a
    journey gives the count, and points at the places.

    Fix: write `from:`, `n:` and `asof:` beside the number, or `evidence: {default: observed}` on the journey.

    Source: perception must be measured at each touchpoint (Customer Experience Design); CJML, experience
    only from self-reported data in actual journeys.

    Passes::

        sources: {voc: {type: survey}}
        pay: {channel: web, feels: {customer: 2, from: voc, n: 120}}

    Fails::

        pay: {channel: web, feels: {customer: 2}}
    """
    default = graph.journey.evidence.default
    assumed: dict[str, list[str]] = {}
    total = 0
    for element, field, claim in claims_of(graph):
        total += 1
        if claim.evidence_kind(default) == "assumed":
            assumed.setdefault(field, []).append(element)
    count = sum(len(places) for places in assumed.values())
    if count:
        fields = ", ".join(_count(len(places), field) for field, places in sorted(assumed.items()))
        places = list(dict.fromkeys(place for places in assumed.values() for place in places))
        yield Finding(
            graph.journey,
            f"{count} of {_count(total, 'numbers')} {'is a guess' if count == 1 else 'are guesses'} ({fields}): "
            "no source, sample or date; "
            "write `from:`, `n:` and `asof:` beside them",
            related=tuple(places[:SHOWN]),
        )


def _count(number: int, things: str) -> str:
    return f"{number} {things.removesuffix('s') if number == 1 else things}"
