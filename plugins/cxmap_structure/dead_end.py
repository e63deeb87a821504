"""STR003: a touchpoint that leads nowhere."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, shortest_path


@check("STR003", severity="error")
def dead_end(graph: JourneyGraph) -> Iterator[Finding]:
    """A touchpoint leads nowhere and is not marked as an end.

    Customers who reach it must start again or ask for help; on the map they simply vanish. The very last
    touchpoint may end without saying so.

    Fix: write `next:` with where they go, or `next: end` where the journey may end.

    Source: bottlenecks for customers who try to buy or get service, and where they drop out (trade articles on
    journey mapping).

    Passes::

        faq: {channel: web, next: buy}
        buy: {channel: web, next: end}

    Fails::

        faq: {channel: web, next: []}
        buy: {channel: web, entry: true, next: end}
    """
    for touchpoint in graph.on_path:
        if touchpoint.id in graph.ends or graph.flow.out_degree(touchpoint.id) > 0:
            continue
        stranded = [persona.title for persona in graph.personas if touchpoint.id in graph.flow_for(persona)]
        who = f" ({len(stranded)} of {len(graph.personas)} personas pass it)" if stranded else ""
        yield Finding(
            touchpoint,
            f"nothing leads on from `{touchpoint.id}`{who}; write `next:`, or `next: end` if the journey may end here",
            path=shortest_path(graph, None, [touchpoint.id]) or (),
        )
