"""Where the flow band runs: the main path at one height, branches on lower tracks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cxmap_map.visits import Crowd, Way

FULL = 30.0  # height of everybody who starts
MAIN = 42.0
TRACK = 34.0


@dataclass
class Layout:
    """Where everything stands while the band is drawn."""

    order: Sequence[str]
    x: Mapping[str, float]
    column: Mapping[str, int]
    scale: float
    unit: float  # a pixel, where 1000 are the whole width
    between: frozenset[str] = frozenset()  # stations that have no column of their own
    middle: dict[str, float] = field(default_factory=dict)
    top: float = 0.0
    outgoing: dict[str, float] = field(default_factory=dict)
    incoming: dict[str, float] = field(default_factory=dict)

    def place(self, name: str) -> int:
        """The column of a touchpoint."""
        return self.column[name]


def main_path(crowd: Crowd, forward: Sequence[Way], order: Sequence[str]) -> list[str]:
    """From the busiest entry, the way most customers take."""
    if not order:
        return []
    ways: dict[str, list[Way]] = defaultdict(list)
    for way in forward:
        ways[way.source].append(way)
    reached = {way.target for way in forward}
    starts = [name for name in order if name not in reached] or [order[0]]
    here = max(starts, key=lambda name: (crowd.visits.get(name, 0.0), -order.index(name)))
    path = [here]
    while ways[here]:
        here = max(ways[here], key=crowd.amount).target
        path.append(here)
    return path


def find_tracks(
    main: Sequence[str], forward: Sequence[Way], crowd: Crowd, order: Sequence[str]
) -> dict[str, int]:
    """Which track each touchpoint stands on: 0 the main path, 1 below it, or 2 where a way would run over it."""
    on_main = set(main)
    rank = {name: number for number, name in enumerate(order)}
    tracks: dict[str, int] = dict.fromkeys(main, 0)
    spans = [
        (rank[way.source], rank[way.target], way)
        for way in forward
        if crowd.amount(way) > 0 and (way.source not in on_main and way.target not in on_main)
    ]
    for name in order:
        if name in on_main:
            continue
        over = [
            tracks.get(way.source, 1)
            for first, last, way in spans
            if first < rank[name] < last and way.source in tracks
        ]
        tracks[name] = 2 if 1 in over and 2 not in over else 1
    return tracks
