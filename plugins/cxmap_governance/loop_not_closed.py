"""GOV013: customers are asked for a rating, and nobody calls when it is bad."""

from collections.abc import Iterator

from cxmap import Duration, Finding, JourneyGraph, Touchpoint, check

A_DAY = Duration(86400.0, "24h")
RATINGS = frozenset({"nps", "csat", "csat_top2", "csat_bottom2", "ces", "ces1"})
BAD = ("bottom-2-box", "detractor")


@check("GOV013", severity="warning")
def loop_not_closed(graph: JourneyGraph, *, max: Duration = A_DAY) -> Iterator[Finding]:
    """A touchpoint asks for a rating, but nobody gets in touch soon when it is bad.

    A bad rating is a customer who is about to leave and still says so. One operator had its people call back hour
    by hour and halved the share of bad ratings within a year. Where no rating at all leads to a call, the whole
    journey is one finding: it is one decision.

    Fix: add `next: {callback: {when: bottom-2-box, delay: 4h}}` to a touchpoint `by: company`.

    Source: a mobile operator's advisory group (practitioner's article): a call to acknowledge, hour by hour.

    Options:
        max: by when somebody must have got in touch, delays and service times added up.

    Passes::

        survey: {channel: email, by: company, type: survey, metrics: [csat],
                 next: {callback: {share: 8%, when: bottom-2-box, delay: 4h}, end: 92%}}
        callback: {channel: phone, by: company, type: human, next: end}

    Fails::

        survey: {channel: email, by: company, type: survey, metrics: [csat]}
    """
    asked = [one for one in graph.touchpoints if _asks(graph, one)]
    is_told = any(word in str(edge.transition.when or "") for edge in graph.edges for word in BAD)
    open_ = [one for one in asked if not (is_told and _is_closed(graph, one, max))]
    if open_ and len(open_) == len(asked) and len(asked) > 1:
        names = ", ".join(f"`{one.id}`" for one in open_[:4]) + (
            f" and {len(open_) - 4} more" if len(open_) > 4 else ""
        )
        yield Finding(
            graph.journey,
            f"{len(open_)} touchpoints ask for a rating ({names}) and nobody gets in touch within {max} when it is bad; "
            f"add a way with `when: bottom-2-box` to a call `by: company`",
            related=tuple(one.id for one in open_),
        )
        return
    for touchpoint in open_:
        yield Finding(
            touchpoint,
            f"`{touchpoint.id}` asks for a rating and nobody gets in touch within {max} when it is bad; "
            f"add a way with `when: bottom-2-box` to a call `by: company`",
        )


def _asks(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    if graph.acts_like(touchpoint, "survey"):
        return True
    kinds = (graph.metrics[name].kind or name for name in touchpoint.metrics if name in graph.metrics)
    return any(kind in RATINGS for kind in kinds)


def _is_closed(graph: JourneyGraph, touchpoint: Touchpoint, limit: Duration) -> bool:
    """Whether a bad rating leads to the company getting in touch in time, here or further on."""
    waiting = [(touchpoint.id, 0.0, False)]
    seen: set[tuple[str, bool]] = set()
    while waiting:
        step, elapsed, bad = waiting.pop(0)
        if (step, bad) in seen:
            continue
        seen.add((step, bad))
        for edge in graph.edges_from(step):
            when = str(edge.transition.when or "")
            target = graph.touchpoint(edge.to)
            later = elapsed + (edge.transition.delay.worst.seconds if edge.transition.delay else 0.0)
            later += target.sla.worst.seconds if target.sla else 0.0
            is_bad = bad or any(word in when for word in BAD)
            if later <= limit.seconds:
                if is_bad and target.by == "company":
                    return True
                waiting.append((edge.to, later, is_bad))
    return False
