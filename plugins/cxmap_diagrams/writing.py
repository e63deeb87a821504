"""Write a diagram in the format somebody asked for."""

from __future__ import annotations

from collections.abc import Callable

from cxmap import RenderError
from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.drawing import draw
from cxmap_diagrams.engine import LayoutError, can_write_pdf, run_dot
from cxmap_diagrams.layout import place
from cxmap_diagrams.palette import Palette
from cxmap_diagrams.panels import place_all
from cxmap_diagrams.placed import Layout
from cxmap_diagrams.rows import place_rows
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.tables import Table, to_csv, to_page
from cxmap_diagrams.to_dot import to_dot
from cxmap_diagrams.to_drawio import to_drawio
from cxmap_diagrams.to_mermaid import to_mermaid
from cxmap_diagrams.to_plantuml import to_plantuml

FORMATS = ("svg", "dot", "png", "pdf", "mermaid", "plantuml", "drawio")
LARGEST = 14_000  # pixels along one side; beyond this a PNG is drawn smaller


def write_diagram(
    diagram: Diagram,
    form: str,
    setting: Setting,
    *,
    placing: Callable[[Diagram], Layout] | None = None,
    plantuml: Callable[[Diagram, Palette], str] = to_plantuml,
) -> str | bytes:
    """The diagram as text, or as bytes of a picture; `placing` is its own layout where it has one.

    Raises:
        RenderError: it has nothing to show, or the format cannot be written here.
    """
    if not diagram.boxes:
        raise setting.nothing(setting.words("nothing"))
    light = setting.look.light
    if form == "dot":
        return to_dot(diagram, palette=light)
    if form == "mermaid":
        return to_mermaid(diagram, light)
    if form == "plantuml":
        return plantuml(diagram, light)
    if form == "drawio":
        return to_drawio(diagram, (placing or place)(diagram), light)
    return as_picture(draw_svg(diagram, setting, placing), form, dot=to_dot(diagram, palette=light))


def draw_svg(diagram: Diagram, setting: Setting, placing: Callable[[Diagram], Layout] | None = None) -> str:
    """The picture as SVG, in panels where it is large."""
    if placing is not None:
        whole, panels = place_rows(diagram, setting.words, placing)
    else:
        whole, panels = place_all(diagram, setting.words)
    return draw(whole, panels, setting.look)


def write_table(table: Table, form: str, setting: Setting) -> str:
    """A table as CSV or as a page."""
    return to_csv(table) if form == "csv" else to_page(table, setting.words.language, setting.look)


def as_picture(svg: str, form: str, *, dot: str | None = None) -> str | bytes:
    """An SVG of ours as it is, as PNG or as PDF."""
    if form == "svg":
        return svg
    return as_png(svg) if form == "png" else as_pdf(svg, dot)


def as_png(svg: str) -> bytes:
    """Pixels, twice as dense as the picture where that is not too large; fonts are those of this computer."""
    import resvg_py

    width, height = size_of(svg)
    zoom = min(2.0, LARGEST / max(width, height))
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=int(width * zoom)))


def as_pdf(svg: str, dot: str | None = None) -> bytes:
    """One page of the picture's own size, by WeasyPrint, else by a full Graphviz."""
    try:
        import weasyprint
        import weasyprint.urls
    except (ImportError, OSError):
        return _pdf_by_dot(dot)
    import base64

    width, height = size_of(svg)
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")
    style = f"@page{{size:{width:.1f}px {height:.1f}px;margin:0}}html,body{{margin:0}}img{{display:block;width:{width:.1f}px}}"
    page = f"<!doctype html><title>cxmap</title><img src='{address}' alt=''>"
    fetch = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    return bytes(
        weasyprint.HTML(string=page, url_fetcher=fetch).write_pdf(stylesheets=[weasyprint.CSS(string=style)])
    )


def _pdf_by_dot(dot: str | None) -> bytes:
    if dot is None or not can_write_pdf():
        raise RenderError(
            "a PDF needs WeasyPrint or a full Graphviz; run `pip install cxmap[pdf]`, or write SVG"
        )
    try:
        return run_dot(dot, "pdf")
    except LayoutError as error:
        raise RenderError(f"{error}; run `pip install cxmap[pdf]`, or write SVG") from None


def size_of(svg: str) -> tuple[float, float]:
    """Width and height as the picture says them."""
    from defusedxml.ElementTree import fromstring

    root = fromstring(svg)
    return float(root.get("width", "1")), float(root.get("height", "1"))
