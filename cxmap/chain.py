"""Questions about numbers on paths: by the declared shares, who gets where, and where customers leave.

The shares make an absorbing chain. Shares nobody declared are split evenly and mark the answer as assumed; a
way on failure that nobody counts weighs nothing. A visit to an anytime touchpoint returns: whoever comes back
goes on as the others do.

    >>> chain = chain_of(graph)
    >>> chain.visits["buy_online"], chain.completion
    (0.706, 0.5664944)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from cxmap.absorbing import expected_visits
from cxmap.ways import END

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.register import Persona
    from cxmap.ways import Edge

_WHOLE = 1 + 1e-9


@dataclass(frozen=True, eq=False)
class Chain:
    """Where customers go, each number per customer who starts.

    `visits` counts every visit, so a loop can make it more than 1. `drop_off` is the mass that leaves at a
    touchpoint without an end, `ending` the mass that ends well there, `turned_away` the mass whose way on
    leads to a channel the persona does not have. `assumed` says that a share on the way was not declared
    (or that declared ones made more than 100%).
    """

    visits: Mapping[str, float]
    drop_off: Mapping[str, float]
    ending: Mapping[str, float]
    turned_away: Mapping[str, float]
    assumed: bool
    net: Net

    @property
    def completion(self) -> float | None:
        """The share of starts that get to what the persona wants, else to the outcome; None without one."""
        return self.reach(*self.net.wanted) if self.net.wanted else None

    def reach(self, *targets: str) -> float:
        """The share of starts that get to one of the targets at least once."""
        return self.net.arriving(self.net.start, targets)

    def after(self, source: str, *targets: str) -> float:
        """Of those who stand at `source`, the share that get to one of the targets (again, if it is one)."""
        return self.net.arriving({source: 1.0}, targets, leaving=source)

    def taken(self, source: str, target: str) -> float:
        """How often the way from one touchpoint to another is taken."""
        return self.visits.get(source, 0.0) * self.net.shares.get(source, {}).get(target, 0.0)

    @cached_property
    def lost(self) -> float:
        """The share of starts that leave somewhere without an end, those turned away included."""
        return sum(self.drop_off.values()) + sum(self.turned_away.values())


@dataclass(frozen=True, eq=False)
class Net:
    """The shares of one journey as numbers: how each touchpoint's customers go on.

    Visits to anytime touchpoints are folded into the shares of the step they start from.
    """

    ids: tuple[str, ...]
    start: Mapping[str, float]
    shares: Mapping[str, Mapping[str, float]]
    ends: Mapping[str, float]
    drops: Mapping[str, float]
    closed: Mapping[str, float]
    visited: Mapping[str, Mapping[str, float]]  # visits to anytime touchpoints per visit of a step
    guessed: frozenset[str]  # touchpoints one of whose shares nobody declared
    guessed_start: bool
    wanted: tuple[str, ...]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The position of each id."""
        return {name: number for number, name in enumerate(self.ids)}

    @cached_property
    def ways(self) -> list[list[tuple[int, float]]]:
        """The shares by number."""
        number = self.number
        return [[(number[to], share) for to, share in self.shares[name].items()] for name in self.ids]

    def settle(self) -> dict[str, float]:
        """Visits of every step."""
        begin = [self.start.get(name, 0.0) for name in self.ids]
        return dict(zip(self.ids, expected_visits(self.ways, begin), strict=True))

    def arriving(
        self, start: Mapping[str, float], targets: Iterable[str], leaving: str | None = None
    ) -> float:
        """The share that gets to one of the targets, which nobody leaves."""
        numbers = {self.number[name] for name in targets if name in self.number}
        begin = [start.get(name, 0.0) for name in self.ids]
        ways: list[list[tuple[int, float]]] = [
            [] if at in numbers else row for at, row in enumerate(self.ways)
        ]
        if leaving is not None and self.number.get(leaving) in numbers:
            begin[self.number[leaving]] = 0.0
            for target, share in self.ways[self.number[leaving]]:
                begin[target] += share
        visits = expected_visits(ways, begin)
        return min(1.0, sum(visits[number] for number in sorted(numbers)))


_CHAINS: WeakKeyDictionary[JourneyGraph, dict[str | None, Chain]] = WeakKeyDictionary()


