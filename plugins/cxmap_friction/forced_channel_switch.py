"""FRI002: every way on is on another channel."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Edge, Finding, JourneyGraph, Touchpoint, Unknown, check
from cxmap_friction.screens import asks_nothing, devices
from cxmap_friction.wording import name_all


@check("FRI002", severity="warning")
def forced_channel_switch(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """Customers cannot go on where they are: every way forward is on another channel.

    Whoever began on the phone and is sent to the website must find the page, prove who they are and begin
    again; many do not. A touchpoint is on the same channel when it shares one with this step or is of the
    same kind: one screen (web, app, chat, messaging, social), one voice (phone, video, in person), or what is
    sent (email, post, sms). Steps at which the customer need not act are no switch: what we send or start,
    their own steps, milestones.

    Fix: add a way on that stays on the channel, beside the one that leaves it.

    Source: customer-experience practice: start assisted or self-service and move easily from one to the
    other, with context (not verified).

    Passes::

        apply: {channel: web, next: [sign, esign]}
        sign: {channel: branch, next: end}
        esign: {channel: web, next: end}

    Fails::

        apply: {channel: web, next: sign}
        sign: {channel: branch, next: end}
    """
    for touchpoint in graph.on_path:
        if touchpoint.id in graph.ends or asks_nothing(graph, touchpoint):
            continue
        ways = [edge for edge in graph.edges_from(touchpoint.id) if edge.kind != "fails"]
        if not ways:
            continue
        if not touchpoint.channel:
            yield Unknown(touchpoint, "channel")
        else:
            yield from _judge(graph, touchpoint, ways)


def _judge(graph: JourneyGraph, touchpoint: Touchpoint, ways: list[Edge]) -> Iterator[Finding | Unknown]:
    here = devices(graph, touchpoint.channel)
    unsaid = None
    for edge in ways:
        target = graph.touchpoint(edge.to)
        if not target.channel and not asks_nothing(graph, target):
            unsaid = unsaid or target
        elif asks_nothing(graph, target) or here & devices(graph, target.channel):
            return
    if unsaid is not None:
        yield Unknown(unsaid, "channel")
        return
    targets = list(dict.fromkeys(edge.to for edge in ways))
    channels = list(dict.fromkeys(channel for name in targets for channel in graph.touchpoint(name).channel))
    yield Finding(
        ways[0] if len(targets) == 1 else touchpoint,
        f"from `{touchpoint.id}` ({', '.join(touchpoint.channel)}) every way forward is on another channel: "
        f"{name_all(targets)} ({', '.join(channels)}); add a way on that stays on {touchpoint.channel[0]}",
        path=(touchpoint.id, targets[0]),
        related=tuple(targets[1:]),
    )
