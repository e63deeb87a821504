"""DAT005: two systems exchange data and know the customer by different names."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, System, Unknown, check, is_same_data, is_under

IDENTITY = ("user.unique_id", "user.contact", "user.account")


@check("DAT005", severity="warning")
def no_common_identity(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """One system feeds another, and they recognise customers by different things.

    Identity is the glue between all the interactions of one customer; without it the fed record belongs to
    nobody, or to somebody else. Compared are systems of which both sides say `identifies_by`.

    Fix: let both hold one common key, such as the customer number.

    Source: the concept of identity, gluing together all the different interactions (Sky; CX Network,
    Destructive data mistakes in customer experience).

    Passes::

        systems:
          tv: {identifies_by: [card_no, customer_id], feeds: crm}
          crm: {identifies_by: [email, customer_id]}
        data: {card_no: user.account, customer_id: user.unique_id, email: user.contact.email}
        call: {channel: phone, system: crm}

    Fails::

        systems: {tv: {identifies_by: [card_no], feeds: crm}, crm: {identifies_by: [email]}}
        data: {card_no: user.account, email: user.contact.email}
        call: {channel: phone, system: crm}
    """
    for name, system in graph.systems.items():
        for fed in system.feeds:
            other = graph.systems.get(fed)
            if other is None or not system.identifies_by or not other.identifies_by:
                continue
            if _shared(graph, system, other):
                continue
            unsaid = [x for x in (*system.identifies_by, *other.identifies_by) if graph.data_key(x) is None]
            if unsaid:
                yield from (Unknown(f"data:{item}", "is") for item in dict.fromkeys(unsaid))
                continue
            yield Finding(
                f"system:{name}",
                f"`{name}` feeds `{fed}` but they identify customers differently "
                f"({', '.join(system.identifies_by)} / {', '.join(other.identifies_by)}); "
                "give both one key under `identifies_by:`",
                related=(f"system:{fed}",),
            )


def _shared(graph: JourneyGraph, one: System, other: System) -> bool:
    return any(
        mine == theirs or (is_under(graph.data_key(mine), *IDENTITY) and is_same_data(graph, mine, theirs))
        for mine in one.identifies_by
        for theirs in other.identifies_by
    )
