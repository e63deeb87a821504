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
    must start on the way from where a problem is taken in to what settles it (`resolves:`), or to an end,
    on the path with the fewest; being passed on is the same contact, and a call by the company is none.
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
    ends = [touchpoint.id for touchpoint in graph.on_path if touchpoint.id in graph.ends]
    for touchpoint in graph.touchpoints:
        if not _takes_in_problems(graph, touchpoint):
            continue
        settled = [t.id for t in graph.touchpoints if touchpoint.id in t.resolves] or ends
        way = fewest(graph, "contacts", [touchpoint.id], settled)
        if way is not None and way.number > max_contacts:
            yield Finding(
                touchpoint,
                f"the matter taken in at `{touchpoint.id}` needs at least {many(way.number, 'separate contact')} "
                f"before {name_all([way.path[-1]])} settles it ({say_path(way.path)}); let people settle it at "
                f"once, `can_resolve:`",
                path=way.path,
            )


def _takes_in_problems(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    if touchpoint.by == "company" or touchpoint.can_resolve:
        return False
    if graph.acts_like(touchpoint, *PROBLEMS):
        return True
    stage = None if graph.is_anytime(touchpoint.id) else graph.stage_of(touchpoint.id)
    buying = stage is not None and means_stage(graph, stage, *BUYING)
    human = graph.acts_like(touchpoint, "human") and is_live(graph, touchpoint)
    return human and touchpoint.intent != "sales" and not buying
