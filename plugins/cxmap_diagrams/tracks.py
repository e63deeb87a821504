"""The shapes of lines between boxes in lanes: beside, over, through the lanes, back, straight down, and in a loop."""

from __future__ import annotations

from cxmap_diagrams.placed import Point, Route, Spot

TIP = 7.0


def beside(source: Spot, target: Spot) -> Route:
    """To the next column: one bend."""
    begin, tip = (source.x + source.wide / 2, source.y), (target.x - target.wide / 2, target.y)
    end = (tip[0] - TIP, tip[1])
    half = (begin[0] + end[0]) / 2
    label = (half + 3, begin[1] + (end[1] - begin[1]) * 0.72 - (TIP if begin[1] == end[1] else 0))
    return Route((begin, (half, begin[1]), (half, end[1]), end), tip, label)


def down(source: Spot, target: Spot) -> Route:
    """Straight to another lane of the same column."""
    sign = 1 if target.y > source.y else -1
    begin = (source.x, source.y + sign * source.high / 2)
    tip = (target.x, target.y - sign * target.high / 2)
    end = (tip[0], tip[1] - sign * TIP)
    third = (end[1] - begin[1]) / 3
    return Route(
        (begin, (begin[0], begin[1] + third), (end[0], end[1] - third), end),
        tip,
        (begin[0], (begin[1] + end[1]) / 2),
    )


def over(source: Spot, target: Spot, way: float) -> Route:
    """Along a track of the lane both stand in."""
    begin = (source.x + source.wide / 4, source.y - source.high / 2)
    tip = (target.x - target.wide / 4, target.y - target.high / 2)
    if way > source.y:
        begin, tip = (begin[0], source.y + source.high / 2), (tip[0], target.y + target.high / 2)
    end = (tip[0], tip[1] + (TIP if way > source.y else -TIP))
    points = (
        *_bend(begin, (begin[0] + 14, way)),
        *_straight((begin[0] + 14, way), (end[0] - 14, way)),
        *_bend_back((end[0] - 14, way), end),
    )
    return Route(points, tip, (begin[0] + 32, way))


def back(source: Spot, target: Spot, way: float) -> Route:
    """To the left, under the boxes."""
    begin = (source.x - source.wide / 4, source.y + source.high / 2)
    tip = (target.x + target.wide / 4, target.y + (target.high / 2 if target.y < way else -target.high / 2))
    end = (tip[0], tip[1] + (TIP if target.y < way else -TIP))
    points = (
        *_bend(begin, (begin[0] - 14, way)),
        *_straight((begin[0] - 14, way), (end[0] + 14, way)),
        *_bend_back((end[0] + 14, way), end),
    )
    return Route(points, tip, (begin[0] - 32, way))


def through(source: Spot, target: Spot, way: float, before: float) -> Route:
    """Along a track of the source's lane to the gap before the target, and there to its lane."""
    begin, tip = (source.x + source.wide / 2, source.y), (target.x - target.wide / 2, target.y)
    end = (tip[0] - TIP, tip[1])
    corner, turn = (begin[0] + 14, way), end[0] - before
    points = (
        begin, (begin[0] + 8, begin[1]), (begin[0] + 4, way), corner,
        *_straight(corner, (turn - 12, way)),
        (turn - 4, way), (turn, way), (turn, way + (TIP if end[1] > way else -TIP)),
        (turn, end[1] - (end[1] - way) * 0.3), (turn, end[1]), end,
    )  # fmt: skip
    return Route(points, tip, (corner[0] + 24, way))


def loop(source: Spot, way: float) -> Route:
    """Out of the foot of a box and back into it."""
    foot, right, left = source.y + source.high / 2, source.x + 12, source.x - 12
    end = (left, foot + TIP)
    points = (*_bend((right, foot), (source.x, way)), *_bend_back((source.x, way), end))
    return Route(points, (left, foot), (right + 18, way))


def _bend(begin: Point, corner: Point) -> tuple[Point, ...]:
    """Up or down from a box, then along; the begin included."""
    return begin, (begin[0], corner[1]), (begin[0], corner[1]), corner


def _bend_back(corner: Point, end: Point) -> tuple[Point, ...]:
    """Along, then up or down to a box; the corner left out."""
    return (end[0], corner[1]), (end[0], corner[1]), end


def _straight(begin: Point, end: Point) -> tuple[Point, ...]:
    """A straight piece as a curve; the begin left out."""
    return begin, end, end
