"""What travels along a journey's paths: sets as bits, spread forward or backward to a fixed point.

`spread_some` says what may have happened on arriving (on some path), `spread_every` what must have (on every
path), `spread_back` what may still happen. All take one set of bits per touchpoint and cost about as much as
a walk over the journey.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cxmap.routes import Door, Routes, compile_routes

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

UNSEEN = -1


def returning(graph: JourneyGraph) -> frozenset[int]:
    """The anytime touchpoints after which the customer is back where they were."""
    back = [
        touchpoint.id for touchpoint in graph.anytime if touchpoint.next is None and not touchpoint.recover
    ]
    return frozenset(compile_routes(graph).numbers(back))


def spread_some(routes: Routes, gained: Sequence[int], back: frozenset[int]) -> list[int]:
    """For every number the bits gained on some path before it; -1 where nobody comes.

    `gained` are the bits of each touchpoint, `back` the anytime touchpoints that return. Who can go round a
    loop may have gained everything in it, so one pass over the loops in order is enough.
    """
    after = routes.with_doors
    visits = _gained_by_visits(routes, gained, back)
    given = [*gained, *([0] * len(routes.doors))]
    for node, doors in enumerate(routes.doors_at):
        for door in doors:
            given[node] |= visits[door]
    arriving = [UNSEEN] * len(after)
    for node in routes.entries:
        arriving[node] = 0
    for part in reversed(routes.parts):
        if len(part) > 1:
            _fill_loop(part, arriving, given)
        for node in part:
            if arriving[node] != UNSEEN:
                leaving = arriving[node] | given[node]
                if node in after[node]:
                    arriving[node] = leaving
                for target in after[node]:
                    old = arriving[target]
                    arriving[target] = leaving if old == UNSEEN else old | leaving
    return arriving[: len(routes.ids)]


def _fill_loop(part: Sequence[int], arriving: list[int], given: Sequence[int]) -> None:
    """Give everything that comes into a loop, or is gained in it, to all of it."""
    bits, met = 0, False
    for node in part:
        bits |= given[node]
        if arriving[node] != UNSEEN:
            bits |= arriving[node]
            met = True
    if met:
        for node in part:
            arriving[node] = bits


def _gained_by_visits(routes: Routes, gained: Sequence[int], back: frozenset[int]) -> list[int]:
    """For every door the bits a customer may bring back from visits behind it."""
    brought = []
    for door in routes.doors:
        bits = 0
        for node in _on_returning_chains(routes, door, back):
            bits |= gained[node]
        brought.append(bits)
    return brought


def spread_every(routes: Routes, gained: Sequence[int]) -> list[int]:
    """For every number the bits gained on every path before it; -1 where nobody comes.

    An anytime touchpoint is never passed for certain, so what it gives does not count further on.
    """
    after = routes.with_doors
    steps = set(routes.steps)
    arriving = [UNSEEN] * len(after)
    waiting = bytearray(len(after))
    queue: list[int] = []

    def send(bits: int, targets: Iterable[int]) -> None:
        for target in targets:
            old = arriving[target]
            new = bits if old == UNSEEN else old & bits
            if new != old:
                arriving[target] = new
                if not waiting[target]:
                    waiting[target] = 1
                    queue.append(target)

    send(0, routes.entries)
    for node in queue:
        waiting[node] = 0
        send(arriving[node] | gained[node] if node in steps else arriving[node], after[node])
    return arriving[: len(routes.ids)]


def spread_back(routes: Routes, wanted: Sequence[int], back: frozenset[int]) -> list[int]:
    """For every number the bits wanted there or at something that may come after it."""
    pending = list(wanted)  # of a visit that returns: without what comes after the return
    behind = [0] * len(routes.doors)
    waiting = bytearray(b"\1" * len(routes.ids))
    queue = list(reversed(range(len(routes.ids))))
    opened_by: dict[int, list[int]] = {}
    for number, door in enumerate(routes.doors):
        for visit in door.visits:
            opened_by.setdefault(visit, []).append(number)

    def send(bits: int, targets: Iterable[int]) -> None:
        for target in targets:
            if bits & ~pending[target]:
                pending[target] |= bits
                if not waiting[target]:
                    waiting[target] = 1
                    queue.append(target)

    for node in queue:
        waiting[node] = 0
        send(pending[node], routes.before[node])
        for number in opened_by.get(node, ()):
            if pending[node] & ~behind[number]:
                behind[number] |= pending[node]
                send(behind[number], routes.doors[number].steps)
    for number, door in enumerate(routes.doors):
        returned = behind[number]
        for step in door.steps:
            for other in routes.doors_at[step]:
                returned |= behind[other]
            for target in routes.after[step]:
                returned |= pending[target]
        for visit in _on_returning_chains(routes, door, back):
            pending[visit] |= returned
    return pending


def _on_returning_chains(routes: Routes, door: Door, back: frozenset[int]) -> list[int]:
    """The anytime touchpoints behind a door from which the customer may still get back through it."""
    visits = set(routes.anytime)
    before: dict[int, list[int]] = {node: [] for node in visits}
    for node in visits:
        for target in routes.after[node]:
            if target in visits:
                before[target].append(node)
    returns = [node for node in routes.anytime if node in back]
    for node in returns:
        returns += [step for step in before[node] if step not in returns]
    seen = [node for node in door.visits if node in returns]
    for node in seen:
        seen += [target for target in routes.after[node] if target in returns and target not in seen]
    return seen
