"""Lay out the most walked ways as a picture: layers by place in the path, width by traffic."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from cxmap_eventlog.positions import positions
from cxmap_eventlog.report import Trace
from cxmap_eventlog.wording import lasting, number, plain

MOST_BOXES, MOST_LINES, FEWEST = 18, 40, 10
COVERED = 0.85
WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 190, 46, 34, 64, 70


@dataclass(frozen=True, slots=True)
class Box:
    """An activity in the picture."""

    title: str
    full: str
    below: str
    left: str
    x: float
    y: float
    shade: int


@dataclass(frozen=True, slots=True)
class Line:
    """A way in the picture, as the path of an SVG curve."""

    curve: str
    width: float
    back: bool
    label: str
    label_x: float
    label_y: float
    title: str


@dataclass(frozen=True)
class Picture:
    """Boxes and lines, the size of the paper, and what was left out."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    note: str


def draw(trace: Trace) -> Picture:
    """Draw the most frequent activities and the ways that cover most of the traffic between them."""
    chosen = {one.name for one in trace.activities[:MOST_BOXES] if one.events >= FEWEST}
    place = {trace.log.activities[a]: (position, a) for a, position in positions(trace.log)}
    ways = _choose(trace, chosen)
    layers = _layers(chosen, ways, place)
    spot = _spots(layers, ways)
    paper = max((x for x, _ in spot.values()), default=0.0) + WIDTH + MARGIN * 2
    lines = tuple(_line(trace, spot, pair, count, max(ways.values())) for pair, count in sorted(ways.items()))
    boxes = tuple(_box(trace, name, *spot[name]) for name in sorted(chosen, key=lambda one: place[one]))
    total = sum(one.count for one in trace.follows)
    shown = sum(ways.values())
    note = f"{len(boxes)} of {len(trace.activities)} activities and {len(ways)} of {len(trace.follows)} ways"
    if total:
        note += f", {shown / total * 100:.0f}% of all moves"
    bottom = max((y for _, y in spot.values()), default=0.0) + HEIGHT + 40
    return Picture(boxes, lines, int(paper), int(bottom), note)


Pair = tuple[str, str]


def _choose(trace: Trace, chosen: set[str]) -> dict[Pair, int]:
    """The ways worth drawing: enough to cover most traffic, and the strongest into and out of every box."""
    among = [one for one in trace.follows if {one.from_, one.to} <= chosen and one.count >= FEWEST]
    total = sum(one.count for one in among)
    found: dict[Pair, int] = {}
    covered = 0
    for one in among:
        if covered < COVERED * total and len(found) < MOST_LINES:
            found[one.from_, one.to] = one.count
            covered += one.count
    into, out = {to for _, to in found}, {source for source, _ in found}
    for one in among:
        if one.from_ != one.to and (one.to not in into or one.from_ not in out):
            found[one.from_, one.to] = one.count
            into.add(one.to)
            out.add(one.from_)
    return found


def _layers(chosen: set[str], ways: dict[Pair, int], place: dict[str, tuple[int, int]]) -> list[list[str]]:
    """Each box one layer below the strongest way that leads forward into it."""
    layer: dict[str, int] = {}
    for name in sorted(chosen, key=lambda one: place[one]):
        before = [(count, a) for (a, b), count in ways.items() if b == name and place[a] < place[name] and a in layer]
        strongest = max(before, key=lambda one: (one[0], one[1]), default=None)
        layer[name] = 0 if strongest is None else layer[strongest[1]] + 1
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for name in sorted(layer, key=lambda one: place[one]):
        rows[layer[name]].append(name)
    return [row for row in rows if row]


def _spots(layers: list[list[str]], ways: dict[Pair, int]) -> dict[str, tuple[float, float]]:
    """Where each box stands: rows centred, ordered by where the ways into them come from."""
    widest = max((len(row) for row in layers), default=1)
    spot: dict[str, tuple[float, float]] = {}
    for depth, row in enumerate(layers):
        pull = {name: _pull(name, ways, spot) for name in row}
        ordered = sorted(row, key=lambda name: (pull[name], row.index(name)))
        start = MARGIN + (widest - len(row)) * (WIDTH + GAP_X) / 2
        for column, name in enumerate(ordered):
            spot[name] = (start + column * (WIDTH + GAP_X), 16 + depth * (HEIGHT + GAP_Y))
    return spot


def _pull(name: str, ways: dict[Pair, int], spot: dict[str, tuple[float, float]]) -> float:
    into = [(spot[a][0], count) for (a, b), count in ways.items() if b == name and a in spot]
    total = sum(count for _, count in into)
    return sum(x * count for x, count in into) / total if total else 0.0


def _line(trace: Trace, spot: dict[str, tuple[float, float]], pair: Pair, count: int, most: int) -> Line:
    (x1, y1), (x2, y2) = spot[pair[0]], spot[pair[1]]
    width = 1.2 + 8 * sqrt(count / most)
    median = next(one.median for one in trace.follows if (one.from_, one.to) == pair)
    title = f"{plain(pair[0])} → {plain(pair[1])}: {number(count)} times, median {lasting(median)}"
    if y2 > y1:
        a, b = (x1 + WIDTH / 2, y1 + HEIGHT), (x2 + WIDTH / 2, y2)
        bow = 0.0 if y2 - y1 <= HEIGHT + GAP_Y else (-1 if x1 <= x2 else 1) * 0.62 * WIDTH
        reach = (b[1] - a[1]) * 0.5
        c, d = (a[0] + bow, a[1] + reach), (b[0] + bow, b[1] - reach)
        back = False
    else:
        a, b = (x1 + WIDTH, y1 + HEIGHT * 0.6), (x2 + WIDTH, y2 + HEIGHT * 0.4)
        out = 46 + 0.12 * (y1 - y2)
        c, d = (a[0] + out, a[1] + (14 if pair[0] == pair[1] else 0)), (b[0] + out, b[1] - (14 if y1 == y2 else 0))
        back = True
    middle_x = (a[0] + 3 * c[0] + 3 * d[0] + b[0]) / 8
    middle_y = (a[1] + 3 * c[1] + 3 * d[1] + b[1]) / 8
    points = (f"{x:.1f} {y:.1f}" for x, y in (a, c, d, b))
    return Line("M{} C{}, {}, {}".format(*points), round(width, 1), back, number(count), middle_x, middle_y, title)


def _box(trace: Trace, name: str, x: float, y: float) -> Box:
    found = next(one for one in trace.activities if one.name == name)
    stop = next(one for one in trace.stops if one.name == name)
    wait = next((one for one in trace.next_times if one.name == name), None)
    most = trace.activities[0].events
    title = dict(trace.names).get(name, name)
    moving = f", {lasting(wait.p50)} to next" if wait is not None and wait.p50 is not None else ""
    gone = f"{number(stop.left)} left ({stop.drop_off * 100:.0f}%)" if stop.left >= FEWEST and trace.outcomes.ends else ""
    shade = min(4, int(found.events / most * 5))
    return Box(plain(title, 27), plain(title, 200), f"{number(found.events)}{moving}", gone, x, y, shade)
