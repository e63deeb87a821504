"""Every format of every diagram: read back, the same twice, with nothing lost and nothing smuggled in."""

from __future__ import annotations

import csv
import html
import io
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from cxmap_diagrams.diagram import Box, Diagram, Group
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.layout import place
from cxmap_diagrams.pictures import ALL
from cxmap_diagrams.plain import one_line, plain
from cxmap_diagrams.tables import safe
from cxmap_diagrams.to_drawio import to_drawio
from cxmap_diagrams.to_mermaid import encode as for_mermaid
from cxmap_diagrams.to_mermaid import to_mermaid
from cxmap_diagrams.to_plantuml import encode as for_plantuml
from cxmap_diagrams.to_plantuml import to_plantuml

Kit = Any
SVG = "{http://www.w3.org/2000/svg}"
DIAGRAMS = [each for each in ALL if "svg" in each.formats]
TEXT = [(each, form) for each in ALL for form in each.formats if form not in ("png", "pdf")]


def write(kit: Kit, each: Any, form: str, text: str) -> str | bytes:
    setting = kit.setting(text)
    taken = {"format": form} if len(each.formats) > 1 else {}
    return each(setting.report, setting.graph, **taken)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("each", "form"), TEXT, ids=lambda one: getattr(one, "name", one))
def test_the_same_journey_gives_the_same_text(kit: Kit, each: Any, form: str) -> None:
    assert write(kit, each, form, kit.bakery) == write(kit, each, form, kit.bakery)


@pytest.mark.parametrize("each", DIAGRAMS, ids=lambda each: each.name)
def test_svg_shows_every_hostile_name_whole(kit: Kit, each: Any) -> None:
    for name in kit.hostile.values():
        svg = str(write(kit, each, "svg", kit.named(name)))
        root = fromstring(svg)
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc") is not None
        assert not {one.tag for one in root.iter()} & {
            f"{SVG}script",
            f"{SVG}foreignObject",
            f"{SVG}image",
            f"{SVG}a",
            f"{SVG}use",
        }
        assert not [key for one in root.iter() for key in one.attrib if key.startswith("on") or "href" in key]
        shown = squeezed("".join(text for one in root.iter(f"{SVG}text") for text in one.itertext()))
        assert squeezed(name) in shown


@pytest.mark.parametrize(
    "each", [each for each in ALL if "drawio" in each.formats], ids=lambda each: each.name
)
def test_drawio_can_be_opened_and_edited(kit: Kit, each: Any) -> None:
    for name in kit.hostile.values():
        root = fromstring(str(write(kit, each, "drawio", kit.named(name))))
        assert root.tag == "mxfile"
        cells = root.findall("./diagram/mxGraphModel/root/mxCell")
        ids = [cell.get("id") for cell in cells]
        assert ids[:2] == ["0", "1"]
        assert len(set(ids)) == len(ids)
        for cell in cells[1:]:
            assert cell.get("parent") in ids
        for cell in cells[2:]:
            geometry = cell.find("mxGeometry")
            assert geometry is not None
            assert geometry.get("as") == "geometry"
            assert "html=0" in str(cell.get("style"))
            if cell.get("edge") == "1":
                assert {cell.get("source"), cell.get("target")} <= set(ids)
            else:
                assert all(float(geometry.get(key, "x")) > -1000 for key in ("x", "y", "width", "height"))
        assert any(str(cell.get("value")).split("\n")[0] == name for cell in cells)


def test_drawio_boxes_lie_where_the_picture_has_them(kit: Kit) -> None:
    flow = flow_diagram(kit.setting())
    layout = place(flow)
    root = fromstring(to_drawio(flow, layout))
    cells = {cell.get("id"): cell for cell in root.iter("mxCell")}
    for number, box in enumerate(flow.boxes):
        cell = cells[f"n{number}"]
        geometry, frame = cell.find("mxGeometry"), cells[cell.get("parent")].find("mxGeometry")
        assert geometry is not None
        assert frame is not None
        x = float(geometry.get("x", "")) + float(frame.get("x", ""))
        assert x == pytest.approx(layout.spots[box.key].x - layout.spots[box.key].wide / 2 + 30, abs=2)


def decoded(label: str) -> str:
    return html.unescape(re.sub(r"#(\d+);", r"&#\1;", label)).replace("<br/>", "\n").replace("<wbr>", "")


def test_mermaid_labels_survive(kit: Kit) -> None:
    for name in kit.hostile.values():
        assert decoded(for_mermaid(name)) == name
        text = to_mermaid(flow_diagram(kit.setting(kit.named(name))))
        labels = re.findall(r'^ +n\d+\[+"(.*)"\]+$', text, re.M)
        assert [decoded(label).split("\n")[0] for label in labels] == [name, name]
        for label in re.findall(r'"([^"\n]*)"', text.partition("flowchart")[2]):
            assert not re.search(
                r"[;:](?<!\d;)|[{}<>|\\`](?<!<)(?<!>)", label.replace("<br/>", "").replace("<wbr>", "")
            )


