"""Numbers that need no data, only the map: effort on a path, expected visits, silos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxmap import Estimate, metric
from cxmap_metrics.matrix import solve


@dataclass(frozen=True)
class Step:
    """What one touchpoint asks of the customer."""

    base: float
    items: int = 0
    identifies: int = 0
    minutes_late: float = 0.0
    known_again: int = 0


@dataclass(frozen=True)
class Move:
    """What the way from one touchpoint to the next asks of the customer."""

    channel_switch: bool = False
    owner_change: bool = False
    transfer: bool = False


@metric(
    "effort_path",
    title="Effort per path (EFF)",
    unit="effort points",
    range=(0, None),
    better="lower",
    category="satisfaction",
    people=False,
)
def effort_path(steps: Iterable[Step], moves: Iterable[Move] = ()) -> Estimate:
    """How much effort a way through the journey takes.

    Formula: per touchpoint base(type) + 0.5*items asked + 2*identifies + 1 per 10 minutes of wait beyond what is
    expected + 3*known data asked again; per move 2*channel switch + 1*change of owner without a shared system +
    3*transfer.

    Interval: none; calibrate the weights against CES when there are data.

    Edge cases: base: own 0, read 0.5, click 1, form 2, chat 2, phone 3, post 4, visit 5.

    Source: ours; Customer Effort Score is the outside anchor.
    """
    path = list(steps)
    effort = sum(
        one.base + 0.5 * one.items + 2 * one.identifies + one.minutes_late / 10 + 3 * one.known_again
        for one in path
    )
    effort += sum(2 * one.channel_switch + 1 * one.owner_change + 3 * one.transfer for one in moves)
    return Estimate(effort if path else None, n=len(path), method="map")


@metric(
    "visits",
    title="Expected visits and reach",
    unit="count",
    range=(0, None),
    better="-",
    category="method",
    cls="",
    people=False,
)
def visits(start: Mapping[str, float], shares: Mapping[tuple[str, str], float], at: str) -> Estimate:
    """How often a customer is expected to pass a touchpoint.

    Formula: visits = start*(I-Q)^-1 over the touchpoints; Q holds the shares of the ways between them.

    Interval: none from the map alone; Dirichlet when counts are known.

    Edge cases: shares nobody declared split what is left equally; touchpoints open at any time are left out.

    Source: absorbing Markov chains, fundamental matrix.
    """
    expected = expected_visits(start, shares)
    if expected is None:
        return Estimate(None, method="markov chain", warnings=("some customers never get out",))
    return Estimate(expected.get(at, 0.0), method="markov chain", details=expected)


def expected_visits(
    start: Mapping[str, float], shares: Mapping[tuple[str, str], float]
) -> dict[str, float] | None:
    """Expected visits of every touchpoint; none when nobody can get out of a loop."""
    names = sorted({*start, *(name for way in shares for name in way)})
    index = {name: number for number, name in enumerate(names)}
    matrix = [[float(i == j) for j in range(len(names))] for i in range(len(names))]
    for (a, b), share in shares.items():
        matrix[index[b]][index[a]] -= share
    found = solve(matrix, [start.get(name, 0.0) for name in names])
    if found is None or any(value < -1e-9 for value in found):
        return None
    return dict(zip(names, found, strict=True))


@metric(
    "silo_index",
    title="Silo index",
    range=(0, 100),
    better="lower",
    category="method",
    cls="cost",
    people=False,
)
def silo_index(holders: Mapping[str, Iterable[str]], feeds: Iterable[tuple[str, str]]) -> Estimate:
    """How much of the data about customers is shut up in systems that do not talk to each other.

    Formula: 100*(1 - mean over data of systems in the largest connected group/systems holding it).

    Interval: none.

    Edge cases: no systems give no value; data held by one system counts as whole.

    Source: ours.
    """
    pairs = list(feeds)
    shares = {}
    for item in sorted(holders):
        systems = set(holders[item])
        if systems:
            shares[item] = _largest_group(systems, pairs) / len(systems)
    if not shares:
        return Estimate(None, method="map", warnings=("no systems",))
    return Estimate(
        100 * (1 - sum(shares.values()) / len(shares)), n=len(shares), method="map", details=shares
    )


def _largest_group(systems: set[str], feeds: list[tuple[str, str]]) -> int:
    """How many of these systems are in the largest group connected by feeds among all systems."""
    group = {name: name for name in {*systems, *(name for pair in feeds for name in pair)}}

    def head(name: str) -> str:
        while group[name] != name:
            name = group[name]
        return name

    for a, b in feeds:
        group[head(a)] = head(b)
    heads = [head(name) for name in systems]
    return max(heads.count(one) for one in heads)
