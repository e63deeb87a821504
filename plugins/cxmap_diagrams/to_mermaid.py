"""Write a diagram as a Mermaid flowchart; every character Mermaid might read as its own is encoded."""

from __future__ import annotations

import json
import re

from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.palette import LIGHT, SEVERITY
from cxmap_diagrams.plain import one_line, plain

_SAFE = re.compile(r"[^\w ,.%?()/+]|_(?=_)", re.ASCII)
_ARROWS = {"fails": "-.->", "recover": "-.->", "assumed": "-.->", "lost": "-.->", "ways": "<-->"}
_SHAPES = {"pill": ('(["', '"])'), "drum": ('[("', '")]'), "diamond": ('{"', '"}')}


def encode(text: str) -> str:
    """The text for a label: letters of any script stay, all that has a meaning in Mermaid becomes `#code;`."""
    return "<br/>".join(_encode_line(line) for line in plain(text).split("\n"))


def _encode_line(line: str) -> str:
    return _SAFE.sub(lambda match: match[0] if ord(match[0]) > 0xA0 else f"#{ord(match[0])};", line)


def label(text: str) -> str:
    """The text for a box or a line of a flowchart, where Mermaid would make a new line of a backslash and an n."""
    return encode(text).replace("#92;n", "#92;<wbr>n")


def to_mermaid(diagram: Diagram, colours: dict[str, str] | None = None) -> str:
    """The whole text."""
    palette = colours or LIGHT
    names = {box.key: f"n{number}" for number, box in enumerate(diagram.boxes)}
    lines = ["---", f"title: {_title(diagram.title)}", "---"]
    lines.append(f"flowchart {'LR' if diagram.direction == 'right' else 'TB'}")
    for number, group in enumerate(diagram.groups):
        lines.append(f'  subgraph g{number}["{label(group.title)}"]')
        lines += ["  " + _box(box, names) for box in diagram.members(group.key)]
        lines.append("  end")
    grouped = {group.key for group in diagram.groups}
    lines += [_box(box, names) for box in diagram.boxes if box.group not in grouped]
    lines += [_line(line, names) for line in diagram.lines]
    lines += _notes(diagram.notes, palette)
    lines += [
        f"  style g{number} fill:{palette.get(group.tone, palette['band'])},stroke:{palette['hair']},color:{palette['ink']}"
        for number, group in enumerate(diagram.groups)
    ]
    lines += _classes(diagram, names, palette)
    return "\n".join(lines) + "\n"


def _title(text: str) -> str:
    """The title, as a string of the YAML that Mermaid reads before the diagram."""
    # Mermaid takes tags out of a title and shows any other code as it is written, so `<` cannot stand there at all.
    return json.dumps(one_line(text).replace("<", "\u2039"), ensure_ascii=False)


def _notes(notes: tuple[str, ...], palette: dict[str, str]) -> list[str]:
    """What has to be said of the whole, in a box without rim: a flowchart has no other room for it."""
    if not notes:
        return []
    said = "<br/>".join(label(note) for note in notes)
    return [f'  notes["{said}"]', f"  style notes fill:none,stroke:none,color:{palette['soft']}"]


def _box(box: Box, names: dict[str, str]) -> str:
    left, right = _SHAPES.get(box.shape, ('["', '"]'))
    return f"  {names[box.key]}{left}{'<br/>'.join(label(line) for line in box.said)}{right}"


def _line(line: Line, names: dict[str, str]) -> str:
    arrow = _ARROWS.get(line.kind, "==>" if line.lit or line.weight >= 0.5 else "-->")
    said = f'|"{label(line.label)}"|' if line.label else ""
    return f"  {names[line.source]} {arrow}{said} {names[line.target]}"


def _classes(diagram: Diagram, names: dict[str, str], palette: dict[str, str]) -> list[str]:
    """Colours, by class: one for each look that is used."""
    looks: dict[str, tuple[str, list[str]]] = {}
    for box in diagram.boxes:
        ground = palette.get("lit" if box.lit else box.tone, palette["plain"])
        edge = (
            palette["litline"]
            if box.lit
            else palette[SEVERITY[box.marks[0].severity]]
            if box.marks
            else palette["soft"]
        )
        broad = 2 if box.lit or box.marks else 1
        look = f"fill:{ground},stroke:{edge},stroke-width:{broad}px,color:{palette['ink']}"
        looks.setdefault(look, (f"c{len(looks)}", []))[1].append(names[box.key])
    lines = []
    for look, (name, members) in looks.items():
        lines += [f"  classDef {name} {look}", f"  class {','.join(members)} {name}"]
    return lines
