"""GOV009: customers who cannot complain."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Unknown, check, reachable, steps_to


@check("GOV009", severity="error")
def complaint_path_missing(graph: JourneyGraph, *, max: int = 2) -> Iterator[Finding | Unknown]:
    """Some customers have no way to complain within a few steps on a channel they use.

    Who cannot complain leaves, or goes to the regulator. For every persona and every stage, a touchpoint of type
    complaint must be near; each persona is reported once, with the stages concerned.

    Fix: offer a complaint on a channel the persona uses, best under `anytime:`.

    Source: ISO 10002:2018 4.4 transparency and 4.5 accessibility; for privacy complaints GDPR Art. 13(2)(d) and 77,
    and UK DPA 2018 s.164A. Not legal advice.

    Options:
        max: how many steps away the complaint may be.

    Passes::

        personas: {fay: {channels: [app]}}
        home: {channel: app}
        anytime: {complain: {channel: [app, phone], type: complaint}}

    Fails::

        personas: {fay: {channels: [app]}}
        home: {channel: app}
        anytime: {complain: {channel: phone, type: complaint}}
    """
    complaints = [one for one in graph.touchpoints if graph.acts_like(one, "complaint")]
    if not complaints:
        yield Finding(
            graph.journey,
            f"nobody in `{graph.id}` can complain; add a touchpoint of `type: complaint` under `anytime:`",
        )
        return
    if not graph.personas:
        far = _far_stages(graph, [one.id for one in complaints], None, max)
        if far:
            yield Finding(
                complaints[0],
                f"customers cannot complain within {max} steps{_where(graph, far)}; offer it under `anytime:`",
            )
        return
    for persona in graph.personas:
        usable = [one.id for one in complaints if graph.can_use(persona, one) is True]
        unsaid = [one for one in complaints if graph.can_use(persona, one) is None and persona.channels]
        far = _far_stages(
            graph, usable + ([] if persona.channels else [one.id for one in complaints]), persona, max
        )
        if not far:
            continue
        if unsaid:
            yield Unknown(unsaid[0], "channel")
            continue
        channels = ", ".join(dict.fromkeys(channel for one in complaints for channel in one.channel))
        yield Finding(
            f"persona:{persona.id}",
            f"{persona.title} cannot complain within {max} steps{_where(graph, far)}, since that takes {channels}; "
            f"offer it on a channel they use",
            related=tuple(one.id for one in complaints),
            persona=persona.id,
        )


def _far_stages(graph: JourneyGraph, targets: list[str], persona: Persona | None, limit: int) -> list[str]:
    """Stages this persona walks where even the nearest complaint is too many steps away."""
    who = persona.id if persona is not None else None
    walked = reachable(graph, persona=who)
    steps = steps_to(graph, targets, persona=who) if targets else {}
    far = []
    for stage in graph.stages:
        members = [one.id for one in graph.members(stage.id) if one.id in walked]
        if members and all(steps.get(member, limit + 1) > limit for member in members):
            far.append(stage.id)
    return far


def _where(graph: JourneyGraph, stages: list[str]) -> str:
    """The stages concerned; "anywhere" needs no list."""
    if len(stages) == sum(1 for stage in graph.stages if stage.touchpoints):
        return " anywhere"
    return " in " + ", ".join(f"`{stage}`" for stage in stages)
