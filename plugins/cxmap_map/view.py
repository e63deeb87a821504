"""What the journey map shows, before any markup: columns, stages, notes, and the whole."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_map.drawings import Feelings, Flow
from cxmap_map.view_cells import Badge, Cell, Chip, Lane


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
    question: str = ""  # `about`, where it fits on one line under the title


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
class Arrival:
    """A step that only the other layer has, at the border of the column it follows."""

    title: str  # with its sign
    column: int
    count: str
    rail: float


@dataclass(frozen=True)
class Overlay:
    """The other layer, drawn over the columns of this one."""

    layer: str
    value: str  # what stands in the address
    flow: Flow
    feelings: Feelings
    folds: tuple[str, ...]  # what a folded stage says of feelings there
    says: str
    ahead: bool  # whether it is the plan, not the journey as it is
    gone: tuple[int, ...]  # columns it does not have
    gone_word: str
    arrivals: tuple[Arrival, ...]
    counts: tuple[tuple[str, float], ...]  # for each column: of 100 who start, and the width of its rail
    feels: tuple[tuple[float | None, float | None], ...]
    anytime: tuple[tuple[Cell, Cell], ...]  # feelings at any time, here and there; none where all are alike


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
    overlay: Overlay | None
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
