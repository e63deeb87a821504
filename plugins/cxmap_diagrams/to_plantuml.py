"""Write a diagram as PlantUML; every character PlantUML might read as its own is written by its code."""

from __future__ import annotations

import re

from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.palette import LIGHT
from cxmap_diagrams.plain import one_line, plain

# U+2013 as well: PlantUML reads an en dash as a hyphen.
_READ = re.compile(
    r"[\"'\\<>\[\]{}|*/_~#:;!@$&^=`\u2013]|^[-+]|-(?=-)|(?<=-)-|%(?=[A-Za-z])|\.(?=\.)|(?<=\.)\.|\+(?=\+)"
)
# Letters PlantUML keeps for itself: it drops them, or makes control characters of them.
_PRIVATE = re.compile("[\ue000-\ue1ff]")
_NOTHING = "<U+00A0>"
"""What stands for no words at all: PlantUML refuses a title, a footer or a label that is only space."""
_SHAPES = {"drum": "database", "pill": "usecase", "note": "rectangle"}
_ARROWS = {"fails": "..>", "recover": "..>", "assumed": "..>", "lost": "..>", "ways": "<-->"}


def encode(text: str) -> str:
    """The text for a label; a new line is PlantUML's own."""
    return r"\n".join(encode_line(line) for line in plain(text).split("\n"))


def encode_box(box: Box) -> str:
    """All a box says."""
    return encode("\n".join(box.said))


def encode_line(line: str) -> str:
    """One line of it."""
    if not line.strip():
        return _NOTHING
    shown = _PRIVATE.sub(lambda match: f"\\u{ord(match[0]):04x}", line.replace("\t", " "))
    return _READ.sub(lambda match: f"<U+{ord(match[0]):04X}>", shown)


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
    lines += footer(diagram)
    return "\n".join([*lines, "@enduml", ""])


def head(palette: dict[str, str]) -> list[str]:
    """How everything looks."""
    return [
        f"skinparam backgroundColor {palette['paper']}",
        "skinparam shadowing false",
        "skinparam defaultFontName Helvetica",
        f"skinparam defaultFontColor {palette['ink']}",
        f"skinparam ArrowColor {palette['flowedge']}",
        *(
            f"skinparam {shape}BorderColor {palette['soft']}"
            for shape in ("rectangle", "database", "usecase")
        ),
    ]


def footer(diagram: Diagram) -> list[str]:
    """What has to be said of the whole."""
    said = encode("\n".join(map(one_line, diagram.notes)))
    return [f"footer {said}"] if diagram.notes else []


def _box(box: Box, names: dict[str, str], palette: dict[str, str]) -> str:
    ground = palette.get("lit" if box.lit else box.tone, palette["plain"])
    return f'{_SHAPES.get(box.shape, "rectangle")} "{encode_box(box)}" as {names[box.key]} {ground}'


def _line(line: Line, names: dict[str, str], palette: dict[str, str]) -> str:
    arrow = _ARROWS.get(line.kind, "-->")
    if line.lit:
        arrow = f"-[{palette['litline']},bold]->"
    label = f" : {encode(line.label)}" if line.label else ""
    return f"{names[line.source]} {arrow} {names[line.target]}{label}"
