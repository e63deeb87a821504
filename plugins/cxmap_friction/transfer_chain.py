"""FRI004: customers are passed on several times in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxmap import Edge, Finding, JourneyGraph, check, is_live, is_transfer, say_path
from cxmap_friction.wording import many

ANSWERS = ("human", "bot", "voicebot", "ivr")


@check("FRI004", severity="warning")
def transfer_chain(graph: JourneyGraph, *, max: int = 1) -> Iterator[Finding]:
    """Customers can be passed on several times in a row before anybody settles the matter.

    After the second transfer people stop explaining and start complaining. A transfer is a way from one live
    step (a human, a bot or a menu on phone, video, chat or in person) to another with `transfer: true`, or to
    one with another owner unless the way says otherwise; a call back later is a new contact, not a transfer.
    Where transfers lead round in a circle without `max_times` there is no telling how often.

    Fix: let the first desk settle more, `can_resolve: [billing]`, or lead straight to the right one.

    Source: reports of customers transferred four and three times for one problem; vendor figures of about 15%
    less satisfaction for each further call (not verified).

    Options:
        max: how many transfers in a row are acceptable.

    Passes::

        l1: {channel: phone, type: human, owner: a, can_resolve: [billing], next: {l2: 10%, end: 90%}}
        l2: {channel: phone, type: human, owner: b, next: end}

    Fails::

        l1: {channel: phone, type: human, owner: a, next: l2}
        l2: {channel: phone, type: human, owner: b, next: l3}
        l3: {channel: phone, type: human, owner: c, next: end}
    """
    passes = _transfers(graph)
    for group in _groups(passes):
        loop = _circle(passes, group)
        path = loop or _longest(passes, group)
        if loop:
            often = "any number of times"
        elif len(path) - 1 > max:
            often = f"{many(len(path) - 1, 'time')} in a row"
        else:
            continue
        yield Finding(
            path[0],
            f"a customer can be transferred {often} before anybody settles the matter ({say_path(path)}); let "
            f"`{path[0]}` settle more (`can_resolve:`) or lead straight to the right desk",
            path=path,
        )


def _transfers(graph: JourneyGraph) -> Mapping[str, tuple[Edge, ...]]:
    """The ways on which a live step passes the customer on, by where they start."""
    answering = {t.id for t in graph.touchpoints if is_live(graph, t) and graph.acts_like(t, *ANSWERS)}
    found: dict[str, tuple[Edge, ...]] = {}
    for source in (t.id for t in graph.touchpoints if t.id in answering):
        ways = (edge for edge in graph.edges_from(source) if edge.to in answering and edge.to != source)
        passed = tuple(edge for edge in ways if is_transfer(graph, edge.from_, edge.to))
        if passed:
            found[source] = passed
    return found


def _groups(passes: Mapping[str, tuple[Edge, ...]]) -> list[tuple[str, ...]]:
    """Touchpoints that transfers connect, whichever way, in file order of where they start."""
    beside: dict[str, set[str]] = {}
    for source, ways in passes.items():
        for edge in ways:
            beside.setdefault(source, set()).add(edge.to)
            beside.setdefault(edge.to, set()).add(source)
    groups, seen = [], set[str]()
    for start in beside:
        if start not in seen:
            group = [start]
            seen.add(start)
            for step in group:
                fresh = sorted(beside[step] - seen)
                seen.update(fresh)
                group += fresh
            members = set(group)
            groups.append(tuple(step for step in beside if step in members))
    return groups


def _circle(passes: Mapping[str, tuple[Edge, ...]], group: tuple[str, ...]) -> tuple[str, ...]:
    """The shortest way round by transfers that nothing bounds, or nothing."""
    rounds = []
    for start in group:
        parent = {start: start}
        queue = [start]
        for step in queue:
            for edge in passes.get(step, ()):
                if edge.transition.max_times is None and edge.to not in parent:
                    parent[edge.to] = step
                    queue.append(edge.to)
                elif edge.transition.max_times is None and edge.to == start:
                    path = [start, step]
                    while path[-1] != start:
                        path.append(parent[path[-1]])
                    rounds.append(tuple(reversed(path)))
                    queue.clear()
                    break
    return min(rounds, key=len, default=())


def _longest(passes: Mapping[str, tuple[Edge, ...]], group: tuple[str, ...]) -> tuple[str, ...]:
    """The longest chain; where a bounded way leads back, bounded ways are left out."""
    after = {step: [edge.to for edge in passes.get(step, ())] for step in group}
    order = _in_order(after)
    if order is None:
        after = {
            step: [edge.to for edge in passes.get(step, ()) if edge.transition.max_times is None]
            for step in group
        }
        order = _in_order(after) or []
    chain: dict[str, tuple[str, ...]] = {}
    for step in reversed(order):
        chain[step] = (step, *max((chain[target] for target in after[step]), key=len, default=()))
    return max((chain[step] for step in group if step in chain), key=len)


def _in_order(after: Mapping[str, list[str]]) -> list[str] | None:
    """The steps, each before those it passes customers to; None when they go round."""
    waiting = dict.fromkeys(after, 0)
    for targets in after.values():
        for target in targets:
            waiting[target] += 1
    queue = [step for step, count in waiting.items() if not count]
    for step in queue:
        for target in after[step]:
            waiting[target] -= 1
            if not waiting[target]:
                queue.append(target)
    return queue if len(queue) == len(after) else None
