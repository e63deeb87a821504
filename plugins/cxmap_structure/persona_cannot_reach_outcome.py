"""STR005: a persona for whom the journey does not work."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Unknown, check, reachable, shortest_path


@check(
    "STR005", severity="error", drops=("FRI003", "FRI009", "FRI012", "ACC001", "ACC005"), drops_on="persona"
)
def persona_cannot_reach_outcome(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A persona has no path to where they want to get.

    A journey that shuts a declared persona out is a false map, and for the customer a closed door: a channel
    they do not use, or a step that `only` or `not_for` keeps from them. Steps whose channel is not said make the
    answer unknown where the path needs them.

    Fix: offer the step on a channel the persona uses, lead around it, or say with `not_for` that the journey is
    not theirs.

    Source: which personas does the map address (a standard question of journey mapping); be as much as you can
    to your few kinds of customers.

    Passes::

        outcome: done
        personas: {fay: {channels: [web, chat]}}
        quote: {channel: web, next: [sign, sign_online]}
        sign: {channel: branch, next: done}
        sign_online: {channel: web, next: done}
        done: {channel: web, next: end}

    Fails::

        outcome: sign
        personas: {fay: {channels: [web, chat]}}
        quote: {channel: web}
        sign: {channel: branch, next: end}
    """
    if not graph.outcome and not all(graph.wants(persona) for persona in graph.personas):
        yield Unknown(graph.journey, "outcome")
    if not graph.entries:
        return
    for persona in graph.personas:
        wants = graph.wants(persona)
        if wants:
            yield from _judge(graph, persona, wants)


def _judge(graph: JourneyGraph, persona: Persona, wants: tuple[str, ...]) -> Iterator[Finding | Unknown]:
    possible = shortest_path(graph, None, wants, persona=persona.id)
    unsaid = graph.unsaid_channels if persona.channels else frozenset()
    if possible is not None:
        if unsaid and shortest_path(graph, None, wants, avoiding=unsaid, persona=persona.id) is None:
            yield Unknown(next(step for step in possible if step in unsaid), "channel")
        return
    walked = reachable(graph, persona=persona.id)
    frontier = [
        step.id for step in graph.on_path if step.id in walked and _is_blocked(graph, step.id, walked)
    ]
    last = frontier[-1] if frontier else None
    goals = " or ".join(f"`{want}`" for want in wants)
    path = shortest_path(graph, None, [last], persona=persona.id) if last else ()
    yield Finding(
        f"persona:{persona.id}",
        f"{persona.title} cannot get to {goals}{_why(graph, persona, last, walked)}; "
        f"offer it on a channel they use, or lead around it",
        path=path or (),
        related=tuple(wants),
        persona=persona.id,
    )


def _is_blocked(graph: JourneyGraph, step: str, walked: frozenset[str]) -> bool:
    return any(edge.to not in walked and edge.to in graph.flow for edge in graph.edges_from(step))


def _why(graph: JourneyGraph, persona: Persona, last: str | None, walked: frozenset[str]) -> str:
    if last is None:
        return ": no entry is open to them"
    edge = next(edge for edge in graph.edges_from(last) if edge.to in graph.flow and edge.to not in walked)
    step = graph.touchpoint(edge.to)
    if not graph.can_take(persona, edge):
        return f": the walk stops after `{last}`, since the way to `{step.id}` is closed to them"
    if not graph.may(persona, step.only, step.not_for):
        return f": the walk stops after `{last}`, since `{step.id}` is closed to them"
    return f": the walk stops after `{last}`, since `{step.id}` is {', '.join(step.channel)}"
