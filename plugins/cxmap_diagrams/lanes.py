"""Lay a diagram out in lanes: time runs to the right, each group is a row; no engine, time in proportion to its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.labels import clear_labels
from cxmap_diagrams.measure import width, wrap
from cxmap_diagrams.placed import Frame, Head, Layout, Route, Spot
from cxmap_diagrams.settle import settle
from cxmap_diagrams.sizes import HEAD_LINE, HEAD_SIZE, box_size, label_size
from cxmap_diagrams.tracks import back, beside, down, loop, over, through

GAP, ROW, TRACK, HEAD = 40.0, 24.0, 13.0, 15.0
Key = tuple[int, bool]
"""A lane by number, and whether its tracks run under its boxes."""


@dataclass(frozen=True)
class Plan:
    """What is known before any height is: who stands in which lane and column, and which line runs on which track."""

    lane: Mapping[str, int]
    x: Mapping[str, float]
    wide: Mapping[str, float]
    tracks: Mapping[int, tuple[Key, int]]
    many: Mapping[Key, int]


def lane_layout(diagram: Diagram) -> Layout:
    """Rows for groups, columns for steps, each as narrow as what stands in it; over them the stages."""
    columns = find_columns(diagram)
    sizes = {box.key: box_size(box) for box in diagram.boxes}
    head = max([70.0, *(width(group.title, 13.0, bold=True) for group in diagram.groups)]) + 26
    last = max(columns.values(), default=0)
    wide = [
        max([0.0, *(sizes[key][0] for key, at in columns.items() if at == number)])
        for number in range(last + 1)
    ]
    left = [head + sum(wide[:number]) + GAP * number for number in range(last + 1)]
    plan = _plan(
        diagram,
        {key: left[at] + wide[at] / 2 for key, at in columns.items()},
        {key: size[0] for key, size in sizes.items()},
    )
    total = head + sum(wide) + GAP * last + 20
    spots: dict[str, Spot] = {}
    frames: list[Frame] = []
    rims: list[tuple[float, float]] = []
    heads = _heads(diagram, columns, left, wide)
    y = HEAD + HEAD_LINE * max(len(one.lines) for one in heads) if heads else 0.0
    for number, group in enumerate(diagram.groups):
        members = diagram.members(group.key)
        tallest = max(sizes[box.key][1] for box in members)
        top = y + ROW + TRACK * plan.many.get((number, False), 0)
        low = top + tallest
        bottom = low + ROW + TRACK * plan.many.get((number, True), 0)
        frames.append(Frame(group, 0.0, y, total, bottom - y))
        spots |= {box.key: Spot(plan.x[box.key], (top + low) / 2, *sizes[box.key]) for box in members}
        rims.append((top, low))
        y = bottom
    routes = tuple(_route(diagram, number, plan, spots, rims) for number in range(len(diagram.lines)))
    layout = Layout(total, y, spots, routes, tuple(frames), heads=heads)
    return clear_labels(diagram, settle(diagram, layout))


def _heads(
    diagram: Diagram, columns: Mapping[str, int], left: list[float], wide: list[float]
) -> tuple[Head, ...]:
    """Each stage over its columns; none where stages share a column."""
    held: dict[str, list[int]] = {}
    for box in diagram.boxes:
        if box.stage:
            held.setdefault(box.stage, []).append(columns[box.key])
    ends = [(min(numbers), max(numbers)) for numbers in held.values()]
    if any(one[1] >= other[0] for one, other in pairwise(ends)):
        return ()
    return tuple(
        _head(title, left[first], left[last] + wide[last] - left[first])
        for title, (first, last) in zip(held, ends, strict=True)
    )


def _head(title: str, x: float, wide: float) -> Head:
    return Head(title, tuple(wrap(title, HEAD_SIZE, wide + GAP - 8, bold=True)), x, wide)


def find_columns(diagram: Diagram) -> Mapping[str, int]:
    """The column of each box: right of all before it in the file and of earlier stages, one a column and lane."""
    order = {box.key: number for number, box in enumerate(diagram.boxes)}
    before: dict[str, list[str]] = {}
    for line in diagram.lines:
        if order[line.source] < order[line.target]:
            before.setdefault(line.target, []).append(line.source)
    columns: dict[str, int] = {}
    begins: dict[str, int] = {}
    taken: set[tuple[str | None, int]] = set()
    last = -1
    for box in diagram.boxes:
        begin = begins.setdefault(box.stage, last + 1 if box.stage else 0)
        at = max([begin, *(columns[one] + 1 for one in before.get(box.key, ()))])
        while (box.group, at) in taken:
            at += 1
        columns[box.key], last = at, max(last, at)
        taken.add((box.group, at))
    return columns


def _plan(diagram: Diagram, x: Mapping[str, float], wide: Mapping[str, float]) -> Plan:
    """Give every line that runs along a lane a track of its own there."""
    number_of = {group.key: number for number, group in enumerate(diagram.groups)}
    lane = {box.key: number_of[box.group or ""] for box in diagram.boxes}
    runs: dict[Key, list[tuple[float, float, int]]] = {}
    for number, line in enumerate(diagram.lines):
        source, target = line.source, line.target
        gap = x[target] - wide[target] / 2 - x[source] - wide[source] / 2
        if source != target and (abs(x[source] - x[target]) < 1 or 0 < gap <= GAP * 1.6):
            continue
        under = gap <= 0 or lane[target] > lane[source]
        room = label_size(line.label) + 40 if line.label else 10.0
        ends = sorted((x[source], x[target]))
        runs.setdefault((lane[source], under), []).append(
            (ends[0], max(ends[1], ends[0] + wide[source] / 2 + room), number)
        )
    tracks: dict[int, tuple[Key, int]] = {}
    many: dict[Key, int] = {}
    for key, held in sorted(runs.items()):
        for begin, end, number in sorted(held, key=lambda run: (run[1] - run[0], run)):
            track = _first_free(tracks, held, begin, end)
            tracks[number] = (key, track)
            many[key] = max(many.get(key, 0), track + 1)
    return Plan(lane, x, wide, tracks, many)


def _first_free(
    tracks: Mapping[int, tuple[Key, int]], held: list[tuple[float, float, int]], begin: float, end: float
) -> int:
    """The track nearest to the boxes on which no other line runs between these ends."""
    used = {
        tracks[number][1]
        for one, other, number in held
        if number in tracks and one < end + 8 and begin < other + 8
    }
    return next(track for track in range(len(held) + 1) if track not in used)


def _route(
    diagram: Diagram, number: int, plan: Plan, spots: Mapping[str, Spot], rims: list[tuple[float, float]]
) -> Route:
    line = diagram.lines[number]
    source, target = spots[line.source], spots[line.target]
    if number not in plan.tracks:
        return down(source, target) if abs(source.x - target.x) < 1 else beside(source, target)
    (lane, under), track = plan.tracks[number]
    top, low = rims[lane]
    way = low + 9 + TRACK * track if under else top - 9 - TRACK * track
    if source is target:
        return loop(source, way)
    if target.x < source.x:
        return back(source, target, way)
    if lane == plan.lane[line.target]:
        return over(source, target, way)
    return through(source, target, way, GAP / 2 - number % 4 * 4)
