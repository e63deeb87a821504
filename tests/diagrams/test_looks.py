"""What a reader would stumble over: names told apart, ends told well from ill, stages over lanes, pages on a phone."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any

import pytest

from cxmap import RenderError, Report, look_of
from cxmap_diagrams.blueprint import blueprint_diagram
from cxmap_diagrams.charts import quadrant_chart
from cxmap_diagrams.data_ways import data_diagram
from cxmap_diagrams.diagram import Box, Diagram, Group, Line, Mark
from cxmap_diagrams.drawing import draw
from cxmap_diagrams.drivers import drivers_diagram
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.labels import HIGH, overlap
from cxmap_diagrams.lanes import find_columns, lane_layout
from cxmap_diagrams.layout import place
from cxmap_diagrams.matrix import matrix_table
from cxmap_diagrams.matrix_picture import matrix_svg
from cxmap_diagrams.measure import width
from cxmap_diagrams.pains import pains_table
from cxmap_diagrams.panels import TALLEST, place_all
from cxmap_diagrams.pictures import ALL
from cxmap_diagrams.placed import Layout, Spot
from cxmap_diagrams.rows import WIDEST, place_rows
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.sizes import label_size
from cxmap_diagrams.tables import to_page
from cxmap_diagrams.texts import Words

Kit = Any
TWINS = """
cxmap: 1
journey: Twins
stages:
  buy: {touchpoints: {pay: {name: Pay, next: again}}}
  renew: {touchpoints: {again: {name: Pay, next: end}}}
