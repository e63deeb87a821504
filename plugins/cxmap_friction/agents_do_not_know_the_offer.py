"""FRI014: a promotion starts and the people customers ask have never heard of it."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, check
from cxmap_friction.hops import within
from cxmap_friction.wording import in_brackets, is_are, name_all

OFFERS = ("ad", "promo", "offer")


@check("FRI014", severity="warning")
def agents_do_not_know_the_offer(graph: JourneyGraph, *, max_steps: int = 3) -> Iterator[Finding | Unknown]:
    """An offer sends customers to people who know nothing of it.

    The advertisement is attractive, the customer calls, and the agent asks what they are talking about. For
    every ad, promotion and offer, each human a customer can get to within a few steps must know it: they list
    it under `knows` (or the promise made there says they are `briefed`), work on a system the offer runs on,
    or on a knowledge base such a system feeds.

    Fix: brief them and write `knows: [promo]`, or let the offer's system feed their knowledge base.

    Source: the case of a promotion launched without telling the contact centre (not verified).

    Options:
        max_steps: how many steps on people must still know; an anytime help line counts one or two.

    Passes::

        promo: {channel: email, by: company, type: offer, system: campaign, next: call}
        call: {channel: phone, type: human, system: telephony, knows: [promo]}

    Fails::

        promo: {channel: email, by: company, type: offer, system: campaign, next: call}
        call: {channel: phone, type: human, system: telephony}
    """
    order = {touchpoint.id: at for at, touchpoint in enumerate(graph.touchpoints)}
    humans = {touchpoint.id for touchpoint in graph.touchpoints if graph.acts_like(touchpoint, "human")}
    for offer in graph.touchpoints:
        if not graph.acts_like(offer, *OFFERS):
            continue
        near = within(graph, offer, max_steps)
        people = [graph.touchpoint(name) for name in sorted(near, key=order.__getitem__) if name in humans]
        asked = [person for person in people if not _briefed(graph, offer, person)]
        if asked and not offer.system:
            yield Unknown(offer, "system")
            continue
        yield from (
            Unknown(person, "system") for person in asked if not person.system and not _says_none(person)
        )
        unaware = [person.id for person in asked if (person.system or _says_none(person))]
        unaware = [name for name in unaware if not _shares(graph, offer, graph.touchpoint(name))]
        if unaware:
            yield Finding(
                offer,
                f"`{offer.id}` sends customers to {name_all(unaware)}, who {is_are(unaware)} not told of it; brief "
                f"them and write `knows: {in_brackets([offer.id])}` there",
                path=near[unaware[0]],
                related=tuple(unaware),
            )


def _briefed(graph: JourneyGraph, offer: Touchpoint, person: Touchpoint) -> bool:
    if offer.id in person.knows:
        return True
    made_here = [promise for promise in graph.promises if promise.from_ == offer.id]
    told = {name for promise in made_here for name in promise.briefed}
    return bool(
        {person.id, *person.owner} & told or {promise.id for promise in made_here} & set(person.knows)
    )


def _says_none(person: Touchpoint) -> bool:
    return not person.system and "system" in person.model_fields_set


def _shares(graph: JourneyGraph, offer: Touchpoint, person: Touchpoint) -> bool:
    """Whether they work on a system of the offer, or on a knowledge base that one feeds."""
    if set(offer.system) & set(person.system):
        return True
    fed = {target for name in offer.system if name in graph.systems for target in graph.systems[name].feeds}
    bases = {name for name in person.system if name in graph.systems and _is_knowledge(graph, name)}
    return bool(fed & bases)


def _is_knowledge(graph: JourneyGraph, system: str) -> bool:
    return graph.systems[system].app == "knowledge-management"
