"""FRI017: buying takes too many steps or questions."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator

from cxmap import Finding, JourneyGraph, Persona, Stage, Touchpoint, asked_items, check, is_met, say_path
from cxmap_friction.stages import find_stages
from cxmap_friction.wording import many, name_all


@check("FRI017", severity="info")
def transaction_too_long(
    graph: JourneyGraph, *, max_touchpoints: int = 3, max_items: int = 8
) -> Iterator[Finding]:
    """The transaction takes more steps or more questions than buying should.

    Every further form loses some of those who had decided to buy. Counted on the shortest way through the
    transaction stage, for each persona, are the steps at which the customer must do something, and
    separately the items asked. Messages we send, milestones, pages to read, own steps and steps behind the
    scenes are not counted.

    Fix: merge forms, and fill in what is known instead of asking (`confirms:`).

    Source: transactions completed with just a few keystrokes (project default; not verified).

    Options:
        max_touchpoints: how many steps are acceptable.
        max_items: how many items may be asked.

    Passes::

        stages:
          transaction: {touchpoints: {confirm: {channel: web, type: form}, pay: {channel: web, type: payment}}}

    Fails::

        stages:
          transaction: {touchpoints: [form1, form2, form3, review, pay]}
    """
    for stage in find_stages(graph, "transaction"):
        for unit, most, weigh in (
            ("touchpoint", max_touchpoints, lambda step: int(_acts(graph, step))),
            ("question", max_items, lambda step: len(asked_items(graph, step)) if _acts(graph, step) else 0),
        ):
            yield from _judge(graph, stage, unit, most, weigh)


def _judge(
    graph: JourneyGraph, stage: Stage, unit: str, most: int, weigh: Callable[[Touchpoint], int]
) -> Iterator[Finding]:
    weights = {step.id: weigh(step) for step in graph.members(stage.id)}
    if sum(weights.values()) <= most:
        return
    found = [(who, _lightest(graph, who, weights)) for who in graph.personas or (None,)]
    over = [(who, way) for who, way in found if way is not None and way[0] > most]
    if not over:
        return
    number, path = max((way for _, way in over), key=lambda way: way[0])
    names = [who.id for who, _ in over if who is not None]
    whom = f" for {name_all(names)}" if names and len(over) < len(found) else ""
    yield Finding(
        stage,
        f"the stage `{stage.id}` takes at least {many(number, unit)}{whom}, {most} are acceptable "
        f"({say_path(path)}); merge steps, or fill in what is known",
        path=path,
        persona=names[0] if whom and len(names) == 1 else None,
    )


def _acts(graph: JourneyGraph, step: Touchpoint) -> bool:
    """Whether the customer must do something here."""
    if (
        step.by == "company"
        or (step.channel and not is_met(step))
        or graph.acts_like(step, "milestone", "content")
    ):
        return False
    return not graph.acts_like(step, "page") or bool(step.collects or step.identifies)


def _lightest(
    graph: JourneyGraph, who: Persona | None, weights: dict[str, int]
) -> tuple[int, tuple[str, ...]] | None:
    """The way through these steps that weighs least, from where one comes in to where one leaves."""
    flow = graph.flow_for(who)
    order = {step: at for at, step in enumerate(weights)}
    inside = [step for step in weights if step in flow]
    doors = [
        step
        for step in inside
        if step in graph.entries or any(one not in order for one in flow.predecessors(step))
    ]
    queue: list[tuple[int, int, int, tuple[str, ...]]] = [
        (weights[step], 1, order[step], (step,)) for step in doors
    ]
    heapq.heapify(queue)
    done: set[str] = set()
    while queue:
        weight, length, _, path = heapq.heappop(queue)
        step = path[-1]
        if step in done:
            continue
        done.add(step)
        onward = list(flow.successors(step))
        if step in graph.ends or any(one not in order for one in onward):
            return weight, path
        for target in onward:
            heapq.heappush(queue, (weight + weights[target], length + 1, order[target], (*path, target)))
    return None
