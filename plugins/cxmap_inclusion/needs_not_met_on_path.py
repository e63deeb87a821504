"""ACC001: a step that does not work for somebody, and no way around it."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Touchpoint, Unknown, check, shortest_path

# What does not work for a need: channels, then demands; and the aid that lifts it.
CHANNELS = {
    "no-voice": {"phone": "relay", "phone-auto": "relay", "video": "relay"},
    "no-hearing": {"phone": "relay", "phone-auto": "relay", "video": "captions"},
    "no-vision": {},
    "low-literacy": {},
    "no-internet": dict.fromkeys(("web", "app", "chat", "messaging", "social", "email", "push", "video"), ""),
}
DEMANDS = {
    "no-vision": {"image": "screen-reader", "signature": "relay"},
    "low-literacy": {"long-form": "plain-language"},
}


@check("ACC001", severity="error")
def needs_not_met_on_path(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A persona with a need must pass a touchpoint that does not work for them.

    Every way to where they want to get passes a step on a channel they cannot use, or one that demands what they
    cannot do. Aids (`supports`) lift it, and so does another channel at the same touchpoint.

    Fix: write the aid under `supports:`, offer another channel, or lead around the step.

    Source: European Accessibility Act, Directive (EU) 2019/882, for the services it lists, since 28 June 2025; WCAG
    2.2; ISO 10002:2018 4.5 accessibility. Not legal advice.

    Passes::

        outcome: done
        personas: {dee: {needs: [no-voice]}}
        activate: {channel: phone, supports: [relay]}
        done: {channel: web}

    Fails::

        outcome: done
        personas: {dee: {needs: [no-voice]}}
        activate: {channel: phone}
        done: {channel: web}
    """
    for persona in graph.personas:
        wants = graph.wants(persona)
        if not persona.needs:
            continue
        if not wants:
            yield Unknown(graph.journey, "outcome")
            continue
        closed = {one.id: why for one in graph.on_path if (why := _why_not(persona, one))}
        path = shortest_path(graph, None, wants, persona=persona.id)
        if not closed or path is None:
            continue
        around = shortest_path(graph, None, wants, avoiding=closed, persona=persona.id)
        if around is None:
            step = next(one for one in path if one in closed)
            need, what = closed[step]
            yield Finding(
                step,
                f"{persona.title} ({need}) must pass `{step}`, and {what} there is closed to them; "
                f"write an aid under `supports:`, or offer another way",
                path=path[: path.index(step) + 1],
                persona=persona.id,
            )


def _why_not(persona: Persona, touchpoint: Touchpoint) -> tuple[str, str] | None:
    """The need a touchpoint does not meet, and what stands in the way."""
    usable = [
        channel for channel in touchpoint.channel if not persona.channels or channel in persona.channels
    ]
    for need in persona.needs:
        barred = CHANNELS.get(need, {})
        if usable and all(
            channel in barred and barred[channel] not in touchpoint.supports for channel in usable
        ):
            return need, " and ".join(usable)
        for demand in touchpoint.demands:
            aid = DEMANDS.get(need, {}).get(demand)
            if (
                aid is not None
                and aid not in touchpoint.supports
                and "interpreter" not in touchpoint.supports
            ):
                return need, f"a {demand}"
    return None
