"""One journey's paths, compiled once to integers so that proofs over large journeys stay linear."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Transition

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Routes:
    """The steps of one journey, as one persona (or anybody) may walk them.

    Stage steps come first, in file order, then the anytime touchpoints. Every stage step the customer has
    reached opens all of `anytime`; where such a visit leads on into a stage it is a real way in.
    """

    ids: tuple[str, ...]
    after: tuple[tuple[int, ...], ...]
    entries: tuple[int, ...]
    steps: tuple[int, ...]
    anytime: tuple[int, ...]
    stage_count: int

    @classmethod
    def build(
        cls,
        steps: Sequence[str],
        edges: Iterable[tuple[str, str]],
        entries: Iterable[str],
        anytime: Sequence[str] = (),
        *,
        usable: Collection[str] | None = None,
    ) -> Routes:
        """Compile named steps and edges; edges that leave an anytime touchpoint are ways in."""
        ids = (*steps, *anytime)
        index = {name: number for number, name in enumerate(ids)}
        after: list[set[int]] = [set() for _ in ids]
        for a, b in edges:
            after[index[a]].add(index[b])
        can = range(len(ids)) if usable is None else sorted(index[name] for name in usable)
        return cls(
            ids,
            tuple(tuple(sorted(targets)) for targets in after),
            tuple(sorted({index[name] for name in entries})),
            tuple(node for node in can if node < len(steps)),
            tuple(node for node in can if node >= len(steps)),
            len(steps),
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
    def with_door(self) -> tuple[tuple[int, ...], ...]:
        """`after` and one more number: the door from every stage step to all anytime touchpoints."""
        if not self.anytime:
            return (*self.after, ())
        door = len(self.ids)
        steps = set(self.steps)
        opened = ((*targets, door) if node in steps else targets for node, targets in enumerate(self.after))
        return (*opened, self.anytime)

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

    Before a start stands itself, before what was not seen -1. A first stage step opens the anytime ones.
    """
    closed, wanted = set(avoiding), set(targets)
    parent = [NOWHERE] * len(routes.ids)
    queue: list[int] = []
    for node in sources:
        if parent[node] == NOWHERE and node not in closed:
            parent[node] = node
            queue.append(node)
    after, stage_count = routes.after, routes.stage_count
    shut = not routes.anytime
    for node in queue:
        if node in wanted:
            return parent, node
        for target in after[node]:
            if parent[target] == NOWHERE and target not in closed:
                parent[target] = node
                queue.append(target)
        if not shut and node < stage_count:
            shut = True
            for target in routes.anytime:
                if parent[target] == NOWHERE and target not in closed:
                    parent[target] = node
                    queue.append(target)
    return parent, NOWHERE


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
    opened = not routes.anytime
    open_to_all = set(routes.anytime)
    for node in queue:
        visit(routes.before[node])
        if not opened and node in open_to_all:
            opened = True
            visit(routes.steps)
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
    usable = [
        *flow.nodes,
        *(t.id for t in graph.anytime if who is None or graph.can_use(who, t) is not False),
    ]
    edges = [*flow.edges, *_edges_of_visits(graph, frozenset(usable), persona)]
    routes = Routes.build(
        [t.id for t in graph.on_path],
        edges,
        [name for name in graph.entries if name in flow],
        [t.id for t in graph.anytime],
        usable=usable,
    )
    if persona is None:
        return routes
    everybody = compile_routes(graph)
    same = (routes.after, routes.entries, routes.steps, routes.anytime)
    all_ = (everybody.after, everybody.entries, everybody.steps, everybody.anytime)
    return everybody if same == all_ else routes


def _edges_of_visits(
    graph: JourneyGraph, usable: Collection[str], persona: str | None
) -> Iterator[tuple[str, str]]:
    for touchpoint in graph.anytime:
        for way in (*(touchpoint.next or ()), *touchpoint.fails, *touchpoint.recover):
            if touchpoint.id in usable and way.to in usable and (persona is None or _open_to(way, persona)):
                yield touchpoint.id, way.to


def _open_to(way: Transition, persona: str) -> bool:
    return (not way.only or persona in way.only) and persona not in way.not_for
