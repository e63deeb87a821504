"""The flow band: one ribbon for each way customers go, as wide as they are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cxmap_map.drawings import Flow, Label, Ribbon
from cxmap_map.numbers import coordinate as c
from cxmap_map.numbers import people
from cxmap_map.ribbon_labels import (
    count_labels,
    flow_in_words,
    name_labels,
    return_labels,
)
from cxmap_map.ribbon_layout import FULL, MAIN, TRACK, Layout, find_tracks, main_path
from cxmap_map.ribbon_space import place_labels
from cxmap_map.texts import Words
from cxmap_map.visits import Crowd, Way

EXIT_TYPES = frozenset({"exit", "cancel"})


@dataclass(frozen=True)
class Ground:
    """What the band stands on, alike for every crowd drawn there, so that the eye can compare them."""

    order: tuple[str, ...]
    x: Mapping[str, float]  # middles of columns, 0 to 1000
    column: Mapping[str, int]
    types: Mapping[str, str | None]
    titles: Mapping[str, str]
    pixels: float  # the least width of the band
    most: float  # as many as stand anywhere, of one who starts
    returns: bool  # whether a line back needs room above the band
    tracks: Mapping[str, int] = field(default_factory=dict)  # already known: 0 is the main path
    names: Mapping[str, str] = field(default_factory=dict)  # words beside a station that has no column


def goes_back(crowd: Crowd, order: Sequence[str]) -> bool:
    """Whether anybody comes back to where they were."""
    return bool(_ways(crowd, order)[1])


def _ways(crowd: Crowd, order: Sequence[str]) -> tuple[list[Way], list[Way]]:
    """The ways between these touchpoints: onwards, and back."""
    rank = {name: number for number, name in enumerate(order)}
    drawn = [way for way in crowd.ways if way.target in rank and way.source in rank]
    forward = [way for way in drawn if rank[way.target] > rank[way.source]]
    backward = [way for way in drawn if rank[way.target] <= rank[way.source]]
    return forward, [way for way in backward if way.share is None or crowd.amount(way) > 0]


def draw_flow(
    crowd: Crowd, ground: Ground, words: Words, *, unit: str = "not_counted", counted: bool = True
) -> Flow:
    """Lay out the band of one crowd."""
    order = ground.order
    scale = FULL / max(1.0, ground.most / 1.2)
    layout = Layout(order, ground.x, ground.column, scale, 1000 / ground.pixels, frozenset(ground.names))
    forward, backward = _ways(crowd, order)
    layout.top = 20.0 if ground.returns else 0.0
    found = find_tracks(main_path(crowd, forward, order), forward, crowd, order)
    tracks = {name: ground.tracks.get(name, found[name]) for name in order}
    main = [name for name in order if not tracks[name]]
    for name in order:
        layout.middle[name] = layout.top + MAIN + TRACK * tracks[name]
    ribbons, leave_labels = _ribbons(crowd, forward, layout, ground.types, main, words, unit, counted)
    back = [_back(way, layout) for way in backward]
    stations = tuple(_station(name, crowd, layout) for name in order)
    labels = [
        *count_labels(crowd, layout, main, order, counted),
        *leave_labels,
        *return_labels(backward, crowd, layout, words),
        *name_labels(ground.names, layout),
    ]
    placed = place_labels(labels, (*ribbons, *back), stations, ground.pixels)
    bottom = max([label.y for label in placed] + [max(layout.middle.values(), default=MAIN) + 18])
    return Flow(
        height=max(104.0, bottom + 12) if counted else layout.top + 62 + TRACK * max([*tracks.values(), 0]),
        ribbons=(*ribbons, *back),
        through=(),
        folds=(),
        stations=stations,
        labels=tuple(placed),
        middles=dict(layout.middle),
        tracks=tracks,
        visits=dict(crowd.visits),
        words=flow_in_words(crowd, order, ground.titles, words, counted),
        note="" if counted else words("no_shares"),
    )


def _ribbons(
    crowd: Crowd,
    forward: Sequence[Way],
    layout: Layout,
    types: Mapping[str, str | None],
    main: Sequence[str],
    words: Words,
    unit: str,
    counted: bool,
) -> tuple[list[Ribbon], list[Label]]:
    nexts = dict(pairwise(main))
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
        if _on_main(name, layout):
            ribbons.extend(_stop(name, crowd, layout, words, labels))
        for way in sorted(leaving[name], key=lambda way: (way.target != nexts.get(name), order[way.target])):
            starts[way.source, way.target] = layout.outgoing[name]
            layout.outgoing[name] += _thick(crowd, way, layout)
    for way in sorted(forward, key=lambda way: (order[way.target], order[way.source])):
        ribbons.append(_ribbon(way, crowd, layout, types, starts[way.source, way.target], main, counted))
        layout.incoming[way.target] += _thick(crowd, way, layout)
        if way.share is None:
            labels.append(_uncounted(way, layout, words(unit)))
    for name in layout.order:
        if not _on_main(name, layout):
            ribbons.extend(_stop(name, crowd, layout, words, labels))
        ribbons.extend(_leave(name, crowd, layout, words, labels))
    return ribbons, labels


def _thick(crowd: Crowd, way: Way, layout: Layout) -> float:
    return crowd.visits[way.source] * (way.share or 0.0) * layout.scale


def _uncounted(way: Way, layout: Layout, text: str) -> Label:
    x = (layout.x[way.source] + layout.x[way.target]) / 2
    y = max(layout.middle[way.source], layout.middle[way.target]) + 16
    return Label(x, y, text, "unknown", layout.place(way.target))


def _ribbon(
    way: Way,
    crowd: Crowd,
    layout: Layout,
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
        return Ribbon(
            _line(x0, layout.middle[way.source], x1, layout.middle[way.target]), "thread", source, target
        )
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
    for (x0, y0), (x1, y1) in pairwise(points):
        if c(y0) == c(y1):
            parts.append(f"L{c(x1)} {c(y1)}")
            continue
        m = c((x0 + x1) / 2)
        parts.append(f"C{m} {c(y0)} {m} {c(y1)} {c(x1)} {c(y1)}")
    return parts


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    m = c((x0 + x1) / 2)
    return f"M{c(x0)} {c(y0)}C{m} {c(y0)} {m} {c(y1)} {c(x1)} {c(y1)}"


def gates(crowd: Crowd, names: Sequence[str], starts: Mapping[str, float]) -> tuple[float, float]:
    """How many come into a stage and how many get out of it again, onwards or to a good end."""
    inside = set(names)
    coming = sum(crowd.amount(way) for way in crowd.ways if way.target in inside and way.source not in inside)
    going = sum(crowd.amount(way) for way in crowd.ways if way.source in inside and way.target not in inside)
    ending = sum(crowd.visits[name] * crowd.ends.get(name, 0.0) for name in names)
    return coming + sum(starts.get(name, 0.0) for name in names), going + ending


def fold_ribbon(flow: Flow, most: float, x0: float, x1: float, through: tuple[float, float]) -> str:
    """What a folded stage shows of the band from edge to edge: how many come in and how many get out."""
    scale = FULL / max(1.0, most / 1.2)
    in_half, out_half = (min(part, 1.2) * scale / 2 for part in through)
    y0 = y1 = min(flow.middles.values())
    tops, bottoms = [(x0, y0 - in_half), (x1, y1 - out_half)], [(x1, y1 + out_half), (x0, y0 + in_half)]
    start, turn = f"M{c(x0)} {c(y0 - in_half)}", f"L{c(x1)} {c(y1 + out_half)}"
    return start + "".join(_curves(tops)) + turn + "".join(_curves(bottoms)) + "Z"


def _stop(name: str, crowd: Crowd, layout: Layout, words: Words, labels: list[Label]) -> list[Ribbon]:
    """Who ends here goes on a little and stops: upwards from the main path, where there is room."""
    x, column = layout.x[name], layout.place(name)
    ending = crowd.visits[name] * crowd.ends.get(name, 0.0)
    if ending <= 0.001 or not _goes_on(name, crowd):
        return []
    y, thick = layout.outgoing[name], max(ending * layout.scale, 0.8)
    up = _on_main(name, layout)
    reach = min(28.0, _room(name, layout) * (0.3 if up else 0.62))
    end = y - 7 if up else y + 5
    layout.outgoing[name] += thick
    beside, middle = x + reach + 4 * layout.unit, end + thick / 2 + 4
    under = x + 6 * layout.unit
    others = [(beside, middle + down, "start") for down in ((-5, -10, -15, 9) if up else (8, 16, -9))]
    others += [(under, end + thick + down, "start") for down in (13, 22, 31)]
    text = f"{people(ending)} {words('ends')}"
    labels.append(Label(beside, middle, text, "end", column, anchor="start", others=tuple(others)))
    return [Ribbon(_tape([(x, y), (x + reach, end)], thick), "flow", column, column)]


def _leave(name: str, crowd: Crowd, layout: Layout, words: Words, labels: list[Label]) -> list[Ribbon]:
    """Who leaves curls down, dark."""
    x, column = layout.x[name], layout.place(name)
    leaving = crowd.visits[name] * crowd.leaves.get(name, 0.0)
    if leaving <= 0.001:
        return []
    y, thick = layout.outgoing[name], max(leaving * layout.scale, 0.8)
    low = max(layout.middle[name] + (34 if _on_main(name, layout) else 13), y + 8)
    reach = min(30.0, _room(name, layout) * 0.7)
    style = "leave-big" if leaving >= 0.095 else "leave"
    text, end = f"{people(leaving)} {words('drop_off')}", x + reach
    others = [(end, low + thick + down, "middle") for down in (16, 22)]
    others += [(end - 24 * layout.unit, low + thick + down, "middle") for down in (10, 16, 28)]
    others[:0] = [(end + 4 * layout.unit, low + thick / 2 + down, "start") for down in (4, 13)]
    labels.append(Label(end, low + thick + 10, text, style, column, others=tuple(others)))
    return [Ribbon(_tape([(x, y), (end, low)], thick), "gone", column, column)]


def _on_main(name: str, layout: Layout) -> bool:
    return layout.middle[name] < layout.top + MAIN + 1


def _goes_on(name: str, crowd: Crowd) -> bool:
    return any(way.source == name and (way.share or 0) > 0 for way in crowd.ways)


def _room(name: str, layout: Layout) -> float:
    number = list(layout.order).index(name)
    later = layout.order[number + 1] if number + 1 < len(layout.order) else None
    room = (layout.x[later] - layout.x[name]) if later else max(8.0, 1000 - layout.x[name])
    return min(room, 30 * layout.unit) if name in layout.between else room


def _station(name: str, crowd: Crowd, layout: Layout) -> tuple[int, float, float, float]:
    half = max(crowd.visits[name] * layout.scale / 2, 4.0) + 2
    middle = layout.middle[name]
    return layout.place(name), layout.x[name], middle - half, middle + half


def _back(way: Way, layout: Layout) -> Ribbon:
    """A thin line above the band, back to where the customer was."""
    x0, x1 = layout.x[way.source], layout.x[way.target]
    y0, y1 = layout.middle[way.source] - 10, layout.middle[way.target] - 10
    level = layout.top - 4
    if x0 == x1:
        reach = min(30.0, _room(way.source, layout) * 0.4)
        x0, x1 = x0 + reach, x1 - reach
    path = (
        f"M{c(x0)} {c(y0)}C{c(x0)} {c(level)} {c(x0)} {c(level)} {c((x0 * 3 + x1) / 4)} {c(level)}"
        f"L{c((x0 + x1 * 3) / 4)} {c(level)}C{c(x1)} {c(level)} {c(x1)} {c(level)} {c(x1)} {c(y1)}"
    )
    return Ribbon(path, "back", layout.place(way.source), layout.place(way.target))
