"""Tables of a page: cells are text, a bar, or a path of steps."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `bar` is a share of the widest, `steps` a path."""

    text: str = ""
    bar: float | None = None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with its heading, what it means, and a line below."""

    id: str
    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: str


def bar(share: float) -> Cell:
    """A bar of this length."""
    return Cell(bar=round(min(1.0, max(0.0, share)) * 100, 1))


def cells(*values: Cell | str | tuple[str, ...]) -> tuple[Cell, ...]:
    """A row of cells."""
    return tuple(
        value
        if isinstance(value, Cell)
        else Cell(text=value)
        if isinstance(value, str)
        else Cell(steps=value)
        for value in values
    )
