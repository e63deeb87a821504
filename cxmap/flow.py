"""Questions about paths: who gets where, the shortest way, how far, traps and loops.

Every function takes a journey's graph and ids. `persona` (an id) narrows the journey to what that persona can
and may walk; without it anybody's paths count. An anytime touchpoint may follow any step of a stage, and one
that leads on into a stage is a real way in. Answers are in file order, and of several shortest paths the one
that comes first in the file is given, so that the same journey always gets the same answer.

    >>> shortest_path(graph, graph.entries, ["pay"], avoiding=["quote"])
    ('see_ad', 'visit', 'pay')
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from cxmap.routes import (
    NOWHERE,
    Routes,
    compile_routes,
    find_components,
    names_past,
    names_towards,
    sweep,
    sweep_back,
    trace,
)

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint

Path = tuple[str, ...]


def reachable(
    graph: JourneyGraph,
    sources: Iterable[str] | None = None,
    *,
    avoiding: Iterable[str] = (),
    persona: str | None = None,
) -> frozenset[str]:
    """Everything a customer can get to from the sources (default: the entries), the sources included."""
    routes = compile_routes(graph, persona)
    starts = None if sources is None else frozenset(routes.numbers(sources))
    return names_past(routes, frozenset(routes.numbers(avoiding)), starts)


def reaching(
    graph: JourneyGraph, targets: Iterable[str], *, avoiding: Iterable[str] = (), persona: str | None = None
) -> frozenset[str]:
    """Everything from which a customer can still get to one of the targets, the targets included."""
    routes = compile_routes(graph, persona)
    return names_towards(routes, frozenset(routes.numbers(targets)), frozenset(routes.numbers(avoiding)))


def reaches(graph: JourneyGraph, source: str, target: str, *, persona: str | None = None) -> bool:
    """Whether a customer who stands at `source` can get to `target`."""
    return shortest_path(graph, [source], [target], persona=persona) is not None


def onward(graph: JourneyGraph, step: str, *, persona: str | None = None) -> tuple[str, ...]:
    """Every step a customer who stands at `step` may take next: ways on first, then anytime touchpoints open there."""
    routes = compile_routes(graph, persona)
    here = routes.numbers([step])
    numbers = [*routes.after[here[0]]] if here else []
    for door in routes.doors_at[here[0]] if here else ():
        numbers += routes.doors[door].visits
    return routes.names(dict.fromkeys(numbers))


def shortest_path(
    graph: JourneyGraph,
    sources: Iterable[str] | None,
    targets: Iterable[str],
    *,
    avoiding: Iterable[str] = (),
    persona: str | None = None,
) -> Path | None:
    """The path with the fewest steps from the sources (None: the entries) to any of the targets, or None."""
    routes = compile_routes(graph, persona)
    starts = routes.entries if sources is None else routes.numbers(sources)
    parent, found = sweep(routes, starts, routes.numbers(avoiding), routes.numbers(targets))
    return None if found == NOWHERE else routes.names(trace(parent, found))


def shortest_loop(graph: JourneyGraph, touchpoint: str, *, persona: str | None = None) -> Path | None:
    """The shortest way from a touchpoint back to itself, written with it at both ends, or None."""
    routes = compile_routes(graph, persona)
    if touchpoint not in routes.index:
        return None
    node = routes.index[touchpoint]
    if node in routes.after[node]:
        return (touchpoint, touchpoint)
    rest = shortest_path(graph, routes.names(routes.after[node]), [touchpoint], persona=persona)
    return None if rest is None else (touchpoint, *rest)


def find_loops(graph: JourneyGraph, *, persona: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Sets of stage steps that customers can go round in, in file order; a step that repeats itself too."""
    routes = compile_routes(graph, persona)
    loops = [part for part in _components(routes) if len(part) > 1 or part[0] in routes.after[part[0]]]
    return tuple(routes.names(part) for part in sorted(loops))


