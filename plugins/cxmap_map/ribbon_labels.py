"""The numbers on the flow band, and the same in words."""

from __future__ import annotations

# ruff: noqa: RUF001 - typographic signs are meant
from collections.abc import Mapping, Sequence

from cxmap_map.advance import width
from cxmap_map.drawings import Label
from cxmap_map.numbers import people
from cxmap_map.ribbon_layout import Layout
from cxmap_map.texts import Words
from cxmap_map.visits import Crowd, Way


def count_labels(
    crowd: Crowd, layout: Layout, main: Sequence[str], order: Sequence[str], counted: bool
) -> list[Label]:
    """How many stand at each touchpoint: large on the main path where the number changes, small elsewhere."""
    if not counted:
        return []
    labels = []
    said = ""
    for name in order:
        text = people(crowd.visits[name])
        top = layout.middle[name] - max(crowd.visits[name] * layout.scale / 2, 4.0)
        if name in main:
            if text != said:
                labels.append(Label(layout.x[name], top - 5, text, "big", layout.place(name)))
            said = text
        else:
            labels.append(Label(layout.x[name], top - 4, text, "small", layout.place(name)))
    return labels


def return_labels(backward: Sequence[Way], crowd: Crowd, layout: Layout, words: Words) -> list[Label]:
    """How many come back, and how often."""
    labels = []
    for way in backward:
        x = (layout.x[way.source] + layout.x[way.target]) / 2
        if way.share is None:
            text, style = words("not_counted"), "unknown"
        else:
            text, style = f"{people(crowd.amount(way))} {words('come_back')}", "back"
        if way.max_times:
            text += f", ×{way.max_times}"
        labels.append(Label(x, layout.top - 7, text, style, layout.place(way.target)))
    return labels


_RANK = {"big": 0, "leave-big": 1, "unknown": 2, "end": 3, "back": 4, "leave": 5, "small": 6}
_SIZE = {"big": 17.0}


def without_collisions(labels: Sequence[Label], pixels: float) -> list[Label]:
    """Drop the smallest of labels that would run into each other, or out of the drawing."""
    kept: list[tuple[Label, tuple[float, float, float, float]]] = []
    per_unit = pixels / 1000
    for label in sorted(labels, key=lambda one: (_RANK[one.style], one.x)):
        size = _SIZE.get(label.style, 11.5)
        wide = width(label.text, size, bold=label.style in {"big", "leave-big"}) + 6
        x = label.x * per_unit
        placed = _inside(label, wide, x, pixels, per_unit)
        left = placed.x * per_unit - (wide / 2 if placed.anchor == "middle" else 0)
        box = (left, placed.y - size * 0.85, left + wide, placed.y + 2)
        if all(_apart(box, other) for _, other in kept):
            kept.append((placed, box))
    return [label for label, _ in sorted(kept, key=lambda one: (one[0].x, one[0].y, one[0].text))]


def _inside(label: Label, wide: float, x: float, pixels: float, per_unit: float) -> Label:
    half = wide / 2 if label.anchor == "middle" else 0.0
    right = wide / 2 if label.anchor == "middle" else wide
    moved = min(max(x, half), max(half, pixels - right))
    return Label(moved / per_unit, label.y, label.text, label.style, label.column, wide, label.anchor)


def _apart(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def flow_in_words(
    crowd: Crowd, order: Sequence[str], titles: Mapping[str, str], words: Words, counted: bool
) -> str:
    """The band in one sentence for those who cannot see it."""
    if not counted:
        return words("no_shares")
    reached = "; ".join(f"{titles[name]} {people(crowd.visits[name])}" for name in order)
    leaving = {name: crowd.visits[name] * crowd.leaves.get(name, 0.0) for name in order}
    said = [
        words("leave_at", n=people(leaving[name]), title=titles[name])
        for name in order
        if leaving[name] > 0.001
    ]
    left = "; ".join(said)
    return words("flow_words", reached=reached, left=f"{left}." if left else "")
