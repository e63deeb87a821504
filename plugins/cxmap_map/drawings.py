"""The two drawings of the map as shapes: the band of customers and the curves of feeling."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_map.view_cells import Badge, Cell


@dataclass(frozen=True)
class Label:
    """A few words at a point of a drawing."""

    x: float
    y: float
    text: str
    style: str  # big, small, leave, leave-big, end, back, unknown, new
    column: int
    width: float = 0.0
    anchor: str = "middle"  # or start: x is where it begins
    others: tuple[tuple[float, float, str], ...] = ()  # x, y and anchor of other places, the next best first


@dataclass(frozen=True)
class Ribbon:
    """One way customers go, drawn as wide as they are many."""

    path: str
    style: str  # flow, gone, assumed, unknown, back
    source: int
    target: int


@dataclass(frozen=True)
class Flow:
    """The band: ribbons, stations, numbers."""

    height: float
    ribbons: tuple[Ribbon, ...]
    through: tuple[tuple[float, float], ...]  # how many come into each stage, and get out
    folds: tuple[str, ...]  # one simple ribbon for each stage, drawn when it is folded
    stations: tuple[tuple[int, float, float, float], ...]  # column, x, top, bottom
    labels: tuple[Label, ...]
    middles: dict[str, float]
    tracks: dict[str, int]
    visits: dict[str, float]
    words: str
    note: str = ""


@dataclass(frozen=True)
class Point:
    """One feeling somebody was asked for."""

    column: int
    x: float
    value: float
    y: float
    who: str  # us, them, aim
    words: str
    low: float | None = None
    high: float | None = None
    above: bool = True  # on which side of the point its number stands


@dataclass(frozen=True)
class Hatch:
    """Columns whose feeling is not known, or that nobody sees."""

    left: float
    width: float
    style: str  # unknown, between, unseen, gone
    words: str
    start: int
    span: int


@dataclass(frozen=True)
class Gap:
    """Where what we believe and what they feel part."""

    x: float
    y: float
    text: str
    column: int
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class Feelings:
    """The two lines and what lies between them."""

    height: float
    rules: tuple[tuple[float, str], ...]
    areas: tuple[tuple[str, str], ...]  # style, path
    lines: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    hatches: tuple[Hatch, ...]
    gaps: tuple[Gap, ...]
    names: tuple[Label, ...]
    words: str
    anytime: tuple[Cell, ...] = ()
