"""What a customer goes through on the way: switches of channel, hand-offs, transfers, contacts, effort.

Own, backstage and third-party steps are not met: they are skipped, so that a switch compares with the last
channel the customer really used. Where a touchpoint has several channels the customer chooses. A hand-off is a
change of owner, steps without an owner skipped.

    >>> fewest(graph, "channel_switches", None, ["renewed"], persona="first_car_fay")
    Way(path=('ask_friends', ...), number=4.0)
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args
from weakref import WeakKeyDictionary

from cxmap.effort import NEW_OWNER, SWITCH, TRANSFER, channels_for, efforts, identifies, is_met
from cxmap.passing import LIVE, find_transfers
from cxmap.routes import compile_routes

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

Countable: TypeAlias = Literal[
    "steps", "channel_switches", "hand_offs", "transfers", "contacts", "identifications", "effort"
]
COUNTABLE: tuple[Countable, ...] = get_args(Countable)


@dataclass(frozen=True, slots=True)
class Way:
    """A path and how many of something there are on it."""

    path: tuple[str, ...]
    number: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that can be counted on one path, by the best choice of channels for each."""

    steps: int
    channel_switches: int
    hand_offs: int
    transfers: int
    contacts: int
    identifications: int
    effort: float


class _Stand(NamedTuple):
    """What a customer on the way remembers: the channel last used, the step last met, the step last owned."""

    channel: str | None
    met: str | None
    owned: str | None


@dataclass(frozen=True, slots=True)
class _Step:
    """What counting needs to know of a touchpoint; nothing here keeps the journey itself."""

    owners: frozenset[str]
    systems: frozenset[str]
    channels: tuple[str, ...]
    live: frozenset[str]
    met: bool
    sent: bool
    ours: bool
    proves: bool
    points: float


class Counter:
    """Counts one thing along paths as one persona, or anybody, walks them."""

    def __init__(self, graph: JourneyGraph, what: Countable, persona: str | None = None) -> None:
        self.what = what
        self._transfers = find_transfers(graph)
        who = None if persona is None else graph.persona(persona)
        points = efforts(graph, persona=persona) if what == "effort" else {}
        self._stands: dict[tuple[str | None, str | None], _Stand] = {}
        self._steps: dict[str, _Step] = {}
        for touchpoint in graph.touchpoints:
            channels = channels_for(touchpoint, who)
            families = {channel: graph.family(channel) for channel in channels}
            self._steps[touchpoint.id] = _Step(
                owners=frozenset(touchpoint.owner),
                systems=frozenset(touchpoint.system),
                channels=channels,
                live=frozenset(channel for channel, family in families.items() if family in LIVE),
                met=is_met(touchpoint),
                sent=touchpoint.by == "company" and set(families.values()) == {"one-way"},
                ours=touchpoint.by == "company",
                proves=identifies(graph, touchpoint),
                points=points[touchpoint.id].points if what == "effort" else 0.0,
            )

    def start(self, step: str) -> Sequence[tuple[_Stand, float]]:
        """Where a customer may stand who begins here, and what that costs."""
        return self.move(_NOWHERE, None, step)

    def move(self, stand: _Stand, source: str | None, target: str) -> Sequence[tuple[_Stand, float]]:
        """Where a customer may stand after one more step, and what the step adds."""
        step = self._steps[target]
        if self.what == "steps":
            return ((stand, float(source is not None)),)
        if self.what == "hand_offs":
            passed = self._changes_owner(stand.owned, step)
            return ((_Stand(None, None, target) if step.owners else stand, float(passed)),)
        if self.what == "transfers":
            return ((stand, float((source, target) in self._transfers)),)
        if self.what == "identifications":
            return ((stand, float(step.proves)),)
        if not step.met:
            return ((stand, step.points),)
        if self.what == "contacts":
            away = not step.live or any(channel not in step.live for channel in step.channels)
            starts = not away and not step.ours and (source, target) not in self._transfers
            return ((stand, float(starts)),)
        return self._switch(stand, source, target, step)

    def _switch(
        self, stand: _Stand, source: str | None, target: str, step: _Step
    ) -> Sequence[tuple[_Stand, float]]:
        """One move for each channel the customer may choose; a message from us comes without a switch."""
        cost, keep = 0.0, None
        if self.what == "effort":
            cost, keep = step.points + self._passing(stand.met, source, target, step), target
            if step.sent:
                return ((self._stand(stand.channel, keep), cost),)
        price = SWITCH if self.what == "effort" else 1.0
        if not step.channels:
            return ((self._stand(stand.channel, keep), cost),)
        return [
            (self._stand(channel, keep), cost + price * (stand.channel not in (None, channel)))
            for channel in step.channels
        ]

    def _stand(self, channel: str | None, met: str | None) -> _Stand:
        """The same object for the same stand, so that long searches do not fill the memory."""
        if (channel, met) not in self._stands:
            self._stands[channel, met] = _Stand(channel, met, None)
        return self._stands[channel, met]

    def _changes_owner(self, before: str | None, step: _Step) -> bool:
        if before is None or not step.owners:
            return False
        owners = self._steps[before].owners
        return bool(owners) and not owners & step.owners

    def _passing(self, met: str | None, source: str | None, target: str, step: _Step) -> float:
        """What another owner and being passed on cost."""
        if met is None:
            return 0.0
        changed = self._changes_owner(met, step) and not self._steps[met].systems & step.systems
        return NEW_OWNER * changed + TRANSFER * ((source, target) in self._transfers)


