"""DAT007: an offer to customers that does not look at what they have."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, check, is_under, side_of_sale, used

OFFERS = ("offer", "promo", "upsell")
OWNED = ("user.behavior.purchase_history", "user.account", "user.payment")
CUSTOMERS = frozenset({"customer", "employee", "passenger", "patient"})


@check("DAT007", severity="warning")
def offer_already_owned(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """The company makes an offer to people who are customers already and looks at nothing they have.

    An enticing offer for a product they already have, at a lower price: few things tell a customer faster
    that nobody knows them. An offer in or after the transaction stage should use data on what was bought
    (purchases, the account or contract).

    Fix: use what the customer owns at the offer, under `uses`.

    Source: multiplay providers offering existing customers what they have (CX Network, Destructive data
    mistakes in customer experience); 39.5% of customers want offers only if they are relevant.

    Passes::

        data: {email: user.contact.email, orders: user.behavior.purchase_history}
        stages:
          transaction: {touchpoints: {buy: {channel: web}}}
          retention:
            touchpoints:
              promo: {channel: email, by: company, type: offer, uses: {offers: [email, orders]}}

    Fails::

        data: {email: user.contact.email, orders: user.behavior.purchase_history}
        stages:
          transaction: {touchpoints: {buy: {channel: web}}}
          retention:
            touchpoints:
              promo: {channel: email, by: company, type: offer, uses: {offers: [email]}}
    """
    for touchpoint in graph.touchpoints:
        if not graph.acts_like(touchpoint, *OFFERS) or touchpoint.by != "company":
            continue
        if not _to_customers(graph, touchpoint):
            continue
        items = used(touchpoint)
        if any(is_under(graph.data_key(item), *OWNED) for item in items):
            continue
        unsaid = [item for item in items if graph.data_key(item) is None]
        if unsaid:
            yield from (Unknown(f"data:{item}", "is") for item in unsaid)
            continue
        yield Finding(
            touchpoint,
            f"`{touchpoint.id}` makes an offer to existing customers without looking at what they already have; "
            "add what they bought to its `uses:`",
        )


def _to_customers(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    """In the transaction stage or after it; elsewhere unsaid, an offer may go to people who bought nothing."""
    return side_of_sale(graph, touchpoint.id) in ("sale", "after")
