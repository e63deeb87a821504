"""The lanes of the static sheet, one after the other down the page."""

from __future__ import annotations

from cxmap_map.advance import width, wrap
from cxmap_map.poster_board import MARGIN, ROW
from cxmap_map.poster_chips import ChipBoard
from cxmap_map.scene import Pen
from cxmap_map.view_cells import Glyph, Lane, Row


class LaneDrawer(ChipBoard):
    """Draws header and lanes."""

    def header(self, sizes: tuple[str, ...]) -> None:
        """Stages and touchpoints."""
        pen, view = self.pen, self.view
        pen.y += 6
        self.top = top = pen.y
        pen.line(MARGIN, top, self.right, top, "page")
        y = top + 18
        for line in wrap(
            view.title if len(view.title) < 40 else view.kicker, 13, self.left - MARGIN - 8, bold=True
        )[:3]:
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
        for stage in self.stages:
            x = self.x(stage.start) + 6
            runs = (
                [(stage.number, "bold"), (stage.title, "bold")] if stage.number else [(stage.title, "bold")]
            )
            pen.runs(
                x,
                top + 18,
                [
                    (f"{text} " if at < len(runs) - 1 else text, style)
                    for at, (text, style) in enumerate(runs)
                ],
                "stage",
            )
            pen.text(x, top + 33, stage.question, "serif12 soft italic")
        for column in self.columns:
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
        for stage in self.stages:
            x = self.x(stage.start)
            if stage.anytime:
                behind.rect(x, top, self.right - x, pen.y - top, "any")
                behind.line(x + 2.5, top, x + 2.5, pen.y, "stagerule")
            behind.line(x, top, x, pen.y, "stagerule")
        for column in self.columns:
            if column.index not in self.starts:
                behind.line(self.x(column.index), top + 36, self.x(column.index), pen.y, "dotted")
        pen.shapes[:0] = behind.shapes

    def _cells(self, lane: Lane, top: float) -> None:
        low = self._label(lane, top)
        for cell in (each for each in lane.cells if self.here(each.start)):
            low = max(low, self._cell(cell, top, 13.0 if lane.key == "customer" else 12.0))
        self.pen.y = low - 4

    def _line(self, lane: Lane, top: float) -> None:
        pen = self.pen
        pen.rect(MARGIN, top, self.right - MARGIN, 19, "band")
        pen.text(MARGIN + 2, top + 13.5, lane.title, "label")
        pen.text(self.left + 6, top + 13.5, self.words("line_above"), "t12 soft italic")
        pen.text(
            self.left + 6 + width(self.words("line_above"), 12) + 40,
            top + 13.5,
            self.words("line_below"),
            "t12 soft italic",
        )
        pen.y = top + 20

    def _folded(self, lane: Lane, top: float) -> None:
        low = self._label(lane, top)
        self.pen.text(self.left + 6, top + 15, lane.more, "t12 soft italic")
        self.pen.y = max(low, top + 22) - 2

    def _rows(self, lane: Lane, top: float) -> None:
        pen = self.pen
        y = top
        for number, row in enumerate(lane.rows):
            if number:
                pen.line(self.left - 110, y, self.right, y, "faint")
            tall = self._row_label(row, y)
            for glyph in (each for each in row.glyphs if self.here(each.start)):
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
            self.pen.text(
                self.left - 5, y + 12.2 + number * 13, line, "t11 hole" if row.tone else "t11 soft", "end"
            )
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
