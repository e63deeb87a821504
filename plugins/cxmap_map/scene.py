"""A drawing as plain shapes: what the SVG template writes, escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cxmap_map.advance import pieces, width
from cxmap_map.numbers import coordinate as c

Run = tuple[str, str]  # words and how they are set: "", bold, italic, soft, ...
_BOLD = frozenset({"bold", "hole", "big"})


@dataclass(frozen=True)
class Shape:
    """One shape: `kind` is rect, path, text, use or circle; numbers are written already."""

    kind: str
    style: str
    at: tuple[str, ...]
    runs: tuple[Run, ...] = ()
    anchor: str = "start"


@dataclass
class Pen:
    """Draws onto a sheet and remembers how far down it has come."""

    shapes: list[Shape] = field(default_factory=list)
    y: float = 0.0

    def clip(self, x: float, y: float, w: float, h: float) -> None:
        """Until `unclip`, nothing shows outside this rectangle."""
        self.shapes.append(Shape("clip", "", (c(x), c(y), c(max(w, 0.0)), c(max(h, 0.0)))))

    def unclip(self) -> None:
        """Draw on the whole sheet again."""
        self.shapes.append(Shape("unclip", "", ()))

    def rect(self, x: float, y: float, w: float, h: float, style: str) -> None:
        """A filled rectangle."""
        self.shapes.append(Shape("rect", style, (c(x), c(y), c(max(w, 0.0)), c(max(h, 0.0)))))

    def line(self, x0: float, y0: float, x1: float, y1: float, style: str) -> None:
        """A straight line."""
        self.shapes.append(Shape("path", style, (f"M{c(x0)} {c(y0)}L{c(x1)} {c(y1)}",)))

    def path(self, d: str, style: str) -> None:
        """A path."""
        self.shapes.append(Shape("path", style, (d,)))

    def circle(self, x: float, y: float, r: float, style: str) -> None:
        """A circle."""
        self.shapes.append(Shape("circle", style, (c(x), c(y), c(r))))

    def use(self, name: str, x: float, y: float, size: float, style: str) -> None:
        """One of the symbols."""
        self.shapes.append(Shape("use", style, (name, c(x), c(y), c(size))))

    def text(self, x: float, y: float, words: str, style: str, anchor: str = "start") -> None:
        """One line of one style."""
        if words:
            self.shapes.append(Shape("text", style, (c(x), c(y)), ((words, ""),), anchor))

    def runs(self, x: float, y: float, runs: Sequence[Run], style: str) -> None:
        """One line of several styles."""
        if runs:
            self.shapes.append(Shape("text", style, (c(x), c(y)), tuple(runs)))


def set_lines(runs: Sequence[Run], size: float, room: float, *, indent: float = 0.0) -> list[list[Run]]:
    """Words of several styles in lines no wider than `room`; a word too long for a line is broken.

    With an `indent` the first line begins further in, and may stay empty when no word fits there.
    """
    lines: list[list[Run]] = [[]]
    used = indent
    for words, style in runs:
        bold = not _BOLD.isdisjoint(style.split())
        for word in words.split():
            for part in _parts(word, size, room, bold):
                wide = width(part, size, bold=bold)
                blank = width(" ", size) if lines[-1] else 0.0
                if (lines[-1] or used) and used + blank + wide > room:
                    lines.append([])
                    used, blank = 0.0, 0.0
                _add(lines[-1], part, style)
                used += blank + wide
    return [line for number, line in enumerate(lines) if line or (indent and not number)]


def _parts(word: str, size: float, room: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    parts: list[str] = []
    part = ""
    for character in "".join(pieces(word)):
        if part and width(part + character + "-", size, bold=bold) > room:
            parts.append(part)
            part = ""
        part += character
    return [*parts, part]


def _add(line: list[Run], word: str, style: str) -> None:
    if line and line[-1][1] == style:
        line[-1] = (f"{line[-1][0]} {word}", style)
    else:
        line.append((f" {word}" if line else word, style))


def squeeze(d: str, left: float, wide: float, top: float) -> str:
    """A path drawn over 0 to 1000, brought to its place on the sheet."""
    return re.sub(
        r"(-?[\d.]+) (-?[\d.]+)",
        lambda pair: f"{c(left + float(pair.group(1)) / 1000 * wide)} {c(top + float(pair.group(2)))}",
        d,
    )
