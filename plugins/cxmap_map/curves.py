"""The feelings lane: what we believe, what they feel, and the gap between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cxmap_map.advance import width
from cxmap_map.columns import UNIT
from cxmap_map.drawings import Feelings, Gap, Hatch, Label, Point
from cxmap_map.numbers import coordinate as c
from cxmap_map.numbers import feeling
from cxmap_map.setting import Setting
from cxmap_map.view import Column
from cxmap_map.view_cells import Cell, Line

HEIGHT = 128.0
FEWEST = 10
RULES = ((2.0, "delighted"), (1.0, "happy"), (0.0, "neutral"), (-1.0, "frustrated"), (-2.0, "angry"))


def level(value: float) -> float:
    """The height of a feeling in the lane."""
    return 64.0 - 21.0 * value


def draw_feelings(setting: Setting) -> Feelings:
    """Two curves over the path; nothing is drawn through a moment nobody asked about."""
    x = setting.centres
    felt = [
        (column.index, *feels_at(setting, column.index)) for column in setting.columns if not column.anytime
    ]
    asked = [index for index, them, us, _ in felt if them is not None or us is not None]
    points = _points(setting, felt, x)
    them = [point for point in points if point.who == "them"]
    us = [point for point in points if point.who == "us"]
    areas: list[tuple[str, str]] = []
    areas += _between(setting, us, them)
    areas += _bands(setting, them)
    lines = _line(setting, us, "us") + _line(setting, them, "them")
    return Feelings(
        height=HEIGHT,
        rules=tuple((level(value), setting.words(key)) for value, key in RULES),
        areas=tuple(areas),
        lines=tuple(lines),
        points=tuple(points),
        hatches=tuple(_hatches(setting, asked)),
        gaps=tuple(_gaps(setting, felt, x)),
        names=tuple(_names(setting, us, them)),
        words=_words(setting, felt),
        anytime=tuple(_anytime(setting)),
    )


def feels_at(setting: Setting, index: int) -> tuple[float | None, float | None, float | None]:
    """Customer, company, aim; a customer's feeling from fewer than ten answers is not shown."""
    feels = setting.touchpoints[index].feels
    return (None if few_answers(setting, index) else feels.customer), feels.company, feels.target


def few_answers(setting: Setting, index: int) -> bool:
    """Whether so few were asked that one of them could be recognised."""
    n = setting.touchpoints[index].feels.n
    return n is not None and n < FEWEST


def _points(
    setting: Setting,
    felt: Sequence[tuple[int, float | None, float | None, float | None]],
    x: dict[str, float],
) -> list[Point]:
    points = []
    for index, them, us, aim in felt:
        at = x[setting.columns[index].id]
        low, high = _interval(setting, index)
        for who, value in (("us", us), ("them", them), ("aim", aim)):
            if value is None:
                continue
            ends = (low, high) if who == "them" else (None, None)
            above = who == "us" if them is None or us is None or them == us else value == max(them, us)
            points.append(Point(index, at, value, level(value), who, feeling(value), *ends, above=above))
    return points


def _interval(setting: Setting, index: int) -> tuple[float | None, float | None]:
    """An observed interval of the customers' feeling, where there is one."""
    for one in setting.graph.observations:
        here = one.metric == "feeling" and one.at == setting.columns[index].id and not one.by
        if here and one.low is not None and one.high is not None:
            return level(one.low.number), level(one.high.number)
    return None, None


def _solid(setting: Setting, a: int, b: int) -> bool:
    """Whether nothing a customer sees lies unasked between two columns."""
    return all(setting.columns[index].behind for index in range(a + 1, b))


def _curve(points: Sequence[tuple[float, float]]) -> str:
    (x0, y0), (x1, y1) = points
    m = c((x0 + x1) / 2)
    return f"C{m} {c(y0)} {m} {c(y1)} {c(x1)} {c(y1)}"


def _line(setting: Setting, points: Sequence[Point], who: str) -> list[tuple[str, str]]:
    lines = []
    for a, b in pairwise(points):
        style = who if _solid(setting, a.column, b.column) else f"{who} d"
        lines.append((style, f"M{c(a.x)} {c(a.y)}{_curve([(a.x, a.y), (b.x, b.y)])}"))
    return lines


def _between(setting: Setting, us: Sequence[Point], them: Sequence[Point]) -> list[tuple[str, str]]:
    ours = {point.column: point for point in us}
    both = [(ours[point.column], point) for point in them if point.column in ours]
    areas = []
    for (u0, t0), (u1, t1) in pairwise(both):
        between = [point for point in [*us, *them] if u0.column < point.column < u1.column]
        if between:
            continue
        style = "gap" if _solid(setting, u0.column, u1.column) else "gap faint"
        path = (
            f"M{c(u0.x)} {c(u0.y)}{_curve([(u0.x, u0.y), (u1.x, u1.y)])}L{c(t1.x)} {c(t1.y)}"
            f"{_curve([(t1.x, t1.y), (t0.x, t0.y)])}Z"
        )
        areas.append((style, path))
    return areas


def _bands(setting: Setting, them: Sequence[Point]) -> list[tuple[str, str]]:
    areas = []
    for a, b in pairwise(them):
        if a.low is None or a.high is None or b.low is None or b.high is None:
            continue
        if not _solid(setting, a.column, b.column):
            continue
        path = (
            f"M{c(a.x)} {c(a.high)}{_curve([(a.x, a.high), (b.x, b.high)])}L{c(b.x)} {c(b.low)}"
            f"{_curve([(b.x, b.low), (a.x, a.low)])}Z"
        )
        areas.append(("ci", path))
    return areas


