"""Maps and lists as an author wrote them, knowing where keys and values stand, and how large they may be."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

_BITS = 20
_MASK = (1 << _BITS) - 1


class Map(dict[str, Any]):
    """A mapping as written: keys in order, with the packed place of each key and each value."""

    __slots__ = ("_order", "marks", "value_marks")
    _order: dict[str, int]

    def __init__(self) -> None:
        self.marks: list[int] = []
        self.value_marks: list[int] = []

    def mark_of(self, key: str) -> int:
        """The packed place of a key."""
        return self.marks[self._position(key)]

    def value_mark_of(self, key: str) -> int:
        """The packed place of the value behind a key; where nothing is written, the place of the key."""
        return self.value_marks[self._position(key)]

    def forget_order(self) -> None:
        """Look positions up anew; needed after a key was taken out."""
        self._order = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> Map:
        made = Map()
        made.update({key: copy.deepcopy(value, memo) for key, value in self.items()})
        made.marks, made.value_marks = list(self.marks), list(self.value_marks)
        return made

    def _position(self, key: str) -> int:
        order: dict[str, int] | None = getattr(self, "_order", None)
        if order is None or len(order) != len(self):
            order = self._order = {each: position for position, each in enumerate(self)}
        return order[key]


class Seq(list[Any]):
    """A list as written, with the packed place of each item."""

    __slots__ = ("marks",)

    def __init__(self) -> None:
        self.marks: list[int] = []


Tree = Map | Seq | str | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold; `limits:` in cxmap.yaml raises them. Sizes are bytes."""

    file: int = 4 * 1024 * 1024
    depth: int = 64
    nodes: int = 400_000
    scalar: int = 64 * 1024
    errors: int = 50


def pack(line: int, column: int) -> int:
    """One number for a line and a column, both counted from 1."""
    return line << _BITS | column


def unpack(mark: int) -> tuple[int, int]:
    """The line and the column of a packed place, both counted from 1."""
    return mark >> _BITS, mark & _MASK