"""


def labels(diagram: Diagram, layout: Layout) -> list[tuple[str, Spot]]:
    return [
        (line.label, Spot(*route.label, label_size(line.label), HIGH))
        for line, route in zip(diagram.lines, layout.routes, strict=True)
        if line.label and route.label
    ]


def test_touchpoints_of_one_name_are_told_apart(kit: Kit) -> None:
    assert [box.title for box in flow_diagram(kit.setting(TWINS)).boxes] == ["Pay (Buy)", "Pay (Renew)"]


def test_a_step_inside_another_journey_says_which(examples: dict[str, Report]) -> None:
    report = examples["broadband"]
    assert report.workspace is not None
    setting = Setting(report, next(one for one in report.workspace.graphs if one.id == "keep-broadband"))
    titles = [box.title for box in flow_diagram(setting).boxes]
    assert "Help (Repair the line)" in titles
    assert "Help" in titles
    assert len(set(titles)) == len(titles)


def test_only_where_customers_want_to_get_do_they_end_well(kit: Kit) -> None:
    text = kit.bakery.replace("bake: 90%", "paid: 20%, gone: 5%, bake: 70%").replace(
        "      bake:", "      gone: {channel: own, next: end}\n      bake:"
    )
    feet = {box.key: [foot.text for foot in box.feet] for box in flow_diagram(kit.setting(text)).boxes}
    assert any(text.endswith("end here") for text in feet["gone"])
    assert any(text.endswith("end well") for text in feet["paid"])


def test_channels_and_times_are_said_in_words(kit: Kit) -> None:
    facts = {box.key: box.facts for box in flow_diagram(kit.setting()).boxes}
    assert facts["see"] == ("on their own",)
    assert facts["bring"] == ("in person", "Riders")
    assert "kept 1 year" in {box.key: box.facts for box in data_diagram(kit.setting()).boxes}["d:email"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("5m", "5 Minuten"),
        ("7y", "7 Jahre"),
        ("1y", "1 Jahr"),
        ("24 months", "24 Monate"),
        ("60d", "60 Tage"),
        ("for ever", "for ever"),
    ],
)
def test_times_are_said_in_the_readers_language(written: str, said: str) -> None:
    assert Words("de").time(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("x_trip_recorder", "trip recorder"),
        ("cx-data-hub", "CX data hub"),
        ("sms", "SMS"),
        ("third-party", "third party"),
    ],
)
def test_ids_are_said_as_people_say_them(written: str, said: str) -> None:
    assert Words("en").plain(written) == said


@pytest.mark.parametrize("lanes", ["owner", "unit", "channel"])
def test_stages_stand_in_order_over_the_lanes(kit: Kit, lanes: str) -> None:
    blueprint = blueprint_diagram(kit.setting(), lanes)
    layout = lane_layout(blueprint)
    assert [" ".join(head.lines) for head in layout.heads] == ["Order", "Eat"]
    for head in layout.heads:
        for box in blueprint.boxes:
            spot, inside = layout.spots[box.key], box.stage == " ".join(head.lines)
            assert inside == (head.x - 1 < spot.x < head.x + head.wide + 1)


def test_a_long_stage_title_does_not_run_into_the_next() -> None:
    boxes = tuple(Box(key, key, group="g", stage=f"{key} and everything that comes with it") for key in "abc")
    heads = lane_layout(Diagram("t", "", boxes, (), (Group("g", "G"),))).heads
    assert all(len(head.lines) > 1 for head in heads)
    for one, other in pairwise(heads):
        assert all(one.x + width(line, 12.5, bold=True) < other.x for line in one.lines)


@pytest.mark.parametrize("lanes", ["owner", "unit", "channel"])
def test_no_label_of_a_blueprint_lies_on_a_box_or_another_label(
    examples: dict[str, Report], lanes: str
) -> None:
    for report in examples.values():
        for graph in report.workspace.graphs:  # type: ignore[union-attr]
            blueprint = blueprint_diagram(Setting(report, graph), lanes)
            layout = lane_layout(blueprint)
            found = labels(blueprint, layout)
            for label, spot in found:
                assert not [key for key, box in layout.spots.items() if overlap(spot, box)], label
            assert not [(a, b) for (a, one), (b, other) in combinations(found, 2) if overlap(one, other)]


def test_a_way_back_to_itself_has_a_track_of_its_own() -> None:
    boxes = (Box("a", "A", group="g"), Box("b", "B", group="g"))
    lines = (Line("a", "b", "88%"), Line("a", "a", "8%"), Line("b", "a", "4%"))
    diagram = Diagram("t", "", boxes, lines, (Group("g", "G"),))
    layout = lane_layout(diagram)
    assert find_columns(diagram) == {"a": 0, "b": 1}
    assert len({round(spot.y) for _, spot in labels(diagram, layout)}) == 3


def test_a_blueprint_too_wide_is_broken_into_rows_of_stages(kit: Kit) -> None:
    setting = kit.setting(kit.long(120), overlay="none")
    blueprint = blueprint_diagram(setting, "owner")
    whole, rows = place_rows(blueprint, setting.words, lane_layout)
    assert len(rows) > 1
    assert all(layout.width < WIDEST + 500 for _, layout in rows)
    assert [box.key for row, _ in rows for box in row.boxes] == [box.key for box in blueprint.boxes]
    assert f"120 steps in {len(rows)} rows" in whole.notes[-1]
    ends = {box.key: box.facts for row, _ in rows for box in row.boxes}
    first, last = rows[0][0].boxes[-1].key, rows[1][0].boxes[0].key
    assert f"\u2192 60% {last.upper()}" in ends[first]
    assert f"\u2190 {first.upper()}" in ends[last]


def test_a_flow_too_tall_to_follow_is_drawn_stage_by_stage(kit: Kit) -> None:
    setting = kit.setting(kit.long(60), overlay="none")
    whole, panels = place_all(flow_diagram(setting), setting.words)
    assert [panel.title for panel, _ in panels] == ["Overview", *(f"S{number}" for number in range(8))]
    assert all(layout.height < TALLEST for _, layout in panels)
    assert any("60 touchpoints: drawn stage by stage" in note for note in whole.notes)


def test_a_blueprint_that_fits_stays_in_one_piece(kit: Kit) -> None:
    setting = kit.setting()
    blueprint = blueprint_diagram(setting, "owner")
    assert place_rows(blueprint, setting.words, lane_layout)[1][0][0] is blueprint


def test_many_places_of_data_are_taken_together_by_stage(kit: Kit) -> None:
    text = kit.long(80).replace(
        "{channel: web,", "{channel: web, collects: {o: [d]}, uses: {o: [d]}, metrics: [nps],"
    )
    text += "data: {d: {}}\npurposes: {o: {basis: contract}}\nmetrics: {nps: {now: 3}}\n"
    for build, item in ((data_diagram, "d:d"), (drivers_diagram, "m:nps")):
        diagram = build(kit.setting(text, kit.finding("t0"), kit.finding("t1")))
        places = [box for box in diagram.boxes if box.group == "at"]
        assert [(box.key, box.facts) for box in places[:2]] == [
            ("s:s0", ("10 touchpoints",)), ("s:s1", ("10 touchpoints",)),
        ]  # fmt: skip
        assert len(places) == 8
        assert [mark.short for mark in places[0].marks] == ["2 \u00d7 error"]
        assert {line.target for line in diagram.lines if line.source == "s:s0"} == {item}
        assert diagram.notes[-1].startswith("80 touchpoints, taken together by stage")
    assert len(data_diagram(kit.setting(text, at="stage:s0")).boxes) == 12


def test_a_sign_of_hundreds_has_its_number_beside_it(kit: Kit) -> None:
    marks = (Mark("error", 237, "error: x"), Mark("info", 8, "note: y"))
    diagram = Diagram("t", "", (Box("a", "A", marks=marks),))
    texts = dict(
        re.findall(
            r'<text x="([\d.]+)"[^>]*>(\d+)</text>', draw(diagram, [(diagram, place(diagram))], look_of(None))
        )
    )
    assert sorted(texts.values()) == ["237", "8"]
    beside, inside = (
        float(next(x for x, said in texts.items() if said == number)) for number in ("237", "8")
    )
    assert inside - beside >= 18 + 11


def test_a_wide_lane_says_its_name_at_both_ends(kit: Kit) -> None:
    blueprint = next(each for each in ALL if each.name == "blueprint")
    for text, times in ((kit.long(40), 2), (kit.bakery, 1)):
        setting = kit.setting(text)
        svg = str(blueprint(setting.report, setting.graph, format="svg"))
        name = "A" if times == 2 else "Bakers"
        assert len(re.findall(rf'class="serif f-\w+"[^>]*>{name}</text>', svg)) == times


def test_the_legend_stands_before_the_picture(kit: Kit) -> None:
    flow = next(each for each in ALL if each.name == "flow")
    setting = kit.setting()
    svg = str(flow(setting.report, setting.graph, format="svg"))
    assert svg.index("share of customers") < svg.index(">Order<")


def test_a_legend_explains_only_what_is_there(kit: Kit) -> None:
    setting = kit.setting(
        "cxmap: 1\njourney: Bare\npersonas: {x: {}}\nstages: {one: [a, b]}\n", overlay="none"
    )
    svg = matrix_svg(setting, matrix_table(setting))
    assert "channel not said" in svg
    assert "closed" not in svg


def test_points_of_the_quadrant_keep_their_names_apart_and_inside(examples: dict[str, Report]) -> None:
    for report in examples.values():
        for graph in report.workspace.graphs:  # type: ignore[union-attr]
            try:
                chart = quadrant_chart(Setting(report, graph, overlay="none"))
            except RenderError:  # nobody was asked there
                continue
            points = re.findall(r'^  "([^"]+)": \[([\d.]+), ([\d.]+)\]$', chart, re.M)
            assert points
            spots = [Spot(float(x) * 1000, float(y) * 700, width(name, 12.0), 12.0) for name, x, y in points]
            assert not [pair for pair in combinations(spots, 2) if overlap(*pair)]
            assert all(spot.x - spot.wide / 2 > 0 for spot in spots)


def test_a_table_is_cards_on_a_phone(kit: Kit, browser: Any) -> None:
    setting = kit.setting(overlay="none")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.set_content(to_page(pains_table(setting), "en", setting.look))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.evaluate(
            "document.querySelector('.scroll').scrollWidth - document.querySelector('.scroll').clientWidth"
        )
        == 0
    )
    named = page.evaluate(
        "getComputedStyle(document.querySelector('td[data-head=owner]'), '::before').content"
    )
    assert named == '"owner"'
