"""CON010: a child is asked for consent without a parent."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Persona, Touchpoint, check, say_path, way_around

DIGITAL = ("digital-self", "live-text")


@check("CON010", severity="error")
def child_consent_without_parent(
    graph: JourneyGraph, *, consent_age: int = 16, consent_age_us: int = 13
) -> Iterator[Finding]:
    """A child is asked online for consent, on a path with no step where a parent agrees.

    Below the age of digital consent a child's yes counts for nothing; a parent must give it or allow it, and
    the company must make a reasonable effort to see that it was one. Personas without an `age` are grown up.

    Fix: put a touchpoint with `parental: true` on every path of that persona before the question, or keep the
    persona away from it with `not_for`.

    Source: GDPR Art. 8(1)-(2), 16 years, member states may go down to 13; US COPPA under 13, 15 USC 6501 and
    16 CFR 312; CCPA 1798.120(c) on sale under 16. Not legal advice.

    Options:
        consent_age: years from which a child may consent alone.
        consent_age_us: the same where `law` names only ccpa or coppa.

    Passes::

        purposes: {offers: {basis: consent}}
        personas: {teen: {age: 14}}
        parent_ok: {channel: email, parental: true}
        signup: {channel: app, consent: {asks: offers}}

    Fails::

        purposes: {offers: {basis: consent}}
        personas: {teen: {age: 14}}
        signup: {channel: app, consent: {asks: offers}}
    """
    american = bool(graph.journey.law) and set(graph.journey.law) <= {"ccpa", "coppa"}
    limit = consent_age_us if american else consent_age
    parents = [t.id for t in graph.touchpoints if t.parental]
    asks = [t for t in graph.touchpoints if any(graph.family(c) in DIGITAL for c in t.channel)]
    for persona in graph.personas:
        if persona.age is not None and persona.age < limit:
            for touchpoint in asks:
                yield from _judge(graph, persona, touchpoint, parents)


def _judge(
    graph: JourneyGraph, persona: Persona, touchpoint: Touchpoint, parents: list[str]
) -> Iterator[Finding]:
    for purpose in touchpoint.consent.asks:
        if graph.basis(purpose) != "consent":
            continue
        around = way_around(graph, parents, touchpoint.id, persona=persona.id)
        if around is not None:
            yield Finding(
                touchpoint,
                f"`{persona.id}` ({persona.age:g}) is asked for consent to `{purpose}` at `{touchpoint.id}` with "
                f"no parent before it: {say_path(around.path)}; add a step with `parental: true`",
                path=around.path,
                persona=persona.id,
                purpose=purpose,
            )
