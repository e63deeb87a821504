"""How much a touchpoint asks of a customer, in effort points.

A touchpoint costs what its kind of contact costs, half a point for each item asked, three for each item the
customer gave before, two for proving who they are, and one for each ten minutes of waiting on the line beyond
what they expect. What the author claims under `effort:` replaces all of that. Moves cost 2 for a switch of
channel, 1 for another owner without a shared system, 3 for being passed on; `counting` adds those up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cxmap.completing import behaves_as
from cxmap.dataflow import asked_before, how_of, is_same_data, is_under
from cxmap.graph import OPEN_TO_ALL
from cxmap.routes import Routes, compile_routes

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint
    from cxmap.register import Persona

SWITCH, NEW_OWNER, TRANSFER = 2.0, 1.0, 3.0
LONGEST_WAIT = 6.0  # points: who has waited an hour too long puts the phone down and comes back later
EXPECTED = {
    "chat": 600.0, "messaging": 600.0, "sms": 600.0, "social": 3600.0, "phone": 20.0, "email": 86400.0,
    "post": 864000.0,
}  # fmt: skip
"""Seconds after which customers expect an answer, by channel, when the persona does not say."""

_CHANNEL_BASE = {
    "post": 4.0, "store": 5.0, "branch": 5.0, "in-person": 5.0, "phone": 3.0, "video": 3.0, "chat": 2.0,
    "messaging": 2.0, "social": 2.0,
}  # fmt: skip
_ACTING = ("form", "claim", "complaint", "survey", "onboarding")
_CLICKING = ("self-service", "purchase", "payment", "bot")
_READING = 0.5


@dataclass(frozen=True, slots=True)
class Effort:
    """What one touchpoint asks of a customer, in points; `claimed` is the author's own figure for all of it."""

    base: float
    items: float = 0.0
    repeats: float = 0.0
    identifying: float = 0.0
    waiting: float = 0.0
    claimed: float | None = None

    @property
    def points(self) -> float:
        """All of it."""
        if self.claimed is not None:
            return self.claimed
        return self.base + self.items + self.repeats + self.identifying + self.waiting


def is_met(touchpoint: Touchpoint) -> bool:
    """Whether the customer meets the company here, and not a step of their own or one nobody sees."""
    return not touchpoint.channel or not OPEN_TO_ALL.issuperset(touchpoint.channel)


def channels_for(touchpoint: Touchpoint, persona: Persona | None) -> tuple[str, ...]:
    """The channels of a touchpoint a persona may choose from, hidden ones left out; all when none fits."""
    open_ones = tuple(channel for channel in touchpoint.channel if channel not in OPEN_TO_ALL)
    if persona is None or not persona.channels:
        return open_ones
    return tuple(channel for channel in open_ones if channel in persona.channels) or open_ones


def expected_answer(persona: Persona | None, channel: str) -> float | None:
    """After how many seconds a persona expects an answer on a channel; None when nobody can say."""
    if persona is not None and channel in persona.expects:
        return persona.expects[channel].seconds
    return EXPECTED.get(channel)


def effort_at(graph: JourneyGraph, touchpoint: str, *, persona: str | None = None) -> Effort:
    """What a touchpoint asks of a persona, or of anybody."""
    return efforts(graph, persona=persona)[touchpoint]


def efforts(graph: JourneyGraph, *, persona: str | None = None) -> Mapping[str, Effort]:
    """What every touchpoint asks of a persona, or of anybody."""
    known = _EFFORTS.setdefault(graph, {})
    if persona not in known:
        who = None if persona is None else graph.persona(persona)
        given = _given_before(graph, persona)
        known[persona] = {
            touchpoint.id: _effort(graph, touchpoint, who, given.get(touchpoint.id, frozenset()))
            for touchpoint in graph.touchpoints
        }
    return known[persona]


_EFFORTS: WeakKeyDictionary[JourneyGraph, dict[str | None, Mapping[str, Effort]]] = WeakKeyDictionary()
_GIVEN: WeakKeyDictionary[Routes, Mapping[str, frozenset[str]]] = WeakKeyDictionary()


def _given_before(graph: JourneyGraph, persona: str | None) -> Mapping[str, frozenset[str]]:
    """The items every customer was asked for before each touchpoint; worked out once where routes are shared."""
    routes = compile_routes(graph, persona)
    if routes not in _GIVEN:
        _GIVEN[routes] = asked_before(graph, persona=persona).must
    return _GIVEN[routes]


def _effort(
    graph: JourneyGraph, touchpoint: Touchpoint, who: Persona | None, given: frozenset[str]
) -> Effort:
    claimed = None if touchpoint.effort is None else float(touchpoint.effort.points)
    if not is_met(touchpoint):
        return Effort(0.0, claimed=claimed)
    asked = asked_items(graph, touchpoint)
    repeats = sum(any(asks_again(graph, item, before) for before in given) for item in asked)
    return Effort(
        base=_base(graph, touchpoint, who),
        items=0.5 * len(asked),
        repeats=3.0 * repeats,
        identifying=2.0 if identifies(graph, touchpoint) else 0.0,
        waiting=_waiting(graph, touchpoint, who),
        claimed=claimed,
    )


def _base(graph: JourneyGraph, touchpoint: Touchpoint, who: Persona | None) -> float:
    """The cheapest of the channels on offer, since the customer chooses."""
    channels = channels_for(touchpoint, who)
    live = [
        _CHANNEL_BASE.get(behaves_as(channel, "channel", graph.vocabulary) or channel) for channel in channels
    ]
    if channels and None not in live:
        return min(points for points in live if points is not None)
    if graph.acts_like(touchpoint, *_ACTING):
        here = 2.0
    elif graph.acts_like(touchpoint, *_CLICKING):
        here = 1.0
    else:
        here = _READING
    return min([here, *(points for points in live if points is not None)])


def asked_items(graph: JourneyGraph, touchpoint: Touchpoint) -> tuple[str, ...]:
    """The data the customer is asked for here; what is recorded or only confirmed is not asked."""
    collected = dict.fromkeys(item for items in touchpoint.collects.values() for item in items)
    return tuple(
        item
        for item in collected
        if how_of(graph, item) == "asked"
        and not any(is_same_data(graph, item, one) for one in touchpoint.confirms)
    )


def asks_again(graph: JourneyGraph, item: str, before: str) -> bool:
    """Whether asking for `item` repeats what the customer said when asked for `before`."""
    found = graph.data.get(item)
    if found is not None and found.changes:
        return False
    return item == before or is_under(graph.data_key(item), graph.data_key(before) or "-")


def identifies(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    """Whether customers prove here who they are, and nobody's word is taken over from elsewhere."""
    if touchpoint.trusts:
        return False
    keys = (graph.data_key(item) for items in touchpoint.collects.values() for item in items)
    return bool(touchpoint.identifies) or any(is_under(key, "user.authorization") for key in keys)


def _waiting(graph: JourneyGraph, touchpoint: Touchpoint, who: Persona | None) -> float:
    """Ten minutes on the line beyond what is expected make a point; answers that come later cost no waiting."""
    if touchpoint.sla is None or touchpoint.by == "company":
        return 0.0
    waits = []
    for channel in channels_for(touchpoint, who):
        expected = expected_answer(who, channel)
        if expected is None or graph.family(channel) not in ("live-voice", "live-text"):
            waits.append(0.0)
        else:
            waits.append(max(0.0, touchpoint.sla.worst.seconds - expected) / 600)
    return min([*waits, LONGEST_WAIT], default=0.0)
