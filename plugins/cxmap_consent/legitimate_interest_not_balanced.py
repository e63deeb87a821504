"""CON021: legitimate interests claimed without a balancing test or a way to object."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, named_purposes, reachable, steps_to, using, withdrawing
from cxmap_consent.wording import name_all


@check("CON021", severity="warning")
def legitimate_interest_not_balanced(graph: JourneyGraph, *, max_steps: int = 1) -> Iterator[Finding]:
    """A purpose rests on legitimate interests, with no assessment on record or no way near to object.

    Legitimate interests are a weighing of the company's interest against what customers may expect; somebody
    must have done it and written it down, and customers may object. The way to object is a touchpoint with
    the right `objection` or one that withdraws the purpose. An anytime touchpoint is one step from
    everywhere, whatever its channel: many such uses happen where no customer stands, in a back office.

    Fix: write `assessment:` on the purpose, and `rights: [objection]` on a touchpoint under `anytime:`.

    Source: GDPR Art. 6(1)(f) and 21(1)-(2); recital 47, reasonable expectations. Not legal advice.

    Options:
        max_steps: how many steps away from a use the way to object may be.

    Passes::

        purposes: {risk: {basis: legitimate-interests, assessment: docs/lia.md}}
        score: {channel: backstage, uses: {risk: [claims]}}
        anytime: {preferences: {channel: web, rights: [objection]}}

    Fails::

        purposes: {risk: {basis: legitimate-interests}}
        score: {channel: backstage, uses: {risk: [claims]}}
        anytime: {preferences: {channel: web, rights: [objection]}}
    """
    met = reachable(graph)
    objecting = [t.id for t in graph.touchpoints if "objection" in graph.rights(t) or "all" in t.rights]
    for purpose in named_purposes(graph):
        if graph.basis(purpose) != "legitimate-interests":
            continue
        exits = list(dict.fromkeys((*objecting, *withdrawing(graph, purpose))))
        far = steps_to(graph, exits, visit=1)
        uses = [use for use in using(graph, purpose) if use in met]
        remote = [use for use in uses if far.get(use, max_steps + 1) > max_steps]
        lacks, mends = [], []
        if not graph.purposes[purpose].assessment:
            lacks.append("without an assessment")
            mends.append("write `assessment:` on it")
        if remote:
            steps = "1 step" if max_steps == 1 else f"{max_steps} steps"
            lacks.append(f"with no way to object within {steps} of {name_all(remote[:3])}")
            mends.append("offer `rights: [objection]` under `anytime:`")
        if lacks:
            yield Finding(
                f"purpose:{purpose}",
                f"purpose `{purpose}` relies on legitimate interests {' and '.join(lacks)}; {', '.join(mends)}",
                related=tuple(remote or uses),
                purpose=purpose,
            )
