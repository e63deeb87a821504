"""DAT006: data is collected into several systems and none is the master."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("DAT006", severity="warning")
def two_masters(graph: JourneyGraph) -> Iterator[Finding]:
    """The same data is collected into two or more systems and nobody said which one holds the truth.

    The customer moves house, tells one of them, and gets the next letter at the old address.

    Fix: write `master: [..]` on the system that holds the true copy.

    Source: a conflicted customer view (CX Network, Destructive data mistakes in customer experience); Royal
    Mail, 70% incomplete or out-of-date data and 6% of revenue lost.

    Passes::

        systems: {crm: {master: [address]}, desk: {feeds: crm}}
        web: {channel: web, system: crm, collects: {quote: [address]}}
        call: {channel: phone, system: desk, collects: {claim: [address]}}

    Fails::

        systems: {crm: {}, desk: {feeds: crm}}
        web: {channel: web, system: crm, collects: {quote: [address]}}
        call: {channel: phone, system: desk, collects: {claim: [address]}}
    """
    places: dict[str, dict[str, list[str]]] = {}
    for touchpoint in graph.touchpoints:
        for items in touchpoint.collects.values():
            for item in items:
                # A recording that passes through several systems is one stream, kept where it is first written.
                for system in touchpoint.system[:1]:
                    places.setdefault(item, {}).setdefault(system, []).append(touchpoint.id)
    masters = {item for system in graph.systems.values() for item in system.master}
    for item, systems in places.items():
        if len(systems) > 1 and item not in masters:
            names = list(systems)
            listed = f"{', '.join(f'`{name}`' for name in names[:-1])} and `{names[-1]}`"
            yield Finding(
                f"data:{item}",
                f"`{item}` is collected into {listed} and none is the master; "
                f"write `master: [{item}]` on the one that holds the true copy",
                related=tuple(dict.fromkeys(place for found in systems.values() for place in found)),
                data=item,
            )
