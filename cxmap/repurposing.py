"""Purpose limitation: uses of data for a purpose it was not given for, and of which nobody was told.

For every use the purposes allowed are those for which some collect point on the way took the data, those told
there (unless the data was given on consent, which covers its own purposes only), those recorded as compatible,
and those told on every path to the use itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cxmap.dataflow import collect_points, is_same_data, told_before, unit_at
from cxmap.gates import Witness, first_walker
from cxmap.routes import NOWHERE, Routes, compile_routes, sweep_past, trace
from cxmap.taint import UNSEEN, returning, spread_some

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint
    from cxmap.register import Sharing

ANY = ""
Label = tuple[str, str, str]  # data, what is said of it ("given", "for", "in", ..), and of what


@dataclass(frozen=True, slots=True)
class Repurposing:
    """A use for a purpose the data was not given for."""

    touchpoint: str
    purpose: str
    data: str
    given_at: str  # the nearest collect point from which the data gets here
    given_for: tuple[str, ...]  # at any of them
    unit: str | None
    giving_units: tuple[str | None, ...]
    owners_without_unit: tuple[str, ...]
    witness: Witness  # from the nearest collect point to the use

    @property
    def crosses_units(self) -> bool:
        """Whether the data was given to other divisions only; False as well where divisions are not said."""
        known = self.unit is not None and None not in self.giving_units
        return known and self.unit not in self.giving_units


def find_repurposings(graph: JourneyGraph) -> tuple[Repurposing, ...]:
    """Every use outside the purposes its data was given for, in file order.

    Purposes that rest on consent are left to the consent automaton.
    """
    if graph not in _FOUND:
        _FOUND[graph] = tuple(_find(graph))
    return _FOUND[graph]


_FOUND: WeakKeyDictionary[JourneyGraph, tuple[Repurposing, ...]] = WeakKeyDictionary()


def _find(graph: JourneyGraph) -> Iterator[Repurposing]:
    told = told_before(graph)
    labels = _Labels(graph)
    gained = [labels.of_collecting(t, told.get(t.id, frozenset())) for t in graph.touchpoints]
    arriving = spread_some(compile_routes(graph), gained, returning(graph))
    for number, touchpoint in enumerate(graph.touchpoints):
        if arriving[number] == UNSEEN:
            continue
        here = arriving[number] | gained[number]
        for purpose, item in _uses_without_consent(graph, touchpoint):
            allowed = labels.mask(item, "for", purpose)
            if not labels.mask(item, ANY, ANY) & here or allowed & here:
                continue
            if purpose in told[touchpoint.id] and not labels.mask(item, "consent", ANY) & here:
                continue
            one = _describe(graph, touchpoint, purpose, item, labels, here)
            if one is not None:
                yield one


def _uses_without_consent(graph: JourneyGraph, touchpoint: Touchpoint) -> Iterator[tuple[str, str]]:
    for purpose, items in touchpoint.uses.items():
        if graph.basis(purpose) != "consent":
            for item in items:
                yield purpose, item


class _Labels:
    """What travels with data, as bits: that it was given, on consent, and for what it may be used."""

    def __init__(self, graph: JourneyGraph) -> None:
        self.graph = graph
        self.bits: dict[Label, int] = {}
        self.items: dict[str, tuple[str, ...]] = {}
        self.given = tuple(
            dict.fromkeys(item for t in graph.touchpoints for items in t.collects.values() for item in items)
        )

    def _bit(self, label: Label) -> int:
        return self.bits.setdefault(label, 1 << len(self.bits))

    def of_collecting(self, touchpoint: Touchpoint, told: frozenset[str]) -> int:
        """The labels a touchpoint gives to what it collects."""
        bits = 0
        for purpose, items in touchpoint.collects.items():
            allowed = {purpose, *self._compatible(purpose)}
            on_consent = self.graph.basis(purpose) == "consent"
            if not on_consent:
                allowed |= told
            for item in items:
                bits |= self._bit((item, ANY, ANY)) | self._bit((item, "given", purpose))
                bits |= self._bit((item, "in", unit_at(self.graph, touchpoint) or ANY))
                for owner in touchpoint.owner:
                    if self.graph.unit_of(owner) is None:
                        bits |= self._bit((item, "owner", owner))
                if on_consent:
                    bits |= self._bit((item, "consent", ANY))
                for purpose_allowed in sorted(allowed):
                    bits |= self._bit((item, "for", purpose_allowed))
        return bits

    def _compatible(self, purpose: str) -> tuple[str, ...]:
        found = self.graph.purposes.get(purpose)
        return () if found is None else found.compatible

    def mask(self, item: str, kind: str, what: str) -> int:
        """The bits of a label on an item and on everything that is the same thing."""
        bits = 0
        for other in self._same(item):
            bits |= self.bits.get((other, kind, what), 0)
        return bits

    def _same(self, item: str) -> tuple[str, ...]:
        if item not in self.items:
            self.items[item] = tuple(other for other in self.given if is_same_data(self.graph, item, other))
        return self.items[item]

    def whats(self, item: str, kind: str, here: int) -> tuple[str, ...]:
        """Of what something is said, by the bits that travel with an item, in the order first met."""
        same = set(self._same(item))
        return tuple(
            dict.fromkeys(
                what
                for (name, said, what), bit in self.bits.items()
                if name in same and said == kind and bit & here
            )
        )


def _describe(
    graph: JourneyGraph, touchpoint: Touchpoint, purpose: str, item: str, labels: _Labels, here: int
) -> Repurposing | None:
    points = collect_points(graph, item)
    witness = first_walker(graph, lambda routes: _from_giving(routes, points, touchpoint.id))
    if witness is None:
        return None
    units = labels.whats(item, "in", here)
    owners = labels.whats(item, "owner", here)
    own = [name for name in touchpoint.owner if graph.unit_of(name) is None]
    return Repurposing(
        touchpoint=touchpoint.id,
        purpose=purpose,
        data=item,
        given_at=witness.path[0],
        given_for=labels.whats(item, "given", here),
        unit=unit_at(graph, touchpoint),
        giving_units=tuple(unit or None for unit in units),
        owners_without_unit=tuple(dict.fromkeys((*own, *owners))),
        witness=witness,
    )


def _from_giving(routes: Routes, points: tuple[str, ...], target: str) -> tuple[str, ...] | None:
    """The shortest path to a use from a collect point that customers get to."""
    seen = sweep_past(routes)
    starts = frozenset(node for node in routes.numbers(points) if seen[node] != NOWHERE)
    parent = sweep_past(routes, starts=starts)
    node = routes.index[target]
    return None if parent[node] == NOWHERE else routes.names(trace(parent, node))


def is_shared(graph: JourneyGraph, one: Repurposing) -> bool:
    """Whether sharing rules bring the data from a division that was given it to the one that uses it."""
    held = {unit for unit in one.giving_units if unit is not None}
    rules = find_sharing(graph, one)
    grown = True
    while grown:
        more = {rule.to for rule in rules if rule.from_ in held}
        grown = not more <= held
        held |= more
    return one.unit in held


def find_sharing(graph: JourneyGraph, one: Repurposing) -> list[Sharing]:
    """Every sharing rule by which the data may pass for the purpose."""
    return [
        rule
        for rule in graph.register.sharing
        if one.purpose in rule.for_ and any(is_same_data(graph, one.data, item) for item in rule.data)
    ]
