"""The two drawings on the static sheet: the flow band and the feelings."""

from __future__ import annotations

from cxmap_map.advance import width, wrap
from cxmap_map.drawings import Gap, Label, Point
from cxmap_map.poster_board import LEADING, MARGIN, Board
from cxmap_map.scene import set_lines, squeeze
from cxmap_map.view_cells import Lane


class DrawingBoard(Board):
    """Draws the lanes that are pictures."""

    def _flow(self, lane: Lane, top: float) -> None:
        flow = self.view.flow
        low = self._label(lane, top)
        if self.has_path():
            self._clipped(top, flow.height)
            for ribbon in flow.ribbons:
                self.pen.path(self._bend(ribbon.path, top), f"fl-{ribbon.style}")
            for column, x, y0, y1 in flow.stations:
                if self.here(column):
                    self.pen.line(self.along(x), top + y0, self.along(x), top + y1, "station")
            self.pen.unclip()
            for label in flow.labels:
                if self.here(label.column):
                    self._flow_label(label, self._inside(label), top + label.y)
            if flow.note:
                self.pen.text(self.left + 8, top + 14, flow.note, "t12 soft italic")
        if self.has_anytime():
            x = max(self.left, self.path_right() if self.has_path() else self.left) + 8
            text = [(self.words("anytime_flow"), ""), (f"{self.words('unknown')}.", "bold")]
            y = top + 24
            for line in set_lines(text, 12, self.right - x - 6):
                self.pen.runs(x, y, line, "t12")
                y += LEADING
            low = max(low, y)
        self.pen.y = max(low, top + flow.height) if self.has_path() else low

    def _clipped(self, top: float, height: float) -> None:
        right = min(self.right, self.path_right()) if self.has_path() else self.left
        self.pen.clip(self.left, top, right - self.left, height)

    def _bend(self, d: str, top: float) -> str:
        return squeeze(d, self.along(0), self.view.path_weights * self.unit, top)

    def _inside(self, label: Label) -> float:
        """The place of a label, moved in from the edge of the tier."""
        wide = width(label.text, 17 if label.style == "big" else 11, bold="big" in label.style) + 4
        before = wide / 2 if label.anchor == "middle" else 0.0
        return max(self.left + before, min(self.along(label.x), self.right - (wide - before)))

    def _flow_label(self, label: Label, x: float, y: float) -> None:
        style = {"big": "big", "leave-big": "t11 bold", "unknown": "t11 soft italic", "back": "t11 soft"}.get(
            label.style, "t11"
        )
        if label.style in {"small", "leave"}:
            wide = width(label.text, 11) + 4
            left = x - (wide / 2 if label.anchor == "middle" else 2)
            self.pen.rect(left, y - 10, wide, 12, "veil")
        self.pen.text(x, y - 1, label.text, style, label.anchor)

    def _feelings(self, lane: Lane, top: float) -> None:
        felt, pen = self.view.feelings, self.pen
        pen.text(MARGIN, top + 15, lane.title, "label")
        for y, rule in felt.rules:
            pen.text(self.left - 6, top + y + 4, rule, "t11 soft", "end")
        if self.has_path():
            self._curves(top)
        for cell in (each for each in felt.anytime if self.here(each.start)):
            if cell.style == "unknown":
                x, right = self.x(cell.start), self.x(cell.start + cell.span)
                pen.rect(x + 4, top + 1, right - x - 4, felt.height - 1, "hatch")
                self._hatch_words(cell.lines[0].text, "unknown", x, right - x, top)
            else:
                self._cell(cell, top, 12.0)
        pen.y = top + felt.height

    def _curves(self, top: float) -> None:
        felt, pen = self.view.feelings, self.pen
        hatches = [
            hatch
            for hatch in felt.hatches
            if hatch.start < self.tier.last and hatch.start + hatch.span > self.tier.first
        ]
        self._clipped(top, felt.height)
        for hatch in hatches:
            if hatch.style != "unseen":
                left = self.along(hatch.left * 10)
                pen.rect(left, top, self.along((hatch.left + hatch.width) * 10) - left, felt.height, "hatch")
        for number, (y, _) in enumerate(felt.rules):
            pen.line(self.left, top + y, self.along(1000), top + y, "zero" if number == 2 else "hair")
        for style, d in felt.areas:
            pen.path(self._bend(d, top), style.replace(" ", "-"))
        for style, d in felt.lines:
            pen.path(self._bend(d, top), f"line-{style.replace(' ', '-')}")
        pen.unclip()
        for hatch in hatches:
            left = max(self.left, self.along(hatch.left * 10))
            right = min(self.right, self.along((hatch.left + hatch.width) * 10))
            self._hatch_words(hatch.words, hatch.style, left, right - left, top)
        for point in felt.points:
            if self.here(point.column):
                self._point(point, top)
        for gap in felt.gaps:
            if self.here(gap.column):
                self._gap(gap, top)
        for name in felt.names:
            if self.here(name.column):
                half = width(name.text, 13) / 2
                x = min(max(self.along(name.x), self.left + half + 4), self.right - half - 4)
                pen.text(x, top + name.y + 4, name.text, f"serif13 italic {name.style}", "middle")

    def _point(self, point: Point, top: float) -> None:
        x, y, pen = self.along(point.x), top + point.y, self.pen
        if point.low is not None and point.high is not None:
            pen.line(x, top + point.low, x, top + point.high, "line-them")
        if point.who == "us":
            pen.rect(x - 4.5, y - 4.5, 9, 9, "us-fill")
        elif point.who == "them":
            pen.circle(x, y, 5, "them-fill")
        else:
            pen.circle(x, y, 4, "aimring")
            return
        pen.text(x + 7, y + (-7 if point.above else 15), point.words, f"t12 bold {point.who}")

    def _gap(self, gap: Gap, top: float) -> None:
        x, wide = self.along(gap.x), width(gap.text, 12, bold=True)
        self.pen.rect(x - wide - 2, top + gap.y - 8, wide + 22 + 8 * len(gap.badges), 15, "paper")
        self.pen.text(x - wide, top + gap.y + 4, gap.text, "t12 bold")
        self._badges(gap.badges, x + 5, top + gap.y + 4)

    def _hatch_words(self, text: str, style: str, x: float, wide: float, top: float) -> None:
        lines = wrap(text, 12, min(wide - 8, 300))
        if not lines or max(width(line, 12) for line in lines) > wide - 4:
            return
        y = top + (
            self.view.feelings.height - 6 - (len(lines) - 1) * LEADING
            if style != "unknown"
            else 66 - (len(lines) - 1) * 7
        )
        room = max(width(line, 12) for line in lines) + 10
        if style != "unseen":
            self.pen.rect(x + wide / 2 - room / 2, y - 12, room, len(lines) * LEADING + 2, "paper")
        for number, line in enumerate(lines):
            self.pen.text(x + wide / 2, y + number * LEADING, line, "t12 soft italic", "middle")