def chain_of(graph: JourneyGraph, *, persona: str | None = None) -> Chain:
    """Where customers go by the declared shares; as `persona` may walk, else as anybody."""
    known = _CHAINS.setdefault(graph, {})
    if persona not in known:
        known[persona] = chain_with(graph, {}, persona=persona)
    return known[persona]


def chain_with(
    graph: JourneyGraph, shares: Mapping[tuple[str, str], float], *, persona: str | None = None
) -> Chain:
    """The chain with some shares replaced by `(from, to)`, `end` included; new pairs become ways."""
    return solve(build_net(graph, shares, persona=persona))


def solve(net: Net) -> Chain:
    """Solve a net of shares."""
    visits = net.settle()
    extra: dict[str, float] = {}
    for step, visited in net.visited.items():
        for name, many in visited.items():
            extra[name] = extra.get(name, 0.0) + visits[step] * many
    assumed = net.guessed_start or any(visits.get(name) for name in net.guessed)

    def mass(of: Mapping[str, float]) -> dict[str, float]:
        return {name: visits[name] * share for name, share in of.items() if share and visits[name]}

    return Chain({**visits, **extra}, mass(net.drops), mass(net.ends), mass(net.closed), assumed, net)


def build_net(
    graph: JourneyGraph, changed: Mapping[tuple[str, str], float], *, persona: str | None = None
) -> Net:
    """Read the shares of a journey as one persona, or anybody, may go."""
    who = None if persona is None else graph.persona(persona)
    usable = {t.id for t in graph.touchpoints if who is None or graph.can_use(who, t) is not False}
    rows = _Rows(graph)
    done: set[tuple[str, str]] = set()
    for edge in graph.edges:
        pair = (edge.from_, edge.to)
        if edge.from_ not in usable or pair in done:
            continue
        if pair in changed:
            done.add(pair)
        share = changed.get(pair, edge.share or 0.0)
        rows.add(edge.from_, edge.to, share, _openness(graph, who, edge, usable))
        if edge.assumed and pair not in changed:
            rows.guessed.add(edge.from_)
    for (source, target), share in changed.items():
        if target == END:
            rows.ends[source] = share
        elif {source, target} <= usable and (source, target) not in done:
            rows.add(source, target, share, "open")
    rows.mend()
    folded = _Folded(graph, rows)
    start, guessed_start = _starts(graph, usable)
    wanted = graph.outcome if who is None else graph.wants(who)
    ids = tuple(t.id for t in graph.on_path)
    return Net(
        ids,
        start,
        {name: folded.shares.get(name, {}) for name in ids},
        folded.ends,
        folded.drops,
        rows.shut,
        folded.visited,
        frozenset(rows.guessed),
        guessed_start,
        wanted,
    )


def _openness(graph: JourneyGraph, who: Persona | None, edge: Edge, usable: set[str]) -> str:
    if who is None:
        return "open"
    target = graph.touchpoint(edge.to)
    if not graph.can_take(who, edge) or not graph.may(who, target.only, target.not_for):
        return "barred"
    return "open" if edge.to in usable else "shut"


def _starts(graph: JourneyGraph, usable: set[str]) -> tuple[dict[str, float], bool]:
    given = {name: share for name, share in graph.entry_shares.items() if name in usable}
    total = sum(given.values())
    unsaid = [name for name in given if graph.flat.entries.get(name) is None]
    if len(given) < len(graph.entry_shares) and total > 0:
        return {name: share / total for name, share in given.items()}, True
    return given, len(unsaid) > 1


