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
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from cxmap.effort import NEW_OWNER, SWITCH, TRANSFER, channels_for, efforts, identifies, is_met
from cxmap.routes import compile_routes

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint

Countable: TypeAlias = Literal[
    "steps", "channel_switches", "hand_offs", "transfers", "contacts", "identifications", "effort"
]
COUNTABLE: tuple[Countable, ...] = get_args(Countable)
LIVE = ("live-voice", "live-text")


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


class Counter:
    """Counts one thing along paths as one persona, or anybody, walks them."""

    def __init__(self, graph: JourneyGraph, what: Countable, persona: str | None = None) -> None:
        self.graph, self.what = graph, what
        self.who = None if persona is None else graph.persona(persona)
        self._touchpoints = {t.id: t for t in graph.touchpoints}
        self._effort = (
            {name: one.points for name, one in efforts(graph, persona=persona).items()}
            if what == "effort"
            else {}
        )
        self._channels: dict[str, tuple[str, ...]] = {}
        self._met: dict[str, bool] = {}
        for name, touchpoint in self._touchpoints.items():
            self._met[name] = is_met(touchpoint)
            self._channels[name] = channels_for(touchpoint, self.who)

    def start(self, step: str) -> Iterator[tuple[_Stand, float]]:
        """Where a customer may stand who begins here, and what that costs."""
        yield from self.move(_Stand(None, None, None), None, step)

    def move(self, stand: _Stand, source: str | None, target: str) -> Iterator[tuple[_Stand, float]]:
        """Where a customer may stand after one more step, and what the step adds."""
        if self.what == "steps":
            yield stand, float(source is not None)
        elif self.what == "hand_offs":
            owned = bool(self._touchpoints[target].owner)
            passed = owned and stand.owned is not None and changes_owner(self.graph, stand.owned, target)
            yield (_Stand(None, None, target) if owned else stand), float(passed)
        elif self.what == "transfers":
            yield stand, float(source is not None and is_transfer(self.graph, source, target))
        elif self.what == "identifications":
            yield stand, float(identifies(self.graph, self._touchpoints[target]))
        elif not self._met[target]:
            yield stand, self._effort.get(target, 0.0)
        else:
            yield from self._meet(stand, source, target)

    def _meet(self, stand: _Stand, source: str | None, target: str) -> Iterator[tuple[_Stand, float]]:
        keep = target if self.what == "effort" else None
        if self.what == "effort" and self._is_sent(target):
            yield (
                _Stand(stand.channel, keep, None),
                self._effort[target] + self._passing(stand.met, source, target),
            )
            return
        for channel in self._channels[target] or (None,):
            switched = channel is not None and stand.channel not in (None, channel)
            now = _Stand(channel or stand.channel, keep, None)
            if self.what == "channel_switches":
                yield now, float(switched)
            elif self.what == "contacts":
                yield _Stand(None, None, None), float(self._is_contact(source, target, channel))
            else:
                yield now, self._effort[target] + SWITCH * switched + self._passing(stand.met, source, target)

    def _is_sent(self, target: str) -> bool:
        """Whether the step is a message from us: it comes to the customer, who switches to nothing."""
        families = {self.graph.family(channel) for channel in self._channels[target]}
        return self._touchpoints[target].by == "company" and families == {"one-way"}

    def _is_contact(self, source: str | None, target: str, channel: str | None) -> bool:
        live = channel is not None and self.graph.family(channel) in LIVE
        return live and starts_contact(self.graph, source, target)

    def _passing(self, met: str | None, source: str | None, target: str) -> float:
        """What another owner and being passed on cost."""
        if met is None:
            return 0.0
        changed = changes_owner(self.graph, met, target)
        shared = set(self._touchpoints[met].system) & set(self._touchpoints[target].system)
        passed = source is not None and is_transfer(self.graph, source, target)
        return NEW_OWNER * (changed and not shared) + TRANSFER * passed


def changes_owner(graph: JourneyGraph, source: str, target: str) -> bool:
    """Whether two touchpoints have owners and share none."""
    one, other = set(graph.touchpoint(source).owner), set(graph.touchpoint(target).owner)
    return bool(one and other) and not one & other


def is_live(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    """Whether somebody (or a bot) answers the customer here at once."""
    return any(graph.family(channel) in LIVE for channel in touchpoint.channel)


def is_transfer(graph: JourneyGraph, source: str, target: str) -> bool:
    """Whether the customer is passed on: as said, else from live to live with another owner, at once.

    A call back by the company, or a way with a delay, is a new contact.
    """
    edge = graph.edge(source, target)
    if edge is None:
        return False
    if edge.transition.transfer is not None:
        return edge.transition.transfer
    one, other = graph.touchpoint(source), graph.touchpoint(target)
    if other.by == "company" or _seconds(edge.transition.delay):
        return False
    return is_live(graph, one) and is_live(graph, other) and changes_owner(graph, source, target)


def starts_contact(graph: JourneyGraph, source: str | None, target: str) -> bool:
    """Whether the customer gets in touch anew: not when we call, and not when they are passed on."""
    if graph.touchpoint(target).by == "company":
        return False
    return source is None or not is_transfer(graph, source, target)


def _seconds(times: object) -> float:
    worst = getattr(times, "worst", None)
    return worst.seconds if worst is not None else 0.0


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
    return _Search(graph, Counter(graph, what, persona), persona, avoiding, adding).run(sources, targets)


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
        self.wanted = set(self._usable(routes.numbers(targets)))
        queue: list[tuple[float, int, int, int, _Stand, int]] = []
        parent: list[tuple[int, int]] = []  # (position of the step before, number)
        done: set[tuple[int, _Stand]] = set()
        pushed = 0
        for node in starts:
            if node not in self.closed:
                for stand, cost in self.counter.start(routes.ids[node]):
                    heapq.heappush(queue, (cost, 0, pushed, node, stand, -1))
                    pushed += 1
        while queue:
            cost, length, _, node, stand, came = heapq.heappop(queue)
            if (node, stand) in done:
                continue
            done.add((node, stand))
            parent.append((came, node))
            if node in self.wanted:
                return Way(self._trace(parent), round(cost, 9))
            here = len(parent) - 1
            for target in self._onward(node):
                for then, more in self.counter.move(stand, routes.ids[node], routes.ids[target]):
                    if (target, then) not in done:
                        heapq.heappush(queue, (cost + more, length + 1, pushed, target, then, here))
                        pushed += 1
        return None

    def _usable(self, numbers: Iterable[int]) -> list[int]:
        usable = {*self.routes.steps, *self.routes.anytime}
        return [node for node in numbers if node in usable]

    def _onward(self, node: int) -> Iterator[int]:
        """The ways on, and the visits that are wanted or lead somewhere."""
        routes = self.routes
        for target in (*routes.after[node], *self.added.get(node, ())):
            if target not in self.closed:
                yield target
        for door in routes.doors_at[node]:
            for visit in routes.doors[door].visits:
                if visit not in self.closed and (visit in self.wanted or routes.after[visit]):
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
    counter = Counter(graph, what, persona)
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
