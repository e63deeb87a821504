"""How large boxes and labels are, from their words alone."""

from __future__ import annotations

from cxmap_diagrams.diagram import Box
from cxmap_diagrams.measure import width, wrap

TITLE, FACT, LABEL = 12.5, 10.5, 10.5
ROOM = 132.0
PAD = 9.0
LINE_TITLE, LINE_FACT = 15.5, 13.5
HEAD_SIZE, HEAD_LINE = 12.5, 15.0


def title_lines(box: Box) -> list[str]:
    """The title in lines."""
    return wrap(box.title, TITLE, ROOM, bold=True)


def fact_lines(box: Box) -> list[str]:
    """The facts in lines, each wrapped."""
    return [line for fact in box.facts for line in wrap(fact, FACT, ROOM + 12)]


def box_size(box: Box) -> tuple[float, float]:
    """Width and height of a box in points."""
    titles, facts = title_lines(box), fact_lines(box)
    widest = max(
        [width(line, TITLE, bold=True) for line in titles]
        + [width(line, FACT) for line in facts]
        + [width(foot.text, FACT, bold=True) for foot in box.feet]
        + [54.0]
    )
    signs = 18.0 * len(box.marks) - 8 if box.marks else 0.0
    first = width(titles[0], TITLE, bold=True)
    wide = max(widest, first + signs if len(box.marks) > 1 else first + signs * 0.7) + 2 * PAD
    high = len(titles) * LINE_TITLE + len(facts) * LINE_FACT + len(box.feet) * LINE_FACT + 2 * PAD - 2
    return (wide + 8, high + 8) if box.shape in ("drum", "diamond") else (wide, high)


def label_size(label: str) -> float:
    """The width of a label on a line."""
    return width(label, LABEL) + 4