_NOWHERE = _Stand(None, None, None)


def fewest(
    graph: JourneyGraph,
    what: Countable,
    sources: Iterable[str] | None,
    targets: Iterable[str],
    *,
    persona: str | None = None,
    avoiding: Iterable[str] = (),
    adding: Iterable[tuple[str, str]] = (),
) -> Way | None:
    """The path with the fewest of something (or the least effort) from the sources (None: the entries).

    Of equal ones the shortest, then the first in the file. `adding` names ways that do not exist yet. None
    without a path.
    """
    return _Search(graph, counter_of(graph, what, persona), persona, avoiding, adding).run(sources, targets)


_COUNTERS: WeakKeyDictionary[JourneyGraph, dict[tuple[Countable, str | None], Counter]] = WeakKeyDictionary()


def counter_of(graph: JourneyGraph, what: Countable, persona: str | None) -> Counter:
    """The counter of one thing for one persona, made once per graph."""
    known = _COUNTERS.setdefault(graph, {})
    if (what, persona) not in known:
        known[what, persona] = Counter(graph, what, persona)
    return known[what, persona]


class _Search:
    """The cheapest path over touchpoints and what the customer remembers on the way."""

    def __init__(
        self,
        graph: JourneyGraph,
        counter: Counter,
        persona: str | None,
        avoiding: Iterable[str],
        adding: Iterable[tuple[str, str]],
    ) -> None:
        self.graph, self.counter = graph, counter
        self.routes = compile_routes(graph, persona)
        self.closed = set(self.routes.numbers(avoiding))
        self.added: dict[int, list[int]] = {}
        for source, target in adding:
            for end in self._usable(self.routes.numbers([target])):
                self.added.setdefault(self.routes.index[source], []).append(end)

    def run(self, sources: Iterable[str] | None, targets: Iterable[str]) -> Way | None:
        routes = self.routes
        starts = routes.entries if sources is None else self._usable(routes.numbers(sources))
        # A set is taken as it is: many searches of one journey want the same thousand steps.
        self.wanted = targets if isinstance(targets, AbstractSet) else frozenset(targets)
        queue: list[tuple[float, int, int, int, _Stand, int]] = []
        best: dict[tuple[int, _Stand], tuple[float, int]] = {}
        parent: list[tuple[int, int]] = []  # (position of the step before, number)
        pushed = 0

        def push(cost: float, length: int, node: int, stand: _Stand, came: int) -> None:
            nonlocal pushed
            known = best.get((node, stand))
            if known is None or (cost, length) < known:
                best[node, stand] = (cost, length)
                pushed += 1
                heapq.heappush(queue, (cost, length, pushed, node, stand, came))

        for node in starts:
            if node not in self.closed:
                for stand, cost in self.counter.start(routes.ids[node]):
                    push(cost, 0, node, stand, -1)
        while queue:
            cost, length, _, node, stand, came = heapq.heappop(queue)
            if best[node, stand] != (cost, length):
                continue
            best[node, stand] = (-1.0, 0)  # settled
            parent.append((came, node))
            if routes.ids[node] in self.wanted and node in routes.usable:
                return Way(self._trace(parent), round(cost, 9))
            here = len(parent) - 1
            for target in self._onward(node):
                for then, more in self.counter.move(stand, routes.ids[node], routes.ids[target]):
                    push(cost + more, length + 1, target, then, here)
        return None

    def _usable(self, numbers: Iterable[int]) -> list[int]:
        usable = self.routes.usable
        return [node for node in numbers if node in usable]

    def _onward(self, node: int) -> Iterator[int]:
        """The ways on, and the visits that are wanted or lead somewhere."""
        routes = self.routes
        for target in (*routes.after[node], *self.added.get(node, ())):
            if target not in self.closed:
                yield target
        for door in routes.doors_at[node]:
            for visit in routes.doors[door].visits:
                if visit not in self.closed and (routes.ids[visit] in self.wanted or routes.after[visit]):
                    yield visit

    def _trace(self, parent: list[tuple[int, int]]) -> tuple[str, ...]:
        path = []
        at = len(parent) - 1
        while at >= 0:
            at, node = parent[at]
            path.append(node)
        return self.routes.names(reversed(path))


def count_on(
    graph: JourneyGraph, path: Sequence[str], what: Countable, *, persona: str | None = None
) -> float:
    """How many of something there are on one path, by the customer's best choice of channels."""
    counter = counter_of(graph, what, persona)
    stands = _least(counter.start(path[0])) if path else {}
    for source, target in pairwise(path):
        stands = _least(
            (then, cost + more)
            for stand, cost in stands.items()
            for then, more in counter.move(stand, source, target)
        )
    return round(min(stands.values(), default=0.0), 9)


def _least(ways: Iterable[tuple[_Stand, float]]) -> dict[_Stand, float]:
    best: dict[_Stand, float] = {}
    for stand, cost in ways:
        if stand not in best or cost < best[stand]:
            best[stand] = cost
    return best


def counts_on(graph: JourneyGraph, path: Sequence[str], *, persona: str | None = None) -> Counts:
    """Everything that can be counted on one path."""
    number: Callable[[Countable], float] = lambda what: count_on(graph, path, what, persona=persona)  # noqa: E731
    return Counts(
        steps=int(number("steps")),
        channel_switches=int(number("channel_switches")),
        hand_offs=int(number("hand_offs")),
        transfers=int(number("transfers")),
        contacts=int(number("contacts")),
        identifications=int(number("identifications")),
        effort=number("effort"),
    )
