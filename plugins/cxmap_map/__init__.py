"""The journey map: one self-contained page, one picture."""

from __future__ import annotations

from cxmap import JourneyGraph, Report, hookimpl, renderer


@renderer("map", kind="picture", formats=("html", "svg", "png", "pdf"))
def journey_map(
    report: Report,
    graph: JourneyGraph,
    *,
    format: str = "html",
    language: str | None = None,
    at: str | None = None,
) -> str | bytes:
    """The journey map: stages as columns, every fact a lane, findings where they bite.

    Options:
        language: the language of its words; default: the theme's, else the journey's first.
        at: only the touchpoints that a selector chooses; default: all.
    """
    if format == "html":
        from cxmap_map.page import write_page

        return write_page(report, graph, language=language, at=at)
    from cxmap_map.picture import write_picture

    return write_picture(report, graph, format=format, language=language, at=at)


@hookimpl
def cxmap_renderers() -> list[object]:
    """The map."""
    return [journey_map]
