"""Write a blueprint as a PlantUML activity diagram with swimlanes, in file order; ways that jump are said in notes."""

from __future__ import annotations

from cxmap_diagrams.diagram import Diagram, Line
from cxmap_diagrams.plain import one_line
from cxmap_diagrams.to_plantuml import encode, encode_box, encode_line, footer, head


def to_lanes(diagram: Diagram, palette: dict[str, str]) -> str:
    """The whole text."""
    grounds = [palette.get(group.tone, palette["band"]) for group in diagram.groups]
    titles = [encode_line(one_line(group.title)) for group in diagram.groups]
    lines = ["@startuml", f"title {encode_line(one_line(diagram.title))}", *head(palette), *_looks(palette)]
    if len(titles) == 1:
        # PlantUML draws no lane, and no title of it, where there is only one.
        lines += [f'partition "{titles[0]}" {grounds[0]} {{', *_steps(diagram, {}, palette), "}"]
    else:
        lanes = {group.key: f"|l{number}|" for number, group in enumerate(diagram.groups)}
        named = zip(grounds, lanes.values(), titles, strict=True)
        lines += [f"|{ground}{lane} {title}" for ground, lane, title in named]
        lines += _steps(diagram, lanes, palette)
    lines += footer(diagram)
    return "\n".join([*lines, "@enduml", ""])


def _looks(palette: dict[str, str]) -> list[str]:
    """Steps and notes in the colours of every other diagram."""
    return [
        f"skinparam ActivityBackgroundColor {palette['plain']}",
        f"skinparam ActivityBorderColor {palette['soft']}",
        f"skinparam NoteBackgroundColor {palette['paper']}",
        f"skinparam NoteBorderColor {palette['hair']}",
        f"skinparam SwimlaneBorderColor {palette['hair']}",
    ]


def _steps(diagram: Diagram, lanes: dict[str, str], palette: dict[str, str]) -> list[str]:
    """Every step in its lane, and between two of them an arrow where customers really go from one to the other."""
    names = {box.key: box.title for box in diagram.boxes}
    lines: list[str] = []
    for number, box in enumerate(diagram.boxes):
        following = diagram.boxes[number + 1].key if number + 1 < len(diagram.boxes) else ""
        ways = [line for line in diagram.lines if line.source == box.key]
        lines += [lanes[box.group or ""]] if lanes else []
        lines += [] if number else ["start"]
        ground = palette.get("lit" if box.lit else box.tone, palette["plain"])
        lines.append(f"{ground}:{encode_box(box)};")
        if [line.target for line in ways] not in ([following], []):
            lines += _note(ways, names)
        if following:
            lines += _arrow([line for line in ways if line.target == following], palette)
        elif not ways:
            lines.append("stop")
    return lines


def _note(ways: list[Line], names: dict[str, str]) -> list[str]:
    said = [f"  {encode_line(one_line(f'{line.label} {names[line.target]}'.strip()))}" for line in ways]
    return ["note right", *said, "end note"]


def _arrow(ways: list[Line], palette: dict[str, str]) -> list[str]:
    """The arrow to the step below; PlantUML would draw one even where no customer goes that way."""
    if not ways:
        return ["-[hidden]->"]
    arrow = f"-[{palette['litline']},bold]->" if ways[0].lit else "->"
    return [f"{arrow} {encode(ways[0].label)};"] if ways[0].label else [arrow] if ways[0].lit else []
