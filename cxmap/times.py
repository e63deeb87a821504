"""How long the way from one touchpoint to another can take, loops included.

Time on a path is the `sla` of every step, the first included, plus the `delay` of every way. A loop is taken as
often as its `max_times` allows; one that takes time and has none makes the total endless.

    >>> slowest(graph, "report_claim", ["claim_paid"]).text
    '8.01 days'
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal, TypeAlias

from cxmap.effort import is_met
from cxmap.routes import find_components
from cxmap.values import Times

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.ways import Edge

Percentile: TypeAlias = Literal["worst", "p50", "p90"]
_MOST_STATES = 50_000
_SAMPLES = 4_000
_P90 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True, slots=True)
class Span:
    """A path and how many seconds it takes; endless when its `loop` can go on for ever.

    `unsaid` names the steps on some path that need time and promise none; `exact` is false when there were too many loops to try
    every order and the total is an upper bound.
    """

    path: tuple[str, ...]
    seconds: float
    loop: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    exact: bool = True

    @property
    def text(self) -> str:
        """The time in words."""
        return duration_in_words(self.seconds)


def duration_in_words(seconds: float) -> str:
    """Seconds as people say them: `8.01 days`, `30 minutes`, `20 seconds`."""
    if seconds == math.inf:
        return "no end"
    for unit, size in (("day", 86400.0), ("hour", 3600.0), ("minute", 60.0)):
        if seconds >= (2 * size if unit == "day" else size):
            return _many(seconds / size, unit)
    return _many(seconds, "second")


def _many(number: float, unit: str) -> str:
    shown = f"{number:.2f}".rstrip("0").rstrip(".")
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def slowest(
    graph: JourneyGraph,
    source: str,
    targets: Iterable[str],
    *,
    persona: str | None = None,
    avoiding: Iterable[str] = (),
) -> Span | None:
    """The way from a touchpoint to the first of the targets that can take longest; None without a way.

    Only ways along the stages count: nobody says how long a visit to an anytime touchpoint waits.
    """
    between = _Between(graph, source, frozenset(targets), persona, frozenset(avoiding))
    return between.longest() if between.inside else None


def needs_time(graph: JourneyGraph, step: str) -> bool:
    """Whether somebody on our side must do something here; own steps, pages and milestones are at once."""
    touchpoint = graph.touchpoint(step)
    if touchpoint.by == "company":
        return not graph.acts_like(touchpoint, "milestone")
    families = {graph.family(channel) for channel in touchpoint.channel}
    return is_met(touchpoint) and not (families and families <= {"digital-self"})


def time_on(graph: JourneyGraph, path: Sequence[str]) -> float:
    """How many seconds one path takes at worst."""
    return sum(_sla(graph, step) for step in path) + sum(_delay(graph.edge(a, b)) for a, b in pairwise(path))


def percentile_on(graph: JourneyGraph, path: Sequence[str], percentile: float, *, seed: int = 1) -> float:
    """A percentile of the time one path takes, drawn from the p50 and p90 of its steps and ways.

    What names only one duration takes as long each time. Each percentile pair is read as a lognormal, and the
    draws are the same for the same seed.
    """
    edges = [graph.edge(a, b) for a, b in pairwise(path)]
    parts = [graph.touchpoint(step).sla for step in path] + [
        e.transition.delay for e in edges if e is not None
    ]
    draw = random.Random(seed)
    shapes = [_shape(part) for part in parts if part is not None]
    if all(sigma == 0 for _, sigma in shapes):
        return sum(middle for middle, _ in shapes)
    totals = sorted(
        sum(middle * math.exp(sigma * draw.gauss(0, 1)) if sigma else middle for middle, sigma in shapes)
        for _ in range(_SAMPLES)
    )
    return totals[min(_SAMPLES - 1, math.ceil(percentile / 100 * _SAMPLES) - 1)]


def _shape(times: Times) -> tuple[float, float]:
    p50, p90 = times.p50, times.p90
    if p50 is None or p90 is None or not 0 < p50.seconds < p90.seconds:
        return times.worst.seconds, 0.0
    return p50.seconds, math.log(p90.seconds / p50.seconds) / _P90


def _sla(graph: JourneyGraph, step: str) -> float:
    sla = graph.touchpoint(step).sla
    return 0.0 if sla is None else sla.worst.seconds


def _delay(edge: Edge | None) -> float:
    if edge is None or edge.transition.delay is None:
        return 0.0
    return edge.transition.delay.worst.seconds


class _Between:
    """The steps and ways on some path from one touchpoint to the first of others."""

    def __init__(
        self,
        graph: JourneyGraph,
        source: str,
        targets: frozenset[str],
        persona: str | None,
        avoiding: frozenset[str],
    ) -> None:
        self.graph, self.source, self.targets = graph, source, targets
        who = None if persona is None else graph.persona(persona)
        flow = graph.flow_for(who)
        after = {
            step: [
                edge
                for edge in graph.edges_from(step)
                if edge.to not in avoiding and edge.to in flow and flow.has_edge(step, edge.to)
            ]
            for step in flow
            if step not in avoiding
        }
        forward = _spread(
            [source] if source in after else [],
            {step: [e.to for e in ways] for step, ways in after.items() if step not in targets},
        )
        before: dict[str, list[str]] = {}
        for step in forward:
            for edge in after.get(step, ()) if step not in targets else ():
                before.setdefault(edge.to, []).append(step)
        backward = _spread([target for target in sorted(targets) if target in forward], before)
        self.inside = [t.id for t in graph.on_path if t.id in forward and t.id in backward]
        kept = set(self.inside)
        self.ways = {
            step: [edge for edge in after[step] if edge.to in kept] if step not in targets else []
            for step in self.inside
        }

    def longest(self) -> Span:
        endless = self._endless_loop()
        if endless:
            return Span(self._through(endless), math.inf, endless, self._unsaid(self.inside))
        path, seconds, exact = self._unroll()
        return Span(path, seconds, (), self._unsaid(self.inside), exact)

    def _unsaid(self, steps: Iterable[str]) -> tuple[str, ...]:
        silent = (step for step in steps if self.graph.touchpoint(step).sla is None)
        return tuple(step for step in silent if needs_time(self.graph, step))

    def _components(self, *, bounded: bool) -> list[list[str]]:
        number = {step: at for at, step in enumerate(self.inside)}
        after = [
            [number[e.to] for e in self.ways[step] if bounded or e.transition.max_times is None]
            for step in self.inside
        ]
        return [[self.inside[at] for at in part] for part in find_components(after)]

    def _endless_loop(self) -> tuple[str, ...]:
        """The first loop in the file that takes time and that no `max_times` bounds."""
        loops = []
        for part in self._components(bounded=False):
            members = set(part)
            ways = [
                e
                for step in part
                for e in self.ways[step]
                if e.to in members and e.transition.max_times is None
            ]
            if ways and (any(_sla(self.graph, step) for step in part) or any(_delay(edge) for edge in ways)):
                loops.append(self._round(part, ways))
        order = {step: at for at, step in enumerate(self.inside)}
        return min(loops, key=lambda loop: order[loop[0]], default=())

    def _round(self, part: list[str], ways: list[Edge]) -> tuple[str, ...]:
        """The shortest way round that takes time, written with its first step at both ends."""
        after: dict[str, list[str]] = {}
        for edge in ways:
            after.setdefault(edge.from_, []).append(edge.to)
        slow = [edge for edge in ways if _sla(self.graph, edge.from_) or _delay(edge)]
        rounds = []
        for edge in slow:
            rest = _shortest(edge.to, edge.from_, after)
            rounds.append((edge.from_, *rest))
        return min(rounds, key=len)

    def _through(self, loop: tuple[str, ...]) -> tuple[str, ...]:
        after = {step: [edge.to for edge in ways] for step, ways in self.ways.items()}
        to_loop = _shortest(self.source, loop[0], after)
        on = [path for target in sorted(self.targets) if (path := _shortest(loop[0], target, after))]
        return (*to_loop, *loop[1:], *min(on, key=len)[1:])

    def _unroll(self) -> tuple[tuple[str, ...], float, bool]:
        """The longest path, each bounded way counted down; too many of them give an upper bound."""
        parts = self._components(bounded=True)
        loops = {step for part in parts if len(part) > 1 for step in part}
        loops |= {step for step in self.inside if any(edge.to == step for edge in self.ways[step])}
        bounded = [
            edge
            for step in self.inside
            for edge in self.ways[step]
            if edge.transition.max_times is not None and {edge.from_, edge.to} <= loops
        ]
        states = len(loops)
        for edge in bounded:
            states *= int(edge.transition.max_times or 0) + 1
        if states > _MOST_STATES:
            return self._upper_bound(bounded)
        path, seconds = self._longest_path({(e.from_, e.to): at for at, e in enumerate(bounded)}, bounded)
        return path, seconds, True

    def _longest_path(
        self, counted: dict[tuple[str, str], int], bounded: Sequence[Edge]
    ) -> tuple[tuple[str, ...], float]:
        """Relax in the order of the unbounded ways, then of how many bounded ones are used up."""
        rank = {step: -at for at, part in enumerate(self._components(bounded=False)) for step in part}
        left = tuple(int(edge.transition.max_times or 0) for edge in bounded)
        first = (self.source, left)
        best = {first: _sla(self.graph, self.source)}
        came: dict[tuple[str, tuple[int, ...]], tuple[str, tuple[int, ...]]] = {}
        queue = [(-sum(left), rank[self.source], first)]
        while queue:
            _, _, state = heapq.heappop(queue)
            step, left = state
            for edge in self.ways[step]:
                at = counted.get((edge.from_, edge.to))
                if at is not None and left[at] == 0:
                    continue
                rest = left if at is None else (*left[:at], left[at] - 1, *left[at + 1 :])
                then = (edge.to, rest)
                total = best[state] + _delay(edge) + _sla(self.graph, edge.to)
                if total > best.get(then, -1.0):
                    best[then], came[then] = total, state
                    heapq.heappush(queue, (-sum(rest), rank[edge.to], then))
        last = max(
            (state for state in best if state[0] in self.targets), key=lambda state: (best[state], state[1])
        )
        path = [last]
        while path[-1] in came:
            path.append(came[path[-1]])
        return tuple(step for step, _ in reversed(path)), best[last]

    def _upper_bound(self, bounded: Sequence[Edge]) -> tuple[tuple[str, ...], float, bool]:
        """The shortest path, and the time of everything as often as any way round may be taken."""
        after = {step: [edge.to for edge in ways] for step, ways in self.ways.items()}
        paths = [path for target in sorted(self.targets) if (path := _shortest(self.source, target, after))]
        everything = sum(_sla(self.graph, step) for step in self.inside)
        everything += sum(_delay(edge) for ways in self.ways.values() for edge in ways)
        rounds = 1 + sum(int(edge.transition.max_times or 0) for edge in bounded)
        return min(paths, key=len), rounds * everything, False


def _spread(starts: Iterable[str], after: dict[str, list[str]]) -> set[str]:
    seen = dict.fromkeys(starts)
    queue = list(seen)
    for step in queue:
        for target in after.get(step, ()):
            if target not in seen:
                seen[target] = None
                queue.append(target)
    return set(seen)


def _shortest(source: str, target: str, after: dict[str, list[str]]) -> tuple[str, ...]:
    """The path with the fewest steps, both ends included; empty without one."""
    parent = {source: source}
    queue = [source]
    for step in queue:
        if step == target:
            path = [step]
            while parent[path[-1]] != path[-1]:
                path.append(parent[path[-1]])
            return tuple(reversed(path))
        for then in after.get(step, ()):
            if then not in parent:
                parent[then] = step
                queue.append(then)
    return ()
