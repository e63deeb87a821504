"""Consent and notice on the paths really walked: was anybody used before they were asked?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cxmap import wilson
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.variants import variants

if TYPE_CHECKING:
    from cxmap import JourneyGraph, Touchpoint

Bounds = tuple[float, float]
Kind = Literal["used before asked", "used after withdrawal", "collected before notice"]
CAVEAT = (
    "The log shows which touchpoints were met, not what was answered there: a question met counts as a yes, "
    "a place to withdraw as a withdrawal."
)


@dataclass(frozen=True, slots=True)
class Observed:
    """A purpose served at a touchpoint without what had to come before it.

    `model` says whether the journey as declared allows such a path at all. When it does not, either the map is wrong
    or there is a breach.
    """

    kind: Kind
    touchpoint: str
    purpose: str
    cases: int
    came: int
    share: float
    interval: Bounds
    share_of_all: float
    model: Literal["possible", "impossible"]
    example: tuple[str, ...]
    example_cases: int


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A use nobody can judge from this log, because it does not record where the question or notice stands."""

    touchpoint: str
    purpose: str
    missing: str


@dataclass(frozen=True)
class Governance:
    """What the observed paths say about consent and notice."""

    observed: tuple[Observed, ...]
    unknown: tuple[NotKnown, ...]
    judged: int


Key = tuple[Kind, str, str]


def hold_governance(log: EventLog, graph: JourneyGraph, silent: frozenset[str]) -> Governance:
    """Replay consent and notice on every distinct path."""
    duties = Duties(graph, silent)
    cases: dict[Key, int] = {}
    example: dict[Key, tuple[tuple[str, ...], int]] = {}
    came: dict[str, int] = {}
    for variant in variants(log):
        path = tuple(log.activities[a] for a in variant.path)
        for touchpoint in set(path):
            came[touchpoint] = came.get(touchpoint, 0) + variant.cases
        for key in dict.fromkeys(duties.replay(path)):
            cases[key] = cases.get(key, 0) + variant.cases
            example.setdefault(key, (path, variant.cases))
    possible = _possible(graph)
    found = [
        Observed(
            kind,
            touchpoint,
            purpose,
            count,
            came[touchpoint],
            count / came[touchpoint],
            wilson(count, came[touchpoint]),
            count / log.cases,
            "possible" if (kind, touchpoint, purpose) in possible else "impossible",
            *example[kind, touchpoint, purpose],
        )
        for (kind, touchpoint, purpose), count in cases.items()
    ]
    found.sort(key=lambda one: (one.model == "possible", -one.cases, one.touchpoint, one.purpose, one.kind))
    met = set(log.activities)
    unknown = tuple(one for one in duties.unknown if one.touchpoint in met)
    judged = sum(1 for touchpoint, _, _ in duties.judged if touchpoint in met)
    return Governance(tuple(found), unknown, judged)


class Duties:
    """What each touchpoint asks, withdraws, tells, collects and uses, as far as the log can show the order."""

    def __init__(self, graph: JourneyGraph, silent: frozenset[str]) -> None:
        self._touchpoints = {one.id: one for one in graph.touchpoints}
        self._graph = graph
        self._silent = silent
        self.judged: set[tuple[str, str, str]] = set()
        self.unknown: list[NotKnown] = []
        askers = _by_purpose((one.id, one.consent.asks) for one in graph.touchpoints)
        tellers = _by_purpose((one.id, tuple(sorted(graph.notice(one)))) for one in graph.touchpoints)
        for one in graph.touchpoints:
            for purpose in sorted({*one.uses, *one.collects}):
                if graph.basis(purpose) == "consent":
                    self._judge(one, purpose, "asked", askers.get(purpose, ()))
            for purpose in one.collects:
                if tellers.get(purpose):
                    self._judge(one, purpose, "told", tellers[purpose])

    def _judge(self, touchpoint: Touchpoint, purpose: str, duty: str, places: tuple[str, ...]) -> None:
        hidden = [place for place in places if place in self._silent]
        if hidden:
            what = "asks for" if duty == "asked" else "tells of"
            missing = f"`{hidden[0]}` {what} `{purpose}`, and this log does not record it"
            self.unknown.append(NotKnown(touchpoint.id, purpose, missing))
        else:
            self.judged.add((touchpoint.id, purpose, duty))

    def replay(self, path: tuple[str, ...]) -> Iterator[Key]:
        """Walk a path: on each touchpoint notice, asking, withdrawing, then collecting and using."""
        asked: set[str] = set()
        withdrawn: set[str] = set()
        told: set[str] = set()
        for name in path:
            touchpoint = self._touchpoints.get(name)
            if touchpoint is None:
                continue
            told |= self._graph.notice(touchpoint)
            asked.update(touchpoint.consent.asks)
            withdrawn.difference_update(touchpoint.consent.asks)
            withdrawn |= asked & set(touchpoint.consent.withdraws)
            yield from self._serve(touchpoint, asked, withdrawn, told)

    def _serve(
        self, touchpoint: Touchpoint, asked: set[str], withdrawn: set[str], told: set[str]
    ) -> Iterator[Key]:
        for purpose in sorted({*touchpoint.uses, *touchpoint.collects}):
            if (touchpoint.id, purpose, "asked") in self.judged:
                if purpose not in asked:
                    yield "used before asked", touchpoint.id, purpose
                elif purpose in withdrawn and purpose not in touchpoint.consent.requires:
                    yield "used after withdrawal", touchpoint.id, purpose
            collects = purpose in touchpoint.collects
            if collects and purpose not in told and (touchpoint.id, purpose, "told") in self.judged:
                yield "collected before notice", touchpoint.id, purpose


def _by_purpose(said: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for touchpoint, purposes in said:
        for purpose in purposes:
            found.setdefault(purpose, []).append(touchpoint)
    return {purpose: tuple(places) for purpose, places in found.items()}


def _possible(graph: JourneyGraph) -> set[Key]:
    """What the journey as declared allows, by the consent automaton and by ways around every notice."""
    from cxmap import find_breaches, way_around

    found: set[Key] = set()
    for breach in find_breaches(graph):
        kind: Kind = "used before asked" if breach.status == "none" else "used after withdrawal"
        found.add((kind, breach.touchpoint, breach.purpose))
    for one in graph.touchpoints:
        for purpose in one.collects:
            tellers = [other.id for other in graph.touchpoints if purpose in graph.notice(other)]
            if way_around(graph, tellers, one.id) is not None:
                found.add(("collected before notice", one.id, purpose))
    return found
