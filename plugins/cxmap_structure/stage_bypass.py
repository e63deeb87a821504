"""STR008: a way to the outcome around a stage nobody should miss."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Stage, Unknown, check, shortest_path
from cxmap_structure.models import model_stage, required_stages


@check("STR008", severity="warning")
def stage_bypass(
    graph: JourneyGraph, *, exempt: tuple[str, ...] = ("engagement",)
) -> Iterator[Finding | Unknown]:
    """A customer can get to the outcome without ever being in a stage nobody should miss.

    The stage that carries the notice, the question or the welcome is the one audits look for. Only stages that lie
    between the entry and the outcome count: who comes in later has not bypassed what stands before, and what
    stands behind the outcome cannot be bypassed on the way to it.

    Fix: lead the way through the stage, or write `required: false` on it.

    Source: journeys are no longer linear (practitioners' interviews); which stages count is ours.

    Options:
        exempt: stages of the model that may be missed, because customers who serve themselves rightly do.

    Passes::

        outcome: use
        stages:
          discovery: {touchpoints: {trial: {channel: web}}}
          transaction: {required: true, touchpoints: {pay: {channel: web}}}
          retention: {touchpoints: {use: {channel: app}}}

    Fails::

        outcome: use
        stages:
          discovery: {touchpoints: {trial: {channel: web, next: [pay, use]}}}
          transaction: {required: true, touchpoints: {pay: {channel: web}}}
          retention: {touchpoints: {use: {channel: app}}}
    """
    due = [stage for stage in graph.stages if _is_required(graph, stage, exempt)]
    if due and not graph.outcome:
        yield Unknown(graph.journey, "outcome")
        return
    order = {stage.id: position for position, stage in enumerate(graph.stages)}
    for stage in due:
        members = [touchpoint.id for touchpoint in graph.members(stage.id)]
        before = [entry for entry in graph.entries if _position(graph, entry, order) < order[stage.id]]
        goals = [goal for goal in graph.outcome if goal not in members]
        if not members or not goals or not _lies_between(graph, before, members, goals):
            continue
        around = shortest_path(graph, before, goals, avoiding=members)
        if around is not None:
            yield Finding(
                f"stage:{stage.id}",
                f"customers can get from `{around[0]}` to `{around[-1]}` without ever being in `{stage.id}`; "
                f"lead them through it, or write `required: false`",
                path=around,
            )


def _is_required(graph: JourneyGraph, stage: Stage, exempt: tuple[str, ...]) -> bool:
    if stage.required is not None:
        return stage.required
    named = model_stage(graph, stage)
    return named is not None and named in required_stages(graph) and named not in exempt


def _position(graph: JourneyGraph, entry: str, order: dict[str, int]) -> int:
    stage = graph.stage_of(entry)
    return order[stage.id] if stage is not None else 0


def _lies_between(graph: JourneyGraph, entries: list[str], members: list[str], goals: list[str]) -> bool:
    """Whether a customer who comes in before the stage can pass it on the way to the outcome."""
    into = shortest_path(graph, entries, members)
    return bool(entries) and into is not None and shortest_path(graph, members, goals) is not None
