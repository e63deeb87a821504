"""Lay out the most walked ways as a picture: layers by place in the path, width by traffic."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from cxmap_eventlog.follows import Follow
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
    place = _places(trace)
    parents = _parents(trace, chosen, place)
    ways = _choose(trace, chosen, parents)
    layers = _layers(parents, place)
    spot = _spots(layers, ways)
    paper = max((x for x, _ in spot.values()), default=0.0) + WIDTH + MARGIN * 2
    lines = tuple(
        _line(trace, spot, pair, count, max(ways.values(), default=1)) for pair, count in sorted(ways.items())
    )
    boxes = tuple(_box(trace, name, *spot[name]) for name in sorted(chosen, key=lambda one: place[one]))
    total = sum(one.count for one in trace.follows)
    shown = sum(ways.values())
    note = f"{len(boxes)} of {len(trace.activities)} activities and {len(ways)} of {len(trace.follows)} ways"
    if total:
        note += f", {shown / total * 100:.0f}% of all moves"
    bottom = max((y for _, y in spot.values()), default=0.0) + HEIGHT + 40
    return Picture(boxes, lines, int(paper), int(bottom), note)


Pair = tuple[str, str]


def _places(trace: Trace) -> dict[str, tuple[int, int]]:
    """The order of the journey where there is one, else the order in which customers meet the activities."""
    found = {trace.log.activities[a]: (position, a) for a, position in positions(trace.log)}
    return {name: (number, 0) for number, (name, _) in enumerate(trace.names)} or found


def _among(trace: Trace, chosen: set[str]) -> list[Follow]:
    return [one for one in trace.follows if {one.from_, one.to} <= chosen and one.count >= FEWEST]


def _parents(trace: Trace, chosen: set[str], place: dict[str, tuple[int, int]]) -> dict[str, str | None]:
    """For each box the box that most customers come from, among those met earlier."""
    found: dict[str, str | None] = dict.fromkeys(sorted(chosen, key=lambda one: place[one]))
    for one in _among(trace, chosen):
        if place[one.from_] < place[one.to] and found[one.to] is None:
            found[one.to] = one.from_
    return found


def _choose(trace: Trace, chosen: set[str], parents: dict[str, str | None]) -> dict[Pair, int]:
    """The ways worth drawing: the strongest into and out of every box, then enough to cover most traffic."""
    among = _among(trace, chosen)
    count = {(one.from_, one.to): one.count for one in among}
    found = {(parent, name): count[parent, name] for name, parent in parents.items() if parent is not None}
    out = {source for source, _ in found}
    for one in among:
        if one.from_ not in out and one.from_ != one.to:
            found[one.from_, one.to] = one.count
            out.add(one.from_)
    covered, total = sum(found.values()), sum(count.values())
    for one in among:
        if (one.from_, one.to) not in found and covered < COVERED * total and len(found) < MOST_LINES:
            found[one.from_, one.to] = one.count
            covered += one.count
    return found


def _layers(parents: dict[str, str | None], place: dict[str, tuple[int, int]]) -> list[list[str]]:
    """Each box one layer below its parent."""
    layer: dict[str, int] = {}
    for name, parent in parents.items():
        layer[name] = 0 if parent is None else layer[parent] + 1
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for name in sorted(layer, key=lambda one: place[one]):
        rows[layer[name]].append(name)
    return rows


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
    a, c, d, b, back = _curve(x1, y1, x2, y2)
    middle_x = (a[0] + 3 * c[0] + 3 * d[0] + b[0]) / 8
    middle_y = (a[1] + 3 * c[1] + 3 * d[1] + b[1]) / 8
    points = (f"{x:.1f} {y:.1f}" for x, y in (a, c, d, b))
    return Line(
        "M{} C{}, {}, {}".format(*points), round(width, 1), back, number(count), middle_x, middle_y, title
    )


Point = tuple[float, float]


def _curve(x1: float, y1: float, x2: float, y2: float) -> tuple[Point, Point, Point, Point, bool]:
    """Where a way starts, bends and ends: down the middle, up at the right, along below, round itself."""
    if (x1, y1) == (x2, y2):
        a, b = (x1 + WIDTH, y1 + HEIGHT * 0.7), (x1 + WIDTH, y1 + HEIGHT * 0.3)
        return a, (a[0] + 30, a[1] + 12), (b[0] + 30, b[1] - 12), b, True
    if y1 == y2:
        a, b = (x1 + WIDTH * 0.6, y1 + HEIGHT), (x2 + WIDTH * 0.4, y2 + HEIGHT)
        return a, (a[0], a[1] + 40), (b[0], b[1] + 40), b, x2 < x1
    down = y2 > y1
    side = 0.5 if down else 0.8
    a, b = (x1 + WIDTH * side, y1 + HEIGHT * down), (x2 + WIDTH * side, y2 + HEIGHT * (not down))
    far = abs(y2 - y1) > HEIGHT + GAP_Y
    bow = (-0.62 if x1 <= x2 and down else 0.62) * WIDTH if far else 0.0
    reach = (b[1] - a[1]) * 0.5
    return a, (a[0] + bow, a[1] + reach), (b[0] + bow, b[1] - reach), b, not down


def _box(trace: Trace, name: str, x: float, y: float) -> Box:
    found = next(one for one in trace.activities if one.name == name)
    stop = next(one for one in trace.stops if one.name == name)
    wait = next((one for one in trace.next_times if one.name == name), None)
    most = trace.activities[0].events
    title = dict(trace.names).get(name, name)
    moving = f", {lasting(wait.p50)} to next" if wait is not None and wait.p50 is not None else ""
    gone = (
        f"{number(stop.left)} left ({stop.drop_off * 100:.0f}%)"
        if stop.left >= FEWEST and trace.outcomes.ends
        else ""
    )
    shade = min(4, int(found.events / most * 5))
    return Box(plain(title, 27), plain(title, 200), f"{number(found.events)}{moving}", gone, x, y, shade)
