"""The flow band: one ribbon for each way customers go, as wide as they are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cxmap_map.advance import width
from cxmap_map.numbers import coordinate as c
from cxmap_map.numbers import people
from cxmap_map.texts import Words
from cxmap_map.view import Flow, Label, Ribbon
from cxmap_map.visits import Crowd, Way

FULL = 30.0  # height of everybody who starts
MAIN = 38.0
TRACK = 34.0
EXIT_TYPES = frozenset({"exit", "cancel"})


@dataclass
class _Layout:
    """Where everything stands while the band is drawn."""

    order: Sequence[str]
    x: Mapping[str, float]
    column: Mapping[str, int]
    scale: float
    middle: dict[str, float] = field(default_factory=dict)
    top: float = 0.0
    outgoing: dict[str, float] = field(default_factory=dict)
    incoming: dict[str, float] = field(default_factory=dict)

    def place(self, name: str) -> int:
        return self.column[name]


def draw_flow(
    crowd: Crowd,
    order: Sequence[str],
    x: Mapping[str, float],
    column: Mapping[str, int],
    types: Mapping[str, str | None],
    titles: Mapping[str, str],
    words: Words,
    *,
    pixels: float,
    unit: str = "not_counted",
    counted: bool = True,
) -> Flow:
    """Lay out the band over columns whose middles are `x` (0 to 1000); `pixels` is its least width."""
    most = max([*crowd.visits.values(), 1.0])
    layout = _Layout(order, x, column, FULL / max(1.0, most / 1.2))
    forward = [way for way in crowd.ways if way.target in x and column[way.target] > column[way.source]]
    backward = [way for way in crowd.ways if way.target in x and column[way.target] <= column[way.source]]
    backward = [way for way in backward if way.share is None or crowd.amount(way) > 0]
    layout.top = 20.0 if backward else 0.0
    main = _main_path(crowd, forward, order)
    tracks = _tracks(main, forward, crowd, order, column)
    for name in order:
        layout.middle[name] = layout.top + MAIN + TRACK * tracks.get(name, 0)
    ribbons, leave_labels = _ribbons(crowd, forward, layout, types, main, words, unit, counted)
    back = [_back(way, layout) for way in backward]
    bottom = max([label.y for label in leave_labels] + [max(layout.middle.values(), default=MAIN) + 18])
    stations = tuple(_station(name, crowd, layout) for name in order)
    labels = [*_counts(crowd, layout, main, order, counted), *leave_labels, *_times(backward, crowd, layout, words)]
    return Flow(
        height=max(104.0, bottom + 12) if counted else layout.top + 62 + TRACK * max(tracks.values(), default=0),
        ribbons=tuple([*ribbons, *back]),
        folds=(),
        stations=stations,
        labels=tuple(_without_collisions(labels, pixels)),
        middles=dict(layout.middle),
        visits=dict(crowd.visits),
        words=_in_words(crowd, order, titles, words, counted),
        note="" if counted else words("no_shares"),
    )


def _main_path(crowd: Crowd, forward: Sequence[Way], order: Sequence[str]) -> list[str]:
    """From the busiest entry, the way most customers take."""
    if not order:
        return []
    ways: dict[str, list[Way]] = defaultdict(list)
    for way in forward:
        ways[way.source].append(way)
    reached = {way.target for way in forward}
    starts = [name for name in order if name not in reached] or [order[0]]
    here = max(starts, key=lambda name: (crowd.visits.get(name, 0.0), -order.index(name)))
    path = [here]
    while ways[here]:
        here = max(ways[here], key=crowd.amount).target
        path.append(here)
    return path


def _tracks(
    main: Sequence[str], forward: Sequence[Way], crowd: Crowd, order: Sequence[str], column: Mapping[str, int]
) -> dict[str, int]:
    """Which lower track each touchpoint off the main path stands on: 1, or 2 where a way would run over it."""
    on_main = set(main)
    tracks: dict[str, int] = {}
    spans = [
        (column[way.source], column[way.target], way)
        for way in forward
        if crowd.amount(way) > 0 and (way.source not in on_main and way.target not in on_main)
    ]
    for name in order:
        if name in on_main:
            continue
        over = [
            tracks.get(way.source, 1)
            for first, last, way in spans
            if first < column[name] < last and way.source in tracks
        ]
        tracks[name] = 2 if 1 in over and 2 not in over else 1
    return tracks


def _ribbons(
    crowd: Crowd,
    forward: Sequence[Way],
    layout: _Layout,
    types: Mapping[str, str | None],
    main: Sequence[str],
    words: Words,
    unit: str,
    counted: bool,
) -> tuple[list[Ribbon], list[Label]]:
    nexts = dict(zip(main, main[1:], strict=False))
    for name in layout.order:
        edge = layout.middle[name] - crowd.visits[name] * layout.scale / 2
        layout.outgoing[name] = layout.incoming[name] = edge
    ribbons: list[Ribbon] = []
    labels: list[Label] = []
    order = {name: number for number, name in enumerate(layout.order)}
    leaving: dict[str, list[Way]] = defaultdict(list)
    for way in forward:
        leaving[way.source].append(way)
    starts: dict[tuple[str, str], float] = {}
    for name in layout.order:
        for way in sorted(leaving[name], key=lambda way: (way.target != nexts.get(name), order[way.target])):
            starts[way.source, way.target] = layout.outgoing[name]
            layout.outgoing[name] += _thick(crowd, way, layout)
    for way in sorted(forward, key=lambda way: (order[way.target], order[way.source])):
        ribbons.append(_ribbon(way, crowd, layout, types, starts[way.source, way.target], main, counted))
        layout.incoming[way.target] += _thick(crowd, way, layout)
        if way.share is None:
            labels.append(_uncounted(way, layout, words(unit)))
    for name in layout.order:
        ribbons.extend(_ends(name, crowd, layout, words, labels))
    return ribbons, labels


def _thick(crowd: Crowd, way: Way, layout: _Layout) -> float:
    return crowd.visits[way.source] * (way.share or 0.0) * layout.scale


def _uncounted(way: Way, layout: _Layout, text: str) -> Label:
    x = (layout.x[way.source] + layout.x[way.target]) / 2
    y = max(layout.middle[way.source], layout.middle[way.target]) + 16
    return Label(x, y, text, "unknown", layout.place(way.target))


def _ribbon(
    way: Way,
    crowd: Crowd,
    layout: _Layout,
    types: Mapping[str, str | None],
    start: float,
    main: Sequence[str],
    counted: bool,
) -> Ribbon:
    thick = _thick(crowd, way, layout)
    x0, x1 = layout.x[way.source], layout.x[way.target]
    end = layout.incoming[way.target]
    on_main = way.source in main and way.target in main
    skips = on_main and main.index(way.target) - main.index(way.source) > 1
    style = "flow"
    if way.share is None or not counted:
        style = "unknown"
    elif types.get(way.target) in EXIT_TYPES:
        style = "gone"
    elif way.assumed:
        style = "assumed"
    thick = thick if thick > 0.8 else (0.8 if way.share else 0.0)
    source, target = layout.place(way.source), layout.place(way.target)
    if not thick:
        return Ribbon(_line(x0, layout.middle[way.source], x1, layout.middle[way.target]), "thread", source, target)
    if skips:
        low = layout.top + MAIN + TRACK - 12
        middle = (x0 + x1) / 2
        return Ribbon(_tape([(x0, start), (middle, low), (x1, end)], thick), style, source, target)
    return Ribbon(_tape([(x0, start), (x1, end)], thick), style, source, target)


def _tape(points: Sequence[tuple[float, float]], thick: float) -> str:
    """A ribbon along the tops `points`, level at each of them."""
    there = f"M{c(points[0][0])} {c(points[0][1])}" + "".join(_curves(points))
    back = [(x, y + thick) for x, y in reversed(points)]
    return there + f"L{c(back[0][0])} {c(back[0][1])}" + "".join(_curves(back)) + "Z"


def _curves(points: Sequence[tuple[float, float]]) -> list[str]:
    parts = []
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        m = c((x0 + x1) / 2)
        parts.append(f"C{m} {c(y0)} {m} {c(y1)} {c(x1)} {c(y1)}")
    return parts


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    m = c((x0 + x1) / 2)
    return f"M{c(x0)} {c(y0)}C{m} {c(y0)} {m} {c(y1)} {c(x1)} {c(y1)}"


def fold_ribbon(flow: Flow, names: Sequence[str], x: Mapping[str, float]) -> str:
    """What a folded stage shows of the band: how many come in and how many are left at its end."""
    first, last = names[0], names[-1]
    scale = FULL / max(1.0, max(flow.visits.values()) / 1.2)
    in_half, out_half = flow.visits[first] * scale / 2, flow.visits[last] * scale / 2
    x0, x1 = x[first], x[last]
    y0 = y1 = min(flow.middles.values())
    tops, bottoms = [(x0, y0 - in_half), (x1, y1 - out_half)], [(x1, y1 + out_half), (x0, y0 + in_half)]
    start, turn = f"M{c(x0)} {c(y0 - in_half)}", f"L{c(x1)} {c(y1 + out_half)}"
    return start + "".join(_curves(tops)) + turn + "".join(_curves(bottoms)) + "Z"


def _ends(name: str, crowd: Crowd, layout: _Layout, words: Words, labels: list[Label]) -> list[Ribbon]:
    """Who ends here goes on a little and stops; who leaves curls down, dark."""
    ribbons = []
    x, column = layout.x[name], layout.place(name)
    ending = crowd.visits[name] * crowd.ends.get(name, 0.0)
    goes_on = any(way.source == name and (way.share or 0) > 0 for way in crowd.ways)
    room = _room(name, layout)
    if ending > 0.001 and goes_on:
        y, thick = layout.outgoing[name], max(ending * layout.scale, 0.8)
        reach = min(28.0, room * 0.62)
        ribbons.append(Ribbon(_tape([(x, y), (x + reach, y + 5)], thick), "flow", column, column))
        labels.append(
            Label(x + reach + 3, y + 5 + thick / 2 + 3, f"{people(ending)} {words('ends')}", "end", column, anchor="start")
        )
        layout.outgoing[name] += thick
    leaving = crowd.visits[name] * crowd.leaves.get(name, 0.0)
    if leaving > 0.001:
        y, thick = layout.outgoing[name], max(leaving * layout.scale, 0.8)
        low = layout.middle[name] + 34 if layout.middle[name] < layout.top + MAIN + 1 else layout.middle[name] + 13
        low = max(low, y + 8)
        reach = min(30.0, room * 0.7)
        ribbons.append(Ribbon(_tape([(x, y), (x + reach, low)], thick), "gone", column, column))
        style = "leave-big" if leaving >= 0.095 else "leave"
        labels.append(Label(x + reach, low + thick + 10, f"{people(leaving)} {words('drop_off')}", style, column))
    return ribbons


def _room(name: str, layout: _Layout) -> float:
    number = list(layout.order).index(name)
    later = layout.order[number + 1] if number + 1 < len(layout.order) else None
    return (layout.x[later] - layout.x[name]) if later else max(8.0, 1000 - layout.x[name])


def _station(name: str, crowd: Crowd, layout: _Layout) -> tuple[int, float, float, float]:
    half = max(crowd.visits[name] * layout.scale / 2, 4.0) + 2
    middle = layout.middle[name]
    return layout.place(name), layout.x[name], middle - half, middle + half


def _counts(
    crowd: Crowd, layout: _Layout, main: Sequence[str], order: Sequence[str], counted: bool
) -> list[Label]:
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


def _back(way: Way, layout: _Layout) -> Ribbon:
    """A thin line above the band, back to where the customer was."""
    x0, x1 = layout.x[way.source], layout.x[way.target]
    y0, y1 = layout.middle[way.source] - 10, layout.middle[way.target] - 10
    level = layout.top - 4
    if x0 == x1:
        x0, x1 = x0 + 6, x1 - 6
    path = (
        f"M{c(x0)} {c(y0)}C{c(x0)} {c(level)} {c(x0)} {c(level)} {c((x0 * 3 + x1) / 4)} {c(level)}"
        f"L{c((x0 + x1 * 3) / 4)} {c(level)}C{c(x1)} {c(level)} {c(x1)} {c(level)} {c(x1)} {c(y1)}"
    )
    return Ribbon(path, "back", layout.place(way.source), layout.place(way.target))


def _times(backward: Sequence[Way], crowd: Crowd, layout: _Layout, words: Words) -> list[Label]:
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


def _without_collisions(labels: Sequence[Label], pixels: float) -> list[Label]:
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


def _in_words(
    crowd: Crowd, order: Sequence[str], titles: Mapping[str, str], words: Words, counted: bool
) -> str:
    if not counted:
        return words("no_shares")
    reached = "; ".join(f"{titles[name]} {people(crowd.visits[name])}" for name in order)
    say: Callable[[str], str] = lambda name: words(  # noqa: E731
        "leave_at", n=people(crowd.visits[name] * crowd.leaves[name]), title=titles[name]
    )
    left = "; ".join(say(name) for name in order if crowd.visits[name] * crowd.leaves.get(name, 0) > 0.001)
    return words("flow_words", reached=reached, left=f"{left}." if left else "")
