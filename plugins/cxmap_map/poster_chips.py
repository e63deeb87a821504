"""Measures and owners on the static sheet."""

from __future__ import annotations

from cxmap_map.advance import width, wrap
from cxmap_map.poster_board import LEADING, MARGIN
from cxmap_map.poster_drawings import DrawingBoard
from cxmap_map.scene import set_lines
from cxmap_map.view_cells import Band, Chip, Lane


class ChipBoard(DrawingBoard):
    """Draws bands of owners and chips of measures."""

    def _owners(self, lane: Lane, top: float) -> None:
        low = self._label(lane, top)
        placed = []
        for band in (each for each in lane.bands if self.here(each.start)):
            x, right = self.x(band.start), self.x(band.start + band.span)
            badges = band.badges[:2]
            used = (16.0 if band.handed_from else 0.0) + sum(
                17 + width(str(each.number), 11, bold=True) for each in badges
            )
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
        for cell in (each for each in lane.chips if self.here(each.start)):
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
                self.pen.rect(
                    (x + right - wide) / 2,
                    y - 11 + number * LEADING,
                    wide,
                    14,
                    "any-paper" if start >= self.view.path_count else "paper",
                )
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
        for line in wrap(
            f"{chip.interval}; {chip.note}" if chip.note else chip.interval,
            11,
            room - (30 if chip.trend else 0),
        ):
            pen.text(x, y, line, "t11 soft" if chip.low is not None else "t11 soft italic")
            y += 13
        if len(chip.trend) > 1:
            self._spark(chip.trend, x + room - 26, axis + 6)
        return y + 3

    def _spark(self, trend: tuple[float, ...], x: float, top: float) -> None:
        least, most = min(trend), max(trend)
        points = [
            (
                x + 24 * number / (len(trend) - 1),
                top + 10 - (8 * (value - least) / (most - least) if most > least else 4),
            )
            for number, value in enumerate(trend)
        ]
        self.pen.path("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points), "spark")
        self.pen.circle(points[-1][0], points[-1][1], 1.8, "ink")
