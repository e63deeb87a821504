"""What a change to a journey would do to completion and effort, with a range.

A change moves shares. What a way gains comes from those who now leave, and when they are too few from the
other ways in proportion; what it loses leaves. Removing a pain keeps some of those who leave at its touchpoint:
how many is a guess between `cures`, and where a touchpoint has several pains they share the guess by severity.
Shares that were counted (`n`) are drawn from what such a count can show.

    >>> what_if(graph, remove_pain("quote_web")).completion
    Range(before=0.566, after=0.684, low=0.614, high=0.755)
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from cxmap.chain import Chain, chain_of, chain_with
from cxmap.counting import fewest
from cxmap.expected import ExpectedEffort, expected_contacts
from cxmap.ways import END

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

Shares: TypeAlias = dict[tuple[str, str], float]
_SEVERITY = {"low": 1.0, "medium": 2.0, "high": 3.0}
_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the share of a way as guessed, and between which values the guess lies."""

    kind: str
    source: str
    target: str | None
    share: float
    low: float
    high: float
    pain: int | None = None

    def __str__(self) -> str:
        if self.kind == "pain":
            return f"mend the pain at {self.source}"
        verb = "add" if self.kind == "add" else "change"
        return f"{verb} {self.source} -> {self.target} to {self.share:.0%}"


def remove_pain(
    touchpoint: str, *, pain: int | None = None, cures: tuple[float, float] = (0.25, 1.0)
) -> Change:
    """Mend what hurts at a touchpoint: all its pains, or the one at this position.

    `cures` says which share of those who leave because of it stay, at least and at most.
    """
    return Change("pain", touchpoint, None, sum(cures) / 2, cures[0], cures[1], pain)


def add_way(
    source: str, target: str, share: float, *, low: float | None = None, high: float | None = None
) -> Change:
    """Open a way that does not exist, taken by `share` of those at `source`."""
    return Change(
        "add", source, target, share, share if low is None else low, share if high is None else high
    )


def change_share(
    source: str, target: str, share: float, *, low: float | None = None, high: float | None = None
) -> Change:
    """Give a way (or `end`) another share."""
    return Change(
        "share", source, target, share, share if low is None else low, share if high is None else high
    )


@dataclass(frozen=True, slots=True)
class Range:
    """A number before and after, and between which values the number after lies."""

    before: float
    after: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        """What the change adds."""
        return self.after - self.before


@dataclass(frozen=True)
class Effect:
    """What some changes do, per customer who starts.

    `effort` is expected effort in points, `contacts` how many live contacts they start, `easiest` the effort of the easiest path to the outcome (None without
    one); `assumed` says that shares nobody declared had a part in it.
    """

    changes: tuple[Change, ...]
    completion: Range
    effort: Range
    contacts: Range
    easiest: tuple[float, float] | None
    assumed: bool
    shares: Mapping[tuple[str, str], float] = field(default_factory=dict)


def what_if(graph: JourneyGraph, *changes: Change, persona: str | None = None, seed: int = 1) -> Effect:
    """The effect of changes made together; without any, between which values completion lies as counted.

    Raises:
        KeyError: a change names a touchpoint the journey does not have.
        ValueError: the journey has no outcome, so nothing can be completed.
    """
    for change in changes:
        graph.touchpoint(change.source)
    before = chain_of(graph, persona=persona)
    if before.completion is None:
        raise ValueError("the journey has no outcome; name one under `outcome:`")
    weigh = _Weigher(graph, persona)
    after, shares = weigh.with_changes(changes, {})
    outlooks = []
    for levels in _levels(changes):
        for drawn in _drawn_shares(graph, seed):
            chain, _ = weigh.with_changes(changes, drawn, levels)
            outlooks.append(weigh.outlook(chain))
    ranges = map(_range, weigh.outlook(before), weigh.outlook(after), zip(*outlooks, strict=True))
    completion, effort, contacts = ranges
    return Effect(changes, completion, effort, contacts, weigh.easiest(changes), after.assumed, shares)


def rank_pains(graph: JourneyGraph, *, persona: str | None = None, seed: int = 1) -> tuple[Effect, ...]:
    """What mending the pains of each touchpoint would do, what helps most customers to the outcome first."""
    effects = [
        what_if(graph, remove_pain(touchpoint.id), persona=persona, seed=seed)
        for touchpoint in graph.on_path
        if touchpoint.pains
    ]
    return tuple(sorted(effects, key=lambda effect: -round(effect.completion.gain, 9)))


