"""The two drawings on the static sheet: the flow band and the feelings."""

from __future__ import annotations

from cxmap_map.advance import width, wrap
from cxmap_map.drawings import Label
from cxmap_map.poster_board import LEADING, MARGIN, Board
from cxmap_map.scene import set_lines, squeeze
from cxmap_map.view_cells import Lane


class DrawingBoard(Board):
    """Draws the lanes that are pictures."""

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
        style = {"big": "big", "leave-big": "t11 bold", "unknown": "t11 soft italic", "back": "t11 soft"}.get(
            label.style, "t11"
        )
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
        for number, (y, rule) in enumerate(felt.rules):
            pen.text(self.left - 6, top + y + 4, rule, "t11 soft", "end")
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
