"""Write a diagram in the format somebody asked for."""

from __future__ import annotations

from cxmap import RenderError
from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.drawing import draw
from cxmap_diagrams.layout import place
from cxmap_diagrams.palette import Palette
from cxmap_diagrams.to_dot import to_dot

LARGEST = 14_000  # pixels along one side; beyond this a PNG is drawn smaller


def write_diagram(diagram: Diagram, form: str, palettes: tuple[Palette, Palette]) -> str | bytes:
    """The diagram as text, or as bytes of a picture."""
    if not diagram.boxes:
        raise RenderError(f"there is nothing to draw: {diagram.about}")
    if form == "dot":
        return to_dot(diagram, palette=palettes[0])
    svg = draw(diagram, [(diagram, place(diagram))], palettes)
    if form == "svg":
        return svg
    return as_png(svg)


def as_png(svg: str) -> bytes:
    """Pixels, twice as dense as the picture where that is not too large; fonts are those of this computer."""
    import resvg_py

    width, height = size_of(svg)
    zoom = min(2.0, LARGEST / max(width, height))
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=int(width * zoom)))


def size_of(svg: str) -> tuple[float, float]:
    """Width and height as the picture says them."""
    from defusedxml.ElementTree import fromstring

    root = fromstring(svg)
    return float(root.get("width", "1")), float(root.get("height", "1"))
