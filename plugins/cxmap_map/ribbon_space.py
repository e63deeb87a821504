"""Room on the flow band: where a label covers least of the ribbons, and no other label at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from cxmap_map.advance import width
from cxmap_map.drawings import Label, Ribbon

Held = TypeVar("Held")
Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels
SAMPLES = 8  # of each curve
BUCKET = 60.0
HAIR = 1.2
FARTHER = 14.0  # what it costs to stand one place farther away, in covered square pixels
TICK = 200.0  # a station is covered as reluctantly as a ribbon so many times its size
RANK = {
    "big": 0, "leave-big": 1, "unknown": 2, "end": 3, "back": 4, "leave": 5, "new": 6, "small": 7,
}  # fmt: skip


class Room:
    """What stands on the band already."""

    def __init__(self, pixels: float) -> None:
        """An empty band, `pixels` wide."""
        self.pixels = pixels
        self._ink: dict[int, list[tuple[Box, float]]] = defaultdict(list)
        self._labels: dict[int, list[Box]] = defaultdict(list)

    def draw(self, box: Box, weight: float = 1.0) -> None:
        """Something that a label had better not cover."""
        for bucket in _buckets(box):
            self._ink[bucket].append((box, weight))

    def write(self, box: Box) -> None:
        """A label that no other may touch."""
        for bucket in _buckets(box):
            self._labels[bucket].append(box)

    def is_free(self, box: Box) -> bool:
        """Whether no label is there, and the drawing does not end before."""
        inside = box[1] >= -1 and box[0] >= -0.5 and box[2] <= self.pixels + 0.5
        return inside and not any(_shared(box, other) for other in _near(self._labels, box))

    def covers(self, box: Box) -> float:
        """How much ink a label would cover here, in square pixels."""
        return sum(_shared(box, other) * weight for other, weight in dict.fromkeys(_near(self._ink, box)))


def place_labels(
    labels: Sequence[Label],
    ribbons: Iterable[Ribbon],
    stations: Iterable[tuple[int, float, float, float]],
    pixels: float,
) -> list[Label]:
    """Give every label the best of its places; one that has none is left out, the least important first."""
    room, unit = Room(pixels), pixels / 1000
    for ribbon in ribbons:
        for box in boxes_of(ribbon.path, unit):
            room.draw(box)
    for _, x, top, bottom in stations:
        room.draw((x * unit - 1, top, x * unit + 1, bottom), TICK)
    kept = []
    for label in sorted(labels, key=lambda one: (RANK[one.style], one.x)):
        found = _best(label, room, unit)
        if found is not None:
            kept.append(found[0])
            room.write(found[1])
    return sorted(kept, key=lambda one: (one.x, one.y, one.text))


def _best(label: Label, room: Room, unit: float) -> tuple[Label, Box] | None:
    size = 17.0 if label.style == "big" else 11.5
    bold = label.style in {"big", "leave-big", "new"}
    wide = width(label.text, size, bold=bold) + 6
    best: tuple[float, Label, Box] | None = None
    for number, (x, y, anchor) in enumerate(((label.x, label.y, label.anchor), *label.others)):
        before = wide / 2 if anchor == "middle" else 0.0
        left = min(max(x * unit - before, 0.0), max(0.0, room.pixels - wide))
        box = (left, y - size * 0.85, left + wide, y + 2)
        if not room.is_free(box):
            continue
        cost = room.covers(box) + number * FARTHER
        if best is None or cost < best[0]:
            moved = replace(label, x=(left + before) / unit, y=y, width=wide, anchor=anchor, others=())
            best = cost, moved, box
    return best[1:] if best is not None else None


def boxes_of(path: str, unit: float) -> list[Box]:
    """A ribbon as narrow boxes, each as high as the ribbon is there."""
    line = _outline(path)
    if path.endswith("Z"):
        half = len(line) // 2
        above, below = line[:half], line[: half - 1 : -1]
    else:
        above = below = line
    boxes = []
    for (a, b), (c, d) in zip(pairwise(above), pairwise(below), strict=False):
        top, bottom = min(a[1], b[1], c[1], d[1]), max(a[1], b[1], c[1], d[1])
        left, right = min(a[0], b[0]) * unit, max(a[0], b[0]) * unit
        boxes.append((left, top, max(right, left + HAIR), max(bottom, top + HAIR)))
    return boxes


def _outline(path: str) -> list[tuple[float, float]]:
    """Points along a path of level curves and straight lines."""
    points: list[tuple[float, float]] = []
    for kind, rest in re.findall(r"([MLC])([^MLCZ]*)", path):
        numbers = [float(each) for each in rest.split()]
        if kind != "C":
            points.append((numbers[0], numbers[1]))
            continue
        (x0, y0), (x1, y1, x2, y2, x3, y3) = points[-1], numbers
        for step in range(1, SAMPLES + 1):
            t = step / SAMPLES
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def _buckets(box: Box) -> range:
    return range(int(box[0] // BUCKET), int(box[2] // BUCKET) + 1)


def _near(held: Mapping[int, Sequence[Held]], box: Box) -> Iterator[Held]:
    for bucket in _buckets(box):
        yield from held.get(bucket, ())


def _shared(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
