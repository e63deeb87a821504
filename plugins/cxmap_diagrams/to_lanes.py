"""Write a blueprint as a PlantUML activity diagram with swimlanes, in file order; ways that jump are said in notes."""

from __future__ import annotations

from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.plain import one_line
from cxmap_diagrams.to_plantuml import encode, encode_line, head


def to_lanes(diagram: Diagram, palette: dict[str, str]) -> str:
    """The whole text."""
    titles = {group.key: group.title for group in diagram.groups}
    tones = {group.key: palette.get(group.tone, palette["band"]) for group in diagram.groups}
    names = {box.key: box.title for box in diagram.boxes}
    lines = ["@startuml", f"title {encode_line(one_line(diagram.title))}", *head(palette)]
    lines += [f"|{tones[group.key]}|{encode_line(one_line(group.title))}|" for group in diagram.groups]
    lines.append(f"|{encode_line(one_line(titles[diagram.boxes[0].group or '']))}|")
    lines.append("start")
    for number, box in enumerate(diagram.boxes):
        following = diagram.boxes[number + 1].key if number + 1 < len(diagram.boxes) else ""
        lines += _step(box, titles[box.group or ""], diagram.lines, names, following)
    return "\n".join([*lines, "stop", "@enduml", ""])


def _step(box: Box, lane: str, ways: tuple[Line, ...], names: dict[str, str], following: str) -> list[str]:
    said = "\n".join([box.title, *box.facts, *(foot.text for foot in box.feet)])
    lines = [f"|{encode_line(one_line(lane))}|", f":{encode(said)};"]
    jumps = [line for line in ways if line.source == box.key]
    if [line.target for line in jumps] not in ([following], []):
        lines.append("note right")
        lines += [
            f"  {encode_line(one_line(f'{line.label} {names[line.target]}'.strip()))}" for line in jumps
        ]
        lines.append("end note")
    return lines
