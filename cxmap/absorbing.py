"""Expected visits of an absorbing chain, exact for loops and close to linear for long journeys."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

from cxmap.routes import find_components

Ways = Sequence[Sequence[tuple[int, float]]]

_WIDEST = 300  # ways that eliminating one state may add before going round by iteration is cheaper
_CLOSED = 1e-12


def expected_visits(ways: Ways, start: Sequence[float]) -> list[float]:
    """How often each state is visited, for one who starts as `start` says.

    `ways[i]` holds `(j, share)`; what a row lacks to 1 leaves the chain. States nobody leaves, not even in
    the long run, are visited without end (`inf`) where anybody gets to them.
    """
    visits = list(start)
    parts = find_components([[target for target, share in row if share > 0] for row in ways])
    for part in reversed(parts):  # sources first
        if len(part) > 1:
            _solve_loop(ways, part, visits)
        else:
            node = part[0]
            again = sum(share for target, share in ways[node] if target == node)
            if again and visits[node]:
                visits[node] = visits[node] / (1 - again) if again < 1 - _CLOSED else math.inf
        members = set(part) if len(part) > 1 else {part[0]}
        for node in part:
            if visits[node]:
                for target, share in ways[node]:
                    if share > 0 and target not in members:
                        visits[target] += visits[node] * share
    return visits


def _solve_loop(ways: Ways, part: list[int], visits: list[float]) -> None:
    """Visits inside one set of states that lead back to each other, in place.

    States are taken out one by one, those with few ways first, and only sums and products of shares are
    formed (Grassmann, Taksar and Heyman): loops that hardly anybody leaves lose no digits.
    """
    loop = _Loop(ways, part, visits)
    if not loop.arrives:
        return
    if loop.is_closed:
        for node in part:
            visits[node] = math.inf
        return
    loop.reduce()
    for node, many in loop.settle().items():
        visits[node] = many


class _Loop:
    def __init__(self, ways: Ways, part: list[int], visits: list[float]) -> None:
        inside = set(part)
        self.after: dict[int, dict[int, float]] = {node: {} for node in part}
        self.before: dict[int, set[int]] = {node: set() for node in part}
        self.leak: dict[int, float] = {}
        self.mass = {node: visits[node] for node in part}
        self.taken: list[tuple[int, float, float, list[tuple[int, float]]]] = []
        for node in part:
            total = 0.0
            for target, share in ways[node]:
                total += share
                if target in inside and target != node and share > 0:
                    row = self.after[node]
                    row[target] = row.get(target, 0.0) + share
                    self.before[target].add(node)
            outside = sum(share for target, share in ways[node] if target not in inside)
            lacks = 1.0 - total
            self.leak[node] = (lacks if lacks > _CLOSED else 0.0) + outside

    @property
    def arrives(self) -> bool:
        return any(self.mass.values())

    @property
    def is_closed(self) -> bool:
        return all(leak <= _CLOSED for leak in self.leak.values())

    def reduce(self) -> None:
        """Take out states while that adds few ways."""
        queue = [(self._width(node), node) for node in self.after]
        heapq.heapify(queue)
        while queue:
            width, node = heapq.heappop(queue)
            if node not in self.after:
                continue
            now = self._width(node)
            if now != width:
                heapq.heappush(queue, (now, node))
            elif width > _WIDEST:
                return
            else:
                self._take_out(node)

    def _width(self, node: int) -> int:
        return len(self.after[node]) * len(self.before[node])

    def _take_out(self, node: int) -> None:
        row, leak, mass = self.after.pop(node), self.leak.pop(node), self.mass[node]
        out = leak + sum(row.values())
        coming = [(other, self.after[other].pop(node)) for other in sorted(self.before.pop(node))]
        self.taken.append((node, out, mass, coming))
        for target, share in row.items():
            self.before[target].discard(node)
            self.mass[target] += mass * share / out
        for other, share in coming:
            through = share / out
            self.leak[other] += through * leak
            others = self.after[other]
            for target, onward in row.items():
                if target != other:
                    others[target] = others.get(target, 0.0) + through * onward
                    self.before[target].add(other)

    def settle(self) -> dict[int, float]:
        """Visits of what is left, by going round until nothing moves, then of what was taken out."""
        found = self._go_round()
        for node, out, mass, coming in reversed(self.taken):
            found[node] = (mass + sum(found[other] * share for other, share in coming)) / out
        return found

    def _go_round(self) -> dict[int, float]:
        rest = sorted(self.after)
        out = {node: self.leak[node] + sum(self.after[node].values()) for node in rest}
        coming = {node: [(one, self.after[one][node]) for one in sorted(self.before[node])] for node in rest}
        found = {node: self.mass[node] / out[node] for node in rest}
        for _ in range(100_000 if rest else 0):
            moved = 0.0
            for node in rest:
                arriving = self.mass[node] + sum(found[one] * share for one, share in coming[node])
                new = arriving / out[node]
                moved = max(moved, abs(new - found[node]) / (1.0 + new))
                found[node] = new
            if moved < 1e-15:
                break
        return found
