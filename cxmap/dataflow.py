"""Questions about data: where it is given, who holds it, what customers were told, what is needed.

Two items are the same thing when they share an id or a taxonomy key, or when one key lies under the other:
`email` (user.contact.email) is a part of `contact` (user.contact).

    >>> asked_before(graph).must["call"]
    frozenset({'licence'})
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cxmap.flow import reaching
from cxmap.purposes import tells
from cxmap.routes import NOWHERE, compile_routes, sweep
from cxmap.taint import UNSEEN, returning, spread_back, spread_every, spread_some

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint

SPECIAL = (
    "user.health_and_medical",
    "user.demographic.race_ethnicity",
    "user.demographic.religious_belief",
    "user.demographic.political_opinion",
    "user.demographic.sexual_orientation",
    "user.criminal_history",
    "user.x.trade_union",
    "user.x.disability",
)
"""Keys of Art. 9 and 10 data, with all below them; biometric data only counts where it identifies."""


def is_under(key: str | None, *roots: str) -> bool:
    """Whether a taxonomy key is one of the roots or lies below one."""
    if key is not None:
        for root in roots:
            if key.startswith(root) and (len(key) == len(root) or key[len(root)] == "."):
                return True
    return False


def is_personal(graph: JourneyGraph, item: str) -> bool | None:
    """Whether a data item is about a person; None when nobody said what it is."""
    key = graph.data_key(item)
    return None if key is None else is_under(key, "user")


def is_same_data(graph: JourneyGraph, one: str, other: str) -> bool:
    """Whether two items are the same thing, or one is a part of the other."""
    return one == other or other in _Items.of(graph).same_as(one)


def collected(touchpoint: Touchpoint) -> tuple[str, ...]:
    """The data a touchpoint collects, for whatever purpose, in the order written."""
    return tuple(dict.fromkeys(item for items in touchpoint.collects.values() for item in items))


def used(touchpoint: Touchpoint) -> tuple[str, ...]:
    """The data a touchpoint uses, for whatever purpose, in the order written."""
    return tuple(dict.fromkeys(item for items in touchpoint.uses.values() for item in items))


def collect_points(graph: JourneyGraph, item: str) -> tuple[str, ...]:
    """The touchpoints that collect an item or a part of it, in file order."""
    return _Items.of(graph).places(item, "collects")


def use_points(graph: JourneyGraph, item: str) -> tuple[str, ...]:
    """The touchpoints that use an item or a part of it, in file order."""
    return _Items.of(graph).places(item, "uses")


def purposes_of(graph: JourneyGraph, item: str) -> tuple[str, ...]:
    """The purposes for which exactly this item is collected or used, sorted."""
    return _Items.of(graph).purposes.get(item, ())


class _Items:
    """Every data item of a journey as a bit, and which items are the same thing as each."""

    def __init__(self, graph: JourneyGraph) -> None:
        named = {item for t in graph.touchpoints for item in (*collected(t), *used(t), *t.confirms)}
        self.names = tuple(sorted(named | set(graph.data)))
        self.bit = {name: 1 << number for number, name in enumerate(self.names)}
        self.keys = {name: graph.data_key(name) for name in self.names}
        self.by_key: dict[str, list[str]] = {}
        self.below: dict[str, list[str]] = {}
        for name, key in self.keys.items():
            if key is not None:
                self.by_key.setdefault(key, []).append(name)
                for root in _with_parents(key):
                    self.below.setdefault(root, []).append(name)
        self._same: dict[str, frozenset[str]] = {}
        self._find_places(graph)

    def same_as(self, item: str) -> frozenset[str]:
        """The items that are the same thing as one, itself included."""
        if item not in self._same:
            key = self.keys.get(item)
            found = {item}
            if key is not None:
                found.update(self.below[key])
                for root in _with_parents(key):
                    found.update(self.by_key.get(root, ()))
            self._same[item] = frozenset(found)
        return self._same[item]

    def _find_places(self, graph: JourneyGraph) -> None:
        self._at: dict[str, dict[str, dict[str, None]]] = {"collects": {}, "uses": {}}
        self._order = {touchpoint.id: number for number, touchpoint in enumerate(graph.touchpoints)}
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        purposes: dict[str, set[str]] = {}
        for touchpoint in graph.touchpoints:
            for verb, held in (("collects", touchpoint.collects), ("uses", touchpoint.uses)):
                for purpose, items in held.items():
                    for item in items:
                        self._at[verb].setdefault(item, {})[touchpoint.id] = None
                        purposes.setdefault(item, set()).add(purpose)
        self.purposes = {item: tuple(sorted(names)) for item, names in purposes.items()}

    def places(self, item: str, verb: str) -> tuple[str, ...]:
        """Where an item, or what is the same thing, is collected or used; in file order."""
        if (item, verb) not in self._known:
            found = {place for same in self.same_as(item) for place in self._at[verb].get(same, ())}
            self._known[item, verb] = tuple(sorted(found, key=self._order.__getitem__))
        return self._known[item, verb]

    @classmethod
    def of(cls, graph: JourneyGraph) -> _Items:
        if graph not in _ITEMS:
            _ITEMS[graph] = cls(graph)
        return _ITEMS[graph]

    def mask(self, items: Iterable[str], *, widely: bool = False) -> int:
        """The bits of some items; `widely`: and of all that are the same thing."""
        bits = 0
        for item in items:
            for same in self.same_as(item) if widely else (item,):
                bits |= self.bit[same]
        return bits

    def names_of(self, bits: int) -> frozenset[str]:
        return frozenset(name for name in self.names if self.bit[name] & bits)


def _with_parents(key: str) -> list[str]:
    parts = key.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


_ITEMS: WeakKeyDictionary[JourneyGraph, _Items] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Known:
    """What may (on some path) and must (on every path) be the case on arriving at each touchpoint."""

    may: Mapping[str, frozenset[str]]
    must: Mapping[str, frozenset[str]]


def asked_before(graph: JourneyGraph, *, persona: str | None = None) -> Known:
    """The data items a customer was asked for before each touchpoint; what is recorded is not asked."""

    def asked(touchpoint: Touchpoint) -> Iterable[str]:
        return (item for item in collected(touchpoint) if how_of(graph, item) == "asked")

    return _known_before(graph, asked, persona)


def collected_before(graph: JourneyGraph, *, persona: str | None = None) -> Known:
    """The data items collected before each touchpoint, and all that are the same thing."""
    items = _Items.of(graph)
    return _known_before(
        graph,
        lambda touchpoint: {same for item in collected(touchpoint) for same in items.same_as(item)},
        persona,
    )


def how_of(graph: JourneyGraph, item: str) -> str:
    """How we come by an item: asked, observed, derived or received."""
    found = graph.data.get(item)
    return "asked" if found is None else found.how


def _known_before(
    graph: JourneyGraph, gained: Callable[[Touchpoint], Iterable[str]], persona: str | None
) -> Known:
    items = _Items.of(graph)
    routes = compile_routes(graph, persona)
    bits = [items.mask(gained(touchpoint)) for touchpoint in graph.touchpoints]
    some, every = spread_some(routes, bits, returning(graph)), spread_every(routes, bits)
    seen = [node for node in range(len(routes.ids)) if some[node] != UNSEEN]
    names: dict[int, frozenset[str]] = {}
    for mask in {*some, *every}:
        names[mask] = items.names_of(mask)
    return Known(
        {routes.ids[node]: names[some[node]] for node in seen},
        {routes.ids[node]: names[every[node]] for node in seen},
    )


def needed_after(graph: JourneyGraph, *, persona: str | None = None) -> dict[str, frozenset[str]]:
    """The data items used or confirmed at each touchpoint or anywhere a customer may go from there."""
    items = _Items.of(graph)
    wanted = [items.mask((*used(t), *t.confirms), widely=True) for t in graph.touchpoints]
    routes = compile_routes(graph, persona)
    pending = spread_back(routes, wanted, returning(graph))
    names = {mask: items.names_of(mask) for mask in set(pending)}
    return {routes.ids[node]: names[mask] for node, mask in enumerate(pending)}


def told_before(
    graph: JourneyGraph, *, persona: str | None = None, or_asked: bool = False
) -> dict[str, frozenset[str]]:
    """The purposes every customer has been told of at each touchpoint, its own notice included.

    A notice counts at its touchpoint and wherever every path has passed one that names the purpose. With
    `or_asked` a question for consent counts as telling: consent that is not informed is none.
    """
    tell = [{*graph.notice(t), *(t.consent.asks if or_asked else ())} for t in graph.touchpoints]
    purposes = sorted({name for names in tell for name in names})
    bit = {name: 1 << number for number, name in enumerate(purposes)}
    told = [sum(bit[name] for name in names) for names in tell]
    routes = compile_routes(graph, persona)
    every = spread_every(routes, told)
    names: dict[int, frozenset[str]] = {}
    for mask in {here | before for here, before in zip(told, every, strict=True) if before != UNSEEN}:
        names[mask] = frozenset(name for name in purposes if bit[name] & mask)
    return {
        routes.ids[node]: names[told[node] | before] for node, before in enumerate(every) if before != UNSEEN
    }


def unit_at(graph: JourneyGraph, touchpoint: Touchpoint) -> str | None:
    """The division that holds what a touchpoint collects: that of its lead, else of its first owner."""
    owner = touchpoint.lead or (touchpoint.owner[0] if touchpoint.owner else None)
    return None if owner is None else graph.unit_of(owner)


@dataclass(frozen=True, slots=True)
class Holding:
    """One place where the company holds an item: who, in what, since where and for what."""

    data: str
    touchpoint: str | None  # None: a system holds it that no touchpoint feeds
    purpose: str | None
    unit: str | None
    system: str | None


def find_holdings(graph: JourneyGraph) -> tuple[Holding, ...]:
    """Who holds which data: one line per item, touchpoint, purpose and system, in file order."""
    found = []
    for touchpoint in graph.touchpoints:
        for purpose, items in touchpoint.collects.items():
            for item in items:
                for system in touchpoint.system or (None,):
                    found.append(Holding(item, touchpoint.id, purpose, unit_at(graph, touchpoint), system))
    for holder in graph.systems.values():
        found += [Holding(item, None, None, holder.unit, holder.id) for item in holder.provides]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Surprise:
    """A use on which some customer arrives who neither gave that data nor was told of the use."""

    touchpoint: str
    purpose: str
    data: str
    gates: tuple[str, ...]  # where the data is given or the use is told
    share: float | None  # of all who start; None when not all shares on the way are declared


def find_surprises(graph: JourneyGraph) -> tuple[Surprise, ...]:
    """Every use that may surprise a customer; `way_around(graph, surprise.gates, touchpoint)` shows how."""
    found = []
    for touchpoint in graph.touchpoints:
        for purpose, items in touchpoint.uses.items():
            for item in items:
                gates = tuple(dict.fromkeys((*collect_points(graph, item), *tells(graph, purpose))))
                if touchpoint.id in gates:
                    continue
                if _arrives(graph, touchpoint.id, gates):
                    share = share_arriving(graph, touchpoint.id, gates)
                    found.append(Surprise(touchpoint.id, purpose, item, gates, share))
    return tuple(found)


def _arrives(graph: JourneyGraph, target: str, gates: Collection[str]) -> bool:
    routes = compile_routes(graph)
    closed = [gate for gate in routes.numbers(gates) if routes.is_stage_step(gate)]
    return sweep(routes, routes.entries, closed, routes.numbers([target]))[1] != NOWHERE


def share_arriving(graph: JourneyGraph, target: str, avoiding: Collection[str] = ()) -> float | None:
    """The share of all who start that arrives at a touchpoint along the stages without passing some others.

    None when a way that leads there has no declared share.
    """
    towards = reaching(graph, [target], avoiding=avoiding)
    ways: dict[str, list[tuple[str, float]]] = {}
    for edge in graph.edges:
        if edge.from_ == target or not {edge.from_, edge.to} <= towards or graph.is_anytime(edge.from_):
            continue
        if edge.assumed:
            return None
        # A way on failure without a share weighs nothing: it exists, but nobody counts it.
        ways.setdefault(edge.from_, []).append((edge.to, edge.share or 0.0))
    moving = {entry: share for entry, share in graph.entry_shares.items() if entry in towards}
    arrived = 0.0
    for _ in range(10_000):
        arrived += moving.pop(target, 0.0)
        following: dict[str, float] = {}
        for step, mass in moving.items():
            for then, share in ways.get(step, ()):
                following[then] = following.get(then, 0.0) + mass * share
        moving = following
        if sum(moving.values()) < 1e-12:
            break
    return round(arrived, 9)
