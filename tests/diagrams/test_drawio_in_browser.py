"""The library draw.io is built on opens what we write. CXMAP_MXGRAPH names its mxClient.js."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cxmap import Report
from cxmap_diagrams.pictures import ALL
from cxmap_diagrams.plain import plain

Kit = Any
Opened = dict[str, dict[str, Any]]
DIAGRAMS = [each for each in ALL if "drawio" in each.formats]
MXGRAPH = os.environ.get("CXMAP_MXGRAPH", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not MXGRAPH or not Path(MXGRAPH).is_file(), reason="CXMAP_MXGRAPH names no mxClient.js"
    ),
]
QUIET = "var mxBasePath = 'about:blank', mxLoadResources = false, mxLoadStylesheets = false;"
# The rules by which draw.io's own graph differs: which labels may wrap, that such a label is still plain text, and
# that a box may leave its frame.
OPEN = """(text) => {
  document.body.innerHTML = "<div id='held'></div>";
  const read = mxUtils.parseXml(text), graph = new mxGraph(document.getElementById("held"));
  graph.constrainChildren = false;
  graph.isHtmlLabel = (cell) => ["1"].includes(String(graph.getCellStyle(cell).html)) || graph.getCellStyle(cell).whiteSpace === "wrap";
  graph.cellRenderer.getLabelValue = function (state) {
    const said = mxCellRenderer.prototype.getLabelValue.apply(this, arguments);
    return graph.isHtmlLabel(state.cell) && state.style.html != 1 ? mxUtils.htmlEntities(said, false) : said;
  };
  new mxCodec(read).decode(read.querySelector("mxGraphModel"), graph.getModel());
  window.graph = graph;
}"""
LOOK = """() => { const rectangle = (one) => { const at = one.getBoundingClientRect(), held = graph.container.getBoundingClientRect(); return [at.x - held.x, at.y - held.y, at.width, at.height]; };
return Object.fromEntries(Object.values(graph.model.cells).filter((cell) => cell.parent && graph.view.getState(cell)).map((cell) => {
  const state = graph.view.getState(cell), drawn = state.text && state.text.node;
  const at = (point) => point && [point.x, point.y];
  const points = state.absolutePoints || [];
  return [cell.id, {
    label: cell.value || "", edge: cell.isEdge(), parent: cell.parent.id, source: cell.source && cell.source.id, target: cell.target && cell.target.id,
    box: [state.x, state.y, state.width, state.height], first: at(points[0]), last: at(points[points.length - 1]),
    shown: drawn ? [...drawn.querySelectorAll("foreignObject > div, text")].map((one) => one.innerText ?? one.textContent).join("\\n") : "",
    text: drawn && drawn.querySelector("foreignObject div div div") ? rectangle(drawn.querySelector("foreignObject div div div")) : null,
    words: drawn ? drawn.textContent : "", tags: [...(drawn ? drawn.querySelectorAll("*") : [])].map((one) => one.tagName.toLowerCase()),
    movable: graph.isCellMovable(cell), shape: state.style.shape,
  }];
}))}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.set_content("<!doctype html><body></body>")
    page.add_script_tag(content=QUIET)
    page.add_script_tag(content=Path(MXGRAPH).read_text(encoding="utf-8"))
    yield page
    assert not [url for url in asked if url.startswith(("http", "file"))]
    assert failed == []


def opened(page: Any, text: str) -> Opened:
    page.evaluate(OPEN, text)
    cells: Opened = page.evaluate(LOOK)
    return {name: cell for name, cell in cells.items() if name not in "01"}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def touches(box: list[float], point: list[float]) -> bool:
    x, y, wide, high = box
    return x - 2 <= point[0] <= x + wide + 2 and y - 2 <= point[1] <= y + high + 2


def written(examples: dict[str, Report]) -> Iterator[tuple[str, str]]:
    for name, report in examples.items():
        for graph in report.workspace.graphs:  # type: ignore[union-attr]
            for each in DIAGRAMS:
                yield f"{name} {graph.id} {each.name}", str(each(report, graph, format="drawio"))


