"""Questions about what every path must pass: gates, dominators, and the smallest set of places to put one.

>>> way_around(graph, ["consent_form"], "call")
Witness(path=('see_ad', 'call'), persona=None, personas=())
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cxmap.flow import Path
from cxmap.routes import NOWHERE, Routes, compile_routes, sweep, sweep_back, sweep_past, trace

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph


@dataclass(frozen=True, slots=True)
class Witness:
    """A path that proves something, and the personas who can walk it (none in a journey without personas)."""

    path: Path
    persona: str | None = None
    personas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """How a touchpoint is covered: by one gate on every path, by several jointly, or by none."""

    kind: Literal["one", "several", "none"]
    gates: tuple[str, ...]


def every_path_passes(
    graph: JourneyGraph, gates: Iterable[str], target: str, *, persona: str | None = None
) -> bool:
    """Whether every path from an entry to the target passes one of the gates; the target may be one."""
    routes = compile_routes(graph, persona)
    return _bypass(routes, routes.numbers(gates), target) is None


def way_around(
    graph: JourneyGraph, gates: Iterable[str], target: str, *, persona: str | None = None
) -> Witness | None:
    """The shortest path from an entry to the target that passes none of the gates; None when all pass one.

    In a journey with personas only what one of them can walk counts, and the witness names them.
    """
    gates = tuple(gates)
    return first_walker(graph, lambda routes: _bypass(routes, routes.numbers(gates), target), persona=persona)


def first_walker(
    graph: JourneyGraph, find: Callable[[Routes], Path | None], *, persona: str | None = None
) -> Witness | None:
    """Ask of the whole journey and then, where it has personas, of each: the shortest answer wins."""
    if persona is not None:
        path = find(compile_routes(graph, persona))
        return None if path is None else Witness(path, persona, (persona,))
    path = find(compile_routes(graph))
    if path is None or not graph.personas:
        return None if path is None else Witness(path)
    answers: dict[int, Path | None] = {}
    walkers: list[tuple[str, Path]] = []
    for who in graph.personas:
        routes = compile_routes(graph, who.id)
        if id(routes) not in answers:
            answers[id(routes)] = find(routes)
        found = answers[id(routes)]
        if found is not None:
            walkers.append((who.id, found))
    if not walkers:
        return None
    name, shortest = min(walkers, key=lambda walker: len(walker[1]))
    return Witness(shortest, name, tuple(who for who, _ in walkers))


def _bypass(routes: Routes, gates: Collection[int], target: str) -> Path | None:
    node = routes.index.get(target, NOWHERE)
    if node == NOWHERE or node in gates:
        return None
    # An anytime touchpoint is never passed for certain, so it gates nothing but itself.
    parent = sweep_past(routes, frozenset(gate for gate in gates if routes.is_stage_step(gate)))
    return None if parent[node] == NOWHERE else routes.names(trace(parent, node))


def find_cover(
    graph: JourneyGraph, gates: Iterable[str], target: str, *, persona: str | None = None
) -> Cover:
    """Whether one gate alone covers the target, several do jointly (no needless one is named), or none do."""
    routes = compile_routes(graph, persona)
    here = routes.index.get(target, NOWHERE)
    numbers = [gate for gate in routes.numbers(gates) if routes.is_stage_step(gate) or gate == here]
    if _bypass(routes, numbers, target) is not None:
        return Cover("none", ())
    for gate in numbers:
        if _bypass(routes, [gate], target) is None:
            return Cover("one", (routes.ids[gate],))
    needed = list(numbers)
    for gate in reversed(numbers):
        rest = [other for other in needed if other != gate]
        if _bypass(routes, rest, target) is None:
            needed = rest
    return Cover("several", routes.names(needed))


def find_dominators(graph: JourneyGraph, target: str, *, persona: str | None = None) -> Path:
    """The steps on every path from an entry to the target, in the order they are met, the target last."""
    routes = compile_routes(graph, persona)
    node = routes.index.get(target, NOWHERE)
    above = _dominator_tree(routes)
    if node == NOWHERE or node not in above:
        return ()
    chain = []
    while node in above:
        if routes.is_stage_step(node) or routes.ids[node] == target:
            chain.append(node)
        node = above[node]
    return routes.names(number for number in reversed(chain) if number < len(routes.ids))


def _dominator_tree(routes: Routes) -> dict[int, int]:
    """The last step before each reachable number that all paths to it pass (Cooper, Harvey and Kennedy)."""
    after = routes.with_doors
    root = len(after)
    order = _postorder(after, routes.entries, root)
    rank = {node: number for number, node in enumerate(order)}
    before: dict[int, list[int]] = {node: [] for node in order}
    for node in order:
        for target in routes.entries if node == root else after[node]:
            before[target].append(node)
    above = {root: root}
    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            known = [step for step in before[node] if step in above]
            new = known[0]
            for other in known[1:]:
                new = _meet(above, rank, new, other)
            if above.get(node) != new:
                above[node] = new
                changed = True
    del above[root]
    return above


def _meet(above: dict[int, int], rank: dict[int, int], a: int, b: int) -> int:
    while a != b:
        while rank[a] < rank[b]:
            a = above[a]
        while rank[b] < rank[a]:
            b = above[b]
    return a


def _postorder(after: tuple[tuple[int, ...], ...], entries: Iterable[int], root: int) -> list[int]:
    """Everything below the root, children before parents, the root last."""
    seen = {root}
    order: list[int] = []
    work = [(root, iter(tuple(entries)))]
    while work:
        node, rest = work[-1]
        for target in rest:
            if target not in seen:
                seen.add(target)
                work.append((target, iter(after[target])))
                break
        else:
            work.pop()
            order.append(node)
    return order


def smallest_cut(
    graph: JourneyGraph,
    targets: Iterable[str],
    *,
    allowed: Callable[[str], bool] = lambda step: True,
    avoiding: Iterable[str] = (),
    persona: str | None = None,
    limit: int = 12,
) -> tuple[str, ...] | None:
    """The fewest steps that all paths from the entries to the targets must pass, as early as possible.

    `allowed` says which steps may be chosen (the targets may), `avoiding` names gates that stand already.
    None when no such set exists, or none with at most `limit` steps. Anytime touchpoints are never chosen.
    """
    routes = compile_routes(graph, persona)
    free = {node for node in routes.steps if allowed(routes.ids[node])}
    cut = cut_routes(routes, routes.numbers(targets), free, set(routes.numbers(avoiding)), limit)
    return None if cut is None else routes.names(cut)


def cut_routes(
    routes: Routes, targets: Iterable[int], free: Collection[int], closed: Collection[int], limit: int
) -> list[int] | None:
    """`smallest_cut` in numbers: a maximum flow is as large as a minimum cut (Menger)."""
    wanted = [node for node in targets if node not in closed]
    parent, _ = sweep(routes, routes.entries, closed)
    towards = sweep_back(routes, wanted, closed)
    inside = {node for node, step in enumerate(parent) if step != NOWHERE and towards[node]}
    network = _Network(routes, inside, free, wanted)
    for _ in range(limit + 1):
        if not network.push():
            return sorted(network.cut())
        if network.endless:
            return None
    return None


class _Network:
    """Unit flow through the steps that may be chosen: 2n stands before step n, 2n + 1 behind it."""

    def __init__(self, routes: Routes, inside: set[int], free: Collection[int], targets: list[int]) -> None:
        count = len(routes.ids)
        self.source, self.sink = 2 * len(routes.with_doors), 2 * len(routes.with_doors) + 1
        self.steps = 2 * count
        self.room: dict[int, dict[int, float]] = {self.source: {}, self.sink: {}}
        self.endless = False
        endless = float("inf")
        for node in inside:
            self._join(2 * node, 2 * node + 1, 1 if node in free else endless)
        for node, after in enumerate(routes.with_doors):
            if node >= count:
                self._join(2 * node, 2 * node + 1, endless)
            if node in inside or node >= count:
                for target in after:
                    if target in inside or target >= count:
                        self._join(2 * node + 1, 2 * target, endless)
        for node in routes.entries:
            if node in inside:
                self._join(self.source, 2 * node, endless)
        for node in targets:
            if node in inside:
                self._join(2 * node + 1, self.sink, endless)

    def _join(self, a: int, b: int, room: float) -> None:
        self.room.setdefault(a, {})[b] = room
        self.room.setdefault(b, {}).setdefault(a, 0)

    def _search(self) -> dict[int, int]:
        parent = {self.source: self.source}
        queue = [self.source]
        for node in queue:
            for target, room in self.room[node].items():
                if room and target not in parent:
                    parent[target] = node
                    queue.append(target)
        return parent

    def push(self) -> bool:
        """Send one more customer through, if a way is left."""
        parent = self._search()
        if self.sink not in parent:
            return False
        path = [self.sink]
        while path[-1] != self.source:
            path.append(parent[path[-1]])
        moves = list(zip(path[1:], path, strict=False))
        amount = min(self.room[a][b] for a, b in moves)
        if amount == float("inf"):
            self.endless = True
            return True
        for a, b in moves:
            self.room[a][b] -= amount
            self.room[b][a] += amount
        return True

    def cut(self) -> list[int]:
        """The chosen steps: those full, with their near side still within reach."""
        near = self._search()
        steps = [node for node in near if node < self.steps and not node % 2]
        return [node // 2 for node in steps if node + 1 not in near]
