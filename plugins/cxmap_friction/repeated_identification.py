"""FRI012: customers prove who they are again and again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cxmap import Duration, Finding, JourneyGraph, Unknown, check, fewest, identifies, onward, say_path
from cxmap_friction.walkers import Walker, goals_unsaid, needs_unsaid, walkers
from cxmap_friction.wording import many

DAY = Duration(86400, "24h")


@check("FRI012", severity="warning")
def repeated_identification(
    graph: JourneyGraph, *, max: int = 1, session: Duration = DAY
) -> Iterator[Finding | Unknown]:
    """Customers must prove who they are more than once in one sitting.

    Being asked for the password by the menu, the birthday by the agent and the address by the next one says
    that nobody talks to each other. Counted are the steps with `identifies` (or that collect credentials) a
    persona cannot avoid within one sitting; a way that takes as long as `session` begins a new one. A step
    that `trusts` an earlier one asks nothing.

    Fix: take over the identification, `trusts: ivr`.

    Source: WCAG 2.2, success criterion 3.3.8 Accessible Authentication (Minimum), level AA, is related: it
    limits memory tests, not the number of checks. Not legal advice.

    Options:
        max: how often is acceptable.
        session: a way that takes as long begins a new sitting.

    Passes::

        outcome: agent
        ivr: {channel: phone, type: ivr, identifies: true}
        agent: {channel: phone, trusts: ivr, identifies: true}

    Fails::

        outcome: agent
        ivr: {channel: phone, type: ivr, identifies: true}
        agent: {channel: phone, identifies: true}
    """
    proving = {t.id for t in graph.touchpoints if identifies(graph, t)}
    spoke = False
    for walker in walkers(graph) if len(proving) > max else ():
        if not _can_avoid(graph, walker, proving, max, session.seconds):
            found = _finding(graph, walker, proving, session.seconds)
            if found is not None:
                spoke = True
                yield found
        elif (unsaid := needs_unsaid(graph, walker)) is not None:
            spoke = True
            yield Unknown(unsaid, "channel")
    if len(proving) > max and not spoke and goals_unsaid(graph):
        yield Unknown(graph.journey, "outcome")


def _can_avoid(graph: JourneyGraph, walker: Walker, proving: set[str], most: int, session: float) -> bool:
    """Whether a path gets to the goals on which no sitting has more than `most` identifications."""
    goals = set(walker.goals)
    open_to_them = graph.flow_for(walker.persona)
    starts = [(step, int(step in proving)) for step in graph.entries if step in open_to_them]
    queue = [state for state in starts if state[1] <= most]
    seen = set(queue)
    for step, count in queue:
        if step in goals:
            return True
        for target in onward(graph, step, persona=walker.id):
            begun = 0 if _delay(graph, step, target) >= session else count
            state = (target, begun + (target in proving))
            if state[1] <= most and state not in seen:
                seen.add(state)
                queue.append(state)
    return False


def _delay(graph: JourneyGraph, source: str, target: str) -> float:
    edge = graph.edge(source, target)
    delay = None if edge is None else edge.transition.delay
    return 0.0 if delay is None else delay.worst.seconds


def _finding(graph: JourneyGraph, walker: Walker, proving: set[str], session: float) -> Finding | None:
    way = fewest(graph, "identifications", None, walker.goals, persona=walker.id)
    if way is None:
        return None  # they never get there: STR005 says so
    sitting = _busiest_sitting(graph, way.path, proving, session)
    where = [step for step in sitting if step in proving]
    mend = (
        f"let `{where[-1]}` take it over, `trusts: {where[0]}`" if len(where) > 1 else "offer a way without"
    )
    return Finding(
        walker.element(),
        f"{walker.title} must prove who they are {many(len(where), 'time')} in one sitting on the way to "
        f"`{way.path[-1]}` ({say_path(sitting)}); {mend}",
        path=way.path,
        related=tuple(where),
        persona=walker.id,
    )


def _busiest_sitting(
    graph: JourneyGraph, path: tuple[str, ...], proving: set[str], session: float
) -> tuple[str, ...]:
    """The stretch of the path, without a long delay, on which most identifications lie."""
    sittings = [[path[0]]]
    for source, target in pairwise(path):
        if _delay(graph, source, target) >= session:
            sittings.append([])
        sittings[-1].append(target)
    busiest = max(sittings, key=lambda steps: sum(step in proving for step in steps))
    marked = [at for at, step in enumerate(busiest) if step in proving]
    return tuple(busiest[marked[0] : marked[-1] + 1])
