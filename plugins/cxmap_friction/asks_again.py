"""FRI001: customers must say again what they already said."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import (
    Duration,
    Finding,
    JourneyGraph,
    Touchpoint,
    asked_before,
    asked_items,
    check,
    is_met,
    say_path,
)
from cxmap import asks_again as is_same_question
from cxmap_friction.looking_back import Backwards
from cxmap_friction.wording import in_brackets, name_all

YEAR = Duration(365.25 * 86400, "12 months")


@check("FRI001", severity="warning")
def asks_again(graph: JourneyGraph, *, valid_for: Duration = YEAR) -> Iterator[Finding]:
    """Customers are asked for something they already gave.

    Whoever repeats their story at each desk concludes that nobody listened the first time, and a form that
    wants the licence number twice gets it wrong once. It counts on any path: `always` in the message means
    that every path has asked before, `sometimes` that only some have; sometimes, and on another channel, is
    only worth knowing. A part of something counts as that thing: whoever gave contact details gave the email
    address. What is recorded, what differs each time (`changes: true`) and what is old by then may be asked
    for; so may the door of a nested journey, where strangers come in too. Going back to the same form is
    FRI007's matter, not this one's.

    Fix: show what is known and let the customer confirm it, `confirms: [licence]`; or mark the item
    `changes: true`.

    Source: WCAG 2.2, success criterion 3.3.7 Redundant Entry, level A: what was entered before in the same
    process is filled in or offered for selection. Not legal advice.

    Options:
        valid_for: asking again is fair when one way in between takes longer; an item's own `valid_for` wins.

    Passes::

        data: {licence: user.government_id.drivers_license_number}
        quote: {channel: web, collects: {quote: [licence]}}
        call: {channel: phone, confirms: [licence], uses: {quote: [licence]}}

    Fails::

        data: {licence: user.government_id.drivers_license_number}
        quote: {channel: web, collects: {quote: [licence]}}
        call: {channel: phone, collects: {quote: [licence]}}
    """
    questions = {t.id: asked_items(graph, t) for t in graph.touchpoints if is_met(t)}
    known = asked_before(graph)
    ways: dict[float, Backwards] = {}
    askers: dict[str, set[str]] = {}
    givers_of: dict[frozenset[str], frozenset[str]] = {}
    for asker, items in questions.items():
        for item in items if asker in known.may else ():
            askers.setdefault(item, set()).add(asker)
    for touchpoint in graph.touchpoints:
        if _is_door(touchpoint):
            continue
        before = known.may.get(touchpoint.id, frozenset())
        again: dict[str, tuple[str, ...]] = {}
        for item in questions.get(touchpoint.id, ()):
            same = frozenset(given for given in before if is_same_question(graph, item, given))
            if same not in givers_of:
                givers_of[same] = frozenset(giver for given in same for giver in askers.get(given, ()))
            givers = givers_of[same]
            if not givers or givers == {touchpoint.id}:
                continue
            seconds = _still_valid(graph, item, valid_for)
            path = _ways(graph, ways, seconds).nearest(touchpoint.id, givers)
            if path is not None:
                again[item] = path
        if again:
            yield _finding(graph, touchpoint, again, known.must[touchpoint.id])


def _ways(graph: JourneyGraph, known: dict[float, Backwards], seconds: float) -> Backwards:
    if seconds not in known:
        known[seconds] = Backwards(graph, seconds)
    return known[seconds]


def _is_door(touchpoint: Touchpoint) -> bool:
    """Whether a nested journey begins here, which strangers also come into and must be asked."""
    return "/" in touchpoint.id and touchpoint.entry is not False


def _still_valid(graph: JourneyGraph, item: str, valid_for: Duration) -> float:
    own = graph.data[item].valid_for if item in graph.data else None
    return (own or valid_for).seconds


def _finding(
    graph: JourneyGraph, touchpoint: Touchpoint, again: dict[str, tuple[str, ...]], must: frozenset[str]
) -> Finding:
    items = list(again)
    path = min(again.values(), key=len)
    first = graph.touchpoint(path[0])
    always = all(any(is_same_question(graph, item, given) for given in must) for item in items)
    lighter = not always and not set(first.channel) & set(touchpoint.channel)
    return Finding(
        touchpoint,
        f"`{touchpoint.id}` {'always' if always else 'sometimes'} asks again for {name_all(items)}, "
        f"which the customer gave at `{first.id}` ({say_path(path)}); write `confirms: {in_brackets(items)}`",
        path=path,
        severity="info" if lighter else None,
        data=items[0] if len(items) == 1 else None,
    )
