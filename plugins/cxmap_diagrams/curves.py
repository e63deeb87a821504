"""Lines as Bezier curves: their pieces, and points on them."""

from __future__ import annotations

from collections.abc import Sequence

from cxmap_diagrams.placed import Point

Piece = tuple[Point, ...]


def pieces(points: Sequence[Point]) -> list[Piece]:
    """The curves a line is made of: begin, two points that bend it, end; each begins where the one before it ends."""
    return [tuple(points[at : at + 4]) for at in range(0, len(points) - 3, 3)]


def on_curve(piece: Piece, share: float) -> Point:
    """A point of a Bezier curve, which along a straight one lies at its share of the way."""
    begin, one, other, end = piece
    if begin == one and other == end:
        return begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x, y = (
        sum(weight * point[axis] for weight, point in zip(weights, piece, strict=True)) for axis in (0, 1)
    )
    return x, y
