"""DAT009: everything the company knows of its customers comes from one kind of source."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_data.evidence import claims_of

KINDS = ("solicited", "unsolicited")


@check("DAT009", severity="info")
def one_eyed_listening(graph: JourneyGraph, *, min_types: int = 3) -> Iterator[Finding]:
    """The evidence of a journey comes from too few kinds of source, or only from people who were asked.

    Those who answer surveys are not those who leave in silence. Counted are the kinds behind metrics,
    feelings and other claims that say where they come from, and the sources declared; a system counts as what
    its role listens to (a claims system brings service reports).

    Fix: declare what else you listen to under `sources:`, such as calls, complaints, reviews or sales
    reports.

    Source: the panoramic list of Customer Experience Management in the Contact Center (sales and service
    reports, complaint logs, CRM, social, win and loss reviews, surveys); use as many as you can (CX
    Network, Destructive data mistakes in customer experience).

    Options:
        min_types: how many kinds there should be.

    Passes::

        sources: {survey: {type: survey}, calls: {type: call-log}, reviews: {type: review}}
        call: {channel: phone}

    Fails::

        sources: {survey: {type: survey}}
        call: {channel: phone}
    """
    types = {kind for name in _named(graph) if (kind := _type_of(graph, name)) is not None}
    if not types:
        return
    groups = {word.group for kind in types if (word := graph.word("source", kind)) is not None}
    missing = [kind for kind in KINDS if kind not in groups]
    if not missing and len(types) >= min_types:
        return
    listed = ", ".join(sorted(types))
    lack = (
        f"nothing {missing[0]} is heard" if missing else f"that is {len(types)} of at least {min_types} kinds"
    )
    yield Finding(
        graph.journey,
        f"all customer evidence comes from {listed}; {lack}: declare more under `sources:`",
        related=tuple(f"source:{name}" for name in graph.register.sources),
    )


def _named(graph: JourneyGraph) -> list[str]:
    """The sources and systems that evidence comes from, sorted."""
    claimed = {claim.from_ for _, _, claim in claims_of(graph) if claim.from_ is not None}
    measured = {metric.from_ for metric in graph.metrics.values() if metric.from_ is not None}
    return sorted({*claimed, *measured, *graph.register.sources})


def _type_of(graph: JourneyGraph, name: str) -> str | None:
    """What kind of listening a source is: as said, or as the role of its system implies."""
    source = graph.register.sources.get(name)
    if source is not None and source.type is not None:
        return source.type
    system = graph.systems.get(source.from_ or "" if source is not None else name)
    word = graph.word("app", system.app) if system is not None and system.app is not None else None
    return None if word is None else word.maps.get("source")
