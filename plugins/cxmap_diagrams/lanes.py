"""Lay a diagram out in lanes: time runs to the right, each group is a row; no engine, time in proportion to its size."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.measure import width
from cxmap_diagrams.placed import Frame, Layout, Point, Route, Spot
from cxmap_diagrams.sizes import box_size

GAP, ROW = 40.0, 26.0


def lane_layout(diagram: Diagram) -> Layout:
    """Rows for groups, columns for steps, each as narrow as what stands in it."""
    columns = find_columns(diagram)
    sizes = {box.key: box_size(box) for box in diagram.boxes}
    head = max([70.0, *(width(group.title, 13.0, bold=True) for group in diagram.groups)]) + 26
    last = max(columns.values(), default=0)
    wide = [
        max([0.0, *(sizes[key][0] for key, at in columns.items() if at == number)])
        for number in range(last + 1)
    ]
    left = [head + sum(wide[:number]) + GAP * number for number in range(last + 1)]
    spots: dict[str, Spot] = {}
    frames: list[Frame] = []
    y, total = 0.0, head + sum(wide) + GAP * last + 20
    for group in diagram.groups:
        members = diagram.members(group.key)
        high = max(sizes[box.key][1] for box in members) + 2 * ROW
        frames.append(Frame(group, 0.0, y, total, high))
        for box in members:
            number = columns[box.key]
            spots[box.key] = Spot(left[number] + wide[number] / 2, y + high / 2, *sizes[box.key])
        y += high
    routes = tuple(
        _route(spots[line.source], spots[line.target], number) for number, line in enumerate(diagram.lines)
    )
    return Layout(total, y, spots, routes, tuple(frames))


def find_columns(diagram: Diagram) -> Mapping[str, int]:
    """The column of each box: right of all that come before it in the file, one box a column and lane."""
    order = {box.key: number for number, box in enumerate(diagram.boxes)}
    before: dict[str, list[str]] = {}
    for line in diagram.lines:
        if order[line.source] < order[line.target]:
            before.setdefault(line.target, []).append(line.source)
    columns: dict[str, int] = {}
    taken: set[tuple[str | None, int]] = set()
    for box in diagram.boxes:
        at = max((columns[one] + 1 for one in before.get(box.key, ())), default=0)
        while (box.group, at) in taken:
            at += 1
        columns[box.key] = at
        taken.add((box.group, at))
    return columns


def _route(source: Spot, target: Spot, number: int) -> Route:
    """From the right edge to the left one; over the boxes between in one lane; below them when it leads back."""
    if source is target:
        right = source.x + source.wide / 2
        loop: tuple[Point, ...] = (
            (right, source.y - 8),
            (right + 26, source.y - 14),
            (right + 26, source.y + 18),
            (right + 7, source.y + 8),
        )
        return Route(loop, (right, source.y + 8), (right + 22, source.y - 16))
    forward = target.x - target.wide / 2 - (source.x + source.wide / 2)
    if abs(target.x - source.x) < 1:
        return _down(source, target)
    if forward > 0:
        return _forward(source, target, forward, number)
    return _back(source, target, number)


def _forward(source: Spot, target: Spot, distance: float, number: int) -> Route:
    begin = (source.x + source.wide / 2, source.y)
    tip = (target.x - target.wide / 2, target.y)
    if abs(source.y - target.y) < 1 and distance > GAP * 1.5:
        lift = source.y - source.high / 2 - 12 - number % 3 * 4
        begin, tip = (
            (source.x + source.wide / 4, source.y - source.high / 2),
            (target.x - target.wide / 4, target.y - target.high / 2),
        )
        end = (tip[0], tip[1] - 7)
        return Route(
            (
                begin,
                (begin[0] + 8, lift),
                (begin[0] + 20, lift),
                (begin[0] + 34, lift),
                (begin[0] + 50, lift),
                (end[0] - 50, lift),
                (end[0] - 34, lift),
                (end[0] - 16, lift),
                (end[0], lift),
                end,
            ),
            tip,
            ((begin[0] + tip[0]) / 2, lift),
        )
    end = (tip[0] - 7, tip[1])
    if distance <= GAP * 1.5:
        half = (begin[0] + end[0]) / 2
        return Route(
            (begin, (half, begin[1]), (half, end[1]), end),
            tip,
            (half + 3, begin[1] + (end[1] - begin[1]) * 0.72 - (7 if begin[1] == end[1] else 0)),
        )
    # A long way down or up keeps to the gap beside its target, where no box stands.
    turn = end[0] - GAP / 2 + number % 3 * 3
    way = source.y + (source.high / 2 + 11 + number % 4 * 3) * (1 if target.y > source.y else -1)
    corner = (begin[0] + 14, way)
    points = (
        begin,
        (begin[0] + 10, begin[1]),
        (begin[0] + 4, way),
        corner,
        (corner[0] + 20, way),
        (turn - 30, way),
        (turn - 10, way),
        (turn, way),
        (turn, end[1]),
        end,
    )
    return Route(points, tip, (corner[0] + 22, way))


def _down(source: Spot, target: Spot) -> Route:
    sign = 1 if target.y > source.y else -1
    begin = (source.x, source.y + sign * source.high / 2)
    tip = (target.x, target.y - sign * target.high / 2)
    end = (tip[0], tip[1] - sign * 7)
    third = (end[1] - begin[1]) / 3
    return Route(
        (begin, (begin[0], begin[1] + third), (end[0], end[1] - third), end),
        tip,
        (begin[0], (begin[1] + end[1]) / 2),
    )


def _back(source: Spot, target: Spot, number: int) -> Route:
    low = max(source.y + source.high / 2, target.y + target.high / 2) + 10 + number % 3 * 4
    begin = (source.x - source.wide / 4, source.y + source.high / 2)
    tip = (target.x + target.wide / 4, target.y + target.high / 2)
    end = (tip[0], tip[1] + 7)
    points = (
        begin,
        (begin[0], low),
        (begin[0] - 6, low),
        (begin[0] - 16, low),
        (begin[0] - 30, low),
        (end[0] + 30, low),
        (end[0] + 16, low),
        (end[0] + 6, low),
        (end[0], low),
        end,
    )
    return Route(points, tip, ((begin[0] + end[0]) / 2, low))
