"""How this pack says things: lists of names, and numbers of things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def name_all(names: Iterable[str], joint: str = "and") -> str:
    """Names in backticks: `a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def in_brackets(names: Sequence[str]) -> str:
    """Names as an author writes a list of them: `[a, b]`."""
    return f"[{', '.join(names)}]"


def many(number: float, one: str, more: str = "") -> str:
    """A number of things: `1 switch`, `2 switches`, `2.5 points`."""
    return f"{number:g} {one if number == 1 else more or one + 's'}"


def is_are(names: Sequence[object]) -> str:
    """`is` for one, `are` for several."""
    return "is" if len(names) == 1 else "are"
