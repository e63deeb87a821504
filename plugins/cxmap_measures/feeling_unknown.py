"""EMO002: a moment of truth whose feeling nobody has measured."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("EMO002", severity="warning", drops=("DAT011",))
def feeling_unknown(graph: JourneyGraph) -> Iterator[Finding]:
    """At a moment of truth nobody knows how customers feel, or nobody says how it is known.

    Here customers decide what to think of the company. A guess about the most important feeling is the most
    expensive guess on the map.

    Fix: ask, and write `feels: {customer: .., from: SOURCE}`.

    Source: capture and measure customer feelings at each touch point (customer experience practice).

    Passes::

        sources: {voc: {}}
        pay: {channel: web, moment_of_truth: true, feels: {company: 2, customer: 1, from: voc}}

    Fails::

        pay: {channel: web, moment_of_truth: true, feels: {company: 2}}
    """
    for touchpoint in (*graph.touchpoints, *graph.containers.values()):
        if not touchpoint.moment_of_truth:
            continue
        if touchpoint.feels.customer is None:
            yield Finding(
                touchpoint,
                f"nobody knows how customers feel at the moment of truth `{touchpoint.id}`; write `feels:` with `from:`",
            )
        elif touchpoint.feels.from_ is None:
            yield Finding(
                touchpoint,
                f"how customers feel at the moment of truth `{touchpoint.id}` is a guess; write `from:` in `feels:`",
            )
