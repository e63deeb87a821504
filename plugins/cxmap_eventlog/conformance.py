"""Hold every distinct path against the declared journey and name what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cxmap import wilson
from cxmap_eventlog.alignment import Aligner, Alignment, Move, Walker
from cxmap_eventlog.automaton import Automaton, build_automaton
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.outcomes import OPEN
from cxmap_eventlog.variants import number_variants

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
    """One distinct path, its cases, and its alignment."""

    path: tuple[str, ...]
    cases: int
    unfinished: bool
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
    machine = build_automaton(graph, silent)
    walker = Walker(machine)
    fitting: list[AlignedPath] = []
    chosen: list[Path] = []
    spent = 0
    for path, cases, unfinished in _paths(log):
        if walker.allows(path, unfinished=unfinished):
            as_planned = Alignment(0, tuple(Move("both", touchpoint) for touchpoint in path))
            fitting.append(AlignedPath(path, cases, unfinished, as_planned))
            continue
        cost = (len(path) + 1) * machine.work_a_step
        if spent + cost <= work:
            spent += cost
            chosen.append((path, cases, unfinished))
    aligned = sorted(
        [*fitting, *_align(machine, chosen)], key=lambda one: (-one.cases, one.path, one.unfinished)
    )
    return _summary(log, tuple(aligned), silent, spent)


Path = tuple[tuple[str, ...], int, bool]


def _paths(log: EventLog) -> list[Path]:
    number_variants(log)
    rows = log.store.rows(
        f"SELECT v, o = {OPEN} AS unfinished, count(*) FROM walked JOIN outcome USING (c) GROUP BY v, unfinished "
        "ORDER BY count(*) DESC, v, unfinished"
    )
    paths = {
        v: tuple(log.activities[a] for a in path)
        for v, path in log.store.rows("SELECT v, path FROM variants")
    }
    return [(paths[v], n, unfinished) for v, unfinished, n in rows]


def _align(machine: Automaton, chosen: list[Path]) -> list[AlignedPath]:
    """Align in alphabetical order, so that paths which begin alike share the work."""
    aligner = Aligner(machine)
    return [
        AlignedPath(path, cases, unfinished, aligner.align(path, unfinished=unfinished))
        for path, cases, unfinished in sorted(chosen)
    ]


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
