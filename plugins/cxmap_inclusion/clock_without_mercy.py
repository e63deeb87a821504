"""ACC006: a step that times out and cannot be extended."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check


@check("ACC006", severity="warning")
def clock_without_mercy(graph: JourneyGraph) -> Iterator[Finding]:
    """A step times out, and customers cannot ask for more time.

    Whoever reads slowly, looks for a paper or is interrupted loses everything they have typed.

    Fix: let customers ask for more time, and write `extendable: true`.

    Source: WCAG 2.2 SC 2.2.1 Timing Adjustable, Level A.

    Passes::

        form: {channel: web, time_limit: 10m, extendable: true}

    Fails::

        form: {channel: web, time_limit: 10m}
    """
    for touchpoint in graph.touchpoints:
        if touchpoint.time_limit is not None and not touchpoint.extendable:
            yield Finding(
                touchpoint,
                f"`{touchpoint.id}` times out after {touchpoint.time_limit} and cannot be extended; "
                f"let customers ask for more time, `extendable: true`",
            )
