"""What other plugins can draw of a journey, in every form a site can show or offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import quote

from cxmap import JourneyGraph, Renderer, RenderError, Report, render

SHOWN = ("svg", "html")
OFFERED = ("dot", "drawio", "mermaid", "plantuml", "csv")
ENDINGS = {"mermaid": "mmd", "plantuml": "puml"}
FIRST = ("map", "flow", "blueprint")
REPORTS = (("html", "audit.html"), ("json", "audit.json"))


@dataclass(frozen=True)
class Drawing:
    """One drawing: the file that shows it, the files it is offered as, or why it is not drawn."""

    name: str
    about: str
    files: dict[str, str | bytes] = field(default_factory=dict, repr=False)
    picture: str | None = None
    page: str | None = None
    offers: tuple[tuple[str, str], ...] = ()
    size: tuple[str, str] = ("", "")
    why_not: str = ""


def renderers_of(report: Report, kind: str) -> tuple[Renderer, ...]:
    """The renderers of one kind, those readers look for first at the front."""
    held = [each for each in cast("tuple[Renderer, ...]", report.renderers) if each.kind == kind]
    order = {name: number for number, name in enumerate(FIRST)}
    return tuple(sorted(held, key=lambda each: (order.get(each.name, len(order)), each.name)))


def draw_all(report: Report, graph: JourneyGraph) -> Iterator[Drawing]:
    """Every picture of a journey that anybody can draw."""
    for each in renderers_of(report, "picture"):
        yield _draw(report, graph, each)


def _draw(report: Report, graph: JourneyGraph, each: Renderer) -> Drawing:
    about = (each.doc.strip().splitlines() or [""])[0]
    forms = [form for form in (*SHOWN, *OFFERED) if form in each.formats]
    files: dict[str, str | bytes] = {}
    try:
        for form in forms:
            name = f"{graph.id}/{each.name}.{ENDINGS.get(form, form)}"
            files[name] = render(report, each.name, format=form, journey=graph.id, kinds=("picture",))
    except RenderError as error:
        return Drawing(each.name, about, why_not=str(error))
    picture = f"{graph.id}/{each.name}.svg" if "svg" in forms else None
    page = f"{graph.id}/{each.name}.html" if "html" in forms else None
    offers = tuple(
        (form, f"{graph.id}/{each.name}.{ENDINGS.get(form, form)}") for form in forms if form in OFFERED
    )
    size = _size(str(files[picture])) if picture is not None else ("", "")
    return Drawing(each.name, about, files, picture, page, offers, size)


def _size(svg: str) -> tuple[str, str]:
    """Width and height of a picture, so that a page does not jump when it comes."""
    from defusedxml.ElementTree import fromstring

    root = fromstring(svg)
    wide, high = root.get("width", ""), root.get("height", "")
    if not wide or not high:
        box = root.get("viewBox", "").split()
        wide, high = (box[2], box[3]) if len(box) == 4 else ("", "")
    return wide, high


def report_files(report: Report) -> dict[str, str | bytes]:
    """The audit in the forms there are."""
    held = {each.name for each in renderers_of(report, "report")}
    return {file: render(report, name, kinds=("report",)) for name, file in REPORTS if name in held}


def map_address(report: Report, journey: str | None, element: str) -> str:
    """Where an element stands on the map of its journey; nothing when no map has it."""
    if (
        report.workspace is None
        or journey not in report.journeys
        or not any(each.name == "map" for each in renderers_of(report, "picture"))
    ):
        return ""
    name = element.partition(" -> ")[0].removeprefix("touchpoint:")
    return f"{journey}/map.html#{quote(name)}" if report.workspace.graph(journey).has(name) else ""
