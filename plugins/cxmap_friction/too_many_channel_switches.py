"""FRI003: even the smoothest path changes channel too often."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, fewest, say_path
from cxmap_friction.walkers import Walker, goals_unsaid, needs_unsaid, walkers
from cxmap_friction.wording import many, name_all


@check("FRI003", severity="warning")
def too_many_channel_switches(graph: JourneyGraph, *, max: int = 3) -> Iterator[Finding | Unknown]:
    """Even the path with the fewest switches changes channel too often.

    Each switch costs customers attention, and the company the context. Counted is the path a persona can walk
    from an entry to what they want with the fewest switches: a switch is a step whose channels do not include
    the one the customer is on. Own steps, those behind the scenes and third parties are skipped, so the
    comparison is with the last real channel; where a step offers several channels the customer takes the one
    that saves a switch.

    Fix: offer steps on the channel the customer already uses, `channel: [web, phone]`.

    Source: project default; companies offer about eight channels (NTT 2023), which says nothing about how many
    switches one customer puts up with (not verified).

    Options:
        max: how many switches are acceptable.

    Passes::

        outcome: e
        a: {channel: web}
        b: {channel: web}
        c: {channel: web}
        d: {channel: branch}
        e: {channel: app}

    Fails::

        outcome: e
        a: {channel: web}
        b: {channel: phone}
        c: {channel: email}
        d: {channel: branch}
        e: {channel: app}
    """
    spoke = False
    for walker in walkers(graph):
        for result in _judge(graph, walker, max):
            spoke = True
            yield result
    if not spoke and goals_unsaid(graph):
        yield Unknown(graph.journey, "outcome")


def _judge(graph: JourneyGraph, walker: Walker, most: int) -> Iterator[Finding | Unknown]:
    way = fewest(graph, "channel_switches", None, walker.goals, persona=walker.id)
    if way is None:
        return
    if way.number <= most:
        unsaid = needs_unsaid(graph, walker)
        if unsaid is not None:
            yield Unknown(unsaid, "channel")
        return
    yield Finding(
        walker.element(),
        f"even the smoothest path for {walker.title} to {name_all(walker.goals, 'or')} needs "
        f"{many(way.number, 'channel switch', 'channel switches')}, {most} are acceptable "
        f"({say_path(way.path)}); offer a step on the channel they are on",
        path=way.path,
        persona=walker.id,
    )
