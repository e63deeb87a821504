"""What a diagram holds before anybody draws it: boxes, lines between them, and groups around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Mark:
    """A sign at a box: what was found there, worst first."""

    severity: str
    count: int
    text: str

    @property
    def short(self) -> str:
        """How often, and how bad, where there is no room for more."""
        return f"{self.count} \u00d7 {self.text.partition(':')[0]}"


@dataclass(frozen=True)
class Foot:
    """A short fact at the foot of a box, in its own colour."""

    text: str
    tone: str = "soft"


@dataclass(frozen=True)
class Box:
    """One thing on the diagram; `key` is its id in the journey."""

    key: str
    title: str
    facts: tuple[str, ...] = ()
    group: str | None = None
    tone: str = "plain"
    shape: str = "box"
    marks: tuple[Mark, ...] = ()
    feet: tuple[Foot, ...] = ()
    about: str = ""
    lit: bool = False
    dim: bool = False
    stage: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """All it says, in lines, for a format that has only words."""
        signs = ", ".join(mark.short for mark in self.marks)
        return (self.title, *self.facts, *(foot.text for foot in self.feet), *([signs] if signs else []))


@dataclass(frozen=True)
class Line:
    """One way from a box to another; `weight` 0 to 1 is drawn as width."""

    source: str
    target: str
    label: str = ""
    kind: str = "next"
    weight: float = 0.0
    about: str = ""
    lit: bool = False
    dim: bool = False


@dataclass(frozen=True)
class Group:
    """A frame around boxes."""

    key: str
    title: str
    about: str = ""
    tone: str = "band"
    rule: str = ""


@dataclass(frozen=True)
class Sign:
    """One entry of the legend: how it looks and what it means."""

    look: str
    text: str


@dataclass(frozen=True)
class Diagram:
    """Everything a diagram shows, in the order it is drawn."""

    title: str
    about: str
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    direction: str = "down"
    notes: tuple[str, ...] = ()
    legend: tuple[Sign, ...] = ()
    language: str = "en"
    unit: str = "box"
    """What a box is: `touchpoint` where each is one."""

    def only(self, keys: Iterable[str]) -> Diagram:
        """The part of it that stands on these boxes."""
        kept = frozenset(keys)
        boxes = tuple(box for box in self.boxes if box.key in kept)
        used = {box.group for box in boxes}
        return replace(
            self,
            boxes=boxes,
            lines=tuple(line for line in self.lines if line.source in kept and line.target in kept),
            groups=tuple(group for group in self.groups if group.key in used),
        )

    def with_notes(self, *notes: str) -> Diagram:
        """The same with more sentences at its foot."""
        return replace(self, notes=(*self.notes, *(note for note in notes if note not in self.notes)))

    def members(self, group: str | None) -> tuple[Box, ...]:
        """The boxes of one group, in order."""
        return tuple(box for box in self.boxes if box.group == group)
