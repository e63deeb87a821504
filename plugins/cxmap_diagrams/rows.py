"""Break a blueprint that is too wide into rows of whole stages; ways from row to row are said in their boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.placed import Layout
from cxmap_diagrams.setting import MOST
from cxmap_diagrams.texts import Words

WIDEST = 6000.0
"""How far anybody scrolls to the right."""
Placing = Callable[[Diagram], Layout]


def place_rows(
    diagram: Diagram, words: Words, placing: Placing
) -> tuple[Diagram, list[tuple[Diagram, Layout]]]:
    """The diagram in one piece where that is not too wide, else a row below the other."""
    layout = placing(diagram)
    rows = _rows(layout) if layout.width > WIDEST else []
    if len(rows) < 2:
        return diagram, [(diagram, layout)]
    parts = [_row(diagram, stages, words) for stages in rows]
    noted = diagram.with_notes(words("rows_note", n=len(diagram.boxes), rows=len(parts)))
    return noted, [(part, placing(part)) for part in parts]


def _rows(layout: Layout) -> list[list[str]]:
    """Stages in order, as many in a row as there is room for."""
    rows: list[list[str]] = []
    used = 0.0
    for head in layout.heads:
        if not rows or used + head.wide > WIDEST:
            rows.append([])
            used = 0.0
        rows[-1].append(head.stage)
        used += head.wide
    return rows


def _row(diagram: Diagram, stages: list[str], words: Words) -> Diagram:
    row = diagram.only(box.key for box in diagram.boxes if box.stage in stages)
    here = {box.key for box in row.boxes}
    titles = {box.key: box.title for box in diagram.boxes}
    boxes = tuple(_told(box, diagram.lines, here, titles, words) for box in row.boxes)
    return replace(row, title="", boxes=boxes)


def _told(box: Box, lines: Iterable[Line], here: set[str], titles: dict[str, str], words: Words) -> Box:
    """A box with the ways that lead to it from other rows, and on to them."""
    said = []
    for line in lines:
        if line.source == box.key and line.target not in here:
            said.append(f"\u2192 {line.label} {titles[line.target]}".replace("  ", " "))
        elif line.target == box.key and line.source not in here:
            said.append(f"\u2190 {titles[line.source]}")
    more = [words("and_more", n=len(said) - MOST).strip()] if len(said) > MOST else []
    return replace(box, facts=(*box.facts, *said[:MOST], *more))
