"""CON015: saying no bars the way."""

from collections.abc import Iterator
from dataclasses import replace

from cxmap import (
    Finding,
    JourneyGraph,
    Unknown,
    asking,
    check,
    consent_purposes,
    is_under,
    reachable,
    reaching,
    requiring,
    say_path,
    shortest_path,
)

MOST = 10  # other askings named beside the first


@check("CON015", severity="warning")
def forced_consent(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A customer who says no cannot get to the outcome any more, though the service does not need a yes.

    A yes that is the price of going on is not freely given. After the question the customer must have a way
    to the outcome that passes no touchpoint which requires the consent. Purposes that are `necessary` (those
    under `essential.` unless they say otherwise) are exempt.

    Fix: lead those who said no past the touchpoint that requires it, or write `necessary: true` and be ready
    to show it.

    Source: GDPR Art. 7(4), consent conditional on a contract that does not need it; EDPB Opinion 08/2024 on
    consent or pay, large online platforms. Not legal advice.

    Passes::

        outcome: buy
        purposes: {offers: {is: marketing.communications, basis: consent}}
        signup: {channel: web, consent: {asks: offers}, next: [promo, buy]}
        promo: {channel: web, consent: {requires: offers}}
        buy: {channel: web}

    Fails::

        outcome: buy
        purposes: {offers: {is: marketing.communications, basis: consent}}
        signup: {channel: web, consent: {asks: offers}}
        buy: {channel: web, consent: {requires: offers}}
    """
    for purpose in consent_purposes(graph):
        barriers = list(requiring(graph, purpose))
        if not barriers or not asking(graph, purpose) or _is_necessary(graph, purpose):
            continue
        if not graph.outcome:
            yield Unknown(graph.journey, "outcome")
            return
        people: list[str | None] = [persona.id for persona in graph.personas] or [None]
        walked = {who: reachable(graph, persona=who) for who in people}
        free = {who: reaching(graph, graph.outcome, avoiding=barriers, persona=who) for who in people}
        for ask in asking(graph, purpose):
            stuck = (who for who in people if ask in walked[who] and not _gets_on(graph, ask, free[who], who))
            found = next((one for who in stuck if (one := _barred(graph, purpose, ask, barriers, who))), None)
            if found is not None:
                others = [one for one in asking(graph, purpose) if one not in (ask, *barriers)]
                likewise = [
                    one
                    for one in others
                    if any(one in walked[who] and one not in free[who] for who in people)
                ]
                yield replace(found, related=tuple(likewise[:MOST]))
                break  # the same barrier bars whoever was asked elsewhere: one cause, one finding


def _gets_on(graph: JourneyGraph, ask: str, free: frozenset[str], who: str | None) -> bool:
    """Whether somebody who said no here still gets to the outcome; being asked at a barrier is not being barred."""
    if ask in free or ask in graph.outcome:
        return True
    persona = None if who is None else graph.persona(who)
    ways = (edge for edge in graph.edges_from(ask) if persona is None or graph.can_take(persona, edge))
    return any(edge.to in free for edge in ways)


def _is_necessary(graph: JourneyGraph, purpose: str) -> bool:
    said = graph.purposes[purpose].necessary
    return is_under(graph.purpose_key(purpose), "essential") if said is None else said


def _barred(
    graph: JourneyGraph, purpose: str, ask: str, barriers: list[str], who: str | None
) -> Finding | None:
    usual = shortest_path(graph, [ask], graph.outcome, persona=who)
    others = [barrier for barrier in barriers if barrier != ask]
    if usual is None or shortest_path(graph, [ask], graph.outcome, avoiding=others, persona=who) is not None:
        return None
    barred = next(step for step in usual if step in others)
    whom = f" for `{who}`" if who is not None and len(graph.personas) > 1 else ""
    return Finding(
        ask,
        f"saying no to `{purpose}` at `{ask}` bars the way to `{usual[-1]}`{whom} at `{barred}`: "
        f"{say_path(usual)}; lead past `{barred}`, or write `necessary: true` on the purpose",
        path=usual,
        persona=who,
        purpose=purpose,
    )
