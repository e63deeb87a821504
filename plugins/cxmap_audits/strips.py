"""A witness as a small strip: the steps of a path, or places that stand apart, each with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmap import Place, ReportedFinding, Step
from cxmap_audits.elements import Elements

_WHOLE = 6  # so many steps fit on a line; of longer ones both ends are drawn


@dataclass(frozen=True)
class Mark:
    """One mark of a strip; `cut` says how many steps are not drawn here."""

    title: str
    where: str = ""
    filled: bool = False
    cut: int = 0


@dataclass(frozen=True)
class Strip:
    """A drawn witness, and all its steps in words when not all are drawn."""

    kind: str  # "path" or "places"
    marks: tuple[Mark, ...]
    all: tuple[Mark, ...] = ()
    also: tuple[Mark, ...] = ()


def draw_strip(finding: ReportedFinding, elements: Elements) -> Strip:
    """The path that proves a finding; without one, the places it is about; nothing where that is its own place."""
    if finding.path:
        bites = _where_it_bites(finding)
        path = _marks(finding.path, finding, elements, bites)
        also = _marks(finding.related, finding, elements, -1)
        return Strip("path", _cut(path, bites), path if len(path) > _WHOLE else (), also)
    places = _places(finding)
    if len(places) == 1 and places[0].place == finding.place:
        return Strip("places", ())
    marks = tuple(_mark(step, finding, elements, filled=True) for step in places)
    if len(marks) <= _WHOLE:
        return Strip("places", marks)
    return Strip("places", (*marks[: _WHOLE - 1], Mark("", cut=len(marks) - _WHOLE + 1)), marks)


def _where_it_bites(finding: ReportedFinding) -> int:
    """The position of the finding's own element on its path, else the end."""
    steps = [step.element for step in finding.path]
    return steps.index(finding.element) if finding.element in steps else len(steps) - 1


def _places(finding: ReportedFinding) -> Sequence[Step]:
    """What is related; the element itself first, unless it is a whole that stands for its parts."""
    whole = finding.kind in ("journey", "workspace", "persona") and finding.related
    own = () if whole else (Step(finding.element, finding.place),)
    return (*own, *finding.related)


def _marks(
    steps: Sequence[Step], finding: ReportedFinding, elements: Elements, filled: int
) -> tuple[Mark, ...]:
    return tuple(
        _mark(step, finding, elements, filled=position == filled) for position, step in enumerate(steps)
    )


def _mark(step: Step, finding: ReportedFinding, elements: Elements, *, filled: bool) -> Mark:
    return Mark(elements.title(finding.journey, step.element), _where(step.place, finding.place), filled)


def _where(place: Place, home: Place) -> str:
    return f"line {place.line}" if place.file == home.file else f"{place.file}:{place.line}"


def _cut(marks: tuple[Mark, ...], bites: int) -> tuple[Mark, ...]:
    """Both ends and where it bites; what lies between is counted."""
    if len(marks) <= _WHOLE:
        return marks
    kept = sorted({0, 1, bites, len(marks) - 2, len(marks) - 1})
    drawn: list[Mark] = []
    for before, position in zip([-1, *kept], kept, strict=False):
        if position - before > 1:
            drawn.append(Mark("", cut=position - before - 1))
        drawn.append(marks[position])
    return tuple(drawn)
