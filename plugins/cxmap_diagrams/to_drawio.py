"""Write a placed diagram for draw.io: uncompressed, every box and line a cell that can be moved and edited."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.palette import LIGHT, SEVERITY, Palette
from cxmap_diagrams.placed import Frame, Layout, Point, Route, Spot
from cxmap_diagrams.plain import plain
from cxmap_diagrams.sizes import HEAD_LINE
from cxmap_diagrams.to_dot import pen, tone
from cxmap_diagrams.waypoints import bends, ends, halfway, share_of

# Shapes are named in full: `swimlane` or `rhombus` alone is the name of a style that only draw.io itself brings.
_SHAPES = {
    "drum": "shape=cylinder3;size=6;boundedLbl=1;",
    "pill": "rounded=1;absoluteArcSize=1;arcSize=32;",
    "diamond": "shape=rhombus;perimeter=rhombusPerimeter;",
    "note": "rounded=1;dashed=1;",
}
_DASHED = {"fails", "recover", "assumed", "lost"}
LEFT, TOP, RULE = 30.0, 80.0, 160.0
"""Room beside the diagram, room above it for its title, and for the name of the line of visibility."""


def to_drawio(diagram: Diagram, layout: Layout, palette: Palette | None = None) -> str:
    """The whole file."""
    colours = palette or LIGHT
    notes = [*diagram.notes, *([layout.sentence] if layout.sentence else [])]
    wide, high = layout.width + 2 * LEFT, TOP + layout.height + 20 * len(notes) + LEFT
    file = Element("mxfile", {"host": "cxmap"})
    page = SubElement(file, "diagram", {"id": "d0", "name": plain(diagram.title)})
    size = {"pageWidth": f"{wide:.0f}", "pageHeight": f"{high:.0f}"}
    model = SubElement(page, "mxGraphModel", {"grid": "1", "gridSize": "10", "page": "1", **size})
    root = SubElement(model, "root")
    SubElement(root, "mxCell", {"id": "0"})
    SubElement(root, "mxCell", {"id": "1", "parent": "0"})
    frames = {frame.group.key: (f"g{number}", frame) for number, frame in enumerate(layout.frames)}
    for name, frame in frames.values():
        _frame(root, name, frame, colours)
    names = {box.key: f"n{number}" for number, box in enumerate(diagram.boxes)}
    for box in diagram.boxes:
        _box(root, names[box.key], box, layout.spots[box.key], frames.get(box.group or ""), colours)
    for number, (line, route) in enumerate(zip(diagram.lines, layout.routes, strict=True)):
        _line(root, f"e{number}", line, names, layout.spots, route, colours)
    _words(root, diagram, notes, layout, colours)
    indent(file, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(file, encoding="unicode") + "\n"


def _cell(root: Element, name: str, value: str, style: str, **more: str) -> Element:
    return SubElement(root, "mxCell", {"id": name, "value": plain(value), "style": style, **more})


def _geometry(cell: Element, x: float, y: float, wide: float, high: float) -> None:
    places = {
        "x": f"{x:.0f}",
        "y": f"{y:.0f}",
        "width": f"{wide:.0f}",
        "height": f"{high:.0f}",
        "as": "geometry",
    }
    SubElement(cell, "mxGeometry", places)


def _text(root: Element, name: str, words: str, place: Point, wide: float, style: str) -> None:
    """Words that stand for themselves: no outline, no wrapping."""
    look = "shape=text;html=0;align=left;verticalAlign=top;fillColor=none;strokeColor=none;"
    cell = _cell(root, name, words, look + style, vertex="1", parent="1")
    _geometry(cell, *place, wide, 16 * (words.count("\n") + 1))


def _words(root: Element, diagram: Diagram, notes: list[str], layout: Layout, colours: Palette) -> None:
    """Everything that is said around the boxes: the heading, the stages over lanes, the line of visibility, the notes."""
    ink, soft = f"fontColor={colours['ink']};", f"fontSize=11;fontColor={colours['soft']};"
    _text(root, "t0", diagram.title, (LEFT, 14.0), layout.width, f"fontSize=18;{ink}")
    _text(root, "t1", diagram.about, (LEFT, 42.0), layout.width, soft)
    for number, head in enumerate(layout.heads):
        place = head.x + LEFT, layout.frames[0].y + TOP - 8 - HEAD_LINE * len(head.lines)
        _text(root, f"h{number}", "\n".join(head.lines), place, head.wide, f"fontSize=12;fontStyle=1;{ink}")
    for frame in (frame for frame in layout.frames if frame.group.rule):
        look = f"shape=line;html=0;dashed=1;strokeWidth=2;strokeColor={colours['ink']};"
        _geometry(
            _cell(root, "r0", "", look, vertex="1", parent="1"),
            frame.x + LEFT,
            frame.y + TOP - 5,
            frame.wide,
            10,
        )
        place = frame.x + frame.wide - RULE + LEFT, frame.y + TOP - 16
        _text(root, "r1", frame.group.rule, place, RULE, f"align=right;fontSize=10;{ink}")
    for number, note in enumerate(notes):
        place = LEFT, TOP + layout.height + 12 + 20 * number
        _text(root, f"t{number + 2}", note, place, layout.width, soft)


def _frame(root: Element, name: str, frame: Frame, colours: Palette) -> None:
    ground = colours.get(frame.group.tone, colours["band"])
    style = (
        "swimlane;shape=swimlane;swimlaneLine=0;html=0;startSize=24;collapsible=0;horizontal=1;align=left;spacingLeft=8;"
        f"fontStyle=1;fillColor={ground};swimlaneFillColor={ground};strokeColor={colours['hair']};fontColor={colours['ink']};"
    )
    cell = _cell(root, name, frame.group.title, style, vertex="1", parent="1")
    _geometry(cell, frame.x + LEFT, frame.y + TOP, frame.wide, frame.high)


def _box(
    root: Element, name: str, box: Box, spot: Spot, held: tuple[str, Frame] | None, colours: Palette
) -> None:
    edge = (
        colours["litline"]
        if box.lit
        else colours[SEVERITY[box.marks[0].severity]]
        if box.marks
        else colours["soft"]
    )
    style = (
        f"{_SHAPES.get(box.shape, 'rounded=1;arcSize=8;')}html=0;whiteSpace=wrap;align=left;spacing=0;spacingLeft=6;spacingRight=2;fontSize=11;"
        f"fillColor={colours.get('lit' if box.lit else box.tone, colours['plain'])};strokeColor={edge};"
        f"strokeWidth={2 if box.lit or box.marks else 1};fontColor={colours['ink']};"
    )
    parent, x, y = ("1", -LEFT, -TOP) if held is None else (held[0], held[1].x, held[1].y)
    cell = _cell(root, name, "\n".join(box.said), style, vertex="1", parent=parent)
    _geometry(cell, spot.x - spot.wide / 2 - x, spot.y - spot.high / 2 - y, spot.wide, spot.high)


def _line(
    root: Element,
    name: str,
    line: Line,
    names: dict[str, str],
    spots: Mapping[str, Spot],
    route: Route,
    colours: Palette,
) -> None:
    begin, tip = ends(route)
    leave, arrive = share_of(spots[line.source], begin), share_of(spots[line.target], tip)
    style = (
        f"html=0;rounded=1;curved=1;startArrow={'block' if line.kind == 'ways' else 'none'};endArrow=block;endFill=1;endSize=5;startSize=5;fontSize=10;"
        f"exitX={leave[0]:.3f};exitY={leave[1]:.3f};exitPerimeter=0;entryX={arrive[0]:.3f};entryY={arrive[1]:.3f};entryPerimeter=0;"
        f"strokeColor={colours[tone(line)]};strokeWidth={pen(line):.1f};{'dashed=1;' if line.kind in _DASHED else ''}"
        f"labelBackgroundColor={colours['paper']};fontColor={colours['soft']};"
    )
    cell = _cell(
        root,
        name,
        line.label,
        style,
        edge="1",
        parent="1",
        source=names[line.source],
        target=names[line.target],
    )
    geometry = SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    between = bends(route)
    array = SubElement(geometry, "Array", {"as": "points"})
    for x, y in between:
        SubElement(array, "mxPoint", {"x": f"{x + LEFT:.0f}", "y": f"{y + TOP:.0f}"})
    if line.label and route.label:
        middle = halfway([begin, *between, tip])
        away = {"x": f"{route.label[0] - middle[0]:.0f}", "y": f"{route.label[1] - middle[1]:.0f}"}
        SubElement(geometry, "mxPoint", {**away, "as": "offset"})
