"""The shape of a line for an editor: where it leaves a box and arrives, where it bends, where its label hangs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import dist

from cxmap_diagrams.curves import Piece, on_curve, pieces
from cxmap_diagrams.placed import Point, Route, Spot

STRAIGHT, FLAT, HOLD = 2.0, 10.0, 12.0


def bends(route: Route) -> list[Point]:
    """The points between the ends: where one curve meets the next, and some on each, the more it winds."""
    curves = pieces(route.points)
    return [point for piece in curves for point in (*_inner(piece, len(curves) == 1), piece[3])][:-1]


def _inner(piece: Piece, alone: bool) -> list[Point]:
    """None on a short straight piece, one on a flat bow, three on any other; a long one is held at both its ends."""
    begin, one, other, end = piece
    away, long = max(_beside(one, begin, end), _beside(other, begin, end)), dist(begin, end)
    if away < STRAIGHT:
        # An editor rounds every corner as far as the middle of the pieces beside it.
        shares: tuple[float, ...] = (HOLD / long, 1 - HOLD / long) if long > 10 * HOLD and not alone else ()
    else:
        shares = (0.5,) if away < FLAT else (0.25, 0.5, 0.75)
    return [on_curve(piece, share) for share in shares]


def _beside(point: Point, begin: Point, end: Point) -> float:
    """How far a point lies from the straight way."""
    long = dist(begin, end)
    if long < 1:
        return dist(begin, point)
    x, y = end[0] - begin[0], end[1] - begin[1]
    return abs(x * (point[1] - begin[1]) - y * (point[0] - begin[0])) / long


def ends(route: Route) -> tuple[Point, Point]:
    """Where the line begins and where it arrives, arrows included."""
    return route.tail or route.points[0], route.tip or route.points[-1]


def share_of(spot: Spot, point: Point) -> Point:
    """A point at the rim of a box as shares of its width and height, so that it moves with the box."""
    return (
        _share(point[0] - spot.x, spot.wide),
        _share(point[1] - spot.y, spot.high),
    )


def _share(away: float, whole: float) -> float:
    return min(1.0, max(0.0, 0.5 + away / whole))


def halfway(points: Sequence[Point]) -> Point:
    """The middle of a line with bends, by its length: there an editor hangs the label."""
    lengths = [dist(one, other) for one, other in pairwise(points)]
    half = sum(lengths) / 2
    for (one, other), length, passed in zip(pairwise(points), lengths, accumulate(lengths), strict=True):
        if passed >= half and length:
            part = 1 - (passed - half) / length
            return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
    return points[0]
