"""FRI001: customers must say again what they already said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cxmap import (
    Duration,
    Edge,
    Finding,
    JourneyGraph,
    Persona,
    Touchpoint,
    asked_before,
    asked_items,
    check,
    is_met,
    say_path,
)
from cxmap import asks_again as is_same_question
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
    for touchpoint in graph.touchpoints:
        if _is_door(touchpoint):
            continue
        before = known.may.get(touchpoint.id, frozenset())
        again: dict[str, tuple[str, ...]] = {}
        for item in questions.get(touchpoint.id, ()):
            same = {given for given in before if is_same_question(graph, item, given)}
            givers = {
                giver
                for giver, items in questions.items()
                if giver != touchpoint.id and giver in known.may and not same.isdisjoint(items)
            }
            path = (
                _nearest(graph, touchpoint, givers, _still_valid(graph, item, valid_for)) if givers else None
            )
            if path is not None:
                again[item] = path
        if again:
            yield _finding(graph, touchpoint, again, known.must[touchpoint.id])


def _is_door(touchpoint: Touchpoint) -> bool:
    """Whether a nested journey begins here, which strangers also come into and must be asked."""
    return "/" in touchpoint.id and touchpoint.entry is not False


def _still_valid(graph: JourneyGraph, item: str, valid_for: Duration) -> float:
    own = graph.data[item].valid_for if item in graph.data else None
    return (own or valid_for).seconds


def _nearest(
    graph: JourneyGraph, touchpoint: Touchpoint, givers: set[str], valid: float
) -> tuple[str, ...] | None:
    """The shortest way here from a touchpoint that asked, along which no delay makes the answer old."""
    walkers: tuple[Persona | None, ...] = graph.personas or (None,)
    paths = [
        path for who in walkers if (path := _way_back(graph, touchpoint, givers, valid, who)) is not None
    ]
    return min(paths, key=len, default=None)


def _way_back(
    graph: JourneyGraph, touchpoint: Touchpoint, givers: set[str], valid: float, who: Persona | None
) -> tuple[str, ...] | None:
    after: dict[str, str] = {}
    visits = [giver for giver in sorted(givers) if graph.is_anytime(giver)]
    seen = {touchpoint.id}
    queue = [touchpoint.id]
    for step in queue:
        for source in _before(graph, step, valid, who, visits if step != touchpoint.id else ()):
            if source in seen or (who is not None and graph.can_use(who, graph.touchpoint(source)) is False):
                continue
            seen.add(source)
            after[source] = step
            if source in givers:
                path = [source]
                while path[-1] != touchpoint.id:
                    path.append(after[path[-1]])
                return tuple(path)
            queue.append(source)
    return None


def _before(
    graph: JourneyGraph, step: str, valid: float, who: Persona | None, visits: Iterable[str]
) -> Iterator[str]:
    """From where a customer comes here without much time passing; whoever made a visit comes back from it."""
    for edge in graph.edges_into(step):
        if not _is_slow(edge, valid) and (who is None or graph.can_take(who, edge)):
            yield edge.from_
    if graph.is_anytime(step):
        yield from sorted(graph.open_from(step))
    else:
        yield from (visit for visit in visits if step in graph.open_from(visit))


def _is_slow(edge: Edge, valid: float) -> bool:
    delay = edge.transition.delay
    return delay is not None and delay.worst.seconds > valid


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
