"""The map as one static sheet: the same columns, lanes and notes, laid out by our own hand."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from cxmap_map.advance import width, wrap
from cxmap_map.columns import UNIT
from cxmap_map.poster_board import Tier
from cxmap_map.poster_lanes import LaneDrawer
from cxmap_map.scene import Pen, Shape, set_lines
from cxmap_map.texts import Words
from cxmap_map.view import Goal, MapView, Note
from cxmap_map.view_cells import Badge

MARGIN = 16.0
GROUP = 21.6
LEAST_TABLE = 1180.0
LANDSCAPE = 1.43
MOST_STRETCH = 1.8  # a short tier is widened to the width of the others, but not without end


@dataclass(frozen=True)
class Sheet:
    """The finished drawing."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    words: str


def draw_poster(view: MapView, words: Words, sizes: tuple[str, ...]) -> Sheet:
    """Head, table, notes, foot; a long journey in several tiers, wide enough to fill a landscape sheet."""
    label = max(110.0, min(168.0, _label_width(view)))
    long = _draw(view, words, sizes, label, UNIT, _tiers(view, 1))
    guess = max(1, round(sqrt(long.width / long.height / LANDSCAPE)))
    counts = sorted({max(1, guess - 1), guess, guess + 1})
    sheets = [_fill_landscape(view, words, sizes, label, _tiers(view, count)) for count in counts]
    return min(sheets, key=_off)


def _off(sheet: Sheet) -> float:
    """How far a sheet is from the shape of landscape paper."""
    shape = sheet.width / sheet.height / LANDSCAPE
    return max(shape, 1 / shape)


def _tiers(view: MapView, count: int) -> list[Tier]:
    """Stages side by side, in so many tiers of about the same width."""
    goal = view.weights / count
    tiers: list[Tier] = []
    first, used = 0, 0.0
    for stage in view.stages:
        wide = sum(column.weight for column in view.columns[stage.start : stage.start + stage.span])
        if used and used + wide / 2 > goal and len(tiers) < count - 1:
            tiers.append(Tier(first, stage.start))
            first, used = stage.start, 0.0
        used += wide
    return [*tiers, Tier(first, len(view.columns))]


def _fill_landscape(
    view: MapView, words: Words, sizes: tuple[str, ...], label: float, tiers: list[Tier]
) -> Sheet:
    widest = max(sum(column.weight for column in view.columns[tier.first : tier.last]) for tier in tiers)
    unit = max(UNIT, (LEAST_TABLE - label - GROUP) / max(widest, 1.0))
    sheet = _draw(view, words, sizes, label, unit, tiers)
    for _ in range(4):
        if sheet.width >= sheet.height * (LANDSCAPE - 0.015):
            break
        wanted = (sheet.width + sheet.height * LANDSCAPE) / 2
        unit = (wanted - label - GROUP - 2 * MARGIN) / max(widest, 1.0)
        sheet = _draw(view, words, sizes, label, unit, tiers)
    return sheet


def _draw(
    view: MapView, words: Words, sizes: tuple[str, ...], label: float, unit: float, tiers: list[Tier]
) -> Sheet:
    widest = max(sum(column.weight for column in view.columns[tier.first : tier.last]) for tier in tiers)
    wide = GROUP + label + widest * unit
    pen = Pen(y=MARGIN)
    _head(pen, view, words, wide)
    _legend(pen, words, wide)
    for number, tier in enumerate(tiers):
        pen.y += 16 if number else 0
        weights = sum(column.weight for column in view.columns[tier.first : tier.last])
        filled = min(unit * MOST_STRETCH, (wide - GROUP - label) / weights)
        drawer = LaneDrawer(pen, view, words, MARGIN + GROUP + label, filled, tier)
        drawer.header(sizes)
        for lane in view.lanes:
            drawer.lane(lane)
        drawer.finish(drawer.top)
    _notes(pen, view, words, wide)
    _foot(pen, view, wide)
    about = f"{words('caption', title=view.title)} {view.flow.words} {view.feelings.words}"
    return Sheet(wide + 2 * MARGIN, pen.y + MARGIN, tuple(pen.shapes), f"{view.title}: {view.kicker}", about)


def _label_width(view: MapView) -> float:
    rows = [row for lane in view.lanes for row in lane.rows]
    return max((width(row.title, 11.8) + width(row.note, 10.9) + 18 for row in rows), default=110.0)


def _head(pen: Pen, view: MapView, words: Words, wide: float) -> None:
    left, top = MARGIN, pen.y
    pen.text(left, top + 10, view.kicker, "t12 soft")
    y = top + 48
    for line in wrap(view.title, 37, wide * 0.46, bold=True)[:3]:
        pen.text(left, y, line, "title")
        y += 38
    for line in wrap(view.deck, 15, wide * 0.4):
        pen.text(left, y - 12, line, "serif15")
        y += 19
    low = y - 12
    for number, goal in enumerate(view.goals):
        low = max(low, _goal(pen, goal, words, left + wide * 0.48, top + 8 + number * 84))
    low = max(low, _verdict(pen, view, words, left + wide - 330, top))
    pen.y = low + 6


