"""EMO006: a low point for which nobody has an idea."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check


@check("EMO006", severity="info")
def valley_without_opportunity(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A touchpoint is a low point of the journey and has neither a pain nor an opportunity written to it.

    Finding the low points is half the work; the other half is somebody who does something about them.

    Fix: write down the `pains:` there, or better an entry under `opportunities:`.

    Source: the fruits of discovering pain points cannot be reaped by knowing them alone (customer experience
    practice).

    Passes::

        claim: {channel: phone, feels: {customer: -2}, opportunities: [call back within the hour]}

    Fails::

        claim: {channel: phone, feels: {customer: -2}}
    """
    steps = graph.on_path
    if steps and not any(one.feels.customer is not None for one in steps):
        yield Unknown(graph.journey, "feels")
        return
    for touchpoint in steps:
        feeling = touchpoint.feels.customer
        if feeling is None or feeling > -1 or touchpoint.opportunities or touchpoint.pains:
            continue
        around = [edge.to for edge in graph.edges_from(touchpoint.id)] + [
            edge.from_ for edge in graph.edges_into(touchpoint.id)
        ]
        others = [graph.touchpoint(name).feels.customer for name in around if graph.has(name)]
        if all(other is None or other >= feeling for other in others):
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` is a low point ({feeling:+g}) and nobody has an idea for it; write `opportunities:`",
            )
