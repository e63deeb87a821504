"""A place in a file an author wrote, and a problem found there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is written: a POSIX path relative to the workspace, line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a file from being read: the place, what is wrong and what to write instead."""

    place: Place
    code: str
    message: str
    related: tuple[Place, ...] = ()
    line_text: str = ""

    def __str__(self) -> str:
        return f"{self.place} {self.code} {self.message}"
