"""What an overlay lays over any diagram: signs, values or a path; a sentence where it has nothing to lay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cxmap import Touchpoint
from cxmap_diagrams.diagram import Box, Diagram, Line, Mark, Sign
from cxmap_diagrams.panels import sum_marks
from cxmap_diagrams.setting import MOST, Setting
from cxmap_diagrams.tables import Cell, Table

PLACES = 40
"""Boxes of touchpoints beside each other that can still be told apart."""
SEVERITIES = ("error", "warning", "info")
_SILENT = {"findings": "no_findings", "measures": "no_measures", "path": "no_path"}


def stand_for(setting: Setting, box: Box, places: Iterable[str]) -> Box:
    """A box that stands for touchpoints, with what is measured there; lit where the path comes to one of them."""
    held = frozenset(places)
    said = setting.measures(*(one for one in setting.touchpoints if one.id in held), most=MOST)
    lit = not held.isdisjoint(setting.path)
    return replace(box, facts=(*box.facts, *said), lit=lit, dim=bool(setting.path) and not lit)


def by_stage(setting: Setting, diagram: Diagram) -> Diagram:
    """A diagram with too many boxes of touchpoints (`t:`) to be read, with one box for each stage instead."""
    places = [box for box in diagram.boxes if box.key.startswith("t:")]
    if len(places) <= PLACES:
        return diagram
    homes = {box.key: _home(setting, box.key[2:]) for box in places}
    folded = [
        _folded(setting, home, [box for box in places if homes[box.key] == home])
        for home in dict.fromkeys(homes.values())
    ]
    lines: dict[tuple[str, str], Line] = {}
    for line in diagram.lines:
        ends = homes.get(line.source, line.source), line.target
        known = lines.get(ends, replace(line, source=ends[0], weight=0.0, about="", lit=False))
        lit = known.lit or line.lit
        lines[ends] = replace(
            known, weight=min(1.0, known.weight + line.weight / 4), lit=lit, dim=not lit and line.dim
        )
    boxes = (*folded, *(box for box in diagram.boxes if box.key not in homes))
    made = replace(diagram, boxes=boxes, lines=tuple(lines.values()))
    return made.with_notes(setting.words("by_stage", n=len(places)))


def _home(setting: Setting, identifier: str) -> str:
    stage = None if identifier in setting.graph.containers else setting.graph.stage_of(identifier)
    return "s:" if stage is None else f"s:{stage.id}"


def _folded(setting: Setting, home: str, held: list[Box]) -> Box:
    """One box for the touchpoints of a stage, or for those outside of all."""
    title = next(
        (setting.say(one) for one in setting.graph.stages if f"s:{one.id}" == home), setting.words("anytime")
    )
    facts = (setting.words.count("of_touchpoint", len(held)),)
    lit = any(box.lit for box in held)
    dim = all(box.dim for box in held)
    about = ", ".join(box.title for box in held)
    return Box(home, title, facts, held[0].group, marks=sum_marks(held), about=about, lit=lit, dim=dim)


def belong_to(setting: Setting, line: Line, places: Iterable[str]) -> Line:
    """A line that is there because of touchpoints, lit where the path comes to one of them."""
    return lit_if(setting, line, not frozenset(places).isdisjoint(setting.path))


def lit_if(setting: Setting, line: Line, lit: bool) -> Line:
    """A line that is lit, or steps back where a path is shown and this is no part of it."""
    return replace(line, lit=lit, dim=bool(setting.path) and not lit)


def overlaid(setting: Setting, diagram: Diagram) -> Diagram:
    """The diagram with the signs of its overlay in the legend, or a sentence that says why there is none."""
    words = setting.words
    found = {mark.severity for box in diagram.boxes for mark in box.marks}
    signs = [Sign("lit", words("legend_lit"))] if setting.path else []
    signs += [Sign(severity, words(severity)) for severity in SEVERITIES if severity in found]
    legend = (*diagram.legend, *(sign for sign in signs if sign not in diagram.legend))
    return replace(diagram, legend=legend).with_notes(*_nothing(setting, diagram))


def _nothing(setting: Setting, diagram: Diagram) -> list[str]:
    if setting.overlay == "findings" and not any(box.marks for box in diagram.boxes):
        return [setting.words("no_findings")]
    if setting.overlay == "measures" and not _measured(setting, diagram):
        return [setting.words("no_measures")]
    if setting.path and not any(box.lit for box in diagram.boxes):
        return [setting.words("no_path")]
    return []


def _measured(setting: Setting, diagram: Diagram) -> bool:
    """Whether a box says a measure, or a line the share that was seen on it."""
    if setting.words("always_measured") in diagram.notes:
        return True
    said = {measure for one in setting.touchpoints for measure in setting.measures(one)}
    ways = {f"{line.source} -> {line.target}" for line in diagram.lines}
    return any(not said.isdisjoint(box.facts) for box in diagram.boxes) or not ways.isdisjoint(
        setting.observed
    )


# tables and charts: the same in words


def with_overlay(setting: Setting, table: Table, places: Sequence[Touchpoint]) -> Table:
    """A table whose rows stand for touchpoints, with a column for what the overlay says of each."""
    head = over_head(setting)
    if head is None:
        return table
    said = [over_said(setting, one) for one in places]
    look = "lit" if setting.path else "over"
    rows = tuple((*row, Cell(text, look if text else "")) for row, text in zip(table.rows, said, strict=True))
    return replace(
        table, head=(*table.head, head), rows=rows, notes=(*table.notes, *silence(setting, places))
    )


def silence(setting: Setting, places: Sequence[Touchpoint]) -> list[str]:
    """The sentence for an overlay that has nothing to say of any of these."""
    if setting.overlay == "none" or any(over_said(setting, one) for one in places):
        return []
    return [setting.words(_SILENT["path" if setting.path else setting.overlay])]


def over_head(setting: Setting) -> str | None:
    """What the column of the overlay is called; None without one."""
    if setting.path:
        return setting.words("legend_lit")
    return {"findings": setting.words("over_findings"), "measures": setting.words("over_measures")}.get(
        setting.overlay
    )


def over_said(setting: Setting, touchpoint: Touchpoint) -> str:
    """What the overlay has to say of one touchpoint; nothing where it has nothing."""
    if setting.path:
        steps = [str(number) for number, step in enumerate(setting.path, 1) if step == touchpoint.id]
        return setting.words("step", n=", ".join(steps)) if steps else ""
    if setting.overlay == "findings":
        return said_marks(setting.marks(touchpoint.id))
    return ", ".join(setting.measures(touchpoint))


def said_marks(marks: Iterable[Mark]) -> str:
    """Signs in words."""
    return ", ".join(mark.short for mark in marks)
