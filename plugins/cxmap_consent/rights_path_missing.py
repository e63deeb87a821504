"""CON020: rights customers have by law and cannot use."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Stage, Touchpoint, Unknown, check, is_personal, reachable, reaching

BY_LAW = {
    "gdpr": ("access", "rectification", "erasure", "restriction", "portability", "objection"),
    "ccpa": ("know", "delete", "correct", "opt-out", "limit"),
}
SAME = {"uk-gdpr": "gdpr"}


@check("CON020", severity="warning")
def rights_path_missing(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """From some stage customers find no way to see, correct, delete or take along the data held about them.

    A right that nobody can find is none, and looking for it is how complaints begin. From the last touchpoint
    of every stage in which personal data is held, each right of the laws that apply must be within reach, for
    every persona who gets there. What is missing everywhere alike is said once.

    Fix: write `rights: all` on a touchpoint under `anytime:` that every persona can use.

    Source: GDPR Art. 12(2) and 15-22 (DPV eu-gdpr:A15 to A22); CCPA 1798.105 to 1798.121. Not legal advice.

    Passes::

        data: {email: user.contact.email}
        quote: {channel: web, collects: {quote: [email]}}
        anytime: {preferences: {channel: web, rights: all}}

    Fails::

        data: {email: user.contact.email}
        quote: {channel: web, collects: {quote: [email]}}
        anytime: {help: {channel: chat, type: human}}
    """
    needed = {right: None for law in graph.journey.law for right in BY_LAW.get(SAME.get(law, law), ())}
    missing: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    unsaid: dict[str, None] = {}
    offered = [touchpoint for touchpoint in graph.touchpoints if touchpoint.rights]
    for stage, last in _stages_with_data(graph):
        lacking = {}
        for right in needed:
            places = [t for t in offered if _offers(graph, t.rights, right)]
            whom = _barred(graph, places, last, surely=True)
            if whom is not None and _barred(graph, places, last, surely=False) is None:
                unsaid.update(dict.fromkeys(place.id for place in places if not place.channel))
            elif whom is not None:
                lacking[right] = whom
        if lacking:
            people = tuple(sorted({name for names in lacking.values() for name in names}))
            missing.setdefault((tuple(lacking), people), []).append(stage.id)
    for (rights, people), stages in missing.items():
        some = people and len(people) < len(graph.personas)
        whose = f" for {', '.join(f'`{name}`' for name in people)}" if some else ""
        yield Finding(
            f"stage:{stages[0]}",
            f"no way to use {_listed(rights)}{whose} from stage {_listed(stages)}; "
            "write `rights:` on a touchpoint under `anytime:`",
            related=tuple(f"stage:{name}" for name in stages[1:]),
        )
    yield from (Unknown(name, "channel") for name in unsaid)


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names)


def _stages_with_data(graph: JourneyGraph) -> Iterator[tuple[Stage, str]]:
    """Every stage in which personal data is held, from where it is first given, and its last touchpoint."""
    held = False
    for stage in graph.stages:
        members = graph.members(stage.id)
        items = [item for t in members for named in t.collects.values() for item in named]
        held = held or any(is_personal(graph, item) is not False for item in items)
        if held and members:
            yield stage, members[-1].id


def _barred(graph: JourneyGraph, places: list[Touchpoint], start: str, *, surely: bool) -> list[str] | None:
    """None when everybody who stands at `start` gets to one of the places; else the personas who do not.

    `surely`: a place whose channel is not said is no way for a persona who cannot use them all.
    """
    if not graph.personas:
        everywhere = [place.id for place in places]
        return None if start in reaching(graph, everywhere) or start not in reachable(graph) else []
    barred = []
    for persona in graph.personas:
        usable = [place.id for place in places if place.channel or not (surely and persona.channels)]
        if start in reachable(graph, persona=persona.id) and start not in reaching(
            graph, usable, persona=persona.id
        ):
            barred.append(persona.id)
    return barred or None


def _offers(graph: JourneyGraph, offered: tuple[str, ...], right: str) -> bool:
    if "all" in offered or right in offered:
        return True
    word = graph.word("right", right)
    return word is not None and word.like is not None and word.like in offered
