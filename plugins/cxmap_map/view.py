"""What the journey map shows, before any markup: columns, lanes, cells, notes."""

from __future__ import annotations

from dataclasses import dataclass, field


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

    def within(self, start: int, span: int) -> tuple[Glyph, ...]:
        """The cells under one stage."""
        return tuple(glyph for glyph in self.glyphs if start <= glyph.start < start + span)


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


@dataclass(frozen=True)
class Column:
    """One touchpoint."""

    index: int
    id: str
    title: str
    stage: int
    icons: tuple[str, ...]
    channels: str
    weight: float
    left: float  # in weights, from the first column
    moment: bool
    behind: bool
    anytime: bool
    owners: tuple[str, ...]
    families: tuple[str, ...]
    channel_ids: tuple[str, ...]
    line: int | None

    @property
    def centre(self) -> float:
        """Its middle, in weights."""
        return self.left + self.weight / 2


@dataclass(frozen=True)
class Stage:
    """Columns under one heading."""

    index: int
    id: str
    title: str
    about: str
    number: str
    start: int
    span: int
    anytime: bool
    badges: tuple[Badge, ...]
    summary: tuple[str, ...] = ()
    worst: str = ""
    open_first: bool = True
    fold_weight: float = 9.0


@dataclass(frozen=True)
class Label:
    """A few words at a point of a drawing."""

    x: float
    y: float
    text: str
    style: str  # big, small, leave, leave-big, end, back, unknown
    column: int
    width: float = 0.0
    anchor: str = "middle"


@dataclass(frozen=True)
class Ribbon:
    """One way customers go, drawn as wide as they are many."""

    path: str
    style: str  # flow, gone, assumed, unknown, back
    source: int
    target: int


@dataclass(frozen=True)
class Flow:
    """The band: ribbons, stations, numbers."""

    height: float
    ribbons: tuple[Ribbon, ...]
    folds: tuple[str, ...]  # one simple ribbon for each stage, drawn when it is folded
    stations: tuple[tuple[int, float, float, float], ...]  # column, x, top, bottom
    labels: tuple[Label, ...]
    middles: dict[str, float]
    visits: dict[str, float]
    words: str
    note: str = ""


@dataclass(frozen=True)
class Point:
    """One feeling somebody was asked for."""

    column: int
    x: float
    value: float
    y: float
    who: str  # us, them, aim
    words: str
    low: float | None = None
    high: float | None = None
    above: bool = True  # on which side of the point its number stands


@dataclass(frozen=True)
class Hatch:
    """Columns whose feeling is not known, or that nobody sees."""

    left: float
    width: float
    style: str  # unknown, between, unseen
    words: str
    start: int
    span: int


@dataclass(frozen=True)
class Gap:
    """Where what we believe and what they feel part."""

    x: float
    y: float
    text: str
    column: int
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class Feelings:
    """The two lines and what lies between them."""

    height: float
    rules: tuple[tuple[float, str], ...]
    areas: tuple[tuple[str, str], ...]  # style, path
    lines: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    hatches: tuple[Hatch, ...]
    gaps: tuple[Gap, ...]
    names: tuple[Label, ...]
    words: str
    anytime: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Step:
    """One place on a witness."""

    element: str
    title: str
    column: int | None
    fact: str
    where: str


@dataclass(frozen=True)
class Note:
    """One finding, or several with one cause."""

    number: int
    mark: str
    code: str
    family: str
    name: str
    message: str
    owner: str
    count: int
    steps: tuple[Step, ...]
    is_path: bool
    rows: tuple[str, ...]
    waiver: str
    places: tuple[int, ...]
    fixed_by: str = ""

    @property
    def badge(self) -> Badge:
        """The number that stands for it on the map."""
        return Badge(self.number, self.mark, self.name)


@dataclass(frozen=True)
class Missing:
    """A check that lacked a fact."""

    code: str
    name: str
    says: str


@dataclass(frozen=True)
class Goal:
    """The number the journey must move."""

    sentence: tuple[str, ...]
    words: str
    base: tuple[float, str] | None
    now: tuple[float, str] | None
    aim: tuple[float, str] | None
    low: float | None
    high: float | None
    to_go: str


@dataclass(frozen=True)
class Verdict:
    """What the report says, in one line, and the counts that keep it honest."""

    state: str
    word: str
    sentence: str
    counts: str
    unknown: str
    facts: tuple[tuple[str, str], ...]
    not_run: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    """The map as one persona meets it."""

    id: str
    title: str
    closed: tuple[int, ...]
    says: str


@dataclass(frozen=True)
class Reading:
    """One touchpoint, read downwards."""

    column: Column
    count: str
    rail: float
    does: str
    meets: str
    owner: str
    tint: int | None
    handed_from: str
    story_lost: bool
    facts: tuple[tuple[str, str, bool], ...]  # what, words, known
    feels: tuple[float | None, float | None]
    chips: tuple[Chip, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class MapView:
    """Everything on one map."""

    title: str
    kicker: str
    deck: str
    language: str
    direction: str
    stages: tuple[Stage, ...]
    columns: tuple[Column, ...]
    weights: float
    path_weights: float
    path_count: int
    lanes: tuple[Lane, ...]
    flow: Flow
    measured: Flow | None
    measured_says: str
    feelings: Feelings
    notes: tuple[Note, ...]
    folded_notes: tuple[str, ...]
    missing: tuple[Missing, ...]
    whole: tuple[Badge, ...]
    goals: tuple[Goal, ...]
    verdict: Verdict
    walks: tuple[Walk, ...]
    readings: tuple[Reading, ...]
    owners: tuple[tuple[str, str], ...]
    channels: tuple[tuple[str, str], ...]
    families: tuple[tuple[str, str], ...]
    footnotes: tuple[str, ...]
    imprint: str
    folding: str  # "", stages, overview, list
    size_says: str = ""
    search: dict[str, str] = field(default_factory=dict)
