"""The map as SVG, PNG and PDF."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from cxmap import JourneyGraph, RenderError, Report, look_of, theme_path
from cxmap_map.build import build_view, sizes, theme_of
from cxmap_map.page import environment, fill, template_text
from cxmap_map.poster import Sheet, draw_poster
from cxmap_map.poster_style import poster_style
from cxmap_map.texts import Words

LARGEST = 6_000  # pixels along one side; beyond this a PNG is drawn smaller
PAPERS = (("A3", 420.0, 297.0), ("A2", 594.0, 420.0), ("A1", 841.0, 594.0), ("A0", 1189.0, 841.0))
LEAST_SCALE = 0.175  # millimetres for one of our pixels: 11 pixels are then 5.5 points


def write_picture(
    report: Report, graph: JourneyGraph, *, format: str, language: str | None, at: str | None = None
) -> str | bytes:
    """The static sheet in one of three formats."""
    sheet, svg = draw_svg(report, graph, language=language, at=at, printed=format == "pdf")
    if format == "svg":
        return svg
    if format == "png":
        return as_png(svg, sheet)
    return as_pdf(svg, sheet)


def draw_svg(
    report: Report, graph: JourneyGraph, *, language: str | None, at: str | None = None, printed: bool = False
) -> tuple[Sheet, str]:
    """The sheet and its text."""
    view = build_view(report, graph, language=language, at=at)
    theme = theme_of(report)
    words = Words(view.language, getattr(theme, "texts", None))
    sheet = draw_poster(view, words, sizes(view, words))
    env = environment(theme_path(report.workspace, getattr(theme, "templates", None)))
    svg = fill(
        env,
        "poster.svg.j2",
        sheet=sheet,
        language=view.language,
        style=Markup(poster_style(look_of(report.workspace), printed=printed)),
        icons=Markup(template_text("icons.svg")),
    )
    return sheet, svg


def as_png(svg: str, sheet: Sheet) -> bytes:
    """Pixels, twice as dense as the sheet where that is not too large; fonts are those of this computer."""
    import resvg_py

    zoom = min(2.0, LARGEST / max(sheet.width, sheet.height))
    drawn: Any = resvg_py.svg_to_bytes(svg_string=svg, width=int(sheet.width * zoom))
    return bytes(drawn)


def as_pdf(svg: str, sheet: Sheet) -> bytes:
    """One poster on the smallest of A3 to A0 on which it can be read."""
    try:
        import weasyprint
        import weasyprint.urls
    except ImportError:
        raise RenderError(
            "a PDF needs WeasyPrint, which is not installed; run `pip install cxmap[pdf]`, or write SVG"
        ) from None
    name, wide, high = paper_for(sheet)
    scale = min((wide - 14) / sheet.width, (high - 12) / sheet.height)
    page = (
        f"@page{{size:{name} landscape;margin:6mm 7mm}}html,body{{margin:0}}"
        f"img{{width:{sheet.width * scale:.2f}mm;height:{sheet.height * scale:.2f}mm;display:block}}"
    )
    document = Markup("<!doctype html><title>{}</title><img src='{}' alt='{}'>").format(
        sheet.title, _address(svg), sheet.words
    )
    made = weasyprint.HTML(
        string=str(document), url_fetcher=weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    ).write_pdf(stylesheets=[weasyprint.CSS(string=page)])
    return bytes(made)


def paper_for(sheet: Sheet) -> tuple[str, float, float]:
    """The smallest paper that keeps the least text readable."""
    for name, wide, high in PAPERS:
        if min((wide - 14) / sheet.width, (high - 12) / sheet.height) >= LEAST_SCALE:
            return name, wide, high
    return PAPERS[-1]


def _address(svg: str) -> str:
    import base64

    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")
