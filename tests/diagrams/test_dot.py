"""DOT: whatever a name holds, Graphviz shows exactly that, and nothing else."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxmap_diagrams.data_ways import data_diagram
from cxmap_diagrams.diagram import Box, Diagram, Line
from cxmap_diagrams.engine import find_program, run_dot
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.plain import plain
from cxmap_diagrams.to_dot import quote, stacks, to_dot

Kit = Any
needs_dot = pytest.mark.skipif(find_program() is None, reason="no Graphviz here")
SVG = "{http://www.w3.org/2000/svg}"


def shown(name: str) -> list[str]:
    """The lines Graphviz draws for a box of this name."""
    diagram = Diagram("t", "", (Box("a", name),))
    root = fromstring(run_dot(to_dot(diagram), "svg"))
    node = next(one for one in root.iter(f"{SVG}g") if one.get("class") == "node")
    return [(text.text or "").replace("\xa0", " ") for text in node.iter(f"{SVG}text")]


@needs_dot
def test_hostile_names_are_drawn_as_they_are(kit: Kit) -> None:
    for name in kit.hostile.values():
        assert shown(name) == [name]


@needs_dot
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_name_is_drawn_as_it_is(name: str) -> None:
    expected = plain(name).split("\n")
    drawn = shown(name)
    assert [line.strip() for line in drawn if line.strip()] == [
        line.replace("\xa0", " ").strip() for line in expected if line.strip()
    ]


@pytest.mark.parametrize("text", ["<b>x</b>", "<<table>>", 'a"b', "a\\", "\\", '\\"', "a\nb"])
def test_a_label_is_always_a_quoted_string(text: str) -> None:
    assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', quote(text))


def test_the_whole_text_has_no_markup_no_record_and_six_digit_colours(kit: Kit) -> None:
    for name in kit.hostile.values():
        text = to_dot(flow_diagram(kit.setting(kit.named(name))))
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
        assert not re.search(r"<|record|image|stylesheet|URL|href", bare)
        assert all(len(colour) == 6 for colour in re.findall(r'="#([0-9a-fA-F]+)"', text))
        assert re.findall(r"^ +(\w+) \[", bare, re.M)


@needs_dot
def test_boxes_and_lines_come_back(kit: Kit) -> None:
    import json

    for make in (flow_diagram, data_diagram):
        diagram = make(kit.setting())
        made = json.loads(run_dot(to_dot(diagram), "json0"))
        assert len([one for one in made["objects"] if "nodes" not in one]) == len(diagram.boxes)
        assert len([one for one in made["edges"] if "id" in one]) == len(diagram.lines)
        labels = {one["label"].split("\\n")[0] for one in made["objects"] if "nodes" not in one}
        assert labels == {box.title for box in diagram.boxes}


def test_lonely_boxes_stand_below_each_other() -> None:
    boxes = tuple(Box(name, name) for name in "abcdef")
    diagram = Diagram("t", "", boxes, (Line("a", "b"),))
    assert stacks(diagram) == [("c", "d"), ("e", "f")]


def test_the_same_journey_gives_the_same_bytes(kit: Kit) -> None:
    assert to_dot(flow_diagram(kit.setting())) == to_dot(flow_diagram(kit.setting()))
