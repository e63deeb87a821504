"""FRI018: the matter ends and nobody tells the customer."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, check, say_path

MATTERS = ("purchase", "payment", "claim", "complaint", "problem", "exit")
TELLING = ("one-way", "live-voice", "live-text")


@check("FRI018", severity="warning")
def resolution_not_confirmed(graph: JourneyGraph, *, max_steps: int = 2) -> Iterator[Finding]:
    """A purchase, payment, claim, complaint, problem or exit can end without anybody confirming the result.

    Silence after a complaint reads as indifference, silence after a payment as fraud. From each such step,
    every path that ends within a few steps must first meet something the company sends or says: a
    touchpoint `by: company` by letter, message, phone, chat or in person. That includes the case where one
    of several ways confirms and another does not. What the company itself sends needs no confirmation.

    Fix: add a confirmation on the way, `confirm: {channel: email, by: company}`.

    Source: ISO 10002:2018 clause 7, telling the decision and closing the complaint; Directive (EU) 2023/2673,
    withdrawal acknowledged on a durable medium. Not legal advice.

    Options:
        max_steps: within how many steps an end counts as the end of this matter.

    Passes::

        fix_tv: {channel: phone, type: problem, next: confirm}
        confirm: {channel: email, by: company, next: end}

    Fails::

        fix_tv: {channel: phone, type: problem, next: end}
    """
    confirming = {t.id for t in graph.touchpoints if _confirms(graph, t)}
    for touchpoint in graph.touchpoints:
        if touchpoint.by == "company" or not graph.acts_like(touchpoint, *MATTERS):
            continue
        path = _silent_end(graph, touchpoint, confirming, max_steps)
        if path is not None:
            yield Finding(
                touchpoint,
                f"what customers settle at `{touchpoint.id}` ({touchpoint.type}) can end with nobody confirming the "
                f"result to them ({say_path(path)}); add a step `by: company` that does",
                path=path,
            )


def _confirms(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    return touchpoint.by == "company" and any(
        graph.family(channel) in TELLING for channel in touchpoint.channel
    )


def _silent_end(
    graph: JourneyGraph, touchpoint: Touchpoint, confirming: set[str], most: int
) -> tuple[str, ...] | None:
    """The shortest path to an end that nobody confirms on, if it has at most so many steps."""
    paths: list[tuple[str, ...]] = [(touchpoint.id,)]
    seen = {touchpoint.id}
    for path in paths:
        if path[-1] in graph.ends:
            return path
        for edge in graph.edges_from(path[-1]) if len(path) <= most else ():
            if edge.to not in confirming and edge.to not in seen:
                seen.add(edge.to)
                paths.append((*path, edge.to))
    return None
