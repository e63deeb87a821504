"""One journey as the map sees it: its columns, their places, and the findings that touch them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cxmap import JourneyGraph, Report
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
    order: dict[str, int] = field(default_factory=dict)

    @cached_property
    def touchpoints(self) -> tuple[Any, ...]:
        """One for each column."""
        return tuple(self.graph.touchpoint(column.id) for column in self.columns)

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


def chosen_language(report: Report, graph: JourneyGraph, asked: str | None, theme: object) -> str:
    """The language asked for, else the theme's, else the journey's first, else English."""
    said = asked or getattr(theme, "language", None)
    if said:
        return str(said)
    languages = tuple(graph.journey.languages or ())
    return str(languages[0]) if languages else "en"
