"""Write a diagram as PlantUML; every character PlantUML might read as its own is written by its code."""

from __future__ import annotations

import re

from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.palette import LIGHT
from cxmap_diagrams.plain import one_line, plain

_READ = re.compile(r"[\"'\\<>\[\]{}|*/_~#:;!@$&^=`]|-(?=-)|(?<=-)-|%(?=[A-Za-z])|\.(?=\.)|(?<=\.)\.|\+(?=\+)")
_SHAPES = {"drum": "database", "pill": "usecase", "note": "rectangle"}
_ARROWS = {"fails": "..>", "recover": "..>", "assumed": "..>", "lost": "..>", "ways": "<-->"}


def encode(text: str) -> str:
    """The text for a label; a new line is PlantUML's own."""
    return r"\n".join(encode_line(line) for line in plain(text).split("\n"))


def encode_line(line: str) -> str:
    """One line of it."""
    return _READ.sub(lambda match: f"<U+{ord(match[0]):04X}>", line)


def to_plantuml(diagram: Diagram, colours: dict[str, str] | None = None) -> str:
    """The whole text."""
    palette = colours or LIGHT
    names = {box.key: f"n{number}" for number, box in enumerate(diagram.boxes)}
    lines = ["@startuml", f"title {encode_line(one_line(diagram.title))}", *head(palette)]
    if diagram.direction == "right":
        lines.append("left to right direction")
    for number, group in enumerate(diagram.groups):
        lines.append(
            f'rectangle "{encode(group.title)}" as g{number} {palette.get(group.tone, palette["band"])} {{'
        )
        lines += ["  " + _box(box, names, palette) for box in diagram.members(group.key)]
        lines.append("}")
    grouped = {group.key for group in diagram.groups}
    lines += [_box(box, names, palette) for box in diagram.boxes if box.group not in grouped]
    lines += [_line(line, names, palette) for line in diagram.lines]
    lines += [f"footer {encode_line(one_line(note))}" for note in diagram.notes[:1]]
    return "\n".join([*lines, "@enduml", ""])


def head(palette: dict[str, str]) -> list[str]:
    """How everything looks."""
    return [
        f"skinparam backgroundColor {palette['paper']}",
        "skinparam shadowing false",
        "skinparam defaultFontName Helvetica",
        f"skinparam defaultFontColor {palette['ink']}",
        f"skinparam ArrowColor {palette['flowedge']}",
        f"skinparam rectangleBorderColor {palette['soft']}",
    ]


def _box(box: Box, names: dict[str, str], palette: dict[str, str]) -> str:
    said = "\n".join([box.title, *box.facts, *(foot.text for foot in box.feet)])
    ground = palette.get("lit" if box.lit else box.tone, palette["plain"])
    return f'{_SHAPES.get(box.shape, "rectangle")} "{encode(said)}" as {names[box.key]} {ground}'


def _line(line: Line, names: dict[str, str], palette: dict[str, str]) -> str:
    arrow = _ARROWS.get(line.kind, "-->")
    if line.lit:
        arrow = f"-[{palette['litline']},bold]->"
    label = f" : {encode(line.label)}" if line.label else ""
    return f"{names[line.source]} {arrow} {names[line.target]}{label}"
