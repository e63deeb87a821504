"""Any diagram takes any selection and any overlay: it is drawn otherwise, or a sentence says why not."""

from __future__ import annotations

from typing import Any

import pytest

from cxmap import RenderError
from cxmap_diagrams.charts import journey_chart
from cxmap_diagrams.data_ways import data_diagram
from cxmap_diagrams.diagram import Diagram
from cxmap_diagrams.drivers import drivers_diagram
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.matrix import matrix_table
from cxmap_diagrams.owners import owners_diagram
from cxmap_diagrams.pictures import ALL
from cxmap_diagrams.systems import systems_diagram

Kit = Any
OVERLAYS = ("findings", "measures", "path:choose,pay")
WITH_PLACES = [each for each in ALL if each.name != "value-map"]


def draw(kit: Kit, each: Any, *, clean: bool = False, **options: Any) -> str:
    found = () if clean else (kit.finding("choose"), kit.finding("pay", "warning"))
    setting = kit.setting(kit.bakery, *found)
    return str(each(setting.report, setting.graph, **options))


def lit(diagram: Diagram) -> set[str]:
    return {box.key for box in diagram.boxes if box.lit}


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("each", WITH_PLACES, ids=lambda each: each.name)
def test_every_overlay_changes_every_diagram(kit: Kit, each: Any, overlay: str) -> None:
    assert draw(kit, each, overlay=overlay) != draw(kit, each, overlay="none")


@pytest.mark.parametrize("each", WITH_PLACES, ids=lambda each: each.name)
def test_every_selection_changes_every_diagram(kit: Kit, each: Any) -> None:
    assert draw(kit, each, at="owner:bakers") != draw(kit, each)


@pytest.mark.parametrize(
    "each", [one for one in WITH_PLACES if "svg" in one.formats], ids=lambda one: one.name
)
def test_an_overlay_with_nothing_to_lay_says_so(kit: Kit, each: Any) -> None:
    taken: dict[str, Any] = {"format": "svg", "clean": True}
    assert "Findings: none at anything shown here." in draw(kit, each, overlay="findings", **taken)
    assert "Nothing shown here is on the path." in draw(kit, each, overlay="path:hours", at="choose", **taken)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_value_map_says_why_nothing_lies_over_it(kit: Kit, overlay: str) -> None:
    value_map = next(each for each in ALL if each.name == "value-map")
    with pytest.raises(RenderError, match="shows personas and no touchpoint"):
        draw(kit, value_map, overlay=overlay)


def test_a_path_lights_the_systems_it_uses(kit: Kit) -> None:
    systems = systems_diagram(kit.setting(overlay="path:choose,call"))
    assert lit(systems) == {"till", "diary"}
    assert [box.key for box in systems.boxes if box.dim] == ["books"]


def test_a_path_lights_the_data_it_asks_for_and_uses(kit: Kit) -> None:
    data = data_diagram(kit.setting(overlay="path:choose,pay"))
    assert lit(data) == {"t:choose", "d:email", "d:address", "p:orders"}
    assert {(line.source, line.target) for line in data.lines if line.lit} == {
        ("t:choose", "d:email"), ("t:choose", "d:address"), ("d:email", "p:orders"),
    }  # fmt: skip


def test_a_path_lights_the_numbers_it_moves(kit: Kit) -> None:
    assert lit(drivers_diagram(kit.setting(overlay="path:call,pay"))) == {"t:call", "m:fcr"}


def test_a_path_lights_its_owners_and_their_hand_offs(kit: Kit) -> None:
    owners = owners_diagram(kit.setting(overlay="path:pay,bake,bring"))
    assert lit(owners) == {"bakers", "riders"}
    assert [(line.source, line.target) for line in owners.lines if line.lit] == [("bakers", "riders")]


def test_owners_wear_the_findings_of_what_they_answer_for(kit: Kit) -> None:
    owners = owners_diagram(kit.setting(kit.bakery, kit.finding("choose"), kit.finding("pay", "warning")))
    assert {box.key: [mark.short for mark in box.marks] for box in owners.boxes if box.marks} == {
        "bakers": ["1 \u00d7 error", "1 \u00d7 warning"]
    }


def test_measures_stand_at_the_systems_and_owners_behind_them(kit: Kit) -> None:
    for diagram, key in ((systems_diagram, "till"), (owners_diagram, "bakers"), (data_diagram, "t:choose")):
        boxes = {box.key: box.facts for box in diagram(kit.setting(overlay="measures")).boxes}
        assert "NPS 40" in boxes[key]


def test_tables_say_the_overlay_in_a_column(kit: Kit) -> None:
    table = matrix_table(kit.setting(kit.bakery, kit.finding("choose"), overlay="findings"))
    assert table.head[-1] == "findings"
    assert {row[0].text: row[-1].text for row in table.rows if row[-1].text} == {"Choose": "1 \u00d7 error"}
    path = matrix_table(kit.setting(overlay="path:choose,pay,choose"))
    assert {row[0].text: row[-1].text for row in path.rows if row[-1].text} == {
        "Choose": "step 1, 3", "Pay": "step 2",
    }  # fmt: skip


def test_charts_say_the_overlay_behind_the_name(kit: Kit) -> None:
    assert "    Choose (NPS 40): 4: Customers" in journey_chart(kit.setting(overlay="measures"))
    assert "    Choose (step 1): 4: Customers, the path shown" in journey_chart(
        kit.setting(overlay="path:choose")
    )


def test_a_path_says_where_no_way_leads_on_and_what_is_hidden(kit: Kit) -> None:
    notes = flow_diagram(kit.setting(overlay="path:see,pay,bake", at="stage:eat")).notes
    assert "No way leads from See to Pay." in notes
    assert "No way leads from Pay to Bake." not in notes
    assert "On the path but not in the selection: See." in notes


def test_an_empty_selection_is_blamed_and_not_the_journey(kit: Kit) -> None:
    drivers = next(each for each in ALL if each.name == "drivers")
    with pytest.raises(RenderError, match="`pay` leaves nothing of it"):
        draw(kit, drivers, at="pay")


@pytest.mark.parametrize(
    ("overlay", "words"),
    [
        ("path:", "the path of the overlay is empty; write path:a,b,c"),
        ("path: ,", "the path of the overlay is empty"),
        ("path:pay,chose", "`chose` is not a touchpoint of .*; did you mean `choose`?"),
        ("path:zzzzzz", "write path:a,b,c with its ids"),
        ("colours", "`colours` is not an overlay; write findings, measures, none or path:a,b,c"),
    ],
)
def test_an_overlay_that_cannot_be_laid_is_refused_in_a_sentence(kit: Any, overlay: str, words: str) -> None:
    with pytest.raises(RenderError, match=words):
        kit.setting(overlay=overlay)