def _hatches(setting: Setting, asked: Sequence[int]) -> list[Hatch]:
    total = setting.path_weight
    known = set(asked)
    first, last = (min(asked), max(asked)) if asked else (None, None)
    hatches = []
    for start, end, behind in _unasked(setting, known):
        columns = setting.columns[start:end]
        left, wide = columns[0].left / total * 100, sum(column.weight for column in columns) / total * 100
        if not wide:
            continue  # a step that only another layer has: it stands on a border, where there is no room
        inside = first is not None and last is not None and first < start < last
        if behind:
            hatches.append(Hatch(left, wide, "unseen", setting.words("not_seen"), start, end - start))
        elif inside:
            hatches.append(Hatch(left, wide, "between", setting.words("not_asked"), start, end - start))
        else:
            text = _unknown_words(setting, columns)
            hatches.append(Hatch(left, wide, "unknown", text, start, end - start))
    return hatches


def _unknown_words(setting: Setting, columns: Sequence[Column]) -> str:
    if len(columns) < 2:
        return setting.words("few_answers" if few_answers(setting, columns[0].index) else "not_asked")
    if len(columns) < 4:
        return setting.words("unknown_asked")
    return setting.words("unknown_asked_n", n=len(columns))


def _unasked(setting: Setting, known: set[int]) -> list[tuple[int, int, bool]]:
    runs: list[tuple[int, int, bool]] = []
    for column in setting.columns:
        if column.anytime or column.index in known:
            continue
        beside = runs and runs[-1][1] == column.index and _touch(setting, column.index)
        if beside and runs[-1][2] == column.behind:
            runs[-1] = (runs[-1][0], column.index + 1, column.behind)
        else:
            runs.append((column.index, column.index + 1, column.behind))
    return runs


def _touch(setting: Setting, index: int) -> bool:
    """Whether a column begins where the one before it ends; not where a step between them is gone."""
    before = setting.columns[index - 1]
    return abs(before.left + before.weight - setting.columns[index].left) < 0.01


def _gaps(
    setting: Setting,
    felt: Sequence[tuple[int, float | None, float | None, float | None]],
    x: dict[str, float],
) -> list[Gap]:
    """Named only where a check found it."""
    gaps = []
    for index, them, us, _ in felt:
        badges = setting.badges(index, lambda note: note.code == "EMO001")
        if badges and them is not None and us is not None:
            size = abs(them - us)
            y = (level(them) + level(us)) / 2
            text = setting.words("gap", n=f"{size:.1f}".removesuffix(".0"))
            gaps.append(Gap(x[setting.columns[index].id], y, text, index, badges))
    return gaps


def _names(setting: Setting, us: Sequence[Point], them: Sequence[Point]) -> list[Label]:
    """Each line is named once, clear of it, beside its longest stretch."""
    path = setting.path_weight * UNIT
    labels = []
    for who, points, key, side in (("us", us, "we_believe", -1.0), ("them", them, "they_feel", 1.0)):
        pairs = [(b.x - a.x, a, b) for a, b in pairwise(points)]
        if not pairs:
            continue
        pairs.sort(key=lambda pair: (not _solid(setting, pair[1].column, pair[2].column), -pair[0]))
        text = setting.words(key)
        half = width(text, 13.2) / path * 500 + 6
        for wide, a, b in pairs:
            middle = (a.x + b.x) / 2
            heights = [_height(a, b, middle + half * part) for part in (-1.0, -0.5, 0.0, 0.5, 1.0)]
            y = min(heights) - 9 if side < 0 else max(heights) + 10
            if half * 2 <= wide and 7.0 <= y <= 108.0:
                labels.append(Label(middle, y, text, who, a.column))
                break
    return labels


def _height(a: Point, b: Point, x: float) -> float:
    """The height of the curve from a to b, level at both ends."""
    t = min(1.0, max(0.0, (x - a.x) / (b.x - a.x)))
    return a.y + (b.y - a.y) * (3 * t * t - 2 * t * t * t)


def _words(setting: Setting, felt: Sequence[tuple[int, float | None, float | None, float | None]]) -> str:
    said = [
        setting.words(
            "feel_words",
            title=setting.columns[index].title,
            them=feeling(them) if them is not None else setting.words("unknown"),
            us=feeling(us) if us is not None else setting.words("unknown"),
        )
        for index, them, us, _ in felt
        if them is not None or us is not None
    ]
    return setting.words("feelings_words", points="; ".join(said)) if said else setting.words("feelings_none")


def _anytime(setting: Setting) -> list[Cell]:
    stage = next((stage for stage in setting.stages if stage.anytime), None)
    if stage is None:
        return []
    cells: list[Cell] = []
    for start, span, empty in setting.runs(lambda index: feels_at(setting, index)[0] is None):
        if start < stage.start:
            continue
        cells.append(Cell(start, span, felt_lines(setting, start), "unknown" if empty else ""))
    return cells


def felt_lines(setting: Setting, index: int) -> tuple[Line, ...]:
    """What is felt at a step that has no place on the curves."""
    them, us, _ = feels_at(setting, index)
    if them is None:
        return (Line(setting.words("unknown_anytime"), "none"),)
    ours = (Line(setting.words("we_n", n=feeling(us)), "us"),) if us is not None else ()
    return (Line(setting.words("they_n", n=feeling(them)), "them"), *ours)
