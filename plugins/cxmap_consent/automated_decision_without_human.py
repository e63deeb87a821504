"""CON012: a machine decides about the customer and nobody can be asked to look again."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, Unknown, check, reachable, steps_to
from cxmap_consent.wording import name_all

MAY = {"contract": "contract", "legal-obligation": "law", "consent": ""}


@check("CON012", severity="error")
def automated_decision_without_human(
    graph: JourneyGraph, *, max_steps: int = 2
) -> Iterator[Finding | Unknown]:
    """A machine decides something that matters, and no human who may change it is near.

    Customers trust humans more than machines, and the law gives them one: somebody to hear them and to decide
    afresh. Near is within a few steps, an anytime touchpoint counting as one; everybody who is decided about
    must be able to get there. A machine may decide at all only for a contract, under a law, or with explicit
    consent.

    Fix: lead to a touchpoint with `type: human` that lists the decision under `can_resolve`.

    Source: GDPR Art. 22(1)-(3), at least the right to obtain human intervention, to express a point of view
    and to contest the decision. Not legal advice.

    Options:
        max_steps: how many steps away the human may be.

    Passes::

        underwriting: {channel: backstage, decision: automated, next: [accepted, rejected]}
        accepted: {channel: email, by: company, next: end}
        rejected: {channel: email, by: company, next: [appeal, end]}
        appeal: {channel: phone, type: human, can_resolve: [underwriting], next: end}

    Fails::

        underwriting: {channel: backstage, decision: automated, next: [accepted, rejected]}
        accepted: {channel: email, by: company, next: end}
        rejected: {channel: email, by: company, next: end}
    """
    for touchpoint in graph.touchpoints:
        decision = touchpoint.decision
        if decision is None or decision.how != "automated" or decision.effect != "significant":
            continue
        yield from _basis(graph, touchpoint)
        yield from _human(graph, touchpoint, {decision.what or touchpoint.id, touchpoint.id}, max_steps)


def _basis(graph: JourneyGraph, touchpoint: Touchpoint) -> Iterator[Finding]:
    assert touchpoint.decision is not None
    if touchpoint.decision.basis is not None:
        return
    bases = {basis for purpose in touchpoint.uses if (basis := graph.basis(purpose)) is not None}
    explicit = any(
        graph.purposes[purpose].special == "explicit-consent"
        for purpose in touchpoint.uses
        if purpose in graph.purposes
    )
    wrong = sorted(basis for basis in bases if not MAY.get(basis) and not (basis == "consent" and explicit))
    if wrong:
        yield Finding(
            touchpoint,
            f"`{touchpoint.id}` decides by machine on {name_all(wrong)}, which does not allow it; "
            "write `decision: {how: automated, basis: ..}` with contract, law or explicit-consent",
            purpose=next(iter(touchpoint.uses)) if len(touchpoint.uses) == 1 else None,
        )


def _human(
    graph: JourneyGraph, touchpoint: Touchpoint, names: set[str], max_steps: int
) -> Iterator[Finding | Unknown]:
    able = [t for t in graph.touchpoints if names & set(t.can_resolve)]
    humans = [t.id for t in able if graph.acts_like(t, "human")]
    unsaid = [t.id for t in able if t.type is None]
    people: list[str | None] = [persona.id for persona in graph.personas]
    for who in people or [None]:
        if touchpoint.id not in reachable(graph, persona=who):
            continue
        if _far(graph, touchpoint.id, humans, who) <= max_steps:
            continue
        if _far(graph, touchpoint.id, [*humans, *unsaid], who) <= max_steps:
            yield from (Unknown(one, "type") for one in unsaid)
            return
        what = sorted(names - {touchpoint.id}) or [touchpoint.id]
        whom = f"`{who}`" if who is not None else "nobody"
        yield Finding(
            touchpoint,
            f"`{touchpoint.id}` decides by machine and {whom} can{'not' if who else ''} contest it within "
            f"{max_steps} steps; lead to a `type: human` step with `can_resolve: [{what[0]}]`",
            related=tuple(one for one in humans),
            persona=who,
        )
        return


def _far(graph: JourneyGraph, start: str, targets: list[str], who: str | None) -> float:
    return steps_to(graph, targets, persona=who, visit=1).get(start, float("inf"))
