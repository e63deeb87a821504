"""FRI008: customers are served by a machine and no human is near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, check, is_met, shortest_path, steps_to
from cxmap_friction.wording import many, name_all

TALKING = ("bot", "voicebot", "ivr")
SERVING = ("self-service", "form")
SERIOUS = ("complaint", "purchase", "payment", "claim", "problem")


@check("FRI008", severity="warning")
def no_human_within_reach(graph: JourneyGraph, *, max: int = 2) -> Iterator[Finding | Unknown]:
    """A machine serves customers, something is at stake, and no human is near.

    Most people trust a human over a bot when accuracy matters, and the moment they want one is the moment
    something goes wrong. Looked at are bots and menus, forms and self-service that are a moment of truth or
    carry a pain, and purchases, payments, claims, problems and complaints on a screen. A human is a touchpoint of
    type human a persona can use; an anytime one is one step away where it is on the same channel or linked
    from there, else two. On chat, messaging and social nothing is assumed: say bot or human.

    Fix: lead to a human (`next: {faq: 70%, agent: 30%}`), or offer one on the page, `help: [chat]`.

    Source: LivePerson survey: 84.9% trust a human over a bot for accuracy (not verified).

    Options:
        max: how many steps away a human may be.

    Passes::

        bot: {channel: chat, type: bot, next: {faq: 70%, agent: 30%}}
        faq: {channel: web, type: self-service, next: end}
        agent: {channel: chat, type: human, next: end}

    Fails::

        bot: {channel: chat, type: bot, next: faq}
        faq: {channel: web, type: self-service, next: end}
    """
    humans = [t.id for t in graph.touchpoints if graph.acts_like(t, "human")]
    machines = []
    for touchpoint in graph.touchpoints:
        if touchpoint.type is None and any(
            graph.family(channel) == "live-text" for channel in touchpoint.channel
        ):
            yield Unknown(touchpoint, "type")
        elif _is_watched(graph, touchpoint) and not _helped_here(graph, touchpoint, humans):
            machines.append(touchpoint)
    if machines:
        yield from _judge(graph, machines, humans, max)


def _is_watched(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    """Whether a machine serves the customer here and something is at stake."""
    if touchpoint.by == "company" or (touchpoint.channel and not is_met(touchpoint)):
        return False
    if graph.acts_like(touchpoint, *TALKING):
        return True
    if graph.acts_like(touchpoint, *SERVING):
        return touchpoint.moment_of_truth or bool(touchpoint.pains)
    families = {graph.family(channel) for channel in touchpoint.channel}
    return graph.acts_like(touchpoint, *SERIOUS) and families == {"digital-self"}


def _helped_here(graph: JourneyGraph, touchpoint: Touchpoint, humans: list[str]) -> bool:
    return any(one in humans or graph.family(one) in ("live-voice", "live-text") for one in touchpoint.help)


def _judge(
    graph: JourneyGraph, machines: list[Touchpoint], humans: list[str], most: int
) -> Iterator[Finding | Unknown]:
    people: list[str | None] = [persona.id for persona in graph.personas]
    far = {who: steps_to(graph, humans, persona=who) for who in people or [None]}
    for touchpoint in machines:
        alone = [
            who
            for who in far
            if _meets(graph, who, touchpoint) and far[who].get(touchpoint.id, most + 1) > most
        ]
        if alone:
            yield _finding(graph, touchpoint, humans, far, alone, most)


def _meets(graph: JourneyGraph, who: str | None, touchpoint: Touchpoint) -> bool:
    return who is None or graph.can_use(graph.persona(who), touchpoint) is not False


def _finding(
    graph: JourneyGraph,
    touchpoint: Touchpoint,
    humans: list[str],
    far: Mapping[str | None, Mapping[str, int]],
    alone: list[str | None],
    most: int,
) -> Finding:
    worst = max(alone, key=lambda who: far[who].get(touchpoint.id, float("inf")))
    steps = far[worst].get(touchpoint.id)
    names = [who for who in alone if who is not None]
    whom = f" for {name_all(names)}" if names and len(names) < len(far) else ""
    where = "nobody can be got to" if steps is None else f"the nearest human is {many(steps, 'step')} away"
    path = None if steps is None else shortest_path(graph, [touchpoint.id], humans, persona=worst)
    return Finding(
        touchpoint,
        f"from `{touchpoint.id}` ({touchpoint.type}) {where}{whom}, {most} are acceptable; lead to a "
        f"`type: human` step or offer one on the page (`help:`)",
        path=path or (touchpoint.id,),
        persona=names[0] if len(names) == 1 else None,
    )
