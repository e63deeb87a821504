"""What would follow if another share of customers went one way, everything else as observed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from cxmap_eventlog.delta import DROP, END
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.outcomes import ENDED, LEFT
from cxmap_eventlog.refusal import refuse

Bounds = tuple[float, float]
Exits = dict[str, dict[str, float]]
DRAWS = 500
MOST_STEPS = 20_000
FATES = {"end": END, "drop-off": DROP}
METHOD = (
    "Customers are taken to move on by the shares observed at the touchpoint where they stand (a Markov chain). The other "
    "ways out of the changed touchpoint keep their proportions. Ranges hold 95% of {draws} draws, {kind}."
)


@dataclass(frozen=True)
class WhatIf:
    """The share of cases that get to the goal, as observed and as imagined, with ranges."""

    change: str
    share_now: float
    share_then: float
    goal: tuple[str, ...]
    arrive_now: float
    now_range: Bounds
    arrive_then: float
    then_range: Bounds
    difference: float
    difference_range: Bounds
    method: str


@dataclass(frozen=True, slots=True)
class Wish:
    """`source -> target = share`."""

    text: str
    source: str
    target: str
    share: float


def read_wish(text: str, log: EventLog) -> Wish:
    """Read `A -> B = 60%`."""
    found = re.fullmatch(r"\s*(.+?)\s*->\s*(.+?)\s*=\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*", text)
    if found is None or float(found.group(3)) > 100:
        raise refuse(log.file, "LOG006", f"--what-if: `{text}` is no change; write 'form -> call = 60%'")
    source, target, share = found.group(1), found.group(2), float(found.group(3)) / 100
    for name in (source, target):
        if name not in log.activities and (name == source or name not in FATES):
            raise refuse(log.file, "LOG006", f"--what-if: the log has no activity `{name}`")
    return Wish(text.strip(), source, target if target in log.activities else FATES[target], share)


Walk = tuple[tuple[str, ...], float]


def imagine(
    log: EventLog, wishes: Iterable[Wish], goal: Collection[str], returning: Collection[str] = ()
) -> tuple[WhatIf, ...]:
    """Answer every wish by itself."""
    walks = _walks(log, returning)
    steps = sum(len(path) for path, _ in walks)
    by_case = steps <= MOST_STEPS
    kind = (
        "cases weighted anew (Bayesian bootstrap)"
        if by_case
        else "each touchpoint's exits drawn anew (Dirichlet)"
    )
    random = Random(0)
    starts, exits = _tally(walks)
    draws = [
        _redraw(random, walks) if by_case else _redraw_exits(random, starts, exits) for _ in range(DRAWS)
    ]
    found = []
    for wish in wishes:
        now, then = _both(starts, exits, wish, goal)
        pairs = [_both(s, e, wish, goal) for s, e in draws]
        found.append(
            WhatIf(
                wish.text,
                _share(exits, wish),
                wish.share,
                tuple(sorted(goal)),
                now,
                _middle([one for one, _ in pairs]),
                then,
                _middle([other for _, other in pairs]),
                then - now,
                _middle([other - one for one, other in pairs]),
                METHOD.format(draws=DRAWS, kind=kind),
            )
        )
    return tuple(found)


def _middle(values: list[float]) -> Bounds:
    ranked = sorted(values)
    cut = int(0.025 * len(ranked))
    return ranked[cut], ranked[-1 - cut]


def _walks(log: EventLog, returning: Collection[str]) -> list[Walk]:
    """Every distinct path with its fate as last step (none for open cases), and its cases."""
    paths = dict(log.store.rows("SELECT v, path FROM variants"))
    rows = log.store.rows(
        "SELECT v, o, count(*) FROM cases JOIN outcome USING (c) GROUP BY v, o ORDER BY v, o"
    )
    fate = {ENDED: (END,), LEFT: (DROP,)}
    found = []
    for v, how, count in rows:
        path = tuple(name for a in paths[v] if (name := log.activities[a]) not in returning)
        if path:
            found.append(((*path, *fate.get(how, ())), float(count)))
    return found


def _tally(walks: Iterable[Walk]) -> tuple[dict[str, float], Exits]:
    starts: dict[str, float] = {}
    exits: Exits = {}
    for path, weight in walks:
        starts[path[0]] = starts.get(path[0], 0.0) + weight
        for source, target in pairwise(path):
            ways = exits.setdefault(source, {})
            ways[target] = ways.get(target, 0.0) + weight
    return starts, exits


def _redraw(random: Random, walks: list[Walk]) -> tuple[dict[str, float], Exits]:
    return _tally((path, random.gammavariate(weight, 1.0)) for path, weight in walks)


def _redraw_exits(random: Random, starts: dict[str, float], exits: Exits) -> tuple[dict[str, float], Exits]:
    drawn = {s: {t: random.gammavariate(n, 1.0) for t, n in ways.items()} for s, ways in exits.items()}
    return {name: random.gammavariate(n, 1.0) for name, n in starts.items()}, drawn


def _share(exits: Exits, wish: Wish) -> float:
    ways = exits.get(wish.source, {})
    return ways.get(wish.target, 0.0) / sum(ways.values()) if ways else 0.0


def _both(starts: dict[str, float], exits: Exits, wish: Wish, goal: Collection[str]) -> tuple[float, float]:
    return _arrive(starts, exits, goal), _arrive(starts, exits | {wish.source: _changed(exits, wish)}, goal)


def _changed(exits: Exits, wish: Wish) -> dict[str, float]:
    others = {t: n for t, n in exits.get(wish.source, {}).items() if t != wish.target}
    rest = sum(others.values())
    scaled = {t: n / rest * (1 - wish.share) for t, n in others.items()} if rest else {DROP: 1 - wish.share}
    return scaled | {wish.target: wish.share}


def _arrive(starts: dict[str, float], exits: Exits, goal: Collection[str]) -> float:
    """The probability of ever getting to a goal, by sweeps that stop when nothing moves any more."""
    reach = {name: 1.0 if name in goal else 0.0 for name in {*exits, *starts, *goal, END, DROP}}
    shares = {
        source: [(target, n / sum(ways.values())) for target, n in ways.items()]
        for source, ways in sorted(exits.items(), reverse=True)
        if source not in goal and sum(ways.values()) > 0
    }
    for _ in range(10_000):
        moved = 0.0
        for source, ways in shares.items():
            value = sum(reach.get(target, 0.0) * share for target, share in ways)
            moved = max(moved, abs(value - reach[source]))
            reach[source] = value
        if moved < 1e-9:
            break
    total = sum(starts.values())
    return sum(reach[name] * n for name, n in starts.items()) / total if total else 0.0