def _goal(pen: Pen, goal: Goal, words: Words, x: float, top: float) -> float:
    sentence = goal.sentence
    runs = [
        (f"{sentence[0]}, {words('goal_of')}", ""),
        (sentence[1], "bold"),
        (f"{sentence[2]};", ""),
        (sentence[3], ""),
    ]
    runs.append((f"{sentence[4]}.", "bold"))
    y = top + 8
    for line in set_lines([run for run in runs if run[0] != ";"], 15, 300):
        pen.runs(x, y, line, "serif15")
        y += 18
    if goal.now is None or goal.aim is None:
        return y
    axis, wide = y + 22, 300.0

    def place(value: float) -> float:
        return x + value / 100 * wide

    pen.line(x, axis, x + wide, axis, "hair2")
    pen.line(place(goal.now[0]), axis, place(goal.aim[0]), axis, "todo")
    if goal.low is not None and goal.high is not None:
        pen.line(place(goal.low), axis, place(goal.high), axis, "civ")
    if goal.base is not None:
        pen.line(place(goal.base[0]), axis - 6, place(goal.base[0]), axis + 6, "tick")
        pen.text(place(goal.base[0]), axis + 20, goal.base[1], "t11", "middle")
    pen.line(place(goal.aim[0]), axis - 11, place(goal.aim[0]), axis + 11, "aim")
    pen.circle(place(goal.now[0]), axis, 5, "ink")
    pen.text(place(goal.now[0]), axis - 12, goal.now[1], "t11 bold", "middle")
    pen.text(place(goal.aim[0]), axis + 24, goal.aim[1], "t11 bold", "middle")
    return axis + 26


def _verdict(pen: Pen, view: MapView, words: Words, x: float, top: float) -> float:
    verdict = view.verdict
    tone = {"fail": "err", "error": "err", "pass": "ok"}.get(verdict.state, "")
    pen.use(f"v-{verdict.state}", x + 14, top + 4, 21, f"verdict-{verdict.state}")
    pen.text(x + 42, top + 24, verdict.word, f"verdict {tone}")
    pen.text(x + 50 + width(verdict.word, 28, bold=True), top + 23, verdict.sentence, "serif16")
    y = top + 43
    for line in wrap(f"{verdict.counts}; {verdict.unknown}", 12, 312):
        pen.text(x + 14, y, line, "t12")
        y += 15
    facts = [run for what, said in verdict.facts for run in ((what, "soft"), (f"{said}.", ""))]
    for runs in set_lines(facts, 12, 312):
        pen.runs(x + 14, y, runs, "t12")
        y += 15
    if verdict.not_run:
        for text in wrap(words("not_run", checks="; ".join(verdict.not_run)), 12, 312, bold=True)[:6]:
            pen.text(x + 14, y, text, "t12 bold")
            y += 15
    pen.rect(x, top, 5, y - top - 10, f"bar {tone}")
    return y - 8


def _legend(pen: Pen, words: Words, wide: float) -> None:
    pen.line(MARGIN, pen.y, MARGIN + wide, pen.y, "hair")
    y, x = pen.y + 15, MARGIN
    entries = [("flow", words("key_flow")), ("gone", words("drop_off")), ("mot", words("moment_of_truth"))]
    entries += [
        ("us", words("key_us")),
        ("them", words("they_feel")),
        ("given", words("given")),
        ("used", words("used")),
    ]
    entries += [
        ("hatch", words("unknown")),
        *((mark, words(mark)) for mark in ("error", "warning", "info", "waived")),
    ]
    for key, text in entries:
        if x + 34 + width(text, 12) > MARGIN + wide:
            x, y = MARGIN, y + 18
        x += _key(pen, key, x, y - 4)
        pen.text(x, y, text, "t12 us" if key == "us" else "t12 them" if key == "them" else "t12")
        x += width(text, 12) + 16
    pen.y = y + 10


def _key(pen: Pen, key: str, x: float, y: float) -> float:
    if key == "flow":
        pen.path(f"M{x} {y - 5}L{x + 24} {y - 2}L{x + 24} {y + 2}L{x} {y + 5}Z", "flow")
    elif key == "gone":
        pen.rect(x, y - 3, 15, 6, "gone")
    elif key == "mot":
        pen.path(f"M{x + 5} {y - 6}L{x + 11} {y}L{x + 5} {y + 6}L{x - 1} {y}Z", "ink")
    elif key in {"us", "them"}:
        pen.line(x, y, x + 20, y, f"line-{key}")
    elif key in {"given", "used"}:
        pen.circle(x + 5, y, 4, key)
    elif key == "hatch":
        pen.rect(x, y - 6, 20, 12, "hatch")
        pen.rect(x, y - 6, 20, 12, "dashed")
    else:
        pen.use(f"s-{key}", x, y - 6, 11.5, f"sv-{key}")
    return {"flow": 29.0, "gone": 20.0, "us": 25.0, "them": 25.0, "hatch": 25.0}.get(key, 17.0)


