"""The matrix of personas and touchpoints as a picture: a sign and a colour in each cell, the legend below."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_diagrams.measure import width, wrap
from cxmap_diagrams.over import over_head
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.sheet import MARGIN, Sheet, add, explain, finish, new_sheet, write
from cxmap_diagrams.tables import Cell, Table

_TONES = {"open": "okbg", "closed": "silo", "cut": "flow", "unsaid": "band"}
_INKS = {"open": "ok", "closed": "err", "cut": "gone", "unsaid": "soft"}
_LEGEND = {"open": "open", "closed": "closed", "cut": "cut_off", "unsaid": "channel_unsaid"}
_SIGNS = {"open": "\u25cf", "closed": "\u00d7", "cut": "\u25cb", "unsaid": "?"}
_GOAL = "\u25b2"
HIGH = 24
"""Height of a row."""


@dataclass(frozen=True)
class _Grid:
    """Where columns stand: stages, names of touchpoints, a cell for each persona, and what is laid over."""

    stages: float
    names: float
    cell: float
    many: int
    over: str | None
    wide: float  # of the last column, nothing without one

    @property
    def beside(self) -> float:
        """Where the last column begins."""
        return self.names + self.stages + self.cell * self.many

    @property
    def total(self) -> float:
        """Width of all columns."""
        return self.beside + self.wide

    def left(self, number: int) -> float:
        """Where the cells of a persona begin."""
        return MARGIN + self.names + self.stages + self.cell * number


def matrix_svg(setting: Setting, table: Table) -> str:
    """The table as a picture."""
    sheet = new_sheet(table.title, table.about, setting.words.language, setting.look)
    grid = _grid(setting, table)
    y = _heads(sheet, grid, table, _title(sheet, table, grid.total))
    goal = setting.words("goal_of")
    before = ""
    for row in table.rows:
        _place(sheet, grid, row, y, begins=row[1].text != before)
        for number, found in enumerate(row[2 : 2 + grid.many]):
            held = f"{row[0].text}, {table.head[2 + number]}: {found.text}"
            _cell(sheet, (grid.left(number), y), grid.cell, found, held, wanted=goal in found.text)
        before = row[1].text
        y += HIGH
    used = {found.look for row in table.rows for found in row[2 : 2 + grid.many]}
    x = _legend(sheet, setting, used, y + 20)
    return finish(sheet, max(grid.total, x - MARGIN, 420.0) + 2 * MARGIN, y + 44)


def _grid(setting: Setting, table: Table) -> _Grid:
    many = len(setting.graph.personas)
    over = over_head(setting)
    said = [over, *(row[-1].text for row in table.rows)] if over is not None else []
    return _Grid(
        stages=max([80.0, *(width(row[1].text, 11.0) for row in table.rows)]) + 18,
        names=max([120.0, *(width(row[0].text, 12.0, bold=True) for row in table.rows)]) + 18,
        cell=max([76.0, *(width(head, 11.5, bold=True) + 16 for head in table.head[2 : 2 + many])]),
        many=many,
        over=over,
        wide=max(width(text, 11.5, bold=True) for text in said) + 16 if said else 0.0,
    )


def _title(sheet: Sheet, table: Table, wide: float) -> float:
    y = 44.0
    for line in wrap(table.title, 22.0, max(380.0, wide)):
        write(sheet.root, MARGIN, y, line, 22.0, f"serif {sheet.tone('f', 'ink')}")
        y += 26
    for line in (line for text in (table.about, *table.notes) for line in wrap(text, 11.5, max(380.0, wide))):
        write(sheet.root, MARGIN, y, line, 11.5, sheet.tone("f", "soft"))
        y += 16
    return y + 22


def _heads(sheet: Sheet, grid: _Grid, table: Table, y: float) -> float:
    ink = sheet.tone("f", "ink")
    for number, head in enumerate(table.head[2 : 2 + grid.many]):
        middle = grid.left(number) + grid.cell / 2
        write(sheet.root, middle, y, head, 11.5, ink, font_weight="bold", text_anchor="middle")
    if grid.over is not None:
        write(sheet.root, MARGIN + grid.beside + 10, y, grid.over, 11.5, ink, font_weight="bold")
    return y + 10


def _place(sheet: Sheet, grid: _Grid, row: tuple[Cell, ...], y: float, *, begins: bool) -> None:
    """The touchpoint of a row, the stage where one begins, and what is laid over."""
    ink = sheet.tone("f", "ink")
    if begins:
        rule = f"M{MARGIN:g} {y:g}h{grid.total:.1f}"
        add(sheet.root, "path", d=rule, class_=sheet.tone("s", "hair"), stroke_width=1)
        write(sheet.root, MARGIN, y + 16, row[1].text, 11.0, f"serif {sheet.tone('f', 'soft')}")
    write(sheet.root, MARGIN + grid.stages, y + 16, row[0].text, 12.0, ink)
    if grid.over is not None:
        write(sheet.root, MARGIN + grid.beside + 10, y + 16, row[-1].text, 11.0, ink)


def _cell(
    sheet: Sheet, at: tuple[float, float], wide: float, found: Cell, about: str, *, wanted: bool
) -> None:
    x, y = at
    held = add(sheet.root, "g")
    explain(held, about)
    ground = sheet.tone("f", _TONES[found.look])
    add(held, "rect", x=x + 2, y=y + 2, width=wide - 4, height=20, rx=2, class_=ground)
    sign = _SIGNS[found.look] + (f" {_GOAL}" if wanted else "")
    look = sheet.tone("f", _INKS[found.look])
    write(held, x + wide / 2, y + 16.5, sign, 12.0, look, font_weight="bold", text_anchor="middle")


def _legend(sheet: Sheet, setting: Setting, used: set[str], y: float) -> float:
    """What the signs mean; gives where the legend ends."""
    words, x, soft = setting.words, MARGIN, sheet.tone("f", "soft")
    for look, key in _LEGEND.items():
        if look not in used:
            continue
        ground, ink = sheet.tone("f", _TONES[look]), sheet.tone("f", _INKS[look])
        add(sheet.root, "rect", x=x, y=y - 12, width=20, height=16, rx=2, class_=ground)
        write(sheet.root, x + 10, y, _SIGNS[look], 11.0, ink, font_weight="bold", text_anchor="middle")
        write(sheet.root, x + 26, y, words(key), 10.5, soft)
        x += 46 + width(words(key), 10.5)
    write(sheet.root, x, y, f"{_GOAL} {words('goal_of')}", 10.5, soft)
    return x + 30 + width(words("goal_of"), 10.5)
