"""What stands in the cells of a lane: words, marks, bands, measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Badge:
    """A finding's number where it bites."""

    number: int
    mark: str  # error, warning, info, waived
    name: str


@dataclass(frozen=True)
class Line:
    """One run of text in a cell; `lead` is set bold before it."""

    text: str
    style: str = ""  # "", soft, none, hole, quote
    lead: str = ""
    icon: str = ""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True)
class Cell:
    """Neighbouring columns of one stage that say one thing."""

    start: int
    span: int
    lines: tuple[Line, ...] = ()
    style: str = ""  # "", unknown


@dataclass(frozen=True)
class Glyph:
    """One cell of a matrix row: a mark, a piece of thread, or nothing."""

    start: int
    span: int
    shape: str = ""  # "", dot, open, given, used, both, asks, needs, ends, told
    words: str = ""
    thread: str = ""  # "", on, first, last
    tone: str = ""  # "", error, warning
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of a matrix lane: a system, a data item, a consent."""

    key: str
    title: str
    note: str
    tone: str
    kind: str  # system, silo, told, data, consent
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True)
class Band:
    """Neighbouring columns with one owner, and how the customer got there."""

    start: int
    span: int
    owner: str
    title: str
    tint: int | None
    handed_from: str = ""
    story_lost: bool = False
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True)
class Chip:
    """One measure at one place: value, target, interval, trend."""

    name: str
    value: str
    target: str
    interval: str
    note: str
    at: float | None  # positions on the little axis, 0..100
    goal: float | None
    low: float | None
    high: float | None
    trend: tuple[float, ...] = ()
    trend_words: str = ""
    known: bool = True


@dataclass(frozen=True)
class Chips:
    """The measures of neighbouring columns, or the fact that there are none."""

    start: int
    span: int
    chips: tuple[Chip, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Lane:
    """One fact about every touchpoint, left to right."""

    key: str
    kind: str  # flow, cells, line, rows, feelings, owners, chips, folded
    title: str
    about: str = ""
    cells: tuple[Cell, ...] = ()
    rows: tuple[Row, ...] = ()
    bands: tuple[Band, ...] = ()
    chips: tuple[Chips, ...] = ()
    more: str = ""
    folds: tuple[str, ...] = ()  # what a folded stage says here, one for each stage
