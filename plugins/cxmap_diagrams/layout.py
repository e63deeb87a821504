"""Where everything on a diagram goes: by Graphviz where it can, by rows and columns where it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.engine import LayoutError, lay_out
from cxmap_diagrams.grid import grid_layout
from cxmap_diagrams.labels import clear_labels
from cxmap_diagrams.placed import Frame, Layout, Point, Route, Spot
from cxmap_diagrams.sizes import box_size
from cxmap_diagrams.to_dot import to_dot

LARGEST = 600
"""Boxes beyond this go straight to rows and columns: Graphviz would make a strip nobody can read."""


def place(diagram: Diagram, *, program: str | None = None, seconds: float | None = None) -> Layout:
    """The layout of a diagram; a sentence in it says when it is not the usual one."""
    if not diagram.boxes:
        return Layout(0.0, 0.0, {}, (), ())
    if len(diagram.boxes) > LARGEST:
        return grid_layout(
            diagram, f"Drawn in columns: {len(diagram.boxes)} boxes are too many to lay out freely."
        )
    try:
        limits: dict[str, Any] = {} if seconds is None else {"seconds": seconds}
        made = lay_out(
            to_dot(diagram, exact=True), len(diagram.boxes), len(diagram.lines), program=program, **limits
        )
        return clear_labels(diagram, _read(diagram, made))
    except LayoutError as error:
        return grid_layout(diagram, f"Drawn in columns: {error}.")


@dataclass(frozen=True)
class _Flip:
    """Graphviz counts from the bottom, we from the top."""

    height: float

    def point(self, text: str) -> tuple[float, float]:
        x, y = text.split(",")[-2:]
        return float(x), self.height - float(y)


def _read(diagram: Diagram, made: dict[str, Any]) -> Layout:
    left, bottom, right, top = (float(part) for part in made["bb"].split(","))
    flip = _Flip(top)
    objects = {each["name"]: each for each in made.get("objects", ())}
    spots: dict[str, Spot] = {}
    for number, box in enumerate(diagram.boxes):
        x, y = flip.point(objects[f"n{number}"]["pos"])
        wide, high = box_size(box)
        spots[box.key] = Spot(x - left, y, wide, high)
    frames = []
    for number, group in enumerate(diagram.groups):
        bounds = objects.get(f"cluster_{number}", {}).get("bb")
        if bounds:
            x0, y0, x1, y1 = (float(part) for part in bounds.split(","))
            frames.append(Frame(group, x0 - left, top - y1, x1 - x0, y1 - y0))
    named = {each.get("id"): each for each in made.get("edges", ())}
    routes = tuple(_route(named[f"e{number}"], flip, left) for number in range(len(diagram.lines)))
    return Layout(right - left, top - bottom, spots, routes, tuple(frames))


def _route(edge: dict[str, Any], flip: _Flip, left: float) -> Route:
    words = edge["pos"].split()

    def at(text: str) -> Point:
        x, y = flip.point(text)
        return x - left, y

    ends = {word[0]: at(word) for word in words if word.startswith(("e,", "s,"))}
    points = tuple(at(word) for word in words if not word.startswith(("e,", "s,")))
    return Route(points, ends.get("e"), at(edge["lp"]) if "lp" in edge else None, ends.get("s"))
