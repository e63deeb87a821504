"""The consent automaton: which answers a customer may have given at each touchpoint, and by which path.

For every purpose the journey is walked as touchpoint x {none, granted, refused, withdrawn}, from every entry,
round every loop and along failure edges. On one touchpoint asking comes first, then withdrawing, then use.
After every step of a stage the customer may visit any anytime touchpoint; what it asks or withdraws takes
effect there, then the customer is back where they were, unless it leads on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

from cxmap.gates import Witness
from cxmap.routes import Routes, compile_routes

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint

Status = Literal["none", "granted", "refused", "withdrawn"]
STATUSES: tuple[Status, ...] = ("none", "granted", "refused", "withdrawn")
NONE, GRANTED, REFUSED, WITHDRAWN = range(4)
Masks = list[int]  # one bit per purpose


@dataclass(frozen=True, slots=True)
class Breach:
    """A use a customer can reach without having said yes: the answer they stand at, and the path there."""

    touchpoint: str
    purpose: str
    status: Status
    witness: Witness
    said_no: str | None  # where they refused or withdrew; None when nobody asked


@dataclass(frozen=True, eq=False)
class Plan:
    """What every touchpoint does about consent: by its number, one bit per purpose."""

    purposes: tuple[str, ...]
    asks: Masks
    withdraws: Masks
    uses: Masks
    checked: Masks
    returns: frozenset[int]  # anytime touchpoints after which the customer is back

    def only(self, purpose: int) -> Plan:
        """The same for one purpose alone."""
        pick = [[mask >> purpose & 1 for mask in masks] for masks in (self.asks, self.withdraws, self.uses)]
        checked = [mask >> purpose & 1 for mask in self.checked]
        return Plan((self.purposes[purpose],), pick[0], pick[1], pick[2], checked, self.returns)


def act(plan: Plan, node: int, state: Sequence[int]) -> tuple[int, int, int, int]:
    """The answers after a touchpoint has asked and let withdraw, from those on arriving."""
    none, granted, refused, withdrawn = state
    asked = plan.asks[node]
    if asked:
        fresh = (none | refused | withdrawn) & asked
        none, withdrawn = none & ~asked, withdrawn & ~asked
        granted, refused = granted | fresh, refused | fresh
    taken_back = plan.withdraws[node]
    if taken_back:
        withdrawn |= granted & taken_back
    return none, granted, refused, withdrawn


def spread(routes: Routes, plan: Plan) -> list[tuple[int, int, int, int] | None]:
    """For every number the purposes that can be at each answer when it uses data; None where nobody comes."""
    nobody = (0, 0, 0, 0)
    arriving: list[tuple[int, int, int, int]] = [nobody] * len(routes.ids)
    settled: list[tuple[int, int, int, int] | None] = [None] * len(routes.ids)
    everything = (1 << len(plan.purposes)) - 1
    moves = _moves_by_doors(routes, plan)
    opened = [nobody] * len(routes.doors)
    queue = list(dict.fromkeys(routes.entries))
    waiting = bytearray(len(routes.ids))
    for node in queue:
        arriving[node] = (everything, 0, 0, 0)
        waiting[node] = 1
    for node in queue:
        waiting[node] = 0
        after = act(plan, node, arriving[node])
        if after == settled[node]:
            continue
        settled[node] = after
        doors = routes.doors_at[node]
        leaving = _visit(after, moves[doors])
        _send(leaving, routes.after[node], arriving, queue, waiting)
        for door in doors:
            through = _join(opened[door], leaving)
            if through != opened[door]:
                opened[door] = through
                _send(through, routes.doors[door].visits, arriving, queue, waiting)
    return settled


def _join(a: Sequence[int], b: Sequence[int]) -> tuple[int, int, int, int]:
    return a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]


def _send(
    state: tuple[int, int, int, int],
    targets: Iterable[int],
    arriving: list[tuple[int, int, int, int]],
    queue: list[int],
    waiting: bytearray,
) -> None:
    for target in targets:
        old = arriving[target]
        new = (old[0] | state[0], old[1] | state[1], old[2] | state[2], old[3] | state[3])
        if new != old:
            arriving[target] = new
            if not waiting[target]:
                waiting[target] = 1
                queue.append(target)


def _visit(
    state: tuple[int, int, int, int], moves: Sequence[tuple[int, int, int]]
) -> tuple[int, int, int, int]:
    """The answers a customer may have after any number of visits that bring them back."""
    if not moves:
        return state
    new = list(state)
    changed = True
    while changed:
        changed = False
        for before, after, purposes in moves:
            more = new[before] & purposes & ~new[after]
            if more:
                new[after] |= more
                changed = True
    return new[0], new[1], new[2], new[3]


Doors = tuple[int, ...]  # positions in Routes.doors


def _moves_by_doors(routes: Routes, plan: Plan) -> dict[Doors, list[tuple[int, int, int]]]:
    """How a visit that returns can change an answer, by the doors open: (from, to, for which purposes)."""
    moves: dict[Doors, dict[tuple[int, int], int]] = {doors: {} for doors in set(routes.doors_at)}
    for purpose in range(len(plan.purposes)):
        bit = 1 << purpose
        if not any((plan.asks[node] | plan.withdraws[node]) & bit for node in routes.anytime):
            continue
        alone = plan.only(purpose)
        for doors, changes in moves.items():
            for before, after, _ in find_visits(routes, alone, doors):
                changes[before, after] = changes.get((before, after), 0) | bit
    return {
        doors: [(before, after, purposes) for (before, after), purposes in sorted(changes.items())]
        for doors, changes in moves.items()
    }


def find_visits(routes: Routes, plan: Plan, doors: Doors) -> list[tuple[int, int, tuple[int, ...]]]:
    """For a plan of one purpose: (answer before, answer after, shortest chain) of visits that return."""
    usable = set(routes.anytime)
    opened = sorted({node for door in doors for node in routes.doors[door].visits})
    found = []
    for before in range(4):
        chains: dict[tuple[int, int], tuple[int, ...]] = {}
        queue: list[tuple[int, int]] = []
        starts = [(node, before, (node,)) for node in opened]
        _extend(plan, starts, chains, queue)
        for node, status in queue:
            chain = chains[node, status]
            onward = [(t, status, (*chain, t)) for t in routes.after[node] if t in usable]
            _extend(plan, onward, chains, queue)
        ends: dict[int, tuple[int, ...]] = {}
        for node, status in queue:
            if node in plan.returns and status != before:
                ends.setdefault(status, chains[node, status])
        found += [(before, status, chain) for status, chain in sorted(ends.items())]
    return found


def _extend(
    plan: Plan,
    starts: Iterable[tuple[int, int, tuple[int, ...]]],
    chains: dict[tuple[int, int], tuple[int, ...]],
    queue: list[tuple[int, int]],
) -> None:
    for node, status, chain in starts:
        for after in answers(plan, node, status):
            if (node, after) not in chains:
                chains[node, after] = chain
                queue.append((node, after))


def answers(plan: Plan, node: int, status: int) -> list[int]:
    """For a plan of one purpose: the answers possible after a touchpoint, from the one on arriving."""
    state = [0, 0, 0, 0]
    state[status] = 1
    return [number for number, bit in enumerate(act(plan, node, state)) if bit]


def find_witnesses(
    routes: Routes, plan: Plan, wanted: Collection[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, ...]]:
    """For a plan of one purpose: the shortest path to each wanted touchpoint at the wanted answer."""
    walk = _Walk(routes, plan)
    goals = set(wanted)
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for state in walk:
        node, status, visited = state
        if not visited and (node, status) in goals:
            found[node, status] = walk.path(state)
            if len(found) == len(goals):
                break
    return found


State = tuple[
    int, int, bool
]  # touchpoint, answer, whether it is the answer after an anytime visit from there


class _Walk:
    """Every state of one purpose, nearest first, with the way it was reached."""

    def __init__(self, routes: Routes, plan: Plan) -> None:
        self.routes, self.plan = routes, plan
        self.parents: dict[State, tuple[State | None, tuple[int, ...]]] = {}
        self.levels: list[list[tuple[State, State | None, tuple[int, ...]]]] = [[]]
        self.visits: dict[Doors, list[tuple[int, int, tuple[int, ...]]]] = {
            doors: find_visits(routes, plan, doors) for doors in set(routes.doors_at)
        }
        self.opened: set[tuple[int, int]] = set()

    def __iter__(self) -> Iterator[State]:
        for entry in self.routes.entries:
            for status in answers(self.plan, entry, NONE):
                self._push(0, (entry, status, False), None, (entry,))
        length = 0
        while length < len(self.levels):
            for state, parent, steps in self.levels[length]:
                if state not in self.parents:
                    self.parents[state] = parent, steps
                    yield state
                    self._leave(length, state)
            length += 1

    def _push(self, length: int, state: State, parent: State | None, steps: tuple[int, ...]) -> None:
        if state not in self.parents:
            while len(self.levels) <= length:
                self.levels.append([])
            self.levels[length].append((state, parent, steps))

    def _leave(self, length: int, state: State) -> None:
        node, status, visited = state
        if not (visited and (node, status, False) in self.parents):
            self._enter(length, state, self.routes.after[node])
        doors = self.routes.doors_at[node]
        for door in doors:
            if (door, status) not in self.opened:
                self.opened.add((door, status))
                self._enter(length, state, self.routes.doors[door].visits)
        for before, after, chain in self.visits[doors]:
            if before == status:
                self._push(length + len(chain), (node, after, True), state, chain)

    def _enter(self, length: int, state: State, targets: Iterable[int]) -> None:
        for target in targets:
            for status in answers(self.plan, target, state[1]):
                self._push(length + 1, (target, status, False), state, (target,))

    def path(self, state: State) -> tuple[int, ...]:
        """The touchpoints passed on the way to a state."""
        parts = []
        current: State | None = state
        while current is not None:
            current, steps = self.parents[current]
            parts.append(steps)
        return tuple(node for steps in reversed(parts) for node in steps)


_PLANS: WeakKeyDictionary[JourneyGraph, Plan] = WeakKeyDictionary()


def plan_of(graph: JourneyGraph) -> Plan:
    """What the journey's touchpoints do about each purpose that rests on consent."""
    if graph not in _PLANS:
        touchpoints = (*graph.on_path, *graph.anytime)
        named = {name for touchpoint in touchpoints for name in _named(touchpoint)}
        purposes = tuple(sorted(name for name in named if graph.basis(name) == "consent"))
        bit = {name: 1 << number for number, name in enumerate(purposes)}
        back = [t.id for t in graph.anytime if t.next is None and not t.recover]
        _PLANS[graph] = Plan(
            purposes,
            [_mask(bit, t.consent.asks) for t in touchpoints],
            [_mask(bit, t.consent.withdraws) for t in touchpoints],
            [_mask(bit, (*t.collects, *t.uses)) for t in touchpoints],
            [_mask(bit, t.consent.requires) for t in touchpoints],
            frozenset(compile_routes(graph).numbers(back)),
        )
    return _PLANS[graph]


def _named(touchpoint: Touchpoint) -> Iterable[str]:
    consent = touchpoint.consent
    return {*touchpoint.collects, *touchpoint.uses, *consent.asks, *consent.withdraws, *consent.requires}


def _mask(bit: dict[str, int], purposes: Iterable[str]) -> int:
    mask = 0
    for name in purposes:
        mask |= bit.get(name, 0)
    return mask


def consent_states(
    graph: JourneyGraph, *, persona: str | None = None
) -> dict[str, dict[str, frozenset[Status]]]:
    """The answers a customer may have given for each consent-based purpose when a touchpoint uses data."""
    plan = plan_of(graph)
    settled = spread(compile_routes(graph, persona), plan)
    names = compile_routes(graph).ids
    return {
        names[node]: {
            purpose: frozenset(STATUSES[status] for status in range(4) if state[status] >> number & 1)
            for number, purpose in enumerate(plan.purposes)
        }
        for node, state in enumerate(settled)
        if state is not None
    }
