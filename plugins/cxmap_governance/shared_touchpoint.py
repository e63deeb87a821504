"""GOV003: several owners and nobody who decides."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("GOV003", severity="warning")
def shared_touchpoint(graph: JourneyGraph) -> Iterator[Finding]:
    """A touchpoint has several owners and none of them leads.

    Shared work is fine; a shared decision is none. Somebody must be able to say yes when customers complain.

    Fix: keep one under `owner:` and move the others to `helps:`, or write `lead:`.

    Source: "who owns the customer?", asked of a single touchpoint.

    Passes::

        owners: {sales: {}, service: {}}
        chat: {channel: chat, owner: service, helps: sales}
        call: {channel: phone, owner: [sales, service], lead: sales}

    Fails::

        owners: {sales: {}, service: {}}
        chat: {channel: chat, owner: [sales, service]}
    """
    for touchpoint in graph.touchpoints:
        if len(touchpoint.owner) > 1 and touchpoint.lead not in touchpoint.owner:
            names = ", ".join(f"`{owner}`" for owner in touchpoint.owner)
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` has {len(touchpoint.owner)} owners ({names}) and no lead; write `lead:`, or keep one owner",
            )
