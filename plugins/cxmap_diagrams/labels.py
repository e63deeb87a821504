"""Keep the words on lines apart, and off the titles of frames, for which Graphviz makes no room."""

from __future__ import annotations

from dataclasses import replace

from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.measure import width
from cxmap_diagrams.placed import Frame, Layout, Spot
from cxmap_diagrams.sizes import label_size

HIGH = 11.0
MOST = 400
"""Lines beyond this are too many for words that can be read."""
_AWAY = (0.0, -8.0, 8.0, -16.0, 16.0, -24.0, 24.0, -36.0, 36.0)
_MOVES = tuple(
    sorted(((x, y) for x in _AWAY for y in _AWAY), key=lambda move: (abs(move[0]) + abs(move[1]), move))
)
"""Where a label may go instead, the nearest place first."""


def clear_labels(diagram: Diagram, layout: Layout) -> Layout:
    """The layout with every label that lay on a frame's title, or on a label before it, beside it."""
    if len(diagram.lines) > MOST:
        return layout
    taken = [_title(frame) for frame in layout.frames]
    boxes = list(layout.spots.values())
    routes = []
    for line, route in zip(diagram.lines, layout.routes, strict=True):
        if not line.label or route.label is None:
            routes.append(route)
            continue
        spot = _free(Spot(*route.label, label_size(line.label), HIGH), taken, boxes)
        taken.append(spot)
        routes.append(replace(route, label=(spot.x, spot.y)))
    return replace(layout, routes=tuple(routes))


def _title(frame: Frame) -> Spot:
    wide = width(frame.group.title, 13.0, bold=True)
    return Spot(frame.x + 9 + wide / 2, frame.y + 14, wide, 15.0)


def _free(label: Spot, taken: list[Spot], boxes: list[Spot]) -> Spot:
    """The place itself where nothing is written, else the nearest where nothing is drawn either."""
    if not any(overlap(label, other) for other in taken):
        return label
    for x, y in _MOVES:
        there = replace(label, x=label.x + x, y=label.y + y)
        if not any(overlap(there, other) for other in (*taken, *boxes)):
            return there
    return label


def overlap(one: Spot, other: Spot) -> bool:
    """Whether two rectangles share ground."""
    return (
        abs(one.x - other.x) < (one.wide + other.wide) / 2
        and abs(one.y - other.y) < (one.high + other.high) / 2
    )
