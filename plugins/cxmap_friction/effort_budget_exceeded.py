"""FRI009: the easiest path is still too hard."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, effort_at, fewest, say_path
from cxmap_friction.walkers import Walker, goals_unsaid, needs_unsaid, walkers


@check("FRI009", severity="warning")
def effort_budget_exceeded(graph: JourneyGraph, *, budget: float = 20.0) -> Iterator[Finding | Unknown]:
    """Even the easiest path asks more of a persona than they put up with.

    Effort drives customers away more surely than delight holds them. Effort points are added up along the
    path that costs fewest: what kind of contact each step is, half a point for each item asked, three for
    each item given before, two for proving who they are, one for each ten minutes of waiting on the line too
    long; and between steps two for a switch of channel the customer must make, one for another owner without
    a shared system, three for being passed on.

    Fix: take the heaviest step out, fill in what is known (`confirms:`), or say under `effort_budget:` what
    the persona really puts up with.

    Source: own weights, to be calibrated against the Customer Effort Score when there are answers.

    Options:
        budget: effort points acceptable for a persona who has no `effort_budget`.

    Passes::

        outcome: sign
        personas: {fay: {effort_budget: 6}}
        form: {channel: web, type: form, confirms: [name]}
        sign: {channel: web, type: self-service}

    Fails::

        outcome: branch
        personas: {fay: {effort_budget: 6}}
        form: {channel: web, type: form, collects: [name, email, birthday]}
        id_check: {channel: web, type: form, identifies: true}
        branch: {channel: branch}
    """
    spoke = False
    for walker in walkers(graph):
        for result in _judge(graph, walker, budget):
            spoke = True
            yield result
    if not spoke and goals_unsaid(graph):
        yield Unknown(graph.journey, "outcome")


def _judge(graph: JourneyGraph, walker: Walker, budget: float) -> Iterator[Finding | Unknown]:
    own = None if walker.persona is None else walker.persona.effort_budget
    most = budget if own is None else float(own)
    way = fewest(graph, "effort", None, walker.goals, persona=walker.id)
    if way is None:
        return
    if way.number <= most:
        unsaid = needs_unsaid(graph, walker)
        if unsaid is not None:
            yield Unknown(unsaid, "channel")
        return
    points = {step: effort_at(graph, step, persona=walker.id).points for step in way.path}
    heaviest = max(way.path, key=lambda step: points[step])
    yield Finding(
        walker.element(),
        f"the easiest path for {walker.title} costs {round(way.number, 1):g} effort points, {most:g} are acceptable "
        f"({say_path(way.path)}); `{heaviest}` alone costs {round(points[heaviest], 1):g}",
        path=way.path,
        related=(heaviest,),
        persona=walker.id,
    )
