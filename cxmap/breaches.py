"""Uses of data that a customer can reach without having said yes, each with its shortest path."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cxmap.consent import (
    NONE,
    REFUSED,
    STATUSES,
    WITHDRAWN,
    Breach,
    Plan,
    find_witnesses,
    plan_of,
    spread,
)
from cxmap.gates import Cover, Witness, find_cover, smallest_cut
from cxmap.routes import compile_routes

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

Key = tuple[int, int]  # touchpoint, answer
ANSWERS = frozenset({"digital-self", "live-voice", "live-text"})  # families on which a customer can be asked


def find_breaches(graph: JourneyGraph) -> tuple[Breach, ...]:
    """Every use with no question before it (`none`), or no look-up after a no (`refused`, `withdrawn`).

    A touchpoint and purpose appear once per answer. In a journey with personas only what one of them can walk
    counts, and the witness names them.
    """
    if graph not in _FOUND:
        _FOUND[graph] = _find(graph)
    return _FOUND[graph]


_FOUND: WeakKeyDictionary[JourneyGraph, tuple[Breach, ...]] = WeakKeyDictionary()


def _find(graph: JourneyGraph) -> tuple[Breach, ...]:
    plan = plan_of(graph)
    if not any(plan.uses):
        return ()
    settled = spread(compile_routes(graph), plan)
    breaches = []
    for purpose in range(len(plan.purposes)):
        bit = 1 << purpose
        wanted: set[Key] = set()
        for node, state in enumerate(settled):
            if state is not None and plan.uses[node] & bit:
                wanted |= {(node, status) for status in _forbidden(plan, node, bit) if state[status] & bit}
        if wanted:
            breaches += _with_walkers(graph, plan.only(purpose), wanted)
    number = compile_routes(graph).index
    return tuple(sorted(breaches, key=lambda b: (number[b.touchpoint], b.purpose, STATUSES.index(b.status))))


def _forbidden(plan: Plan, node: int, bit: int) -> tuple[int, ...]:
    return (NONE,) if plan.checked[node] & bit else (NONE, REFUSED, WITHDRAWN)


def _with_walkers(graph: JourneyGraph, plan: Plan, wanted: set[Key]) -> list[Breach]:
    routes = compile_routes(graph)
    walkers: dict[Key, list[tuple[str | None, tuple[int, ...]]]] = {key: [] for key in wanted}
    for who, paths in _paths_by_persona(graph, plan, wanted):
        for key in wanted & paths.keys():
            walkers[key].append((who, paths[key]))
    found = []
    for (node, status), walked in sorted(walkers.items()):
        if walked:
            who, path = min(walked, key=lambda walker: len(walker[1]))
            names = tuple(name for name, _ in walked if name is not None)
            witness = Witness(routes.names(path), who, names)
            no = _said_no(plan, path, status)
            said_no = None if no is None else routes.ids[no]
            found.append(Breach(routes.ids[node], plan.purposes[0], STATUSES[status], witness, said_no))
    return found


def _paths_by_persona(
    graph: JourneyGraph, plan: Plan, wanted: set[Key]
) -> list[tuple[str | None, dict[Key, tuple[int, ...]]]]:
    """The shortest paths of each persona, or of anybody in a journey without personas."""
    known: dict[int, dict[Key, tuple[int, ...]]] = {}
    answers: list[tuple[str | None, dict[Key, tuple[int, ...]]]] = []
    people: list[str | None] = [persona.id for persona in graph.personas]
    for who in people or [None]:
        routes = compile_routes(graph, who)
        if id(routes) not in known:
            known[id(routes)] = find_witnesses(routes, plan, wanted)
        answers.append((who, known[id(routes)]))
    return answers


def _said_no(plan: Plan, path: tuple[int, ...], status: int) -> int | None:
    """Where on a path the customer refused (the last question) or withdrew."""
    if status == NONE:
        return None
    masks = plan.asks if status == REFUSED else plan.withdraws
    return next(node for node in reversed(path) if masks[node])


def consent_cover(graph: JourneyGraph, touchpoint: str, purpose: str) -> Cover:
    """Whether one touchpoint that asks stands on every path to here, several do jointly, or none does."""
    asking = [t.id for t in (*graph.on_path, *graph.anytime) if purpose in t.consent.asks]
    return find_cover(graph, asking, touchpoint)


def places_to_ask(graph: JourneyGraph, purpose: str, uses: Collection[str]) -> tuple[str, ...]:
    """The fewest places at which to ask so that no path reaches these uses unasked; empty when none would do.

    Only touchpoints where a customer can answer are proposed; those that ask already stand.
    """
    asking = [t.id for t in graph.on_path if purpose in t.consent.asks]

    def can_answer(touchpoint: str) -> bool:
        channels = graph.touchpoint(touchpoint).channel
        return any(graph.family(channel) in ANSWERS for channel in channels)

    return smallest_cut(graph, uses, allowed=can_answer, avoiding=asking) or ()
