"""GOV010: a complaint that leads to nothing."""

from collections.abc import Iterator

from cxmap import Duration, Finding, JourneyGraph, Touchpoint, check

FIVE_DAYS = Duration(5 * 86400.0, "5d")
EIGHT_WEEKS = Duration(56 * 86400.0, "8w")


@check("GOV010", severity="warning")
def complaint_not_answered(
    graph: JourneyGraph, *, max_acknowledge: Duration = FIVE_DAYS, max_resolution: Duration = EIGHT_WEEKS
) -> Iterator[Finding]:
    """A complaint is not acknowledged, has no time limit, cannot be settled, or teaches the company nothing.

    A complaint is a customer who still talks to you. It needs an acknowledgement, an answer by a date, somebody
    who may settle it, and a way for the company to learn from it (a metric here, or a system or source that
    listens).

    Fix: write `acknowledges:`, `sla:`, `can_resolve:` and a metric or a listening system.

    Source: ISO 10002:2018 responsiveness, accountability and improvement; eight weeks are UK FCA DISP 1.6.2R; five
    days to acknowledge are ours, DISP 1.6.1R only says prompt. Not legal advice.

    Options:
        max_acknowledge: by when a complaint must be acknowledged.
        max_resolution: by when it must be answered.

    Passes::

        complain: {channel: phone, type: complaint, sla: 10d, acknowledges: 1d, can_resolve: [goodwill], metrics: [csat]}

    Fails::

        complain: {channel: phone, type: complaint}
    """
    for touchpoint in graph.touchpoints:
        if graph.acts_like(touchpoint, "complaint"):
            faults = list(_faults(graph, touchpoint, max_acknowledge, max_resolution))
            if faults:
                yield Finding(
                    touchpoint, f"the complaint `{touchpoint.id}` {' and '.join(faults)}; complete it"
                )


def _faults(graph: JourneyGraph, touchpoint: Touchpoint, soon: Duration, late: Duration) -> Iterator[str]:
    if touchpoint.acknowledges is None:
        yield "is never acknowledged (`acknowledges:`)"
    elif touchpoint.acknowledges > soon:
        yield f"is acknowledged only within {touchpoint.acknowledges}, more than {soon}"
    if touchpoint.sla is None:
        yield "has no time by which it is answered (`sla:`)"
    elif touchpoint.sla.worst > late:
        yield f"is answered only within {touchpoint.sla.worst}, more than {late}"
    if not touchpoint.can_resolve and not _leads_to_somebody(graph, touchpoint):
        yield "can be settled by nobody (`can_resolve:`)"
    if not touchpoint.metrics and not _listens(graph, touchpoint):
        yield "teaches nobody anything (`metrics:` or a system that listens)"


def _leads_to_somebody(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    return any(
        graph.acts_like(graph.touchpoint(edge.to), "human") for edge in graph.edges_from(touchpoint.id)
    )


def _listens(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    heard = {source.from_ for source in graph.register.sources.values()}
    for name in touchpoint.system:
        system = graph.systems.get(name)
        word = graph.word("app", system.app) if system is not None and system.app is not None else None
        if name in heard or (word is not None and "source" in word.maps):
            return True
    return False
