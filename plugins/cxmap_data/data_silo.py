"""DAT003: a system that holds customer data and talks to nobody."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, collected, feed_islands, is_personal


@check("DAT003", severity="warning", drops=("DAT004",))
def data_silo(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A system takes in personal data and no feed connects it with the rest.

    Silos are what customers notice as being asked again, called by the wrong name or offered what they have.
    Systems are connected when one feeds the other, whichever way. The rest is the island with the data hub
    (`app: cx-data-hub`), else the largest. A silo is an unmet need or a wall somebody wanted: waive it then,
    and say why.

    Fix: write `feeds:` on the system and build the feed, or give the reason for the wall in a waiver.

    Source: data silos, the top customer experience challenge (CX Network, Destructive data mistakes in
    customer experience); a central data platform (No Jitter, What to Know About Customer Experience); a
    data warehouse for customer experience (OpenText, Toward a Customer Experience Hub).

    Passes::

        systems: {crm: {feeds: hub}, hub: {}, claimdesk: {feeds: hub}}
        data: {email: user.contact.email}
        claim: {channel: web, system: claimdesk, collects: {claim: [email]}}

    Fails::

        systems: {crm: {feeds: hub}, hub: {}, claimdesk: {}}
        data: {email: user.contact.email}
        claim: {channel: web, system: claimdesk, collects: {claim: [email]}}
    """
    islands = feed_islands(graph)
    if len(islands) < 2:
        return
    outside = {name: island for island in islands[1:] for name in island}
    for name, island in outside.items():
        places = [t for t in graph.touchpoints if name in t.system and t.collects]
        held = list(dict.fromkeys(item for t in places for item in collected(t)))
        personal = [item for item in held if is_personal(graph, item)]
        if personal:
            shown = ", ".join(f"`{item}`" for item in personal)
            yield Finding(
                f"system:{name}",
                f"`{name}` holds {shown} and is connected to {_neighbours(name, island)} ({len(outside)} of "
                f"{len(graph.systems)} systems are outside the main island); write `feeds:` on it",
                related=tuple(t.id for t in places),
            )
        else:
            yield from (Unknown(f"data:{item}", "is") for item in held if is_personal(graph, item) is None)


def _neighbours(name: str, island: tuple[str, ...]) -> str:
    others = [f"`{other}`" for other in island if other != name]
    return f"nothing but {', '.join(others)}" if others else "nothing"
