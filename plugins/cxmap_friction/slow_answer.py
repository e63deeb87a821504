"""FRI005: an answer takes longer than customers expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cxmap import Duration, Finding, JourneyGraph, Persona, Touchpoint, Unknown, check
from cxmap_friction.wording import name_all

SETTLES = ("complaint", "claim", "problem")
ANSWERS = ("human", "bot", "voicebot", "ivr")
TWENTY_SECONDS = Duration(20, "20s")
TEN_MINUTES = Duration(600, "10m")
AN_HOUR = Duration(3600, "1h")
A_DAY = Duration(86400, "24h")
TEN_DAYS = Duration(864000, "10d")


@check("FRI005", severity="warning")
def slow_answer(
    graph: JourneyGraph,
    *,
    chat: Duration = TEN_MINUTES,
    messaging: Duration = TEN_MINUTES,
    sms: Duration = TEN_MINUTES,
    social: Duration = AN_HOUR,
    phone: Duration = TWENTY_SECONDS,
    email: Duration = A_DAY,
    post: Duration = TEN_DAYS,
) -> Iterator[Finding | Unknown]:
    """An answer is promised later than customers expect one on that channel.

    Most people who write to a shop and hear nothing for ten minutes buy elsewhere. Compared are the `sla` of
    each touchpoint the customer starts and what the persona expects on the channel they would use there
    (`expects:`), else the table below. Where a complaint, a claim or a problem is taken in, `sla` says how
    long settling it takes; how soon it is acknowledged is another rule's matter (GOV010).

    Fix: answer sooner, or say what the persona really expects, `expects: {chat: 30m}`.

    Source: LivePerson 2017 for chat and messaging: 73% give up a purchase of up to 20 dollars without an
    answer in 10 minutes. 20 seconds is the first half of the 80/20 service level of call centres. The rest
    are project defaults; no standard sets them (not verified).

    Options:
        chat: what customers expect on chat when the persona does not say.
        messaging: the same for messaging.
        sms: the same for text messages.
        social: the same for social networks.
        phone: the same for phone.
        email: the same for email.
        post: the same for letters.

    Passes::

        product_question: {channel: chat, type: human, sla: 5m}

    Fails::

        product_question: {channel: chat, type: human, sla: 2h}
    """
    usual = {
        "chat": chat, "messaging": messaging, "sms": sms, "social": social, "phone": phone, "email": email,
        "post": post,
    }  # fmt: skip
    for touchpoint in graph.touchpoints:
        if touchpoint.by != "customer" or graph.acts_like(touchpoint, *SETTLES):
            continue
        hopes = [hope for who in graph.personas or (None,) for hope in _hopes(graph, touchpoint, who, usual)]
        if not hopes:
            continue
        if touchpoint.sla is None:
            if graph.acts_like(touchpoint, *ANSWERS):
                yield Unknown(touchpoint, "sla")
            continue
        promised = touchpoint.sla.worst
        missed = [hope for hope in hopes if promised > hope.within]
        if missed:
            yield _finding(touchpoint, promised, missed)


@dataclass(frozen=True)
class _Hope:
    within: Duration
    channel: str
    persona: str | None


def _hopes(
    graph: JourneyGraph, touchpoint: Touchpoint, who: Persona | None, usual: Mapping[str, Duration]
) -> Iterator[_Hope]:
    """What somebody expects here, on each channel they may use."""
    if who is not None and graph.can_use(who, touchpoint) is False:
        return
    for channel in touchpoint.channel:
        if who is not None and who.channels and channel not in who.channels:
            continue
        own = None if who is None else who.expects.get(channel)
        within = own or usual.get(channel)
        if within is not None:
            yield _Hope(within, channel, None if own is None or who is None else who.id)


def _finding(touchpoint: Touchpoint, promised: Duration, missed: list[_Hope]) -> Finding:
    strictest = min(missed, key=lambda hope: hope.within)
    same = [hope for hope in missed if hope.within == strictest.within and hope.channel == strictest.channel]
    personas = list(dict.fromkeys(hope.persona for hope in same if hope.persona is not None))
    whom = name_all(personas) if personas else "customers"
    verb = "expects" if len(personas) == 1 else "expect"
    return Finding(
        touchpoint,
        f"`{touchpoint.id}` promises an answer in {promised}, {whom} {verb} one in {strictest.within} on "
        f"{strictest.channel}; answer sooner, or say under `expects:` what they really expect",
        persona=personas[0] if len(personas) == 1 else None,
    )
