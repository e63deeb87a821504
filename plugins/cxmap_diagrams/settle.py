"""Hang the label of a line where it crosses no box, no sign and no other label: on the line, as near as it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cxmap_diagrams.curves import on_curve, pieces
from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.labels import HIGH, overlap
from cxmap_diagrams.placed import Layout, Point, Route, Spot
from cxmap_diagrams.sizes import label_size

SIGN, CELL = 20.0, 160.0
SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)
"""Where along a piece of its line a label may hang, the best first."""


@dataclass
class Taken:
    """What is taken, in a grid so that each look is at near ones only."""

    cells: dict[tuple[int, int], list[Spot]] = field(default_factory=lambda: defaultdict(list))

    def add(self, spot: Spot) -> None:
        """Take a place."""
        for cell in _cells(spot):
            self.cells[cell].append(spot)

    def is_free(self, spot: Spot) -> bool:
        """Whether nothing stands there."""
        return not any(overlap(spot, other) for cell in _cells(spot) for other in self.cells.get(cell, ()))


def settle(diagram: Diagram, layout: Layout) -> Layout:
    """The layout with every label where it is free; one for which no place is free stays where it was."""
    taken = Taken()
    for box in diagram.boxes:
        spot = layout.spots[box.key]
        taken.add(spot)
        for number in range(len(box.marks)):
            corner = spot.x + spot.wide / 2 - 4 - 18 * number, spot.y - spot.high / 2
            taken.add(Spot(*corner, SIGN, SIGN))
    routes = []
    for line, route in zip(diagram.lines, layout.routes, strict=True):
        if line.label and route.label is not None:
            wide = label_size(line.label)
            free = (point for point in places(route) if taken.is_free(Spot(*point, wide, HIGH)))
            point = next(free, route.label)
            taken.add(Spot(*point, wide, HIGH))
            route = replace(route, label=point)
        routes.append(route)
    return replace(layout, routes=tuple(routes))


def places(route: Route) -> Iterator[Point]:
    """Where a label may hang: as it does, else on the longest piece of the line, else on any."""
    if route.label is not None:
        yield route.label
    for piece in sorted(pieces(route.points), key=lambda piece: -_reach(piece[0], piece[3])):
        for share in SHARES:
            yield on_curve(piece, share)


def _reach(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _cells(spot: Spot) -> Iterator[tuple[int, int]]:
    left, right = spot.x - spot.wide / 2, spot.x + spot.wide / 2
    top, low = spot.y - spot.high / 2, spot.y + spot.high / 2
    for column in range(int(left // CELL), int(right // CELL) + 1):
        for row in range(int(top // CELL), int(low // CELL) + 1):
            yield column, row