def test_mermaid_has_every_box_line_and_group(kit: Kit) -> None:
    flow = flow_diagram(kit.setting())
    text = to_mermaid(flow)
    assert len(re.findall(r"^ +n\d+\[", text, re.M)) == len(flow.boxes)
    assert len(re.findall(r"^ +n\d+ (?:-->|==>|-\.->|<-->)", text, re.M)) == len(flow.lines)
    assert text.count("  subgraph ") == text.count("\n  end\n") == len(flow.groups)


def read_plantuml(label: str) -> str:
    return re.sub(r"<U\+([0-9A-F]{4,6})>", lambda match: chr(int(match[1], 16)), label.replace(r"\n", "\n"))


def test_plantuml_labels_survive(kit: Kit) -> None:
    for name in kit.hostile.values():
        assert read_plantuml(for_plantuml(name)) == name
        text = to_plantuml(flow_diagram(kit.setting(kit.named(name))))
        assert text.startswith("@startuml\n")
        assert text.count("@startuml") == text.count("@enduml") == 1
        labels = re.findall(r'^  \w+ "(.*)" as n\d+ #', text, re.M)
        assert [read_plantuml(label).split("\n")[0] for label in labels] == [name, name]
        assert text.count("{\n") == len(re.findall(r"^}$", text, re.M))


def test_plantuml_lanes_follow_the_file(kit: Kit) -> None:
    blueprint = next(each for each in ALL if each.name == "blueprint")
    text = str(write(kit, blueprint, "plantuml", kit.bakery))
    steps = re.findall(r"^#\w+:(.*);$", text, re.M)
    assert [read_plantuml(step).split("\n")[0] for step in steps] == [
        "See",
        "Choose",
        "Call",
        "Pay",
        "Bake",
        "Bring",
        "Paid",
    ]
    assert "  60% Pay" in text
    assert text.count("note right") == text.count("end note")


class Reader(HTMLParser):
    """Reads the text of cells, and refuses what a page must not have."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {key for key, _ in attrs} & {"style", "onclick", "onload", "src", "href"}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", ["matrix", "pains", "value-map"])
def test_tables_are_pages_that_fetch_nothing(kit: Kit, name: str) -> None:
    each = next(each for each in ALL if each.name == name)
    for hostile in kit.hostile.values():
        page = str(write(kit, each, "html", kit.named(hostile)))
        read = Reader(page)
        assert "script" not in read.tags
        assert hostile in read.text
        assert "default-src 'none'" in html.unescape(page)


@pytest.mark.parametrize("name", ["matrix", "pains", "value-map"])
def test_csv_reads_back_and_holds_no_formula(kit: Kit, name: str) -> None:
    each = next(each for each in ALL if each.name == name)
    for hostile in kit.hostile.values():
        found = list(csv.reader(io.StringIO(str(write(kit, each, "csv", kit.named(hostile))))))
        assert len({len(row) for row in found}) == 1
        assert any(safe(hostile) in row for row in found)
        assert not any(cell[:1] in "=+-@" for row in found for cell in row if cell)


@pytest.mark.parametrize("each", [each for each in ALL if "png" in each.formats], ids=lambda each: each.name)
def test_png_is_a_picture(kit: Kit, each: Any) -> None:
    assert bytes(write(kit, each, "png", kit.bakery)).startswith(b"\x89PNG\r\n")  # type: ignore[arg-type]


def test_pdf_is_a_document(kit: Kit) -> None:
    pytest.importorskip("weasyprint")
    flow = next(each for each in ALL if each.name == "flow")
    assert bytes(write(kit, flow, "pdf", kit.bakery)).startswith(b"%PDF")  # type: ignore[arg-type]


def test_what_steers_a_reader_is_written_out() -> None:
    text = "left \u202eright\u202c zero\u200bwidth \x07 \ud800"
    diagram = Diagram("t", "", (Box("a", text, group="g"),), groups=(Group("g", text),))
    for made in (to_mermaid(diagram), to_plantuml(diagram), to_drawio(diagram, place(diagram))):
        assert not re.search("[\u200b-\u200f\u202a-\u202e\x07\ud800]", made)
    assert plain("a\u202eb") == r"a\u202eb"
    assert one_line("a\n  b\tc") == "a b c"


def test_every_renderer_names_its_options(kit: Kit) -> None:
    for each in ALL:
        assert each.doc.strip().endswith(".") or ".\n" in each.doc
        assert set(each.options.model_fields) <= {"at", "overlay", "language", "direction", "lanes"}
