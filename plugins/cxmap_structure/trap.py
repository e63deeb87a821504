"""STR004: a loop without a way out."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, find_traps, shortest_path


@check("STR004", severity="error", drops=("FRI006", "FRI007"), drops_on="members")
def trap(graph: JourneyGraph) -> Iterator[Finding]:
    """Customers who enter a loop can never reach an ending.

    Phone menus and chat robots that send people round in circles are the classic case. A loop is a trap when no
    way leads out of it and the journey may end nowhere in it.

    Fix: add a way out of one of its members, to a person for instance, or write where the journey may end.

    Source: customers weave through barriers to get something resolved (practitioners' interviews).

    Passes::

        ivr: {channel: phone, type: ivr, next: menu}
        menu: {channel: phone, type: ivr, next: {ivr: 20%, agent: 80%}}
        agent: {channel: phone, type: human, next: end}

    Fails::

        start: {channel: web, next: ivr}
        ivr: {channel: phone, type: ivr, next: menu}
        menu: {channel: phone, type: ivr, next: ivr}
    """
    for members in find_traps(graph):
        entered = shortest_path(graph, None, members)
        first = entered[-1] if entered else members[0]
        names = ", ".join(f"`{member}`" for member in members[:6]) + (" .." if len(members) > 6 else "")
        what = f"{names} lead only to each other" if len(members) > 1 else f"{names} leads only to itself"
        yield Finding(
            first,
            f"{what}, so nobody who gets there can ever end; give one of them another `next:`",
            path=entered or (first,),
            related=tuple(member for member in members if member != first),
        )
