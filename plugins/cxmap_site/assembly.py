"""The pages of the site, one after the other: drawings first, since the pages that show them say what there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxmap import JourneyGraph, Report
from cxmap_site.drawings import Drawing, draw_all, report_files
from cxmap_site.listing import find_entries
from cxmap_site.pages import Pages
from cxmap_site.registers import register_tables


@dataclass(frozen=True)
class Page:
    """One file of the site, at a path relative to its folder."""

    path: str
    content: bytes


def assemble(report: Report) -> Iterator[Page]:
    """Every file of the site, the index last."""
    pages = Pages(report)
    audits = report_files(report)
    for name, content in audits.items():
        yield Page(name, _bytes(content))
    maps: dict[str, Drawing | None] = {}
    for graph in _graphs(report):
        drawings = []
        for drawing in draw_all(report, graph):
            for name, content in drawing.files.items():
                yield Page(name, _bytes(content))
            drawings.append(drawing)
        maps[graph.id] = next((one for one in drawings if one.name == "map" and not one.why_not), None)
        yield Page(f"{graph.id}/index.html", _bytes(pages.journey(graph, tuple(drawings), audits)))
    tables = register_tables(report)
    yield Page("registers.html", _bytes(pages.registers(tables)))
    yield Page("index.html", _bytes(pages.index(_graphs(report), find_entries(report, tables), audits, maps)))


def _graphs(report: Report) -> tuple[JourneyGraph, ...]:
    held = report.workspace.graphs if report.workspace is not None else ()
    return tuple(graph for graph in held if graph.id in report.journeys)


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
