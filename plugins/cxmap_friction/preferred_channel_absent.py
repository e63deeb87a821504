"""FRI019: a stage has nothing on the channels a persona prefers."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Stage, Touchpoint, check, is_met, reachable, reaching
from cxmap_friction.screens import asks_nothing, devices


@check("FRI019", severity="info")
def preferred_channel_absent(graph: JourneyGraph, *, first: int = 2) -> Iterator[Finding]:
    """A stage offers a persona nothing on the channels they prefer.

    People accept their second choice; beyond that they begin to look elsewhere. `channels:` of a persona is
    in order of preference. For each stage on the way to what they want in which they must do something, one
    of their first few channels, or one of the same kind, should be offered: one screen (web, app, chat), one
    voice (phone, video, in person), or what is sent (email, post, sms).

    Fix: offer a step of the stage on a channel they prefer.

    Source: practice of aligning resources with the contact channels customers prefer; the usual order of
    preference is app or website, messaging, social networks, telephone as the last resort (not verified).

    Options:
        first: how many of a persona's channels count as preferred.

    Passes::

        personas: {fay: {channels: [app, chat, phone]}}
        stages: {engagement: {touchpoints: {call: {channel: phone}, message: {channel: chat, type: human}}}}

    Fails::

        personas: {fay: {channels: [app, chat, phone]}}
        stages: {engagement: {touchpoints: {call: {channel: phone}}}}
    """
    for persona in graph.personas:
        if not persona.channels:
            continue
        goals = graph.wants(persona) or tuple(sorted(graph.ends))
        on_way = reachable(graph, persona=persona.id) & reaching(graph, goals, persona=persona.id)
        for stage in graph.stages:
            steps = [
                step
                for step in graph.members(stage.id)
                if step.id in on_way and not asks_nothing(graph, step)
            ]
            yield from _judge(graph, persona, stage, steps, persona.channels[:first])


def _judge(
    graph: JourneyGraph, persona: Persona, stage: Stage, steps: list[Touchpoint], preferred: tuple[str, ...]
) -> Iterator[Finding]:
    if not steps or any(not step.channel for step in steps):
        return
    offered = list(dict.fromkeys(channel for step in steps if is_met(step) for channel in step.channel))
    if devices(graph, preferred) & devices(graph, offered):
        return
    yield Finding(
        stage,
        f"`{persona.id}` prefers {' or '.join(preferred)}, the stage `{stage.id}` offers only "
        f"{', '.join(offered)}; offer a step on {preferred[0]}",
        path=tuple(step.id for step in steps),
        persona=persona.id,
    )
