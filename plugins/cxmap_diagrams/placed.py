"""A diagram with its places: where boxes, frames, lines and labels stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmap_diagrams.diagram import Group

Point = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """The middle of a box and its size."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True)
class Frame:
    """The rectangle of a group, from its top left corner."""

    group: Group
    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True)
class Head:
    """The title of a stage, in lines, over the columns it takes."""

    stage: str
    lines: tuple[str, ...]
    x: float
    wide: float


@dataclass(frozen=True)
class Route:
    """The way of a line: one point, then three for each Bezier curve; the tip of its arrow; its label; a second arrow."""

    points: tuple[Point, ...]
    tip: Point | None = None
    label: Point | None = None
    tail: Point | None = None


@dataclass(frozen=True)
class Layout:
    """All places of a diagram; routes stand in the order of its lines."""

    width: float
    height: float
    spots: Mapping[str, Spot]
    routes: tuple[Route, ...]
    frames: tuple[Frame, ...]
    sentence: str = ""
    heads: tuple[Head, ...] = ()
