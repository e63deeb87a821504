"""CON014: data without a retention period, or with one that is longer than its purposes need."""

from collections.abc import Iterator

from cxmap import (
    Duration,
    Finding,
    JourneyGraph,
    check,
    collect_points,
    is_personal,
    purposes_of,
    read_duration,
    side_of_sale,
    use_points,
)
from cxmap_consent.wording import name_all

EVIDENCE = frozenset({"contract", "legal-obligation"})
"""Bases on which data is kept as a record of what was agreed or is owed."""

PROSPECT_KEEP = read_duration("24 months")


@check("CON014", severity="warning")
def kept_too_long(
    graph: JourneyGraph, *, prospect_keep: Duration = PROSPECT_KEEP, require_keep: bool = True
) -> Iterator[Finding]:
    """Nobody decided how long data is kept, or it is kept longer than anything it is for.

    What is not deleted leaks in the end, and grows stale before. Four things are found: no `keep` at all; a
    `keep` above the cap of every purpose; one above the time for which consent lasts; and data about
    prospects (given before the sale and used nowhere after it) that outlives the interest. Data that rests on
    a contract or a legal obligation is exempt from the last: it is the record of what was agreed.

    Fix: write `keep:` on the data item, as short as its purposes allow.

    Source: GDPR Art. 5(1)(e) and 13(2)(a); CCPA 1798.100(a)(3); ISO/IEC TS 27560, field retention_period
    (6.3.4.12). Not legal advice.

    Options:
        prospect_keep: how long data about people who did not buy may be kept.
        require_keep: whether a missing `keep` is found.

    Passes::

        data: {quote_answers: {is: user.content.private, keep: 6 months}}
        quote: {channel: web, collects: {quote: [quote_answers]}}

    Fails::

        data: {quote_answers: user.content.private}
        quote: {channel: web, collects: {quote: [quote_answers]}}
    """
    for item in _held(graph):
        if is_personal(graph, item) is False:
            continue
        said = graph.data[item].keep if item in graph.data else None
        if said is None:
            reason = f"`{item}` has no retention period" if require_keep else None
            mend = "write `keep:` on it, such as 2y"
        else:
            reason = _too_long(graph, item, said, prospect_keep)
            mend = "keep it shorter"
        if reason is not None:
            places = [*collect_points(graph, item), *use_points(graph, item)]
            related = tuple(dict.fromkeys(name for name in places if _names(graph, name, item)))
            yield Finding(f"data:{item}", f"{reason}; {mend}", related=related, data=item)


def _held(graph: JourneyGraph) -> list[str]:
    """The items this journey collects or uses, in the order they are defined."""
    named = {
        item
        for touchpoint in graph.touchpoints
        for held in (touchpoint.collects, touchpoint.uses)
        for items in held.values()
        for item in items
    }
    return [*(item for item in graph.data if item in named), *sorted(named - set(graph.data))]


def _names(graph: JourneyGraph, touchpoint: str, item: str) -> bool:
    place = graph.touchpoint(touchpoint)
    return any(item in items for held in (place.collects, place.uses) for items in held.values())


def _too_long(graph: JourneyGraph, item: str, keep: Duration, prospect_keep: Duration) -> str | None:
    purposes = purposes_of(graph, item)
    known = [graph.purposes[name] for name in purposes if name in graph.purposes]
    caps = [purpose.keep for purpose in known if purpose.keep is not None]
    if known and len(caps) == len(purposes) and keep > max(caps):
        return f"`{item}` is kept {keep}, longer than {name_all(purposes)} may keep anything ({max(caps)})"
    lasting = [purpose.lasts for purpose in known if purpose.basis == "consent" and purpose.lasts is not None]
    if known and len(lasting) == len(purposes) and keep > max(lasting):
        return f"`{item}` is kept {keep}, longer than the consent it rests on lasts ({max(lasting)})"
    said = graph.data[item]
    about_prospects = not any(purpose.basis in EVIDENCE for purpose in known) and said.keep_after is None
    if about_prospects and keep > prospect_keep and _ends_before_sale(graph, item):
        return (
            f"`{item}` is asked before the sale, used nowhere after it and kept {keep}, above {prospect_keep}"
        )
    return None


def _ends_before_sale(graph: JourneyGraph, item: str) -> bool:
    places = [*collect_points(graph, item), *use_points(graph, item)]
    return bool(collect_points(graph, item)) and all(side_of_sale(graph, name) == "before" for name in places)
