"""EMO005: a fall from delight to anger in one step."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check


@check("EMO005", severity="info")
def emotional_cliff(graph: JourneyGraph, *, drop: float = 3.0) -> Iterator[Finding | Unknown]:
    """Feelings fall far between a touchpoint and the next.

    A fall hurts more than a low: customers compare with where they just stood.

    Fix: prepare customers for what comes, or make the second touchpoint better.

    Source: emotion over the journey; the curve of the map shows it, this rule names it (design of ours).

    Options:
        drop: how far feelings may fall, on the scale of -2 to 2.

    Passes::

        buy: {channel: web, feels: {customer: 2}}
        explain_bill: {channel: email, by: company, feels: {customer: 1}}
        first_bill: {channel: email, by: company, feels: {customer: 0}}

    Fails::

        buy: {channel: web, feels: {customer: 2}}
        first_bill: {channel: email, by: company, feels: {customer: -2}}
    """
    if len(graph.on_path) > 1 and not any(one.feels.customer is not None for one in graph.on_path):
        yield Unknown(graph.journey, "feels")
        return
    for edge in graph.edges:
        if graph.is_anytime(edge.from_) or graph.is_anytime(edge.to):
            continue
        before, after = (graph.touchpoint(name).feels.customer for name in (edge.from_, edge.to))
        if before is not None and after is not None and before - after >= drop:
            yield Finding(
                edge,
                f"feelings fall from {before:+g} at `{edge.from_}` to {after:+g} at `{edge.to}`; prepare customers for it",
                path=(edge.from_, edge.to),
            )
