"""One journey's paths, compiled once to integers so that proofs over large journeys stay linear."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Door:
    """Anytime touchpoints that can be visited from the same stage steps."""

    steps: frozenset[int]
    visits: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Routes:
    """The steps of one journey, as one persona (or anybody) may walk them.

    Stage steps come first, in file order, then the anytime touchpoints. A stage step the customer has reached
    opens its doors to anytime touchpoints; where such a visit leads on into a stage it is a real way in.
    """

    ids: tuple[str, ...]
    after: tuple[tuple[int, ...], ...]
    entries: tuple[int, ...]
    steps: tuple[int, ...]
    anytime: tuple[int, ...]
    stage_count: int
    doors: tuple[Door, ...]

    @classmethod
    def build(
        cls,
        steps: Sequence[str],
        edges: Iterable[tuple[str, str]],
        entries: Iterable[str],
        anytime: Sequence[str] = (),
        *,
        usable: Collection[str] | None = None,
        open_from: Mapping[str, Collection[str]] | None = None,
    ) -> Routes:
        """Compile named steps and edges; edges that leave an anytime touchpoint are ways in.

        `open_from` names the steps from which an anytime touchpoint is open, when that is not all of them.
        """
        ids = (*steps, *anytime)
        index = {name: number for number, name in enumerate(ids)}
        after: list[set[int]] = [set() for _ in ids]
        for a, b in edges:
            after[index[a]].add(index[b])
        can = range(len(ids)) if usable is None else sorted(index[name] for name in usable)
        walked = tuple(node for node in can if node < len(steps))
        groups: dict[frozenset[int], list[int]] = {}
        for node in can[len(walked) :]:
            scope = (open_from or {}).get(ids[node], steps)
            groups.setdefault(frozenset(walked) & {index[name] for name in scope}, []).append(node)
        return cls(
            ids,
            tuple(tuple(sorted(targets)) for targets in after),
            tuple(sorted({index[name] for name in entries})),
            walked,
            tuple(can[len(walked) :]),
            len(steps),
            tuple(Door(scope, tuple(visits)) for scope, visits in groups.items()),
        )

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The number of each id."""
        return {name: number for number, name in enumerate(self.ids)}

    @cached_property
    def before(self) -> tuple[tuple[int, ...], ...]:
        """The numbers that lead straight to each number."""
        before: list[list[int]] = [[] for _ in self.ids]
        for node, targets in enumerate(self.after):
            for target in targets:
                before[target].append(node)
        return tuple(map(tuple, before))

    @cached_property
    def doors_at(self) -> tuple[tuple[int, ...], ...]:
        """The positions in `doors` of those each number opens."""
        opened: list[tuple[int, ...]] = [()] * len(self.ids)
        for number, door in enumerate(self.doors):
            for node in door.steps:
                opened[node] = (*opened[node], number)
        return tuple(opened)

    @cached_property
    def with_doors(self) -> tuple[tuple[int, ...], ...]:
        """`after` with a further number for each door, between the steps that open it and what it opens."""
        count = len(self.ids)
        steps = (
            (*targets, *(count + door for door in doors))
            for targets, doors in zip(self.after, self.doors_at, strict=True)
        )
        return (*steps, *(door.visits for door in self.doors))

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """The strongly connected components of `with_doors`, those that lead nowhere else first."""
        return tuple(map(tuple, find_components(self.with_doors)))

    @cached_property
    def usable(self) -> frozenset[int]:
        """Every step that somebody on these routes can be at."""
        return frozenset((*self.steps, *self.anytime))

    def names(self, path: Iterable[int]) -> tuple[str, ...]:
        """The ids of a path of numbers."""
        return tuple(self.ids[node] for node in path)

    def numbers(self, names: Iterable[str]) -> list[int]:
        """The numbers of ids, in file order; ids of no step on these routes are left out."""
        return sorted({self.index[name] for name in names if name in self.index})

    def is_stage_step(self, node: int) -> bool:
        """Whether the number stands for a step of a stage (and not for an anytime touchpoint)."""
        return node < self.stage_count


def sweep(
    routes: Routes, sources: Iterable[int], avoiding: Collection[int] = (), targets: Collection[int] = ()
) -> tuple[list[int], int]:
    """Walk forward, breadth first, to the first target: the step before each number, and the target hit.

    Before a start stands itself, before what was not seen -1. A door opens once.
    """
    closed, wanted = set(avoiding), set(targets)
    parent = [NOWHERE] * len(routes.ids)
    queue: list[int] = []
    for node in sources:
        if parent[node] == NOWHERE and node not in closed:
            parent[node] = node
            queue.append(node)
    after, doors_at = routes.after, routes.doors_at
    shut = set(range(len(routes.doors)))
    for node in queue:
        if node in wanted:
            return parent, node
        for target in after[node]:
            if parent[target] == NOWHERE and target not in closed:
                parent[target] = node
                queue.append(target)
        if shut and not shut.isdisjoint(doors_at[node]):
            for target in [
                visit for door in doors_at[node] if door in shut for visit in routes.doors[door].visits
            ]:
                if parent[target] == NOWHERE and target not in closed:
                    parent[target] = node
                    queue.append(target)
            shut.difference_update(doors_at[node])
    return parent, NOWHERE


Gates = frozenset[int]
MOST_KEPT = 48


class _Kept:
    """The last few sweeps of some routes: a check asks of many touchpoints how customers get past the same gates."""

    def __init__(self) -> None:
        self.forward: dict[tuple[Gates, Gates | None], list[int]] = {}
        self.backward: dict[tuple[Gates, Gates], list[bool]] = {}
        self.named: dict[tuple[bool, Gates, Gates | None], frozenset[str]] = {}