def _notes(pen: Pen, view: MapView, words: Words, wide: float) -> None:
    pen.y += 24
    pen.text(MARGIN, pen.y, words("notes"), "stage")
    pen.y += 10
    count = max(1, int(wide // 285))
    room = (wide - 22 * (count - 1)) / count
    blocks = [_note_block(note, words, room) for note in view.notes]
    blocks += [[("t11 soft", [(line, "")])] for line in view.folded_notes]
    if not view.notes:
        blocks.append([("t12 soft", [(words("no_findings"), "italic")])])
    for number, missing in enumerate(view.missing):
        block: Block = []
        if not number:
            about = [(words("unknown_title"), "bold"), (words("unknown_about"), "soft")]
            block += [("rule", []), *(("t12", line) for line in set_lines(about, 12, room)), ("gap", [])]
        head = set_lines([(missing.name, "bold"), (missing.code, "soft")], 12, room - 18)
        block += [("head:unknown" if not at else "t12", line) for at, line in enumerate(head)]
        block += [("t12", line) for line in set_lines([(missing.says, "")], 12, room)]
        blocks.append(block)
    _columns(pen, blocks, count, room)


_TALL = {"rule": 4.0, "gap": 5.0}
Block = list[tuple[str, list[tuple[str, str]]]]


def _note_block(note: Note, words: Words, room: float) -> Block:
    name = f"{note.name} {words('count_x', n=note.count)}" if note.count > 1 else note.name
    code = f"{note.code}, {note.owner}" if note.owner else note.code
    head = set_lines([(f"{note.number}", f"bold {note.mark}"), (name, "bold"), (code, "soft")], 12, room - 18)
    said = set_lines([(f"{note.message} {note.waiver}", "")], 12, room)
    block: Block = [(f"head:{note.mark}" if not number else "t12", line) for number, line in enumerate(head)]
    block += [("t12", line) for line in said]
    if len(note.steps) > 1:
        titles = [step.title for step in note.steps]
        if len(titles) > 7:
            titles = [*titles[:3], words("steps_more", n=len(titles) - 6), *titles[-3:]]
        joined = " → ".join(titles) if note.is_path else "; ".join(titles)
        block += [("t11 soft", line) for line in set_lines([(joined, "")], 11, room)]
    return block


def _columns(pen: Pen, blocks: list[Block], count: int, room: float) -> None:
    """Fill columns evenly, never breaking a note."""
    heights: list[float] = [sum(_TALL.get(style, 15.0) for style, _ in block) + 7 for block in blocks]
    goal = max(sum(heights) / count, max(heights, default=0))
    while True:
        columns = _fill(heights, goal)
        if len(columns) <= count:
            break
        goal *= 1.04
    top, lowest, number = pen.y + 12, pen.y, 0
    for place, members in enumerate(columns):
        x, y = MARGIN + place * (room + 22), top
        if place:
            pen.line(x - 11, top - 10, x - 11, top + goal - 10, "hair")
        for _ in range(members):
            y = _block(pen, blocks[number], x, y, room)
            number += 1
        lowest = max(lowest, y)
    pen.y = lowest


def _fill(heights: list[float], goal: float) -> list[int]:
    columns, used = [0], 0.0
    for height in heights:
        if used and used + height > goal:
            columns.append(0)
            used = 0.0
        columns[-1] += 1
        used += height
    return columns


def _block(pen: Pen, block: Block, x: float, y: float, room: float) -> float:
    for style, runs in block:
        if style == "rule":
            pen.line(x, y - 10, x + room, y - 10, "rule")
            y += 4
            continue
        if style == "gap":
            y += 5
            continue
        shift = 0.0
        if style.startswith("head:"):
            mark = style.removeprefix("head:")
            pen.use(f"s-{mark}", x, y - 10, 11.5, f"sv-{mark}")
            style, shift = "t12", 15.0
        pen.runs(x + shift, y, runs, style)
        y += 15
    return y + 7


def _foot(pen: Pen, view: MapView, wide: float) -> None:
    pen.y += 6
    pen.line(MARGIN, pen.y, MARGIN + wide, pen.y, "hair")
    y = pen.y + 16
    for line in wrap(" ".join(view.footnotes), 11, wide - 330):
        pen.text(MARGIN, y, line, "t11 soft")
        y += 14
    pen.text(MARGIN + wide, pen.y + 16, view.imprint, "t11 soft", "end")
    pen.y = max(y, pen.y + 30)


def badge_width(badges: tuple[Badge, ...]) -> float:
    """The room a row of badges takes."""
    return sum(16 + width(str(badge.number), 11.5, bold=True) for badge in badges)
