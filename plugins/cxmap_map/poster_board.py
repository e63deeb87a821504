"""The sheet the lanes are drawn on: where columns begin, labels at the left, badges anywhere."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_map.advance import width, wrap
from cxmap_map.scene import Pen, set_lines
from cxmap_map.texts import Words
from cxmap_map.view import MapView
from cxmap_map.view_cells import Badge, Cell, Lane, Line

MARGIN = 16.0
LEADING = 15.0
ROW = 16.4


@dataclass(frozen=True)
class Tier:
    """The stages that stand side by side in one row of the poster: columns `first` up to `last`."""

    first: int
    last: int


class Board:
    """Knows the columns of one tier; `left` is where they begin, `unit` what a weight is worth."""

    def __init__(self, pen: Pen, view: MapView, words: Words, left: float, unit: float, tier: Tier) -> None:
        """Start where the pen is."""
        self.pen, self.view, self.words, self.left, self.unit = pen, view, words, left, unit
        self.top = pen.y
        self.tier = tier
        self.columns = view.columns[tier.first : tier.last]
        self.stages = tuple(stage for stage in view.stages if tier.first <= stage.start < tier.last)
        self.base = self.columns[0].left
        self.right = left + sum(column.weight for column in self.columns) * unit
        self.starts = {stage.start for stage in view.stages}

    def x(self, index: int) -> float:
        """The left edge of a column; one past the last is the right edge of the table."""
        if index >= self.tier.last:
            return self.right
        return self.left + (self.view.columns[index].left - self.base) * self.unit

    def path_right(self) -> float:
        """Where the path ends and anytime begins."""
        return self.x(self.view.path_count)

    def has_path(self) -> bool:
        """Whether a part of the path stands in this tier."""
        return self.tier.first < self.view.path_count

    def has_anytime(self) -> bool:
        """Whether anytime steps stand in this tier."""
        return self.tier.last > self.view.path_count

    def along(self, x: float) -> float:
        """A place along the path, 0 to 1000, on the sheet."""
        return self.left + (x / 1000 * self.view.path_weights - self.base) * self.unit

    def here(self, start: int) -> bool:
        """Whether a cell stands in this tier."""
        return self.tier.first <= start < self.tier.last

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

    def _cell(self, cell: Cell, top: float, size: float) -> float:
        x = self.x(cell.start) + (6 if cell.start in self.starts else 4)
        room = self.x(cell.start + cell.span) - x - 4
        y = top + LEADING
        for line in cell.lines:
            y = self._words(line, x, y, room, size)
        return y + 4

    def _words(self, line: Line, x: float, y: float, room: float, size: float) -> float:
        style = {
            "none": "soft italic",
            "soft": "soft",
            "hole": "hole",
            "quote": "quote",
            "them": "them",
            "us": "us",
        }.get(line.style, "")
        base = ("serif13" if size > 12.5 else "t12") + (f" {style}" if style else "")
        indent = 18.0 if line.icon else 0.0
        if line.icon:
            self.pen.use(f"i-{line.icon}", x, y - 12, 15, "icon")
        said = f"“{line.text}”" if line.style == "quote" else line.text
        runs = (
            [(line.lead, "bold"), (said, "hole" if line.style == "hole" else "")]
            if line.lead
            else [(said, "hole" if line.style == "hole" else "")]
        )
        lines = set_lines(runs, size * (1.04 if line.style == "quote" else 1.0), room, indent=indent)
        for number, one in enumerate(lines):
            self.pen.runs(x + (0.0 if number else indent), y, one, base)
            y += LEADING
        if line.badges:
            y = self._badge_rows(line.badges, x, y, room)
        return y