class _Rows:
    """The ways on from each touchpoint, as a persona can go.

    Ways that `only` and `not_for` bar are for others: their share goes to the ways that are open. Ways to a
    channel the persona does not have turn customers away.
    """

    def __init__(self, graph: JourneyGraph) -> None:
        self.shares: dict[str, dict[str, float]] = {}
        self.ends = {name: graph.end_share(name) for name in sorted(graph.ends)}
        self.shut: dict[str, float] = {}
        self.barred: dict[str, float] = {}
        self.guessed: set[str] = set()

    def add(self, source: str, target: str, share: float, openness: str) -> None:
        """Add one way: `open`, `barred` or `shut`."""
        row = self.shares.setdefault(source, {})
        if openness == "open":
            row[target] = row.get(target, 0.0) + share
        else:
            closed = self.barred if openness == "barred" else self.shut
            closed[source] = closed.get(source, 0.0) + share

    def mend(self) -> None:
        """Spread barred shares; scale down what is more than everybody."""
        for source in sorted(self.shares.keys() | self.ends.keys()):
            going = self.going(source)
            total = going + self.barred.get(source, 0.0)
            if going and (total > going or total > _WHOLE):
                self.guessed.add(source)
                self._scale(source, min(1.0, total) / going)

    def going(self, source: str) -> float:
        """The share of those at a touchpoint who go on or end well, those turned away included."""
        open_ways = sum(self.shares.get(source, {}).values())
        return open_ways + self.ends.get(source, 0.0) + self.shut.get(source, 0.0)

    def _scale(self, source: str, factor: float) -> None:
        self.shares[source] = {to: share * factor for to, share in self.shares.get(source, {}).items()}
        for held in (self.ends, self.shut):
            if source in held:
                held[source] *= factor


class _Folded:
    """Shares between the steps of stages, with visits to anytime touchpoints folded in."""

    def __init__(self, graph: JourneyGraph, rows: _Rows) -> None:
        self.shares: dict[str, dict[str, float]] = {}
        self.ends: dict[str, float] = {}
        self.drops: dict[str, float] = {}
        self.visited: dict[str, dict[str, float]] = {}
        self._rows = rows
        self._visits = tuple(t.id for t in graph.anytime)
        self._number = {name: number for number, name in enumerate(self._visits)}
        self._walks: dict[str, tuple[dict[str, float], dict[str, float], float, float]] = {}
        for touchpoint in graph.on_path:
            self._fold(touchpoint.id)

    def _fold(self, step: str) -> None:
        row = self._rows.shares.get(step, {})
        onward = {to: share for to, share in row.items() if to not in self._number}
        end = self._rows.ends.get(step, 0.0)
        drop = max(0.0, 1.0 - self._rows.going(step))
        drop = 0.0 if drop < 1e-12 else drop
        visiting = [(to, share) for to, share in row.items() if to in self._number and share]
        if visiting:
            onward, end, drop = self._visit(step, visiting, onward, end, drop)
        self.shares[step], self.ends[step], self.drops[step] = onward, end, drop

    def _visit(
        self, step: str, visiting: list[tuple[str, float]], onward: dict[str, float], end: float, drop: float
    ) -> tuple[dict[str, float], float, float]:
        own = sum(onward.values()) + end + drop + self._rows.shut.get(step, 0.0)
        gone: dict[str, float] = {}
        ended = back = 0.0
        seen = self.visited.setdefault(step, {})
        for name, share in visiting:
            visits, leads, ends, returns = self._walk(name)
            for other, many in visits.items():
                seen[other] = seen.get(other, 0.0) + share * many
            for to, part in leads.items():
                gone[to] = gone.get(to, 0.0) + share * part
            ended += share * ends
            back += share * returns
        factor = 1 + back / own if own > 0 else 1.0
        stranded = 0.0 if own > 0 else back
        shares = {to: share * factor for to, share in onward.items()}
        if step in self._rows.shut:
            self._rows.shut[step] *= factor
        for to, share in gone.items():
            shares[to] = shares.get(to, 0.0) + share
        return shares, end * factor + ended, drop * factor + stranded

    def _walk(self, first: str) -> tuple[dict[str, float], dict[str, float], float, float]:
        """What follows a visit: anytime touchpoints seen, steps led to, the share that ends, that returns."""
        if first not in self._walks:
            number, shares = self._number, self._rows.shares
            ways = [
                [(number[to], share) for to, share in shares.get(name, {}).items() if to in number]
                for name in self._visits
            ]
            visits = expected_visits(ways, [float(name == first) for name in self._visits])
            seen = {name: many for name, many in zip(self._visits, visits, strict=True) if many}
            leads: dict[str, float] = {}
            ends = returns = 0.0
            for name, many in seen.items():
                row, end = self._rows.shares.get(name, {}), self._rows.ends.get(name, 0.0)
                for to, share in row.items():
                    if to not in self._number:
                        leads[to] = leads.get(to, 0.0) + many * share
                ends += many * end
                rest = 1.0 - sum(row.values()) - end
                returns += many * rest if rest > 1e-12 else 0.0
            self._walks[first] = (seen, leads, ends, returns)
        return self._walks[first]
