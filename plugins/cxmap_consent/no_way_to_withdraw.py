"""CON003: consent that cannot be taken back."""

from collections.abc import Iterator

from cxmap import (
    Finding,
    JourneyGraph,
    Unknown,
    asking,
    check,
    consent_purposes,
    reachable,
    reaching,
    shortest_path,
    using,
    withdrawing,
)
from cxmap_consent.wording import in_brackets


@check("CON003", severity="error", drops=("CON004", "CON017"), drops_on="purpose")
def no_way_to_withdraw(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A customer who said yes cannot take it back from where their data is used.

    Consent that cannot be withdrawn is not freely given, and customers who find no way out complain or leave.
    From every use of the purpose a touchpoint that withdraws it must be within reach, for every persona who
    was asked; anytime touchpoints are within reach of every step of a stage.

    Fix: write `consent: {withdraws: ..}` on a touchpoint under `anytime:` that every persona can use.

    Source: GDPR Art. 7(3), the right to withdraw consent at any time; ISO/IEC TS 27560, field
    withdrawal_method (6.3.4.18). Not legal advice.

    Passes::

        purposes: {offers: {is: marketing.communications, basis: consent}}
        quote: {channel: web, consent: {asks: offers}}
        anytime: {preferences: {channel: web, consent: {withdraws: offers}}}

    Fails::

        purposes: {offers: {is: marketing.communications, basis: consent}}
        quote: {channel: web, consent: {asks: offers}}
    """
    for purpose in consent_purposes(graph):
        people: list[str | None] = [persona.id for persona in graph.personas]
        stuck = {who: step for who in people or [None] if (step := _stuck_at(graph, purpose, who))}
        if not stuck:
            continue
        who, (ask, use) = next(iter(stuck.items()))
        unsaid = [w for w in withdrawing(graph, purpose) if not graph.touchpoint(w).channel]
        if who is not None and unsaid:
            yield Unknown(unsaid[0], "channel")
            continue
        yield Finding(
            ask,
            _message(graph, purpose, ask, use, [name for name in stuck if name]),
            path=shortest_path(graph, [ask], [use], persona=who) or (ask,),
            related=tuple(withdrawing(graph, purpose)),
            persona=who,
            purpose=purpose,
        )


def _stuck_at(graph: JourneyGraph, purpose: str, who: str | None) -> tuple[str, str] | None:
    """Where this persona is asked, and the first use from which they cannot withdraw."""
    seen = reachable(graph, persona=who)
    asked = [ask for ask in asking(graph, purpose) if ask in seen]
    if not asked:
        return None
    free = reaching(graph, _surely_usable(graph, withdrawing(graph, purpose), who), persona=who)
    if free.issuperset(asked) and all(use in free for use in using(graph, purpose) if use in seen):
        return None
    later = reachable(graph, asked, persona=who)
    stuck = [one for one in using(graph, purpose) if one in later and one not in free]
    if stuck:
        path = shortest_path(graph, asked, stuck, persona=who)
        return (path[0], path[-1]) if path else None
    # Nobody uses it yet: the right to take a yes back begins where it was given.
    unused = [ask for ask in asked if ask not in free] if later.isdisjoint(using(graph, purpose)) else []
    return (unused[0], unused[0]) if unused else None


def _surely_usable(graph: JourneyGraph, touchpoints: tuple[str, ...], who: str | None) -> list[str]:
    """Those a persona can use for certain: a touchpoint without a channel is no answer to a legal duty."""
    if who is None:
        return list(touchpoints)
    persona = graph.persona(who)
    return [name for name in touchpoints if not persona.channels or graph.touchpoint(name).channel]


def _message(graph: JourneyGraph, purpose: str, ask: str, use: str, stuck: list[str]) -> str:
    known = withdrawing(graph, purpose)
    whose = f" by {in_brackets(stuck)}" if stuck and len(stuck) < len(graph.personas) else ""
    if not known:
        return (
            f"consent to `{purpose}` asked at `{ask}` can never be taken back; "
            f"write `consent: {{withdraws: {purpose}}}` on a touchpoint under `anytime:`"
        )
    return (
        f"consent to `{purpose}` asked at `{ask}` cannot be taken back{whose} from `{use}`; "
        f"lead from there to {in_brackets(known)}, or let it be withdrawn under `anytime:`"
    )
