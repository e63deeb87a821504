"""Lay a diagram out in columns, one for each group: no engine, time in proportion to its size."""

from __future__ import annotations

import math
from dataclasses import replace

from cxmap_diagrams.diagram import Box, Diagram, Group
from cxmap_diagrams.measure import width
from cxmap_diagrams.placed import Frame, Layout, Point, Route, Spot
from cxmap_diagrams.sizes import box_size
from cxmap_diagrams.to_dot import INLINE_LABELS

GAP, ROW_GAP, HEAD, EDGE = 64.0, 22.0, 26.0, 12.0
TALLEST = 24
"""Boxes that stand below each other before a group gets another column."""


def grid_layout(diagram: Diagram, sentence: str = "") -> Layout:
    """Groups side by side, their boxes below each other."""
    spots: dict[str, Spot] = {}
    frames: list[Frame] = []
    grouped = {group.key for group in diagram.groups}
    loose = tuple(box for box in diagram.boxes if box.group not in grouped)
    parts: list[tuple[Group | None, tuple[Box, ...]]] = [
        (group, diagram.members(group.key)) for group in diagram.groups
    ]
    if loose:
        parts.append((None, loose))
    x = 0.0
    for group, boxes in parts:
        if not boxes:
            continue
        wide, high = _column(boxes, x, spots)
        if group is not None:
            wide = max(wide, width(group.title, 13.0, bold=True) + 24)
            frames.append(Frame(group, x, 0.0, wide, high))
        x += wide + GAP
    tallest = max((frame.high for frame in frames), default=0.0)
    height = max([tallest, *(spot.y + spot.high / 2 + EDGE for spot in spots.values())])
    frames = [Frame(frame.group, frame.x, 0.0, frame.wide, height) for frame in frames]
    routes = tuple(_route(spots[line.source], spots[line.target]) for line in diagram.lines)
    return Layout(max(0.0, x - GAP), height, spots, _readable(routes, spots), tuple(frames), sentence)


def _readable(routes: tuple[Route, ...], spots: dict[str, Spot]) -> tuple[Route, ...]:
    """Without the labels that would stand on a box; without any where lines are many."""
    if len(routes) > INLINE_LABELS:
        return tuple(replace(route, label=None) for route in routes)
    held = list(spots.values())
    return tuple(replace(route, label=None) if _covered(route.label, held) else route for route in routes)


def _covered(label: Point | None, spots: list[Spot]) -> bool:
    return label is not None and any(
        abs(label[0] - spot.x) < spot.wide / 2 + 14 and abs(label[1] - spot.y) < spot.high / 2 + 6
        for spot in spots
    )


def _column(boxes: tuple[Box, ...], x: float, spots: dict[str, Spot]) -> tuple[float, float]:
    """Place the boxes of one group; how wide and high they stand."""
    columns = math.ceil(len(boxes) / TALLEST)
    rows = math.ceil(len(boxes) / columns)
    sizes = [box_size(box) for box in boxes]
    cell = max(wide for wide, _ in sizes)
    lowest = 0.0
    for column in range(columns):
        y = HEAD + EDGE
        for number in range(column * rows, min(len(boxes), (column + 1) * rows)):
            wide, high = sizes[number]
            middle = x + EDGE + column * (cell + GAP / 2) + cell / 2
            spots[boxes[number].key] = Spot(middle, y + high / 2, wide, high)
            y += high + ROW_GAP
        lowest = max(lowest, y - ROW_GAP + EDGE)
    return columns * cell + (columns - 1) * GAP / 2 + 2 * EDGE, lowest


def _route(source: Spot, target: Spot) -> Route:
    """A curve from one box to another; a loop where they are the same."""
    if source is target:
        right, top = source.x + source.wide / 2, source.y - source.high / 4
        loop: tuple[Point, ...] = (
            (right, top),
            (right + 26, top - 8),
            (right + 26, source.y + 14),
            (right + 7, source.y + 8),
        )
        return Route(loop, (right, source.y + 8), (right + 20, source.y))
    if abs(source.x - target.x) < 1:
        down = 1 if target.y > source.y else -1
        begin = (source.x, source.y + down * source.high / 2)
        tip = (target.x, target.y - down * target.high / 2)
        end = (tip[0], tip[1] - down * 7)
        bend = 0.0 if abs(tip[1] - begin[1]) < ROW_GAP * 2 else max(source.wide, target.wide) * 0.7
        middle = (end[1] - begin[1]) / 3
        curve = (begin, (begin[0] + bend, begin[1] + middle), (end[0] + bend, end[1] - middle), end)
        return Route(curve, tip, (begin[0] + bend * 0.75, (begin[1] + end[1]) / 2))
    across = 1 if target.x > source.x else -1
    begin = (source.x + across * source.wide / 2, source.y)
    tip = (target.x - across * target.wide / 2, target.y)
    end = (tip[0] - across * 7, tip[1])
    pull = max(24.0, abs(end[0] - begin[0]) / 2)
    curve = (begin, (begin[0] + across * pull, begin[1]), (end[0] - across * pull, end[1]), end)
    return Route(curve, tip, ((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2))
