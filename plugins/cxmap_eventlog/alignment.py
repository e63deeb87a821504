"""The cheapest explanation of a walked path by the declared journey: exact, deterministic, bounded in work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from cxmap_eventlog.automaton import START, Automaton

Kind = Literal["both", "skip", "insert"]
FAR = 1 << 30
# Where a state was reached from: (how, previous state). Steps on the spot are told from steps of the trace by `how`.
_SYNC, _VISIT, _INSERT, _SKIP = range(4)
Back = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an alignment: log and journey agree, the log lacks a step, or it has one too many."""

    kind: Kind
    touchpoint: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A path laid beside the journey; its cost is the number of skips and inserts, and no other costs less."""

    cost: int
    moves: tuple[Move, ...]


class Aligner:
    """Align many paths; those that begin alike share the work for what they have in common.

    The cost of standing at each state is kept for every prefix, which is Dijkstra on the synchronous product of path
    and automaton, layer by layer: steps of the path lead to the next layer, skipped touchpoints stay in theirs.
    """

    def __init__(self, machine: Automaton) -> None:
        self._machine = machine
        self._states = range(len(machine.names))
        self._cost_of = [0 if state in machine.silent or state == START else 1 for state in self._states]
        self._leading: dict[str, list[tuple[int, int]]] = {}
        for state in self._states:
            for target in machine.after[state]:
                self._leading.setdefault(machine.names[target], []).append((state, target))
        first = [FAR] * len(machine.names)
        first[START] = 0
        self._layers: list[tuple[list[int], list[Back]]] = [self._relax(first, [(-1, -1)] * len(first))]
        self._path: list[str] = []

    def align(self, path: Sequence[str], *, unfinished: bool = False) -> Alignment | None:
        """The cheapest alignment; none when the journey cannot be finished. An unfinished path may stop anywhere."""
        common = 0
        while common < min(len(path), len(self._path)) and path[common] == self._path[common]:
            common += 1
        del self._layers[common + 1 :]
        self._path[common:] = path[common:]
        for touchpoint in path[common:]:
            self._layers.append(self._step(touchpoint))
        costs = self._layers[-1][0]
        finals: Iterable[int] = self._states if unfinished else sorted(self._machine.accepting)
        ends = self._machine.ends
        cost, _, state = min(((costs[one], one not in ends, one) for one in finals), default=(FAR, True, 0))
        return None if cost >= FAR else Alignment(cost, self._read_back(state))

    def _step(self, touchpoint: str) -> tuple[list[int], list[Back]]:
        """The next layer: agree along a way, agree by a visit, or take the event as one too many."""
        before = self._layers[-1][0]
        costs = [cost + 1 for cost in before]
        back: list[Back] = [(_INSERT, state) for state in self._states]
        for state in self._states:
            if touchpoint in self._machine.visits[state] and before[state] < costs[state]:
                costs[state], back[state] = before[state], (_VISIT, state)
        for source, target in self._leading.get(touchpoint, ()):
            cost = before[source]
            if cost < costs[target] or (cost == costs[target] and back[target][0] != _SYNC):
                costs[target], back[target] = cost, (_SYNC, source)
        return self._relax(costs, back)

    def _relax(self, costs: list[int], back: list[Back]) -> tuple[list[int], list[Back]]:
        """Let touchpoints be skipped within a layer, nearest states first (costs are whole numbers)."""
        buckets: dict[int, list[int]] = {}
        for state in self._states:
            if costs[state] < FAR:
                buckets.setdefault(costs[state], []).append(state)
        while buckets:
            level = min(buckets)
            for state in buckets[level]:
                if costs[state] != level:
                    continue
                for target in self._machine.after[state]:
                    cost = level + self._cost_of[target]
                    if cost < costs[target]:
                        costs[target], back[target] = cost, (_SKIP, state)
                        buckets.setdefault(cost, []).append(target)
            del buckets[level]
        return costs, back

    def _read_back(self, state: int) -> tuple[Move, ...]:
        moves: list[Move] = []
        layer = len(self._layers) - 1
        while True:
            how, source = self._layers[layer][1][state]
            if how == -1:
                return tuple(reversed(moves))
            if how == _SKIP:
                if state not in self._machine.silent:
                    moves.append(Move("skip", self._machine.names[state]))
            else:
                layer -= 1
                moves.append(Move("insert" if how == _INSERT else "both", self._path[layer]))
            state = source


class Walker:
    """Say quickly whether the journey allows a path as it is: most paths need no alignment."""

    def __init__(self, machine: Automaton) -> None:
        self._machine = machine
        states = range(len(machine.names))
        self._passed = [_pass_silent(machine, state) for state in states]
        self._ways = [
            {name: [target for target in machine.after[state] if machine.names[target] == name]
             for name in {machine.names[target] for target in machine.after[state]}}
            for state in states
        ]  # fmt: skip

    def allows(self, path: Sequence[str], *, unfinished: bool = False) -> bool:
        """Whether the path can be walked from the first step to a planned stop, or so far when it is unfinished."""
        here = self._passed[START]
        for touchpoint in path:
            there: set[int] = set()
            for state in here:
                if touchpoint in self._machine.visits[state]:
                    there.add(state)
                there.update(self._ways[state].get(touchpoint, ()))
            if not there:
                return False
            here = frozenset[int]().union(*(self._passed[state] for state in there))
        return unfinished or not here.isdisjoint(self._machine.accepting)


def _pass_silent(machine: Automaton, start: int) -> frozenset[int]:
    """The state and all that can be reached from it over silent ones alone."""
    found, waiting = {start}, [start]
    while waiting:
        for target in machine.after[waiting.pop()]:
            if target in machine.silent and target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)
