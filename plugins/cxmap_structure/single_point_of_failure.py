"""STR010: a weak touchpoint that everybody must pass."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, check, find_dominators, shortest_path


@check("STR010", severity="info")
def single_point_of_failure(graph: JourneyGraph, *, drop: float = 0.2) -> Iterator[Finding | Unknown]:
    """Every path to the outcome passes a touchpoint that is weak.

    Mending one such step helps everyone. Weak means: a high pain, customers who are frustrated or worse, many who
    leave without a reason, or a moment of truth on one single channel with nothing said about what happens when
    it fails.

    Fix: take the weakness away, or offer another way to the outcome.

    Source: critical moments throughout the journey (practitioners' interviews); which weaknesses count is ours.

    Options:
        drop: share of customers who leave above which a step is weak.

    Passes::

        outcome: use
        login: {channel: web, fails: phone_check, feels: {customer: 0, from: voc}}
        use: {channel: app}
        phone_check: {channel: phone}
        sources: {voc: {}}

    Fails::

        outcome: use
        login: {channel: web, feels: {customer: -2}}
        use: {channel: app}
    """
    if not graph.outcome:
        yield Unknown(graph.journey, "outcome")
        return
    passed = [set(find_dominators(graph, goal)) for goal in graph.outcome]
    always = set.intersection(*passed) - set(graph.outcome)
    for touchpoint in graph.on_path:
        weak = list(_weaknesses(graph, touchpoint, drop)) if touchpoint.id in always else []
        if weak:
            yield Finding(
                touchpoint,
                f"every path to the outcome passes `{touchpoint.id}`, where {' and '.join(weak)}; "
                f"mend it first, or offer another way",
                path=shortest_path(graph, None, [touchpoint.id]) or (),
            )


def _weaknesses(graph: JourneyGraph, touchpoint: Touchpoint, drop: float) -> Iterator[str]:
    if any(pain.severity == "high" for pain in touchpoint.pains):
        yield "a pain is high"
    if touchpoint.feels.customer is not None and touchpoint.feels.customer <= -1:
        yield f"customers feel {touchpoint.feels.customer:g}"
    left = graph.drop_off(touchpoint.id)
    if left > drop:
        yield f"{left:.0%} leave"
    if touchpoint.moment_of_truth and len(touchpoint.channel) == 1 and not touchpoint.fails:
        yield f"{touchpoint.channel[0]} is the only channel and nothing is said of when it fails"
