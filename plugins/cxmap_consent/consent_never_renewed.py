"""CON018: consent that is used for ever without being asked again."""

from collections.abc import Iterator

from cxmap import (
    Duration,
    Finding,
    JourneyGraph,
    asking,
    check,
    consent_purposes,
    find_loops,
    read_duration,
    using,
)
from cxmap_consent.timing import oldest_use, whole_time

DEFAULT_LASTS = read_duration("24 months")


@check("CON018", severity="info")
def consent_never_renewed(
    graph: JourneyGraph, *, default_lasts: Duration = DEFAULT_LASTS
) -> Iterator[Finding]:
    """Consent has no expiry and customers go round without being asked again, or the journey outlasts it.

    People change their minds and forget what they agreed to. Where a use lies in a loop (or in a stage that
    `repeats`) with no question for the purpose in it, the consent should say how long it lasts. Where it
    does, the slowest way from the question to a use should not take longer.

    Fix: write `lasts:` on the purpose, or ask again inside the loop.

    Source: ISO/IEC TS 27560, fields validity_duration (6.3.7.2) and event_state; DPV ConsentExpired and
    RenewedConsentGiven. Not legal advice.

    Options:
        default_lasts: how long consent is taken to last where the purpose does not say.

    Passes::

        purposes: {offers: {is: marketing.communications, basis: consent, lasts: 24 months}}
        ask: {channel: web, consent: {asks: offers}}
        use: {channel: email, by: company, uses: {offers: [email]}, next: promo}
        promo: {channel: email, by: company, next: [use, end]}

    Fails::

        purposes: {offers: {is: marketing.communications, basis: consent}}
        ask: {channel: web, consent: {asks: offers}}
        use: {channel: email, by: company, uses: {offers: [email]}, next: promo}
        promo: {channel: email, by: company, next: [use, end]}
    """
    rounds = [(loop, " > ".join((*loop, loop[0]))) for loop in find_loops(graph)]
    repeating = [stage for stage in graph.stages if stage.repeats]
    rounds += [
        (tuple(t.id for t in graph.members(stage.id)), f"stage {stage.id}, which repeats")
        for stage in repeating
    ]
    members = [frozenset(loop) for loop, _ in rounds]
    longest = whole_time(graph)
    for purpose in consent_purposes(graph):
        asks, uses = asking(graph, purpose), using(graph, purpose)
        lasts = graph.purposes[purpose].lasts
        turning = next(
            (
                one
                for one, loop in zip(rounds, members, strict=True)
                if not loop.isdisjoint(uses) and loop.isdisjoint(asks)
            ),
            None,
        )
        if lasts is None and turning is not None:
            used = next(use for use in uses if use in turning[0])
            yield Finding(
                f"purpose:{purpose}",
                f"consent to `{purpose}` has no expiry and is used round after round ({turning[1]}) without "
                "asking again; write `lasts:` on the purpose, or ask in the loop",
                path=turning[0] if len(turning[0]) > 1 else (),
                related=(used,),
                purpose=purpose,
            )
            continue
        yield from _outlasted(graph, purpose, asks, uses, lasts or default_lasts, longest)


def _outlasted(
    graph: JourneyGraph,
    purpose: str,
    asks: tuple[str, ...],
    uses: tuple[str, ...],
    lasts: Duration,
    longest: float,
) -> Iterator[Finding]:
    late = None if longest <= lasts.seconds else oldest_use(graph, asks, uses, lasts.seconds)
    if late is not None:
        yield Finding(
            f"purpose:{purpose}",
            f"consent to `{purpose}` lasts {lasts} and may be {late[0] / 86_400:.0f} days old when it is used; "
            "ask again on the way, or let it last longer",
            path=late[1],
            purpose=purpose,
        )
