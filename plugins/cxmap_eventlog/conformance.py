"""Hold every distinct path against the declared journey and name what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cxmap import wilson
from cxmap_eventlog.alignment import Aligner, Alignment, Move, Walker
from cxmap_eventlog.automaton import Automaton, build_automaton
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.outcomes import OPEN

if TYPE_CHECKING:
    from cxmap import JourneyGraph

Bounds = tuple[float, float]
Named = Literal["skip", "insert", "swap"]
WORK = 40_000_000
"""States and ways looked at in all, paths that fit not counted; the rarest paths beyond it are reported as unknown."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which paths differ from the journey, in how many cases, and the most frequent such path.

    skip: the journey has the touchpoint there, the path has not. insert: the path has it, the journey has not.
    swap: both have it, but at another place.
    """

    kind: Named
    touchpoint: str
    cases: int
    times: int
    share: float
    interval: Bounds
    example: tuple[str, ...]
    example_cases: int


@dataclass(frozen=True, slots=True)
class AlignedPath:
    """One distinct path of one persona, its cases, and its alignment."""

    path: tuple[str, ...]
    cases: int
    unfinished: bool
    persona: str | None
    alignment: Alignment | None


@dataclass(frozen=True)
class Conformance:
    """How far the journey explains what was walked; unknown cases had no alignment within the bound."""

    cases: int
    fitting: int
    deviating: int
    unknown: int
    share: float | None
    interval: Bounds | None
    mean_cost: float | None
    deviations: tuple[Deviation, ...]
    silent: tuple[str, ...]
    work: int
    paths: tuple[AlignedPath, ...]


def hold(log: EventLog, graph: JourneyGraph, silent: frozenset[str], work: int = WORK) -> Conformance:
    """Align every distinct path, the most frequent first when the bound is too small for all."""
    machines = {who: build_automaton(graph, silent, who) for who in (None, *_known_personas(log, graph))}
    walkers = {who: Walker(machine) for who, machine in machines.items()}
    fitting: list[AlignedPath] = []
    chosen: dict[str | None, list[Walk]] = {who: [] for who in machines}
    spent = 0
    for walk in _walks(log, graph):
        if walkers[walk.persona].allows(walk.path, unfinished=walk.unfinished):
            as_planned = Alignment(0, tuple(Move("both", touchpoint) for touchpoint in walk.path))
            fitting.append(AlignedPath(walk.path, walk.cases, walk.unfinished, walk.persona, as_planned))
            continue
        cost = (len(walk.path) + 1) * machines[walk.persona].work_a_step
        if spent + cost <= work:
            spent += cost
            chosen[walk.persona].append(walk)
    aligned = [*fitting, *(one for who, walks in chosen.items() for one in _align(machines[who], walks))]
    aligned.sort(key=lambda one: (-one.cases, one.path, one.unfinished, one.persona or ""))
    return _summary(log, tuple(aligned), silent, spent)


@dataclass(frozen=True, slots=True, order=True)
class Walk:
    """One distinct path of one persona, and its cases."""

    path: tuple[str, ...]
    unfinished: bool
    cases: int
    persona: str | None


def _known_personas(log: EventLog, graph: JourneyGraph) -> tuple[str, ...]:
    """The log's personas that the journey knows; others may walk whatever anybody may."""
    known = {one.id for one in graph.personas}
    return tuple(name for name in log.personas if name in known)


def _walks(log: EventLog, graph: JourneyGraph) -> list[Walk]:
    """Every distinct path of every persona, most frequent first."""
    known = [n for n, name in enumerate(log.personas) if name in _known_personas(log, graph)]
    who = (
        f"CASE WHEN persona IN ({', '.join(map(str, known))}) THEN persona END" if known else "NULL::INTEGER"
    )
    rows = log.store.rows(
        f"SELECT v, o = {OPEN} AS unfinished, {who} AS who, count(*) FROM cases JOIN outcome USING (c) "
        "GROUP BY v, unfinished, who ORDER BY count(*) DESC, v, unfinished, who NULLS FIRST"
    )
    paths = {
        v: tuple(log.activities[a] for a in path)
        for v, path in log.store.rows("SELECT v, path FROM variants")
    }
    return [Walk(paths[v], open_, n, None if p is None else log.personas[p]) for v, open_, p, n in rows]


def _align(machine: Automaton, walks: list[Walk]) -> list[AlignedPath]:
    """Align in alphabetical order, so that paths which begin alike share the work."""
    aligner = Aligner(machine)
    found = []
    for walk in sorted(walks, key=lambda one: (one.path, one.unfinished)):
        best = aligner.align(walk.path, unfinished=walk.unfinished)
        found.append(AlignedPath(walk.path, walk.cases, walk.unfinished, walk.persona, best))
    return found


def _summary(
    log: EventLog, aligned: tuple[AlignedPath, ...], silent: frozenset[str], spent: int
) -> Conformance:
    known = [one for one in aligned if one.alignment is not None]
    total = sum(one.cases for one in known)
    fitting = sum(one.cases for one in known if one.alignment is not None and one.alignment.cost == 0)
    costs = sum(one.cases * one.alignment.cost for one in known if one.alignment is not None)
    return Conformance(
        cases=log.cases,
        fitting=fitting,
        deviating=total - fitting,
        unknown=log.cases - total,
        share=fitting / total if total else None,
        interval=wilson(fitting, total) if total else None,
        mean_cost=costs / total if total else None,
        deviations=_deviations(known, total),
        silent=tuple(sorted(silent)),
        work=spent,
        paths=aligned,
    )


def name_deviations(alignment: Alignment) -> list[tuple[Named, str]]:
    """Skips and inserts; a touchpoint skipped here and inserted there is one swap."""
    skipped = [move.touchpoint for move in alignment.moves if move.kind == "skip"]
    inserted = [move.touchpoint for move in alignment.moves if move.kind == "insert"]
    found: list[tuple[Named, str]] = []
    for touchpoint in skipped:
        if touchpoint in inserted:
            inserted.remove(touchpoint)
            found.append(("swap", touchpoint))
        else:
            found.append(("skip", touchpoint))
    return found + [("insert", touchpoint) for touchpoint in inserted]


def _deviations(known: list[AlignedPath], total: int) -> tuple[Deviation, ...]:
    cases: dict[tuple[Named, str], int] = {}
    times: dict[tuple[Named, str], int] = {}
    example: dict[tuple[Named, str], AlignedPath] = {}
    for one in known:
        named = name_deviations(one.alignment) if one.alignment is not None else []
        for key in dict.fromkeys(named):
            cases[key] = cases.get(key, 0) + one.cases
            times[key] = times.get(key, 0) + one.cases * named.count(key)
            example.setdefault(key, one)
    found = [
        Deviation(
            kind,
            touchpoint,
            count,
            times[kind, touchpoint],
            count / total,
            wilson(count, total),
            example[kind, touchpoint].path,
            example[kind, touchpoint].cases,
        )
        for (kind, touchpoint), count in cases.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.cases, one.kind, one.touchpoint)))
