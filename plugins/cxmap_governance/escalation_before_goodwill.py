"""GOV011: a dispute goes outside before anybody was allowed to settle it."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, check, shortest_path

COSTS = {"bbb": (16, 6), "small-claims": (27, 12)}


@check("GOV011", severity="warning")
def escalation_before_goodwill(graph: JourneyGraph) -> Iterator[Finding]:
    """A customer with a problem can get to a court, an ombudsman or the public before anybody may settle it.

    Settling early is many times cheaper: sixteen times the money of goodwill at a consumer bureau, twenty-seven
    times at a small claims court, in one published estimate. The witness runs from the problem, or from the
    entry where there is none, to the outside body without passing anybody who `can_resolve` something.

    Fix: write `can_resolve:` on a step before it, and mean it.

    Source: a practitioner's article on the cost of escalation (money and time at BBB 16 and 6, at small claims 27
    and 12, against goodwill); more than half of escalations at one manufacturer were about policy.

    Passes::

        report: {channel: phone, type: problem}
        refuse: {channel: phone, type: human, can_resolve: [out_of_warranty], next: {settled: 90%, court: 10%}}
        settled: {channel: email, by: company, next: end}
        court: {channel: own, type: court, next: end}

    Fails::

        report: {channel: phone, type: problem}
        refuse: {channel: phone, type: human, next: {settled: 90%, court: 10%}}
        settled: {channel: email, by: company, next: end}
        court: {channel: own, type: court, next: end}
    """
    outside = [one for one in graph.touchpoints if _is_outside(graph, one)]
    settle = [one.id for one in graph.touchpoints if one.can_resolve]
    starts = [one.id for one in graph.touchpoints if graph.acts_like(one, "problem", "complaint", "claim")]
    for body in outside:
        path = shortest_path(
            graph, starts or None, [body.id], avoiding=[one for one in settle if one not in starts]
        )
        if path is None or any(step in settle for step in path[:-1]):
            continue
        cost = COSTS.get(body.type or "")
        dear = (
            f", at about {cost[0]} times the money and {cost[1]} times the time of goodwill" if cost else ""
        )
        yield Finding(
            body,
            f"a dispute gets to `{body.id}` before anybody was allowed to settle it{dear}; write `can_resolve:` on a step before it",
            path=path,
        )


def _is_outside(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    word = graph.word("type", touchpoint.type) if touchpoint.type is not None else None
    while word is not None and word.group is None and word.like is not None:
        word = graph.word("type", word.like)
    return word is not None and word.group == "outside"
