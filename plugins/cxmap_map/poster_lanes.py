"""The lanes of the static sheet, one after the other down the page."""

from __future__ import annotations

from cxmap_map.advance import width, wrap
from cxmap_map.scene import Pen, set_lines, squeeze
from cxmap_map.texts import Words
from cxmap_map.view import Badge, Band, Cell, Chip, Glyph, Label, Lane, Line, MapView, Row

MARGIN = 16.0
LEADING = 15.0
ROW = 16.4


class LaneDrawer:
    """Draws header and lanes; `left` is where the columns begin, `unit` what a weight is worth."""

    def __init__(self, pen: Pen, view: MapView, words: Words, left: float, unit: float) -> None:
        """Start where the pen is."""
        self.pen, self.view, self.words, self.left, self.unit = pen, view, words, left, unit
        self.top = pen.y
        self.right = left + view.weights * unit
        self.starts = {stage.start for stage in view.stages}

    def x(self, index: int) -> float:
        """The left edge of a column; one past the last is the right edge of the table."""
        if index >= len(self.view.columns):
            return self.right
        return self.left + self.view.columns[index].left * self.unit

    def middle(self, index: int) -> float:
        """The middle of a column."""
        return self.left + self.view.columns[index].centre * self.unit

    def path_right(self) -> float:
        """Where the path ends and anytime begins."""
        return self.x(self.view.path_count)

    def header(self, sizes: tuple[str, ...]) -> None:
        """Stages and touchpoints."""
        pen, view = self.pen, self.view
        pen.y += 6
        self.top = top = pen.y
        ground = len(pen.shapes)
        pen.line(MARGIN, top, self.right, top, "page")
        y = top + 18
        for line in wrap(view.title if len(view.title) < 40 else view.kicker, 13, self.left - MARGIN - 8, bold=True)[:3]:
            pen.text(MARGIN, y, line, "label")
            y += 15
        for line in sizes:
            pen.text(MARGIN, y, line, "t11 soft")
            y += 13
        if view.whole:
            said = self.words("whole_journey")
            self.pen.text(MARGIN, y + 3, said, "t11")
            self._badge_rows(view.whole, MARGIN + width(said, 11) + 4, y + 3, 60)
            y += 16
        low = y
        for stage in view.stages:
            x = self.x(stage.start) + 6
            runs = [(stage.number, "bold"), (stage.title, "bold")] if stage.number else [(stage.title, "bold")]
            pen.runs(x, top + 18, [(f"{text} " if at < len(runs) - 1 else text, style) for at, (text, style) in enumerate(runs)], "stage")
            if stage.about:
                room = self.x(stage.start + stage.span) - x - 4
                pen.text(x, top + 33, (wrap(stage.about, 12.8, room) or [""])[0], "serif12 soft italic")
        for column in view.columns:
            x = self.x(column.index) + (6 if column.index in self.starts else 4)
            at = x
            for icon in column.icons:
                pen.use(f"i-{icon}", at, top + 40, 18, "icon")
                at += 22
            if column.moment:
                pen.path(f"M{at + 5:.1f} {top + 43:.1f}l6 6l-6 6l-6 -6Z", "ink")
            y = top + 71
            style = "t12 italic" if column.behind else "t12 bold"
            for line in wrap(column.title, 12.3, self.x(column.index + 1) - x - 3, bold=True):
                pen.text(x, y, line, style)
                y += 13.5
            low = max(low, y)
        pen.y = low - 4
        pen.line(MARGIN, pen.y, self.right, pen.y, "rule")
        anytime = next((stage for stage in view.stages if stage.anytime), None)
        if anytime is not None:
            pen.rect(self.x(anytime.start), top, self.right - self.x(anytime.start), 10, "any")
            self._any = (ground, len(pen.shapes) - 1)

    def lane(self, lane: Lane) -> None:
        """One lane of any kind."""
        draw = {
            "flow": self._flow,
            "line": self._line,
            "folded": self._folded,
            "feelings": self._feelings,
            "owners": self._owners,
            "chips": self._chips,
            "rows": self._rows,
            "cells": self._cells,
        }[lane.kind]
        top = self.pen.y
        draw(lane, top)
        style = "page" if lane.kind == "line" else "hair"
        self.pen.line(MARGIN, top, self.right, top, style)

    def finish(self, top: float) -> None:
        """Rules between stages and touchpoints, and the ground of anytime, behind everything."""
        pen = self.pen
        pen.line(MARGIN, pen.y, self.right, pen.y, "rule")
        behind = Pen()
        for stage in self.view.stages:
            x = self.x(stage.start)
            if stage.anytime:
                behind.rect(x, top, self.right - x, pen.y - top, "any")
                behind.line(x + 2.5, top, x + 2.5, pen.y, "stagerule")
            behind.line(x, top, x, pen.y, "stagerule")
        for column in self.view.columns:
            if column.index not in self.starts:
                behind.line(self.x(column.index), top + 36, self.x(column.index), pen.y, "dotted")
        pen.shapes = [shape for shape in pen.shapes if shape.style != "any"]
        pen.shapes[:0] = behind.shapes

    def _label(self, lane: Lane, top: float) -> float:
        y = top + 15
        for line in wrap(lane.title, 13.4, self.left - MARGIN - 6, bold=True):
            self.pen.text(MARGIN, y, line, "label")
            y += 14
        for line in wrap(lane.about, 11, self.left - MARGIN - 6):
            self.pen.text(MARGIN, y, line, "t11 soft")
            y += 13
        return y

    def _badges(self, badges: tuple[Badge, ...], x: float, y: float) -> float:
        for badge in badges:
            self.pen.use(f"s-{badge.mark}", x, y - 9.5, 11, f"sv-{badge.mark}")
            self.pen.text(x + 12, y, str(badge.number), f"t11 bold {badge.mark}")
            x += 17 + width(str(badge.number), 11, bold=True)
        return x

    def _cells(self, lane: Lane, top: float) -> None:
        low = self._label(lane, top)
        for cell in lane.cells:
            low = max(low, self._cell(cell, top, 13.0 if lane.key == "customer" else 12.0))
        self.pen.y = low - 4

    def _cell(self, cell: Cell, top: float, size: float) -> float:
        x = self.x(cell.start) + (6 if cell.start in self.starts else 4)
        room = self.x(cell.start + cell.span) - x - 4
        y = top + LEADING
        for line in cell.lines:
            y = self._words(line, x, y, room, size)
        return y + 4

    def _words(self, line: Line, x: float, y: float, room: float, size: float) -> float:
        style = {"none": "soft italic", "soft": "soft", "hole": "hole", "quote": "quote", "them": "them", "us": "us"}.get(line.style, "")
        base = ("serif13" if size > 12.5 else "t12") + (f" {style}" if style else "")
        indent = 18.0 if line.icon else 0.0
        if line.icon:
            self.pen.use(f"i-{line.icon}", x, y - 12, 15, "icon")
        said = f"“{line.text}”" if line.style == "quote" else line.text
        runs = [(line.lead, "bold"), (said, "hole" if line.style == "hole" else "")] if line.lead else [(said, "hole" if line.style == "hole" else "")]
        lines = set_lines(runs, size * (1.04 if line.style == "quote" else 1.0), room, indent=indent)
        for number, one in enumerate(lines):
            self.pen.runs(x + (0.0 if number else indent), y, one, base)
            y += LEADING
        if line.badges:
            y = self._badge_rows(line.badges, x, y, room)
        return y

    def _badge_rows(self, badges: tuple[Badge, ...], x: float, y: float, room: float) -> float:
        row: list[Badge] = []
        used = 0.0
        for badge in badges:
            wide = 17 + width(str(badge.number), 11, bold=True)
            if row and used + wide > room:
                self._badges(tuple(row), x, y)
                row, used, y = [], 0.0, y + LEADING
            row.append(badge)
            used += wide
        self._badges(tuple(row), x, y)
        return y + LEADING

    def _line(self, lane: Lane, top: float) -> None:
        pen = self.pen
        pen.rect(MARGIN, top, self.right - MARGIN, 19, "band")
        pen.text(MARGIN + 2, top + 13.5, lane.title, "label")
        pen.text(self.left + 6, top + 13.5, self.words("line_above"), "t12 soft italic")
        pen.text(self.left + 6 + width(self.words("line_above"), 12) + 40, top + 13.5, self.words("line_below"), "t12 soft italic")
        pen.y = top + 20

    def _folded(self, lane: Lane, top: float) -> None:
        low = self._label(lane, top)
        self.pen.text(self.left + 6, top + 15, lane.more, "t12 soft italic")
        self.pen.y = max(low, top + 22) - 2

    def _flow(self, lane: Lane, top: float) -> None:
        flow, wide = self.view.flow, self.path_right() - self.left
        low = self._label(lane, top)
        for ribbon in flow.ribbons:
            self.pen.path(squeeze(ribbon.path, self.left, wide, top), f"fl-{ribbon.style}")
        for _, x, y0, y1 in flow.stations:
            at = self.left + x / 1000 * wide
            self.pen.line(at, top + y0, at, top + y1, "station")
        for label in flow.labels:
            self._flow_label(label, self.left + label.x / 1000 * wide, top + label.y)
        if flow.note:
            self.pen.text(self.left + 8, top + 14, flow.note, "t12 soft italic")
        if self.view.columns[self.view.path_count :]:
            x = self.path_right() + 8
            text = [(self.words("anytime_flow"), ""), (f"{self.words('unknown')}.", "bold")]
            y = top + 24
            for line in set_lines(text, 12, self.right - x - 6):
                self.pen.runs(x, y, line, "t12")
                y += LEADING
            low = max(low, y)
        self.pen.y = max(low, top + flow.height)

    def _flow_label(self, label: Label, x: float, y: float) -> None:
        style = {"big": "big", "leave-big": "t11 bold", "unknown": "t11 soft italic", "back": "t11 soft"}.get(label.style, "t11")
        if label.style in {"small", "leave"}:
            wide = width(label.text, 11) + 4
            left = x - (wide / 2 if label.anchor == "middle" else 2)
            self.pen.rect(left, y - 10, wide, 12, "veil")
        self.pen.text(x, y - 1, label.text, style, label.anchor)

    def _feelings(self, lane: Lane, top: float) -> None:
        felt, wide = self.view.feelings, self.path_right() - self.left
        pen = self.pen
        pen.text(MARGIN, top + 15, lane.title, "label")

        def at(x: float) -> float:
            return self.left + x / 1000 * wide

        for hatch in felt.hatches:
            if hatch.style != "unseen":
                pen.rect(at(hatch.left * 10), top, hatch.width / 100 * wide, felt.height, "hatch")
        for number, (y, name) in enumerate(felt.rules):
            pen.text(self.left - 6, top + y + 4, name, "t11 soft", "end")
            pen.line(self.left, top + y, at(1000), top + y, "zero" if number == 2 else "hair")
        for style, d in felt.areas:
            pen.path(squeeze(d, self.left, wide, top), style.replace(" ", "-"))
        for style, d in felt.lines:
            pen.path(squeeze(d, self.left, wide, top), f"line-{style.replace(' ', '-')}")
        for hatch in felt.hatches:
            self._hatch_words(hatch.words, hatch.style, at(hatch.left * 10), hatch.width / 100 * wide, top)
        for point in felt.points:
            x, y = at(point.x), top + point.y
            if point.low is not None and point.high is not None:
                pen.line(x, top + point.low, x, top + point.high, "line-them")
            if point.who == "us":
                pen.rect(x - 4.5, y - 4.5, 9, 9, "us-fill")
                pen.text(x + 7, y + (-7 if point.above else 15), point.words, "t12 bold us")
            elif point.who == "them":
                pen.circle(x, y, 5, "them-fill")
                pen.text(x + 7, y + (-7 if point.above else 15), point.words, "t12 bold them")
            else:
                pen.circle(x, y, 4, "aimring")
        for gap in felt.gaps:
            x = at(gap.x)
            wide_text = width(gap.text, 12, bold=True)
            pen.rect(x - wide_text - 2, top + gap.y - 8, wide_text + 22 + 8 * len(gap.badges), 15, "paper")
            pen.text(x - wide_text, top + gap.y + 4, gap.text, "t12 bold")
            self._badges(gap.badges, x + 5, top + gap.y + 4)
        for name in felt.names:
            pen.text(at(name.x), top + name.y + 4, name.text, f"serif13 italic {name.style}", "middle")
        for cell in felt.anytime:
            if cell.style == "unknown":
                x, right = self.x(cell.start), self.x(cell.start + cell.span)
                pen.rect(x + 4, top + 1, right - x - 4, felt.height - 1, "hatch")
                self._hatch_words(cell.lines[0].text, "unknown", x, right - x, top)
            else:
                self._cell(cell, top, 12.0)
        pen.y = top + felt.height

    def _hatch_words(self, text: str, style: str, x: float, wide: float, top: float) -> None:
        lines = wrap(text, 12, min(wide - 8, 300))
        if not lines or max(width(line, 12) for line in lines) > wide - 4:
            return
        y = top + (self.view.feelings.height - 6 - (len(lines) - 1) * LEADING if style != "unknown" else 66 - (len(lines) - 1) * 7)
        room = max(width(line, 12) for line in lines) + 10
        if style != "unseen":
            self.pen.rect(x + wide / 2 - room / 2, y - 12, room, len(lines) * LEADING + 2, "paper")
        for number, line in enumerate(lines):
            self.pen.text(x + wide / 2, y + number * LEADING, line, "t12 soft italic", "middle")

    def _owners(self, lane: Lane, top: float) -> None:
        low = self._label(lane, top)
        placed = []
        for band in lane.bands:
            x, right = self.x(band.start), self.x(band.start + band.span)
            badges = band.badges[:2]
            used = (16.0 if band.handed_from else 0.0) + sum(17 + width(str(each.number), 11, bold=True) for each in badges)
            lines = set_lines([(band.title, "bold")], 12, right - x - 9, indent=used)
            placed.append((band, x, right, lines))
        tall = max(len(lines) for *_, lines in placed) * 14 + 9
        for band, x, right, lines in placed:
            if band.tint is not None:
                self.pen.rect(x + 0.5, top + 1, right - x - 0.5, tall - 1, f"tint{band.tint}")
            self._band(band, lines, x + 6, top)
        self.pen.y = max(low - 6, top + tall)

    def _band(self, band: Band, lines: list[list[tuple[str, str]]], x: float, top: float) -> None:
        style = f"t12 owner{band.tint} bold" if band.owner and band.tint is not None else "t12 soft italic"
        at = x
        if band.handed_from:
            arrow = "arrow-lost" if band.story_lost else "arrow"
            self.pen.path(f"M{at:.1f} {top + 12:.1f}h11m-4 -4l4 4l-4 4", arrow)
            if band.story_lost:
                self.pen.path(f"M{at + 3:.1f} {top + 7:.1f}l4 10", arrow)
            at += 16
        at = self._badges(band.badges[:2], at, top + 16)
        for number, line in enumerate(lines):
            for words, _ in line:
                self.pen.text(x if number else at, top + 16 + number * 14, words.strip(), style)

    def _chips(self, lane: Lane, top: float) -> None:
        low = self._label(lane, top)
        low = self._chip_key(top + 24)
        blanks: list[tuple[int, int, str]] = []
        for cell in lane.chips:
            if not cell.chips:
                blanks.append((cell.start, cell.span, cell.words))
                continue
            x = self.x(cell.start) + (6 if cell.start in self.starts else 4)
            room = min(self.x(cell.start + cell.span) - x - 6, 128.0)
            y = top + 14
            for chip in cell.chips:
                y = self._chip(chip, x, y, room)
            low = max(low, y)
        self.pen.y = low
        for start, span, text in blanks:
            x, right = self.x(start), self.x(start + span)
            self.pen.rect(x + 1, top + 1, right - x - 1, low - top - 1, "hatch")
            lines = wrap(text, 12, right - x - 8)
            y = (top + low) / 2 + 4 - (len(lines) - 1) * 7
            for number, line in enumerate(lines):
                wide = width(line, 12) + 6
                self.pen.rect((x + right - wide) / 2, y - 11 + number * LEADING, wide, 14, "any-paper" if start >= self.view.path_count else "paper")
                self.pen.text((x + right) / 2, y + number * LEADING, line, "t12 soft italic", "middle")

    def _chip_key(self, y: float) -> float:
        pen, words = self.pen, self.words
        pen.circle(MARGIN + 7, y + 2, 4, "ink")
        pen.rect(MARGIN, y + 13, 14, 5, "civfill")
        pen.line(MARGIN + 7, y + 24, MARGIN + 7, y + 35, "aim")
        for number, key in enumerate(("now", "interval", "target")):
            pen.text(MARGIN + 20, y + 6 + number * 13.5, words(key), "t11 soft")
        return y + 44

    def _chip(self, chip: Chip, x: float, y: float, room: float) -> float:
        pen = self.pen
        for line in wrap(chip.name, 12, room):
            pen.text(x, y, line, "t12")
            y += 14
        y += 2
        pen.text(x, y, chip.value, "value" if chip.known else "value soft italic")
        if width(chip.value, 16, bold=True) + width(chip.target, 12) + 6 <= room:
            pen.text(x + room, y, chip.target, "t12 soft", "end")
        else:
            y += 14
            pen.text(x, y, chip.target, "t12 soft")
        axis = y + 9
        pen.line(x, axis, x + room, axis, "hair2")
        if chip.low is not None and chip.high is not None:
            pen.line(x + chip.low / 100 * room, axis, x + chip.high / 100 * room, axis, "civ")
        if chip.goal is not None:
            pen.line(x + chip.goal / 100 * room, axis - 6, x + chip.goal / 100 * room, axis + 6, "aim")
        if chip.at is not None:
            pen.circle(x + chip.at / 100 * room, axis, 3.4, "ink" if chip.low is not None else "nowring")
        y = axis + 16
        for line in wrap(f"{chip.interval}; {chip.note}" if chip.note else chip.interval, 11, room - (30 if chip.trend else 0)):
            pen.text(x, y, line, "t11 soft" if chip.low is not None else "t11 soft italic")
            y += 13
        if len(chip.trend) > 1:
            self._spark(chip.trend, x + room - 26, axis + 6)
        return y + 3

    def _spark(self, trend: tuple[float, ...], x: float, top: float) -> None:
        least, most = min(trend), max(trend)
        points = [
            (x + 24 * number / (len(trend) - 1), top + 10 - (8 * (value - least) / (most - least) if most > least else 4))
            for number, value in enumerate(trend)
        ]
        self.pen.path("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points), "spark")
        self.pen.circle(points[-1][0], points[-1][1], 1.8, "ink")

    def _rows(self, lane: Lane, top: float) -> None:
        pen = self.pen
        y = top
        for number, row in enumerate(lane.rows):
            if number:
                pen.line(self.left - 110, y, self.right, y, "faint")
            tall = self._row_label(row, y)
            for glyph in row.glyphs:
                tall = max(tall, self._glyph(glyph, y, row.kind))
            y += tall
        if lane.more:
            pen.text(MARGIN + 21.6, y + 12.2, lane.more, "t11 soft italic")
            y += ROW
        middle = (top + y) / 2
        if y - top > width(lane.title, 13, bold=True) + 8:
            pen.text(MARGIN + 12, middle, lane.title, f"turned@{MARGIN + 12:.1f},{middle:.1f}", "middle")
        pen.y = y

    def _row_label(self, row: Row, y: float) -> float:
        """The name of a row and its note beside it, in as many lines as they need."""
        room = self.left - MARGIN - 30
        beside = min(width(row.note, 11, bold=bool(row.tone)), room * 0.6)
        titles = wrap(row.title, 11.8, room - beside)
        notes = wrap(row.note, 11, max(beside + 4, 30))
        for number, line in enumerate(titles):
            self.pen.text(MARGIN + 21.6, y + 12.2 + number * 13, line, "t11s")
        for number, line in enumerate(notes):
            self.pen.text(self.left - 5, y + 12.2 + number * 13, line, "t11 hole" if row.tone else "t11 soft", "end")
        return ROW + 13 * (max(len(titles), len(notes), 1) - 1)

    def _glyph(self, glyph: Glyph, y: float, kind: str) -> float:
        pen = self.pen
        left, right = self.x(glyph.start), self.x(glyph.start + glyph.span)
        middle, half = (left + right) / 2, y + ROW / 2
        if glyph.thread:
            start = middle if glyph.thread == "first" else left
            end = middle if glyph.thread == "last" else right
            pen.line(start, half, end, half, "thread-ok" if kind == "consent" else "thread")
        tall, reach = ROW, 6.0
        if glyph.shape in {"dot", "open"}:
            pen.rect(middle - 4, half - 4, 8, 8, "ink" if glyph.shape == "dot" else "given")
        elif glyph.shape in {"given", "used", "both"}:
            tone = f"-{glyph.tone}" if glyph.tone else ""
            if glyph.tone == "error":
                pen.circle(middle, half, 6.6, "errring")
            pen.circle(middle, half, 4, ("given" if glyph.shape == "given" else "used") + tone)
        elif glyph.shape:
            tall, reach = self._pill(glyph, left, right, y)
        if glyph.badges:
            wide = sum(17 + width(str(badge.number), 11, bold=True) for badge in glyph.badges)
            pen.rect(middle + reach + 1, y + 1, wide, ROW - 2, "paper")
            self._badges(glyph.badges, middle + reach + 2, y + 12)
        return tall

    def _pill(self, glyph: Glyph, left: float, right: float, y: float) -> tuple[float, float]:
        shape = {"asks_needs": "needs"}.get(glyph.shape, glyph.shape)
        lines = wrap(glyph.words, 11, right - left - 10)
        middle = (left + right) / 2
        for number, line in enumerate(lines):
            wide = width(line, 11) + 7
            self.pen.rect(middle - wide / 2, y + 2 + number * 13, wide, 13, f"pill-{shape}")
            self.pen.text(middle, y + 12 + number * 13, line, f"t11 pilltext-{shape}", "middle")
        return max(ROW, len(lines) * 13 + 4), max(width(line, 11) for line in lines) / 2 + 4
