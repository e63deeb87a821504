"""Write a placed diagram for draw.io: uncompressed, every box and line a cell that can be moved and edited."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.palette import LIGHT, SEVERITY, Palette
from cxmap_diagrams.placed import Frame, Layout, Spot
from cxmap_diagrams.plain import plain
from cxmap_diagrams.to_dot import pen, tone

_SHAPES = {
    "drum": "shape=cylinder3;size=6;boundedLbl=1;",
    "pill": "rounded=1;arcSize=50;",
    "diamond": "rhombus;",
    "note": "rounded=1;dashed=1;",
}
_DASHED = {"fails", "recover", "assumed", "lost"}


def to_drawio(diagram: Diagram, layout: Layout, palette: Palette | None = None) -> str:
    """The whole file."""
    colours = palette or LIGHT
    file = Element("mxfile", {"host": "cxmap"})
    page = SubElement(file, "diagram", {"id": "d0", "name": plain(diagram.title)})
    size = {"pageWidth": str(round(layout.width + 60)), "pageHeight": str(round(layout.height + 60))}
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
    for number, line in enumerate(diagram.lines):
        _line(root, f"e{number}", line, names, colours)
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


def _frame(root: Element, name: str, frame: Frame, colours: Palette) -> None:
    style = (
        "swimlane;html=0;startSize=24;collapsible=0;horizontal=1;align=left;spacingLeft=8;fontStyle=1;"
        f"fillColor={colours.get(frame.group.tone, colours['band'])};swimlaneFillColor={colours['band']};strokeColor={colours['hair']};fontColor={colours['ink']};"
    )
    cell = _cell(root, name, frame.group.title, style, vertex="1", parent="1")
    _geometry(cell, frame.x + 30, frame.y + 30, frame.wide, frame.high)


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
        f"{_SHAPES.get(box.shape, 'rounded=1;arcSize=8;')}html=0;whiteSpace=wrap;align=left;spacingLeft=6;fontSize=11;"
        f"fillColor={colours.get('lit' if box.lit else box.tone, colours['plain'])};strokeColor={edge};"
        f"strokeWidth={2 if box.lit or box.marks else 1};fontColor={colours['ink']};"
    )
    said = "\n".join(
        [
            box.title,
            *box.facts,
            *(foot.text for foot in box.feet),
            *(f"{mark.count} x {mark.severity}" for mark in box.marks),
        ]
    )
    parent, x, y = ("1", -30.0, -30.0) if held is None else (held[0], held[1].x, held[1].y)
    cell = _cell(root, name, said, style, vertex="1", parent=parent)
    _geometry(
        cell,
        spot.x - spot.wide / 2 - x,
        spot.y - spot.high / 2 - y,
        spot.wide,
        spot.high + 14 * len(box.marks),
    )


def _line(root: Element, name: str, line: Line, names: dict[str, str], colours: Palette) -> None:
    style = (
        f"html=0;rounded=1;curved=1;startArrow={'block' if line.kind == 'ways' else 'none'};endArrow=block;endFill=1;fontSize=10;"
        f"strokeColor={colours[tone(line)]};strokeWidth={pen(line):.1f};{'dashed=1;' if line.kind in _DASHED else ''}"
        f"labelBackgroundColor={colours['paper']};fontColor={colours['soft']};"
    )
    ends = {"source": names[line.source], "target": names[line.target]}
    cell = _cell(root, name, line.label, style, edge="1", parent="1", **ends)
    SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