def test_every_diagram_of_the_examples_opens(examples: dict[str, Report], page: Any) -> None:
    for name, text in written(examples):
        cells = opened(page, text)
        assert len(cells) == text.count("<mxCell") - 2, name
        for cell in cells.values():
            assert squeezed(cell["words"]) == squeezed(cell["label"]), name
            if cell["edge"]:
                assert touches(cells[cell["source"]]["box"], cell["first"]), name
                assert touches(cells[cell["target"]]["box"], cell["last"]), name
            elif cell["parent"] != "1":
                frame = cells[cell["parent"]]
                assert frame["shape"] == "swimlane"
                assert all(
                    touches(frame["box"], [cell["box"][0] + x, cell["box"][1] + y])
                    for x in (0, cell["box"][2])
                    for y in (0, cell["box"][3])
                ), (name, cell["label"])


def test_hostile_names_are_shown_and_nothing_of_them_runs(kit: Kit, page: Any) -> None:
    for name in kit.hostile.values():
        setting = kit.setting(kit.named(name))
        for each in DIAGRAMS:
            cells = opened(page, str(each(setting.report, setting.graph, format="drawio")))
            first = [cell["shown"].split("\n")[0].strip() for cell in cells.values()]
            assert re.sub(r"\s", " ", plain(name)) in [re.sub(r"\s", " ", one) for one in first]
            for cell in cells.values():
                assert set(cell["tags"]) <= {"g", "switch", "foreignobject", "div", "text", "br", "rect"}
    page.wait_for_timeout(100)
    assert page.evaluate("window.stolen === undefined")


def test_a_box_can_be_moved_and_its_lines_follow(kit: Kit, page: Any) -> None:
    setting = kit.setting()
    for each in DIAGRAMS:
        before = opened(page, str(each(setting.report, setting.graph, format="drawio")))
        line = next(
            (cell for cell in before.values() if cell["edge"] and cell["source"] != cell["target"]), None
        )
        if line is None:
            continue
        name = line["source"]
        assert before[name]["movable"]
        page.evaluate("(name) => graph.moveCells([graph.model.getCell(name)], -60, 35)", name)
        after: Opened = page.evaluate(LOOK)
        assert after[name]["box"][:2] == [before[name]["box"][0] - 60, before[name]["box"][1] + 35]
        for cell in after.values():
            if cell["edge"] and name in (cell["source"], cell["target"]):
                assert touches(after[cell["source"]]["box"], cell["first"])
                assert touches(after[cell["target"]]["box"], cell["last"])


def test_a_lane_takes_its_steps_along(kit: Kit, page: Any) -> None:
    setting = kit.setting()
    blueprint = next(each for each in DIAGRAMS if each.name == "blueprint")
    before = opened(page, str(blueprint(setting.report, setting.graph, format="drawio")))
    steps = [name for name, cell in before.items() if cell["parent"] == "g0" and not cell["edge"]]
    page.evaluate("graph.moveCells([graph.model.getCell('g0')], 0, 200)")
    after: Opened = page.evaluate(LOOK)
    assert steps
    assert all(after[name]["box"][1] == before[name]["box"][1] + 200 for name in steps)


def test_title_and_notes_stand_on_the_page(kit: Kit, page: Any) -> None:
    setting = kit.setting(at="stage:order")
    flow = next(each for each in DIAGRAMS if each.name == "flow")
    cells = opened(page, str(flow(setting.report, setting.graph, format="drawio", at="stage:order")))
    shown = [cell["words"] for cell in cells.values()]
    assert "Bread by bicycle: the flow" in shown
    assert "Only what touches: stage:order." in shown


def test_boxes_and_titles_do_not_overlap(examples: dict[str, Report], page: Any) -> None:
    for name, text in written(examples):
        cells = opened(page, text)
        boxes = [cell for key, cell in cells.items() if not cell["edge"] and key[0] in "nt"]
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                assert apart(one["box"], other["box"]), (name, one["label"], other["label"])


def test_words_stay_inside_their_boxes(examples: dict[str, Report], page: Any) -> None:
    for name, text in written(examples):
        for key, cell in opened(page, text).items():
            if key.startswith("n"):
                x, y, wide, high = cell["text"]
                corners = [x, y], [x + wide, y + high]
                assert all(touches(cell["box"], corner) for corner in corners), (name, cell["label"])


def apart(one: list[float], other: list[float]) -> bool:
    return (
        one[0] + one[2] <= other[0] + 1
        or other[0] + other[2] <= one[0] + 1
        or one[1] + one[3] <= other[1] + 1
        or other[1] + other[3] <= one[1] + 1
    )
