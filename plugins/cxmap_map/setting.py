"""One journey as the map sees it: its columns, their places, and the findings that touch them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cxmap import JourneyGraph, Report
from cxmap_map.columns import centres, path_weight
from cxmap_map.texts import Words
from cxmap_map.view import Column, Note, Stage
from cxmap_map.view_cells import Badge


@dataclass(frozen=True)
class Setting:
    """What every lane needs to know."""

    report: Report
    graph: JourneyGraph
    words: Words
    columns: tuple[Column, ...]
    stages: tuple[Stage, ...]
    notes: tuple[Note, ...] = ()
    checked: bool = True
    whole: float | None = None  # the width of the path in weights, when some of its columns are not there

    @cached_property
    def touchpoints(self) -> tuple[Any, ...]:
        """One for each column; what a stage or a nested journey carries as a whole stands at its first step."""
        firsts = {stage.start: stage.id for stage in self.stages if not stage.anytime}
        lent = {stage.id: stage for stage in self.graph.stages}
        made = []
        entered: set[str] = set()
        for column in self.columns:
            touchpoint: Any = self.graph.touchpoint(column.id)
            container = column.id.rpartition("/")[0]
            if container and container not in entered and container in self.graph.containers:
                entered.add(container)
                touchpoint = _with(touchpoint, self.graph.containers[container])
            if column.index in firsts and firsts[column.index] in lent:
                touchpoint = _with(touchpoint, lent[firsts[column.index]])
            made.append(touchpoint)
        return tuple(made)

    @cached_property
    def path_weight(self) -> float:
        """How wide the path is, in weights."""
        return self.whole or path_weight(self.columns)

    @cached_property
    def centres(self) -> dict[str, float]:
        """Middles of the columns of the path, 0 to 1000."""
        return centres(self.columns, self.path_weight)

    @cached_property
    def path_count(self) -> int:
        """How many columns lie on the path."""
        return sum(not column.anytime for column in self.columns)

    @cached_property
    def by_column(self) -> dict[int, tuple[Note, ...]]:
        """The notes that belong under each column."""
        found: dict[int, list[Note]] = {column.index: [] for column in self.columns}
        for note in self.notes:
            for place in note.places:
                found[place].append(note)
        return {index: tuple(notes) for index, notes in found.items()}

    def say(self, element: object) -> str:
        """A name, a text or an id in the language of the map."""
        speak = getattr(element, "say", None)
        if speak is not None:
            return str(speak(self.words.language))
        return str(element)

    def badges(self, column: int, fits: Callable[[Note], bool]) -> tuple[Badge, ...]:
        """Badges of the notes under a column that fit."""
        return tuple(note.badge for note in self.by_column.get(column, ()) if fits(note))

    def owner_title(self, identifier: str) -> str:
        """What people call an owner."""
        return (
            self.say(self.graph.register.owners[identifier])
            if identifier in self.graph.register.owners
            else identifier
        )

    def runs(self, empty: Callable[[int], bool]) -> Iterable[tuple[int, int, bool]]:
        """Neighbours of one stage that have nothing to say, together; the others alone: start, span, empty."""
        for stage in self.stages:
            start = stage.start
            while start < stage.start + stage.span:
                end = start + 1
                nothing = empty(start)
                while nothing and end < stage.start + stage.span and empty(end):
                    end += 1
                yield start, end - start, nothing
                start = end


def _with(touchpoint: Any, whole: Any) -> Any:
    """A touchpoint with the pains, ideas, measures and feeling of the whole it begins."""
    more: dict[str, Any] = {
        "pains": (*whole.pains, *touchpoint.pains),
        "opportunities": (*whole.opportunities, *touchpoint.opportunities),
        "metrics": {**whole.metrics, **touchpoint.metrics},
    }
    feels = getattr(whole, "feels", None)
    if feels is not None and touchpoint.feels.customer is None and touchpoint.feels.company is None:
        more["feels"] = feels
    changed = {name: value for name, value in more.items() if value != getattr(touchpoint, name)}
    return touchpoint.model_copy(update=changed) if changed else touchpoint


def chosen_language(report: Report, graph: JourneyGraph, asked: str | None, theme: object) -> str:
    """The language asked for, else the theme's, else the journey's first, else English."""
    said = asked or getattr(theme, "language", None)
    if said:
        return str(said)
    languages = tuple(graph.journey.languages or ())
    return str(languages[0]) if languages else "en"
