"""Words on a picture: none over another, none cut off, none too small to read, as a browser draws them."""

from __future__ import annotations

from typing import Any

import pytest

from cxmap import Report
from cxmap_diagrams.diagram import Box, Diagram, Group, Line
from cxmap_diagrams.labels import MOST, clear_labels, overlap
from cxmap_diagrams.measure import width
from cxmap_diagrams.pictures import ALL
from cxmap_diagrams.placed import Frame, Layout, Route, Spot
from cxmap_diagrams.sizes import label_size
from cxmap_diagrams.systems import systems_diagram

Kit = Any
PICTURES = [each for each in ALL if "svg" in each.formats]
# A word is as high as its letters, not as its line; what is drawn twice, for its rim, is one word.
LOOK = """(svg) => {
  document.body.innerHTML = svg;
  const sheet = document.querySelector("svg").getBoundingClientRect();
  const words = [...document.querySelectorAll("svg text")].filter((one) => one.textContent.trim()).map((one) => {
    const at = one.getBoundingClientRect();
    return {said: one.textContent, left: at.left + 1, right: at.right - 1, top: at.top + at.height * 0.18,
      low: at.bottom - at.height * 0.18, size: parseFloat(getComputedStyle(one).fontSize)};
  });
  const wrong = [];
  words.forEach((one, number) => {
    if (one.size < 10) wrong.push(`small: ${one.said}`);
    if (one.left < sheet.left || one.right > sheet.right || one.top < sheet.top || one.low > sheet.bottom) wrong.push(`cut: ${one.said}`);
    for (const other of words.slice(number + 1)) {
      const apart = one.right <= other.left || other.right <= one.left || one.low <= other.top || other.low <= one.top;
      if (!apart && one.said !== other.said) wrong.push(`over: ${one.said} / ${other.said}`);
    }
  });
  return wrong;
}"""


@pytest.mark.browser
def test_no_word_lies_over_another(examples: dict[str, Report], browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for name, report in examples.items():
        for graph in report.workspace.graphs:  # type: ignore[union-attr]
            for each in PICTURES:
                if each.name == "value-map" and not any(one.values for one in graph.personas):
                    continue
                taken: list[dict[str, Any]] = [{}]
                if each.name == "blueprint":
                    taken += [{"lanes": "unit"}, {"lanes": "channel"}]
                if "overlay" in each.options.model_fields and each.name != "value-map":
                    taken.append({"overlay": "measures"})
                for options in taken:
                    svg = str(each(report, graph, format="svg", **options))
                    assert page.evaluate(LOOK, svg) == [], (name, graph.id, each.name, options)


def placed(*labels: str) -> tuple[Diagram, Layout]:
    """Lines whose labels all lie on the title of a frame."""
    boxes = (Box("a", "A", group="g"), Box("b", "B"))
    lines = tuple(Line("a", "b", label) for label in labels)
    diagram = Diagram("t", "", boxes, lines, (Group("g", "Customer care"),))
    frame = Frame(diagram.groups[0], 0.0, 100.0, 200.0, 90.0)
    spots = {"a": Spot(100, 160, 80, 40), "b": Spot(100, 30, 80, 40)}
    route = Route(((100, 140), (100, 120), (100, 80), (100, 57)), (100, 50), (60, 112))
    return diagram, Layout(200, 200, spots, (route,) * len(lines), (frame,))


def test_labels_leave_the_title_of_a_frame_and_each_other() -> None:
    diagram, layout = placed("128 there, 46 back", "6", "12")
    title = Spot(
        9 + width("Customer care", 13.0, bold=True) / 2, 114, width("Customer care", 13.0, bold=True), 15
    )
    taken = [title, *layout.spots.values()]
    for line, route in zip(diagram.lines, clear_labels(diagram, layout).routes, strict=True):
        assert route.label is not None
        spot = Spot(*route.label, label_size(line.label), 11)
        assert not any(overlap(spot, other) for other in taken)
        taken.append(spot)


def test_labels_stay_where_nothing_is_written() -> None:
    diagram, layout = placed("6")
    away = Layout(200, 200, layout.spots, (Route(layout.routes[0].points, None, (150, 80)),), layout.frames)
    assert clear_labels(diagram, away) == away


def test_a_crowd_of_labels_is_left_alone() -> None:
    diagram, layout = placed(*["6"] * (MOST + 1))
    assert clear_labels(diagram, layout) is layout


def test_the_legend_shows_a_step_on_their_own_as_it_is_drawn(kit: Kit) -> None:
    flow = next(each for each in ALL if each.name == "flow")
    setting = kit.setting()
    legend = str(flow(setting.report, setting.graph, format="svg")).rpartition("share of customers")[2]
    assert 'stroke-dasharray="4 3"' in legend.partition("on their own")[0]


def test_a_system_does_not_say_its_name_twice(kit: Kit) -> None:
    text = kit.bakery.replace("diary: {unit: road}", "diary: {unit: road, app: crm, name: Crm}")
    diary = next(box for box in systems_diagram(kit.setting(text)).boxes if box.key == "diary")
    assert (diary.title, diary.facts) == ("Crm", ("used at 2 touchpoints",))
