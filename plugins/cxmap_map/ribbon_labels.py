"""The numbers on the flow band, and the same in words."""

from __future__ import annotations

# ruff: noqa: RUF001 - typographic signs are meant
from collections.abc import Mapping, Sequence

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
        half = max(crowd.visits[name] * layout.scale / 2, 4.0)
        x, top, bottom = layout.x[name], layout.middle[name] - half, layout.middle[name] + half
        if name not in main:
            others = ((x, bottom + 15, "middle"), (x + 4 * layout.unit, top - 2, "start"))
            labels.append(Label(x, top - 4, text, "small", layout.place(name), others=others))
        elif text != said:
            labels.append(
                Label(x, top - 5, text, "big", layout.place(name), others=((x, bottom + 19, "middle"),))
            )
            said = text
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
        beside = (layout.x[way.source] * 3 + layout.x[way.target]) / 4, layout.top - 7, "middle"
        labels.append(Label(x, layout.top - 7, text, style, layout.place(way.target), others=(beside,)))
    return labels


def name_labels(names: Mapping[str, str], layout: Layout) -> list[Label]:
    """What a station is called that stands between columns: under it, as near as there is room."""
    labels = []
    for name, text in names.items():
        x, y = layout.x[name], layout.middle[name] + 22
        places = [
            (x + aside * layout.unit, y + down, "middle")
            for down in (0, 6, 12, 18, 24, 36, 48, -46, -52)
            for aside in (0, -24, 24)
        ]
        labels.append(Label(x, y, text, "new", layout.place(name), others=tuple(places[1:])))
    return labels


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
