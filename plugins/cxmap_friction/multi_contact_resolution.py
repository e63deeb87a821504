"""FRI010: one contact can never settle a problem."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Touchpoint, check, fewest, is_live, say_path
from cxmap_friction.stages import means_stage
from cxmap_friction.wording import many, name_all

PROBLEMS = ("problem", "complaint", "claim")
BUYING = ("discovery", "deliberation", "engagement", "transaction")


@check("FRI010", severity="warning")
def multi_contact_resolution(graph: JourneyGraph, *, max_contacts: int = 1) -> Iterator[Finding]:
    """A problem cannot be settled in one contact, whatever path it takes.

    Calling twice for one problem is what customers remember; when no path settles it at once, first contact
    resolution is impossible by design, however good the agents are. Counted are the live contacts customers
    must start on the way from where a problem is taken in to what settles it (`resolves:`), on the path with
    the fewest; where nothing is said to, to people who `can_resolve` something, a milestone, an end or the
    last step before another stage; being passed on is the same contact, and a call by the company is none.
    Problems are taken in at touchpoints of type problem, complaint or claim, and at humans customers turn to
    after buying; those that `can_resolve` something settle it on the spot.

    Fix: let people settle it at once, `can_resolve: [payout]`, or call back yourselves, `by: company`.

    Source: first contact resolution as call centres measure it; 70 to 79% is called good, 80% world class
    (SQM benchmarks; not verified).

    Options:
        max_contacts: how many contacts are acceptable.

    Passes::

        report: {channel: phone, type: problem, can_resolve: [payout], next: end}

    Fails::

        report: {channel: phone, type: problem, next: call_back}
        call_back: {channel: phone, type: human, next: end}
    """
    resolving: dict[str, set[str]] = {}
    for touchpoint in graph.touchpoints:
        for problem in touchpoint.resolves:
            resolving.setdefault(problem, set()).add(touchpoint.id)
    behind = {touchpoint.id for touchpoint in graph.touchpoints if _puts_it_behind(graph, touchpoint)}
    for touchpoint in graph.touchpoints:
        if not _takes_in_problems(graph, touchpoint):
            continue
        settled = resolving.get(touchpoint.id, behind)
        way = fewest(graph, "contacts", [touchpoint.id], settled)
        if way is not None and way.number > max_contacts:
            yield Finding(
                touchpoint,
                f"the matter taken in at `{touchpoint.id}` needs at least {many(way.number, 'separate contact')} "
                f"before {name_all([way.path[-1]])} settles it ({say_path(way.path)}); let people settle it at "
                f"once, `can_resolve:`",
                path=way.path,
            )


def _puts_it_behind(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    """Whether a matter nobody is said to resolve is over here, for better or worse."""
    if touchpoint.can_resolve or touchpoint.id in graph.ends or graph.acts_like(touchpoint, "milestone"):
        return True
    onward = (graph.touchpoint(edge.to).stage for edge in graph.edges_from(touchpoint.id))
    return any(stage != touchpoint.stage for stage in onward if stage is not None)


def _takes_in_problems(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    if touchpoint.by == "company" or touchpoint.can_resolve:
        return False
    if graph.acts_like(touchpoint, *PROBLEMS):
        return True
    stage = None if graph.is_anytime(touchpoint.id) else graph.stage_of(touchpoint.id)
    buying = stage is not None and means_stage(graph, stage, *BUYING)
    human = graph.acts_like(touchpoint, "human") and is_live(graph, touchpoint)
    return human and touchpoint.intent != "sales" and not buying
