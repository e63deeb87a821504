"""ACC005: a persona who is not spoken to in a language they speak."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Touchpoint, Unknown, check, shortest_path

SILENT = frozenset({"own", "backstage", "third-party"})


@check("ACC005", severity="warning")
def language_gap(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """Every way to where a persona wants to get passes a touchpoint in a language they do not speak.

    Notices and questions that are not understood are no notices and no questions.

    Fix: write the languages the touchpoint speaks under `languages:`, and speak them.

    Source: ISO/IEC TS 27560, field language (6.3.4.2), and ISO/IEC 29184 5.2.4 on notices in several languages.
    Not legal advice.

    Passes::

        outcome: sign
        languages: [en]
        personas: {ana: {language: pt}}
        sign: {channel: web, languages: [en, pt]}

    Fails::

        outcome: sign
        languages: [en]
        personas: {ana: {language: pt}}
        sign: {channel: web}
    """
    for persona in graph.personas:
        wants = graph.wants(persona)
        if not persona.language:
            continue
        if not wants:
            yield Unknown(graph.journey, "outcome")
            continue
        foreign = {one.id for one in graph.on_path if _is_foreign(persona, one)}
        path = shortest_path(graph, None, wants, persona=persona.id)
        if (
            path is None
            or not foreign
            or shortest_path(graph, None, wants, avoiding=foreign, persona=persona.id)
        ):
            continue
        step = next(one for one in path if one in foreign)
        spoken = ", ".join(graph.touchpoint(step).languages)
        yield Finding(
            step,
            f"{persona.title} speaks {', '.join(persona.language)}, and every way to {_or(wants)} passes `{step}` ({spoken}); "
            f"speak their language there",
            path=path[: path.index(step) + 1],
            persona=persona.id,
        )


def _is_foreign(persona: Persona, touchpoint: Touchpoint) -> bool:
    if SILENT & set(touchpoint.channel) or not touchpoint.languages:
        return False
    spoken = {language.partition("-")[0] for language in touchpoint.languages}
    return not spoken & {language.partition("-")[0] for language in persona.language}


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)