def _levels(changes: tuple[Change, ...]) -> list[tuple[str, ...]]:
    """Lowest and highest guesses in every combination; above four changes all low and all high only."""
    if len(changes) > 4:
        return [tuple("low" for _ in changes), tuple("high" for _ in changes)]
    return list(product(("low", "high"), repeat=len(changes)))


def _drawn_shares(graph: JourneyGraph, seed: int) -> list[Shares]:
    """Shares that counted ways may really have: one set for nothing counted, else draws."""
    counted = {
        touchpoint.id: [edge for edge in graph.edges_from(touchpoint.id) if edge.share and edge.transition.n]
        for touchpoint in graph.on_path
    }
    counted = {name: edges for name, edges in counted.items() if edges}
    if not counted:
        return [{}]
    draw = random.Random(seed)
    draws = []
    for _ in range(_DRAWS):
        shares: Shares = {}
        for name, edges in counted.items():
            for edge in edges:
                many, share = float(edge.transition.n or 0), edge.share or 0.0
                shares[name, edge.to] = draw.betavariate(many * share + 0.5, many * (1 - share) + 0.5)
            total = sum(shares[name, edge.to] for edge in edges)
            others = sum(edge.share or 0.0 for edge in graph.edges_from(name) if edge not in edges)
            room = max(0.0, 1.0 - others - graph.end_share(name))
            if total > room:
                for edge in edges:
                    shares[name, edge.to] *= room / total
        draws.append(shares)
    return draws


def _range(before: float, after: float, found: Iterable[float]) -> Range:
    ordered = sorted(found)
    cut = len(ordered) // 40 if len(ordered) > 40 else 0  # the middle 95%
    return Range(before, after, min(after, ordered[cut]), max(after, ordered[-1 - cut]))


class _Weigher:
    """Turns changes into shares, and chains into effort."""

    def __init__(self, graph: JourneyGraph, persona: str | None) -> None:
        self.graph, self.persona = graph, persona
        self._effort = ExpectedEffort(graph, persona)

    def with_changes(
        self, changes: tuple[Change, ...], drawn: Shares, levels: tuple[str, ...] = ()
    ) -> tuple[Chain, Shares]:
        shares = dict(drawn)
        for at, change in enumerate(changes):
            guess = getattr(change, levels[at]) if levels else change.share
            if change.kind == "pain":
                self._keep(change, guess, shares)
            else:
                self._set(change.source, str(change.target), guess, shares)
        return chain_with(self.graph, shares, persona=self.persona), shares

    def _row(self, source: str, shares: Shares) -> Shares:
        row = {(source, edge.to): edge.share or 0.0 for edge in self.graph.edges_from(source)}
        if source in self.graph.ends:
            row[source, END] = self.graph.end_share(source)
        return row | {pair: share for pair, share in shares.items() if pair[0] == source}

    def _keep(self, change: Change, cured: float, shares: Shares) -> None:
        row = self._row(change.source, shares)
        going = sum(row.values())
        leaving = max(0.0, 1.0 - going) * self._part(change)
        if going:
            shares |= {pair: share * (going + cured * leaving) / going for pair, share in row.items()}

    def _part(self, change: Change) -> float:
        """The part of those who leave that is put down to this pain."""
        weights = [_SEVERITY.get(pain.severity, 2.0) for pain in self.graph.touchpoint(change.source).pains]
        if change.pain is None or not weights:
            return 1.0
        return weights[change.pain] / sum(weights)

    def _set(self, source: str, target: str, share: float, shares: Shares) -> None:
        row = self._row(source, shares)
        others = {pair: part for pair, part in row.items() if pair != (source, target)}
        going = sum(others.values())
        factor = (1.0 - share) / going if going > 1.0 - share else 1.0
        shares |= {pair: part * factor for pair, part in others.items()}
        shares[source, target] = share

    def outlook(self, chain: Chain) -> tuple[float, float, float]:
        """Completion, effort and contacts."""
        contacts = expected_contacts(self.graph, persona=self.persona, chain=chain)
        return chain.completion or 0.0, self._effort.of(chain), contacts

    def easiest(self, changes: tuple[Change, ...]) -> tuple[float, float] | None:
        who = None if self.persona is None else self.graph.persona(self.persona)
        targets = self.graph.outcome if who is None else self.graph.wants(who)
        added = [(one.source, str(one.target)) for one in changes if one.kind == "add" and one.target != END]
        search: Callable[[list[tuple[str, str]]], float | None] = lambda ways: getattr(  # noqa: E731
            fewest(self.graph, "effort", None, targets, persona=self.persona, adding=ways), "number", None
        )
        before, after = search([]), search(added)
        return None if after is None else (after if before is None else before, after)
