"""What diagrams show: the facts of the journey, no more and no less."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cxmap import RenderError
from cxmap_diagrams.blueprint import blueprint_diagram
from cxmap_diagrams.charts import journey_chart, quadrant_chart
from cxmap_diagrams.data_ways import data_diagram
from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.drivers import drivers_diagram
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.lanes import find_columns, lane_layout
from cxmap_diagrams.matrix import matrix_table
from cxmap_diagrams.owners import owners_diagram
from cxmap_diagrams.pains import pains_table
from cxmap_diagrams.systems import systems_diagram
from cxmap_diagrams.tables import Table
from cxmap_diagrams.texts import LANGUAGES
from cxmap_diagrams.texts_en import ENGLISH
from cxmap_diagrams.value_map import value_table

Kit = Any


def feet(diagram: Diagram, key: str) -> list[str]:
    return [foot.text for box in diagram.boxes if box.key == key for foot in box.feet]


def lines(diagram: Diagram) -> dict[tuple[str, str], Any]:
    return {(line.source, line.target): line for line in diagram.lines}


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_flow_has_every_touchpoint_way_and_stage(kit: Kit) -> None:
    setting = kit.setting()
    flow = flow_diagram(setting)
    assert [box.key for box in flow.boxes] == [one.id for one in setting.graph.touchpoints]
    assert set(lines(flow)) == {(edge.from_, edge.to) for edge in setting.graph.edges}
    assert [group.title for group in flow.groups] == ["Order", "Eat", "Anytime"]


def test_flow_says_who_leaves_and_who_ends_well(kit: Kit) -> None:
    flow = flow_diagram(kit.setting())
    assert "\u2193 30 of 100 leave" in feet(flow, "choose")
    assert any("end well" in text for text in feet(flow, "paid"))
    assert feet(flow, "bring") == ["\u2666 moment of truth"]


def test_flow_invents_no_numbers(kit: Kit) -> None:
    flow = flow_diagram(kit.setting("cxmap: 1\njourney: Bare\nstages: {one: [a, b], two: [c]}\n"))
    assert not any("100" in foot.text for box in flow.boxes for foot in box.feet)
    assert all(line.label == "" for line in flow.lines)


def test_flow_width_is_the_share_of_those_who_start(kit: Kit) -> None:
    ways = lines(flow_diagram(kit.setting()))
    assert ways["choose", "pay"].weight == pytest.approx(0.6)
    assert ways["call", "pay"].weight == pytest.approx(0.05)
    assert ways["choose", "pay"].label == "60%"
    assert ways["pay", "complain"].kind == "fails"


def test_marks_count_findings_by_severity(kit: Kit) -> None:
    found = (kit.finding("pay"), kit.finding("pay", "warning"), kit.finding("call -> pay", "info"))
    flow = flow_diagram(kit.setting(kit.bakery, *found))
    marks = {box.key: [(mark.severity, mark.count) for mark in box.marks] for box in flow.boxes}
    assert marks["pay"] == [("error", 1), ("warning", 1)]
    assert marks["call"] == [("info", 1)]
    assert marks["see"] == []


def test_marks_stay_away_without_the_overlay(kit: Kit) -> None:
    for overlay in ("none", "measures", "path:see,choose"):
        flow = flow_diagram(kit.setting(kit.bakery, kit.finding("pay"), overlay=overlay))
        assert not any(box.marks for box in flow.boxes)


def test_measures_overlay_shows_values(kit: Kit) -> None:
    flow = flow_diagram(kit.setting(overlay="measures"))
    facts = {box.key: box.facts for box in flow.boxes}
    assert "NPS 40" in facts["choose"]
    assert "FCR 70%" in facts["call"]


def test_a_path_is_lit_and_the_rest_steps_back(kit: Kit) -> None:
    flow = flow_diagram(kit.setting(overlay="path:see,choose,pay"))
    assert [box.key for box in flow.boxes if box.lit] == ["see", "choose", "pay"]
    assert [key for key, line in lines(flow).items() if line.lit] == [("see", "choose"), ("choose", "pay")]
    assert all(box.dim != box.lit for box in flow.boxes)
    assert "Lit: See > Choose > Pay." in flow.notes


def test_a_selection_leaves_out_the_rest_and_says_so(kit: Kit) -> None:
    flow = flow_diagram(kit.setting(at="stage:eat", overlay="none"))
    assert {box.key for box in flow.boxes} == {"pay", "bake", "bring", "paid"}
    assert [group.key for group in flow.groups] == ["eat"]
    assert flow.notes == ("Only what touches: stage:eat.",)
    assert flow_diagram(kit.setting(at="journey:bakery", overlay="none")).notes == ()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"overlay": "glitter"}, "is not an overlay"),
        ({"overlay": "path:see,nowhere"}, "`nowhere` is not a touchpoint"),
        ({"at": "owner:nobody"}, "nobody"),
        ({"at": "level:loyalty"}, "matches nothing"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(kit: Kit, options: dict[str, str], says: str) -> None:
    with pytest.raises(RenderError, match=says):
        flow_diagram(kit.setting(**options))


def test_blueprint_puts_the_customer_first_and_the_backstage_last(kit: Kit) -> None:
    blueprint = blueprint_diagram(kit.setting(), "owner")
    assert [group.title for group in blueprint.groups] == [
        "Customer, alone",
        "Bakers",
        "Riders",
        "Bakers, not seen",
    ]
    assert [group.rule for group in blueprint.groups] == ["", "", "", "line of visibility"]
    assert "complain" not in {box.key for box in blueprint.boxes}
    assert any("Complain, Hours" in note for note in blueprint.notes)


@pytest.mark.parametrize("lanes", ["owner", "unit", "channel"])
def test_lanes_never_stack_two_boxes(kit: Kit, lanes: str) -> None:
    blueprint = blueprint_diagram(kit.setting(), lanes)
    columns = find_columns(blueprint)
    assert len({(box.group, columns[box.key]) for box in blueprint.boxes}) == len(blueprint.boxes)
    spots = list(lane_layout(blueprint).spots.values())
    for number, one in enumerate(spots):
        for other in spots[number + 1 :]:
            apart = (
                abs(one.x - other.x) * 2 >= one.wide + other.wide
                or abs(one.y - other.y) * 2 >= one.high + other.high
            )
            assert apart


def test_systems_name_their_silos(kit: Kit) -> None:
    systems = systems_diagram(kit.setting())
    assert lines(systems)["till", "books"].label == "1 hour"
    assert [box.key for box in systems.boxes if box.tone == "silo"] == ["diary"]
    assert {group.title for group in systems.groups} == {"Shop", "On the road"}


def test_data_flows_from_where_it_is_collected_to_who_gets_it(kit: Kit) -> None:
    ways = lines(data_diagram(kit.setting()))
    assert set(ways) == {
        ("t:choose", "d:email"), ("t:choose", "d:address"), ("d:email", "p:orders"), ("d:address", "p:orders"),
        ("d:address", "g:road"),
    }  # fmt: skip
    assert ways["d:address", "g:road"].label == "Orders"
    assert feet(data_diagram(kit.setting()), "d:address") == ["? kept how long"]


def test_drivers_end_at_the_goal(kit: Kit) -> None:
    drivers = drivers_diagram(kit.setting())
    assert set(lines(drivers)) == {("t:choose", "m:nps"), ("t:call", "m:fcr"), ("m:fcr", "m:nps")}
    assert {box.key: box.group for box in drivers.boxes}["m:nps"] == "goal"


def test_owners_show_hand_offs_and_who_is_affected(kit: Kit) -> None:
    owners = owners_diagram(kit.setting())
    ways = lines(owners)
    assert ways["bakers", "s:miller"].about == "Bake"
    assert ("bakers", "riders") in ways
    assert feet(owners, "boss") == ["accountable for the journey"]


def test_matrix_tells_closed_from_cut_off(kit: Kit) -> None:
    table = {row[0]: row[2:] for row in rows(matrix_table(kit.setting(overlay="none")))}
    assert table["Choose"] == ["open", "closed"]
    assert table["Bring"] == ["closed", "closed"]
    assert table["Bake"][1] == "no way leads there"
    assert table["Hours"] == ["open", "closed"]


def test_pains_are_ranked_by_what_mending_them_brings(kit: Kit) -> None:
    found = rows(pains_table(kit.setting()))
    assert found[0][:6] == ["1", "Choose", "too many loaves", "high", "process", "Bakers"]
    assert float(found[0][7].lstrip("~")) > 0


def test_value_map_lists_what_personas_say(kit: Kit) -> None:
    assert rows(value_table(kit.setting())) == [
        ["Anna", "gets", "product", "9"], ["Anna", "costs", "money", "4"], ["Anna", "costs", "time", "2"],
    ]  # fmt: skip


def test_charts_hold_only_what_customers_said(kit: Kit) -> None:
    chart = journey_chart(kit.setting())
    assert "    Choose: 4: Customers" in chart
    assert "    Call: 2: Customers" in chart
    assert "Bake:" not in chart
    assert '"Choose": [0.900, 0.700]' in quadrant_chart(kit.setting())


def test_charts_without_a_feeling_are_refused(kit: Kit) -> None:
    setting = kit.setting("cxmap: 1\njourney: Bare\nstages: {one: [a, b]}\n")
    for chart in (journey_chart, quadrant_chart):
        with pytest.raises(RenderError, match="nobody has been asked"):
            chart(setting)


def test_words_come_in_the_language_asked_for(kit: Kit) -> None:
    assert flow_diagram(kit.setting(language="pt")).title == "Bread by bicycle: o fluxo"
    assert flow_diagram(kit.setting(language="xx")).title == "Bread by bicycle: the flow"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_says_everything(language: str) -> None:
    phrases = LANGUAGES[language]
    assert set(phrases) == set(ENGLISH)
    for key, phrase in ENGLISH.items():
        assert set(re.findall(r"\{\w+\}", phrases[key])) == set(re.findall(r"\{\w+\}", phrase)), key


def test_measures_overlay_shows_what_was_seen_beside_what_was_claimed(kit: Kit) -> None:
    seen = "cxmap: 1\nobservations:\n  - {edge: choose -> pay, value: 52%, n: 900, asof: 2026-10-01}\n"
    files = {"bakery.yaml": kit.bakery, "seen.yaml": seen}
    assert (
        lines(flow_diagram(kit.setting(files, overlay="measures")))["choose", "pay"].label == "60%, seen 52%"
    )
    assert lines(flow_diagram(kit.setting(files)))["choose", "pay"].label == "60%"
