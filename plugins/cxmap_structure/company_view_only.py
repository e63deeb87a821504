"""STR011: a map that shows only what the company does."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, shortest_path


@check("STR011", severity="info")
def company_view_only(graph: JourneyGraph, *, max_run: int = 12) -> Iterator[Finding | Unknown]:
    """No step on the way to the outcome is the customer's own, or a long stretch of the way has none.

    Customers take many steps a company never sees: they notice a need, ask friends, fit the product into their
    lives, get rid of it. A map of contacts alone is the company's view.

    Fix: add the steps customers take without you: `{channel: own}`.

    Source: paradigms of journey mapping that reach beyond touchpoints; CJML separates actions from contacts.

    Options:
        max_run: how many company touchpoints may follow each other on the shortest way.

    Passes::

        outcome: buy
        see_ad: {channel: web}
        ask_friends: {channel: own}
        buy: {channel: web}

    Fails::

        outcome: buy
        see_ad: {channel: web}
        buy: {channel: web}
    """
    if not graph.outcome:
        yield Unknown(graph.journey, "outcome")
        return
    way = shortest_path(graph, None, graph.outcome)
    if way is None:
        return
    own = [step for step in way if "own" in graph.touchpoint(step).channel]
    if not own and not any("own" in touchpoint.channel for touchpoint in graph.on_path):
        yield Finding(
            graph.journey,
            "no step of this journey is the customer's own; add what they do without us, `{channel: own}`",
            path=way,
        )
        return
    run = _longest_run(graph, way)
    if len(run) > max_run:
        yield Finding(
            graph.journey,
            f"{len(run)} company touchpoints follow each other from `{run[0]}` to `{run[-1]}`; "
            f"add what customers do between them, `{{channel: own}}`",
            path=run,
        )


def _longest_run(graph: JourneyGraph, way: tuple[str, ...]) -> tuple[str, ...]:
    longest: list[str] = []
    current: list[str] = []
    for step in way:
        current = [] if "own" in graph.touchpoint(step).channel else [*current, step]
        longest = current if len(current) > len(longest) else longest
    return tuple(longest)