_KEPT: WeakKeyDictionary[Routes, _Kept] = WeakKeyDictionary()


def sweep_past(routes: Routes, closed: Gates = frozenset(), starts: Gates | None = None) -> list[int]:
    """The table of `sweep` from the entries (or other starts) past some closed numbers, kept for a while."""
    kept = _KEPT.setdefault(routes, _Kept()).forward
    key = closed, starts
    if key not in kept:
        _make_room(kept)
        kept[key], _ = sweep(routes, routes.entries if starts is None else sorted(starts), closed)
    return kept[key]


def sweep_towards(routes: Routes, targets: Gates, closed: Gates = frozenset()) -> list[bool]:
    """The answer of `sweep_back`, kept for a while."""
    kept = _KEPT.setdefault(routes, _Kept()).backward
    key = targets, closed
    if key not in kept:
        _make_room(kept)
        kept[key] = sweep_back(routes, sorted(targets), closed)
    return kept[key]


def names_past(routes: Routes, closed: Gates, starts: Gates | None) -> frozenset[str]:
    """The ids that `sweep_past` gets to."""
    kept = _KEPT.setdefault(routes, _Kept()).named
    key = True, closed, starts
    if key not in kept:
        _make_room(kept)
        parent = sweep_past(routes, closed, starts)
        kept[key] = frozenset(routes.ids[node] for node, step in enumerate(parent) if step != NOWHERE)
    return kept[key]


def names_towards(routes: Routes, targets: Gates, closed: Gates) -> frozenset[str]:
    """The ids from which `sweep_towards` still gets to a target."""
    kept = _KEPT.setdefault(routes, _Kept()).named
    key = False, targets, closed
    if key not in kept:
        _make_room(kept)
        seen = sweep_towards(routes, targets, closed)
        kept[key] = frozenset(routes.ids[node] for node, found in enumerate(seen) if found)
    return kept[key]


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]


def sweep_back(routes: Routes, targets: Iterable[int], avoiding: Collection[int] = ()) -> list[bool]:
    """For every number, whether it can still get to one of the targets."""
    closed = set(avoiding)
    seen = [False] * len(routes.ids)
    queue: list[int] = []

    def visit(nodes: Iterable[int]) -> None:
        for node in nodes:
            if not seen[node] and node not in closed:
                seen[node] = True
                queue.append(node)

    visit(targets)
    shut = list(routes.doors)
    for node in queue:
        visit(routes.before[node])
        if node >= routes.stage_count:
            for door in [door for door in shut if node in door.visits]:
                shut.remove(door)
                visit(sorted(door.steps))
    return seen


def trace(parent: Sequence[int], node: int) -> list[int]:
    """The path to a number, from the table `sweep` made."""
    path = [node]
    while parent[node] != node:
        node = parent[node]
        path.append(node)
    return path[::-1]


def find_components(after: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components, sinks first (Tarjan, without recursion)."""
    low = [0] * len(after)
    order = [0] * len(after)
    on_stack = [False] * len(after)
    stack: list[int] = []
    components: list[list[int]] = []
    clock = 0
    for root in range(len(after)):
        if order[root]:
            continue
        work = [(root, iter(after[root]))]
        clock += 1
        order[root] = low[root] = clock
        stack.append(root)
        on_stack[root] = True
        while work:
            node, rest = work[-1]
            for target in rest:
                if not order[target]:
                    clock += 1
                    order[target] = low[target] = clock
                    stack.append(target)
                    on_stack[target] = True
                    work.append((target, iter(after[target])))
                    break
                if on_stack[target]:
                    low[node] = min(low[node], order[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    components.append(_pop_component(stack, on_stack, node))
    return components


def _pop_component(stack: list[int], on_stack: list[bool], root: int) -> list[int]:
    members = []
    while True:
        node = stack.pop()
        on_stack[node] = False
        members.append(node)
        if node == root:
            return sorted(members)


_COMPILED: WeakKeyDictionary[JourneyGraph, dict[str | None, Routes]] = WeakKeyDictionary()


def compile_routes(graph: JourneyGraph, persona: str | None = None) -> Routes:
    """The paths of one journey as anybody (or `persona`) may walk them, compiled once per graph."""
    known = _COMPILED.setdefault(graph, {})
    if persona not in known:
        known[persona] = _compile(graph, persona)
    return known[persona]


def _compile(graph: JourneyGraph, persona: str | None) -> Routes:
    who = None if persona is None else graph.persona(persona)
    flow = graph.flow_for(who)
    usable = {
        *flow.nodes,
        *(t.id for t in graph.anytime if who is None or graph.can_use(who, t) is not False),
    }
    visits = (
        (edge.from_, edge.to)
        for edge in graph.edges
        if graph.is_anytime(edge.from_) and {edge.from_, edge.to} <= usable
        if who is None or graph.can_take(who, edge)
    )
    routes = Routes.build(
        [t.id for t in graph.on_path],
        [*flow.edges, *visits],
        [name for name in graph.entries if name in flow],
        [t.id for t in graph.anytime],
        usable=usable,
        open_from={t.id: graph.open_from(t.id) for t in graph.anytime},
    )
    return routes if persona is None else _shared(routes, compile_routes(graph))


def _shared(routes: Routes, everybody: Routes) -> Routes:
    """Everybody's routes where a persona's are the same, so that nothing is asked twice."""
    mine = (routes.after, routes.entries, routes.steps, routes.doors)
    theirs = (everybody.after, everybody.entries, everybody.steps, everybody.doors)
    return everybody if mine == theirs else routes
