"""CON023: an advertising purpose that only consent can carry."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, find_elsewhere, using

CONSENT_ONLY = ("1", "3", "4", "5", "6")
SCREENS = frozenset({"web", "app", "social"})


@check("CON023", severity="error")
def tcf_purpose_needs_consent(
    graph: JourneyGraph, *, consent_only: tuple[str, ...] = CONSENT_ONLY
) -> Iterator[Finding]:
    """A purpose that maps to one of the consent-only purposes of the TCF rests on legitimate interests.

    Storing on a device, profiles for advertising or content and personalised advertising or content cannot
    rest on legitimate interests in that framework. It governs web and app only: purposes that are used, but
    never on a web, app or social touchpoint, are exempt. Mapping to a purpose is no claim to take part in the
    framework.

    Fix: write `basis: consent` on the purpose and ask.

    Source: IAB Europe TCF v2.2, legitimate interest removed for purposes 3 to 6 (unchanged in 2.3, mandatory
    since 28 February 2026); purpose 1 follows ePrivacy Directive Art. 5(3). Not legal advice.

    Options:
        consent_only: TCF purposes that need consent.

    Passes::

        purposes: {ads: {is: marketing.advertising.profiling, basis: consent}}
        page: {channel: web, uses: {ads: [history]}}

    Fails::

        purposes: {ads: {is: marketing.advertising.profiling, basis: legitimate-interests}}
        page: {channel: web, uses: {ads: [history]}}
    """
    for purpose in graph.purposes:
        if graph.basis(purpose) != "legitimate-interests":
            continue
        number = _tcf(graph, graph.purpose_key(purpose))
        if number not in consent_only:
            continue
        uses = using(graph, purpose)
        on_screen = [name for name in uses if SCREENS & set(graph.touchpoint(name).channel)]
        if on_screen or (not uses and _is_unused(graph, purpose)):
            yield Finding(
                f"purpose:{purpose}",
                f"purpose `{purpose}` maps to TCF purpose {number}, which cannot rest on legitimate interests; "
                "write `basis: consent` and ask",
                related=tuple(on_screen),
                purpose=purpose,
            )


def _is_unused(graph: JourneyGraph, purpose: str) -> bool:
    """Whether no journey of the workspace uses a purpose; said of the first of them only."""
    home = purpose in graph.journey.purposes or graph.id == min(graph.journeys, default=graph.id)
    return home and purpose not in find_elsewhere(graph).purposes


def _tcf(graph: JourneyGraph, key: str | None) -> str | None:
    """The TCF purpose of a key, or of the nearest key above it that has one."""
    while key:
        word = graph.word("purpose", key)
        if word is not None:
            return word.maps.get("tcf")
        key = key.rpartition(".")[0]
    return None
