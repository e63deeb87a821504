"""CON016: marketing is sent to people who did not ask for it."""

from collections.abc import Iterator

from cxmap import (
    Finding,
    JourneyGraph,
    Touchpoint,
    Unknown,
    check,
    collected,
    is_same_data,
    is_under,
    side_of_sale,
    way_around,
)
from cxmap_consent.messages import MESSAGES, marketing_uses, message_channels


@check("CON016", severity="error")
def unsolicited_marketing(
    graph: JourneyGraph, *, channels: tuple[str, ...] = MESSAGES
) -> Iterator[Finding | Unknown]:
    """The company sends marketing by message without prior consent, and not to customers who may expect it.

    Without a yes marketing may go only to those who bought, about the same kind of thing, and only if they
    could say no when they gave their address. That exception must be claimed (`soft_opt_in: true`), every
    path to the message must pass a purchase, and the address must have been given where the purpose can be
    refused. It never covers calls by machine.

    Fix: rest the purpose on consent and ask, or claim the exception and offer a no where the address is
    given.

    Source: ePrivacy Directive Art. 13(1)-(2), prior consent, and the exception for electronic mail and own
    similar products or services; in one survey 35% of customers wanted no sales texts and 40% only relevant
    ones. Not legal advice.

    Options:
        channels: channels on which a message needs an opt-in.

    Passes::

        purposes: {offers: {is: marketing.communications.sms, basis: consent}}
        promo: {channel: sms, by: company, uses: {offers: [phone]}}

    Fails::

        purposes: {offers: {is: marketing.communications.sms, basis: legitimate-interests}}
        promo: {channel: sms, by: company, uses: {offers: [phone]}}
    """
    for touchpoint, purpose, is_marketing in marketing_uses(graph, channels):
        if graph.basis(purpose) == "consent" or is_marketing is False:
            continue
        if is_marketing is None:
            yield Unknown(f"purpose:{purpose}", "is")
            continue
        missing, path = _missing(graph, touchpoint, purpose)
        if missing:
            channel = message_channels(graph, touchpoint, channels)[0]
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` sends marketing for `{purpose}` by {channel} without opt-in {missing}",
                path=path,
                purpose=purpose,
            )


def _missing(graph: JourneyGraph, touchpoint: Touchpoint, purpose: str) -> tuple[str, tuple[str, ...]]:
    """What the exception for customers lacks, and the path that shows it; nothing when it holds."""
    ask = f"write `basis: consent` on `{purpose}` and ask"
    if not graph.purposes[purpose].soft_opt_in:
        return f"or soft opt-in; {ask}", ()
    if message_channels(graph, touchpoint, ("phone-auto",)):
        return f"and calls by machine know no soft opt-in; {ask}", ()
    sales = [t.id for t in graph.on_path if _is_sale(graph, t)]
    around = way_around(graph, sales, touchpoint.id)
    if around is not None:
        return f"and can reach people who have not bought; {ask}", around.path
    offered = [t.id for t in graph.touchpoints if _refusable(graph, t, touchpoint, purpose)]
    around = way_around(graph, offered, touchpoint.id)
    if around is not None:
        return (
            "and offers no opt-out where the address is given; write `consent: {withdraws: ..}` there",
            around.path,
        )
    return "", ()


def _is_sale(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    return graph.acts_like(touchpoint, "purchase", "payment") or side_of_sale(graph, touchpoint.id) == "sale"


def _refusable(graph: JourneyGraph, place: Touchpoint, message: Touchpoint, purpose: str) -> bool:
    """Whether the address used is given at a place where the purpose can be refused."""
    if purpose not in place.consent.withdraws:
        return False
    used = message.uses[purpose]
    addresses = [item for item in used if is_under(graph.data_key(item), "user.contact")] or list(used)
    return any(is_same_data(graph, item, given) for item in addresses for given in collected(place))