def find_traps(graph: JourneyGraph, *, persona: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Loops that no path leaves and in which nothing ends, each in file order."""
    routes = compile_routes(graph, persona)
    ends = routes.numbers(graph.ends)
    can_end = sweep_back(routes, ends)
    traps = []
    for part in _components(routes):
        loops = len(part) > 1 or part[0] in routes.after[part[0]]
        members = set(part)
        closed = all(members.issuperset(routes.after[node]) for node in part)
        if loops and closed and not any(can_end[node] for node in part):
            traps.append(part)
    return tuple(routes.names(part) for part in sorted(traps))


def _components(routes: Routes) -> list[list[int]]:
    """The components of the stage steps alone: a visit returns, so it makes no loop."""
    return find_components(routes.after[: routes.stage_count])


def steps_to(
    graph: JourneyGraph, targets: Iterable[str], *, persona: str | None = None, visit: int | None = None
) -> dict[str, int]:
    """How many steps each touchpoint is from the nearest target; those that cannot get to one are left out.

    An anytime touchpoint is 1 step away from where it shares a channel with the step or names it in
    `linked_from`, else 2; or `visit` steps from everywhere, when that is given.
    """
    routes = compile_routes(graph, persona)
    usable = {*routes.steps, *routes.anytime}
    best: dict[int, int] = {}
    queue = [(0, node) for node in routes.numbers(targets) if node in usable]
    while queue:
        far, node = heapq.heappop(queue)
        if node in best:
            continue
        best[node] = far
        for step in routes.before[node]:
            if step not in best:
                heapq.heappush(queue, (far + 1, step))
        if not routes.is_stage_step(node):
            there = graph.touchpoint(routes.ids[node])
            opened = [step for door in routes.doors if node in door.visits for step in door.steps]
            for step in (*opened, *routes.anytime):
                if step not in best:
                    here = graph.touchpoint(routes.ids[step])
                    heapq.heappush(queue, (far + (visit or steps_to_visit(here, there)), step))
    return {routes.ids[node]: best[node] for node in sorted(best)}


def distance(
    graph: JourneyGraph, source: str, targets: Iterable[str], *, persona: str | None = None
) -> int | None:
    """How many steps it is from `source` to the nearest target, as `steps_to` counts; None without a way."""
    return steps_to(graph, targets, persona=persona).get(source)


def steps_to_visit(here: Touchpoint, visit: Touchpoint) -> int:
    """1 when an anytime touchpoint is one click or call away from here, else 2."""
    return 1 if {*visit.linked_from, *visit.channel} & {*here.channel, here.id} else 2


def best_path(
    graph: JourneyGraph,
    sources: Iterable[str] | None,
    targets: Iterable[str],
    *,
    step_cost: Callable[[str], float] = lambda step: 0.0,
    edge_cost: Callable[[str, str], float] = lambda step, then: 1.0,
    avoiding: Iterable[str] = (),
    persona: str | None = None,
) -> tuple[Path, float] | None:
    """The cheapest path along the stages and what it costs, by a cost of each step and each move between two.

    Costs must not be negative. Anytime touchpoints are targets only where an edge leads to them.
    """
    routes = compile_routes(graph, persona)
    closed, wanted = set(routes.numbers(avoiding)), set(routes.numbers(targets))
    starts = routes.entries if sources is None else routes.numbers(sources)
    parent: dict[int, int] = {}
    queue = [(step_cost(routes.ids[node]), 1, node, node) for node in starts if node not in closed]
    heapq.heapify(queue)
    while queue:
        cost, length, node, came_from = heapq.heappop(queue)
        if node in parent:
            continue
        parent[node] = came_from
        if node in wanted:
            path = [node]
            while parent[path[-1]] != path[-1]:
                path.append(parent[path[-1]])
            return routes.names(reversed(path)), cost
        for target in routes.after[node]:
            if target not in parent and target not in closed:
                more = edge_cost(routes.ids[node], routes.ids[target]) + step_cost(routes.ids[target])
                heapq.heappush(queue, (cost + more, length + 1, target, node))
    return None


def likely_path(
    graph: JourneyGraph,
    sources: Iterable[str] | None,
    targets: Iterable[str],
    *,
    persona: str | None = None,
) -> tuple[Path, float] | None:
    """The likeliest path to the targets and the share of customers on it, along counted ways only."""

    def unlikeliness(step: str, then: str) -> float:
        edge = graph.edge(step, then)
        share = edge.share if edge is not None else None
        return -math.log(share) if share else math.inf

    found = best_path(graph, sources, targets, edge_cost=unlikeliness, persona=persona)
    if found is None or found[1] == math.inf:
        return None
    return found[0], math.exp(-found[1])


def say_path(path: Sequence[str], limit: int = 8) -> str:
    """A path in one line, `a > b > c`, its middle cut when it has more than `limit` steps."""
    if len(path) > limit:
        path = (*path[: limit - 3], "...", *path[-2:])
    return " > ".join(path)
