"""CON011: a minor is profiled."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Unknown, check, is_under, reachable, say_path, shortest_path


@check("CON011", severity="error")
def minor_profiled(graph: JourneyGraph, *, adult_age: int = 18) -> Iterator[Finding | Unknown]:
    """A persona who is a minor gets to a touchpoint that profiles for advertising or content, or scores people.

    Profiles follow a child into adult life. Law sees it as a measure that should not concern a child, and
    forbids online platforms to show minors advertisements based on a profile.

    Fix: keep the persona away with `not_for`, or use no profile.

    Source: GDPR recitals 38 and 71 (recitals, not an absolute ban); DSA Art. 28(2), online platforms only.
    Not legal advice.

    Options:
        adult_age: years from which a persona counts as grown up.

    Passes::

        personas: {teen: {age: 15}}
        purposes: {ads: {is: marketing.advertising.profiling, basis: consent}}
        shop: {channel: web}
        ads: {channel: web, not_for: teen, uses: {ads: [history]}}

    Fails::

        personas: {teen: {age: 15}}
        purposes: {ads: {is: marketing.advertising.profiling, basis: consent}}
        shop: {channel: web}
        ads: {channel: web, uses: {ads: [history]}}
    """
    unsaid: dict[str, None] = {}
    for persona in graph.personas:
        if persona.age is not None and persona.age < adult_age:
            met = reachable(graph, persona=persona.id)
            for touchpoint in graph.touchpoints:
                if touchpoint.id in met and touchpoint.uses:
                    purposes = {p: graph.purpose_key(p) for p in touchpoint.uses}
                    unsaid.update(dict.fromkeys(p for p, key in purposes.items() if key is None))
                    scores = graph.acts_like(touchpoint, "score")
                    profiling = [p for p, key in purposes.items() if scores or _is_profiling(key)]
                    yield from (_finding(graph, persona, touchpoint.id, p) for p in profiling)
    yield from (Unknown(f"purpose:{purpose}", "is") for purpose in sorted(unsaid))


def _is_profiling(key: str | None) -> bool:
    if key is None:
        return False
    targeted = is_under(key, "marketing.advertising") and "targeted" in key.split(".")
    return (
        targeted
        or is_under(key, "marketing.advertising.profiling")
        or key.startswith("personalize.content.profil")
    )


def _finding(graph: JourneyGraph, persona: Persona, touchpoint: str, purpose: str) -> Finding:
    path = shortest_path(graph, None, [touchpoint], persona=persona.id) or (touchpoint,)
    return Finding(
        touchpoint,
        f"`{persona.id}` ({persona.age:g}) is a minor and reaches `{touchpoint}`, which profiles for "
        f"`{purpose}`: {say_path(path)}; write `not_for: {persona.id}`, or use no profile",
        path=path,
        persona=persona.id,
        purpose=purpose,
    )
