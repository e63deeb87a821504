"""CON017: a marketing message from which the way out is too far."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, check, steps_to, withdrawing
from cxmap_consent.messages import MESSAGES, marketing_uses


@check("CON017", severity="error")
def no_opt_out_in_message(
    graph: JourneyGraph, *, max_steps: int = 1, channels: tuple[str, ...] = MESSAGES
) -> Iterator[Finding | Unknown]:
    """A marketing message is more than one step away from a touchpoint where the customer can say no to it.

    Every message must carry its own way out: a link, or a reply. An anytime touchpoint is one step away when
    it shares the channel of the message or names it under `linked_from`.

    Fix: write `linked_from: [email]` on the touchpoint that withdraws, or let the message itself withdraw.

    Source: ePrivacy Directive Art. 13(2), on the occasion of each message; CAN-SPAM, 15 USC 7704(a)(3) and
    16 CFR 316.5, nothing beyond a reply e-mail or a single web page. Not legal advice.

    Options:
        max_steps: how many steps away the opt-out may be.
        channels: channels on which a message needs an opt-out.

    Passes::

        purposes: {offers: {is: marketing.communications.email, basis: consent}}
        promo: {channel: email, by: company, uses: {offers: [email]}}
        anytime: {prefs: {channel: web, linked_from: [email], consent: {withdraws: offers}}}

    Fails::

        purposes: {offers: {is: marketing.communications.email, basis: consent}}
        promo: {channel: email, by: company, uses: {offers: [email]}}
        anytime: {prefs: {channel: app, consent: {withdraws: offers}}}
    """
    for touchpoint, purpose, is_marketing in marketing_uses(graph, channels):
        exits = withdrawing(graph, purpose)
        far = steps_to(graph, exits).get(touchpoint.id)
        if is_marketing is False or (far is not None and far <= max_steps):
            continue
        if is_marketing is None:
            yield Unknown(f"purpose:{purpose}", "is")
            continue
        steps = "has no opt-out" if far is None else f"is {far} steps from an opt-out"
        yield Finding(
            touchpoint,
            f"marketing message `{touchpoint.id}` {steps} for `{purpose}` (at most {max_steps}); "
            f"{_mend(graph, touchpoint, purpose, exits)}",
            related=tuple(exits),
            purpose=purpose,
        )


def _mend(graph: JourneyGraph, message: Touchpoint, purpose: str, exits: tuple[str, ...]) -> str:
    if not exits:
        return f"write `consent: {{withdraws: {purpose}}}` on it or on a step it links to"
    if graph.is_anytime(exits[0]):
        return f"write `linked_from: [{message.channel[0]}]` on `{exits[0]}`"
    return f"let the message itself withdraw, or lead straight from it to `{exits[0]}`"
