"""EMO004: a favour asked of somebody who is still angry."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmap import Finding, JourneyGraph, Unknown, check, shortest_path

if TYPE_CHECKING:
    from cxmap import Touchpoint

ASKS = ("review", "referral", "marketing", "offer", "upsell")


@check("EMO004", severity="warning")
def asks_a_favour_while_angry(graph: JourneyGraph, *, low: float = -1.0) -> Iterator[Finding | Unknown]:
    """A review, a referral or a sale is asked of customers who come from a bad experience that nobody put right.

    The answer is no, and the question itself makes it worse: it shows that nobody noticed.

    Fix: put things right in between (`can_resolve:`, `recover:`), or leave these customers out.

    Source: short-term sales tactics irritate; sales strategies painted to look like care (customer experience
    practice).

    Options:
        low: a feeling at or below it is bad.

    Passes::

        claim: {channel: phone, feels: {customer: -2}, next: make_good}
        make_good: {channel: phone, can_resolve: [goodwill], next: ask_review}
        ask_review: {channel: email, by: company, type: review}

    Fails::

        claim: {channel: phone, feels: {customer: -2}, next: ask_review}
        ask_review: {channel: email, by: company, type: review}
    """
    asks = [one for one in graph.on_path if graph.acts_like(one, *ASKS)]
    if asks and not any(one.feels.customer is not None for one in graph.on_path):
        yield Unknown(graph.journey, "feels")
        return
    angry = [one.id for one in graph.on_path if one.feels.customer is not None and one.feels.customer <= low]
    for ask in asks:
        # Anything that says what customers feel, or puts things right, ends the search backwards.
        screens = [one.id for one in graph.on_path if one.id != ask.id and _settles(one, low)]
        path = _shortest(graph, [one for one in angry if one != ask.id], ask.id, screens)
        if path is not None:
            origin = graph.touchpoint(path[0])
            yield Finding(
                ask,
                f"`{ask.id}` asks a favour ({ask.type}) after `{origin.id}` ({origin.feels.customer:+g}) and nothing puts it "
                "right in between; add a step that does",
                path=path,
            )


def _settles(touchpoint: "Touchpoint", low: float) -> bool:
    if touchpoint.feels.customer is not None and touchpoint.feels.customer <= low:
        return False
    return touchpoint.feels.customer is not None or bool(
        touchpoint.can_resolve or touchpoint.resolves or touchpoint.recover
    )


def _shortest(graph: JourneyGraph, starts: list[str], ask: str, screens: list[str]) -> tuple[str, ...] | None:
    """The shortest way from one low to the ask that meets nothing else on the way."""
    found = []
    for start in starts:
        if graph.touchpoint(start).can_resolve or graph.touchpoint(start).recover:
            continue
        others = [one for one in starts if one != start]
        path = shortest_path(graph, [start], [ask], avoiding=[*screens, *others])
        if path is not None:
            found.append(path)
    return min(found, key=lambda path: (len(path), path), default=None)
