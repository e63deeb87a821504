"""Draw what is too large for one picture stage by stage: an overview, then one panel for each group."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from cxmap_diagrams.diagram import Box, Diagram, Line, Mark
from cxmap_diagrams.layout import place
from cxmap_diagrams.placed import Layout
from cxmap_diagrams.texts import Words

AT_ONCE = 150
"""Boxes one picture can hold and still be read."""
TALLEST = 4500.0
"""How far down anybody follows a line."""
SECONDS = 3.0


def place_all(diagram: Diagram, words: Words) -> tuple[Diagram, list[tuple[Diagram, Layout]]]:
    """The panels of a diagram with their layouts: one, or an overview and one for each group."""
    if len(diagram.boxes) <= AT_ONCE or len(diagram.groups) < 2:
        layout = place(diagram)
        if layout.height <= TALLEST or len(diagram.groups) < 3 or diagram.unit == "box":
            return diagram, [(diagram, layout)]
    parts = [overview(diagram, words), *(panel(diagram, group.key, words) for group in diagram.groups)]
    noted = diagram.with_notes(words(f"overview_note_{diagram.unit}", n=len(diagram.boxes)))
    parts = [part for part in parts if part.boxes]
    with ThreadPoolExecutor(max_workers=2) as pool:  # each waits for a process of its own
        return noted, list(zip(parts, pool.map(partial(place, seconds=SECONDS), parts), strict=True))


def overview(diagram: Diagram, words: Words) -> Diagram:
    """One box for each group; the lines between them summed."""
    home = {box.key: box.group or "" for box in diagram.boxes}
    boxes = []
    for group in diagram.groups:
        members = diagram.members(group.key)
        facts = (words.count(f"of_{diagram.unit}", len(members)),)
        lit = any(box.lit for box in members)
        boxes.append(Box(group.key, group.title, facts, marks=sum_marks(members), lit=lit, about=group.about))
    lines: dict[tuple[str, str], Line] = {}
    for line in diagram.lines:
        ends = home[line.source], home[line.target]
        if ends[0] != ends[1] and all(ends):
            known = lines.get(ends, Line(*ends))
            lines[ends] = replace(
                known, weight=min(1.0, known.weight + line.weight), lit=known.lit or line.lit
            )
    return replace(
        diagram,
        title=words("overview"),
        boxes=tuple(boxes),
        lines=tuple(lines.values()),
        groups=(),
        direction="right",
    )


def sum_marks(boxes: Iterable[Box]) -> tuple[Mark, ...]:
    """The signs of all of them, added up."""
    counts: dict[str, int] = {}
    words: dict[str, str] = {}
    for box in boxes:
        for mark in box.marks:
            counts[mark.severity] = counts.get(mark.severity, 0) + mark.count
            words[mark.severity] = mark.text.partition(":")[0]
    return tuple(
        Mark(severity, counts[severity], words[severity])
        for severity in ("error", "warning", "info")
        if severity in counts
    )


def panel(diagram: Diagram, key: str, words: Words) -> Diagram:
    """One group, with a stub for each other group its lines come from or lead to."""
    titles = {group.key: group.title for group in diagram.groups}
    home = {box.key: box.group or "" for box in diagram.boxes}
    members = {box.key for box in diagram.members(key)}
    stubs: dict[str, Box] = {}
    lines: dict[tuple[str, str], Line] = {}
    for line in diagram.lines:
        ends = [line.source, line.target]
        inside = [end in members for end in ends]
        if not any(inside):
            continue
        for number, way in ((0, "from"), (1, "out")):
            if not inside[number]:
                other = home[ends[number]]
                stub = f"{way}:{other}"
                stubs.setdefault(
                    stub, Box(stub, words(way, stage=titles.get(other, other)), tone="paper", shape="pill")
                )
                ends[number] = stub
        known = lines.get((ends[0], ends[1]))
        lines[ends[0], ends[1]] = (
            replace(line, source=ends[0], target=ends[1]) if known is None else _joined(known, line)
        )
    boxes = tuple(replace(box, group=None) for box in diagram.boxes if box.key in members)
    return replace(
        diagram, title=titles[key], boxes=(*boxes, *stubs.values()), lines=tuple(lines.values()), groups=()
    )


def _joined(known: Line, more: Line) -> Line:
    return replace(known, label="", weight=min(1.0, known.weight + more.weight), lit=known.lit or more.lit)
