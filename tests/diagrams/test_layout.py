"""Layout: Graphviz is believed only when it is complete, and never waited for; every picture stays whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmap import RenderError, look_of
from cxmap_diagrams.diagram import Box, Diagram, Group, Line
from cxmap_diagrams.drawing import draw
from cxmap_diagrams.engine import LayoutError, can_write_pdf, find_program, lay_out, run_dot
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.grid import grid_layout
from cxmap_diagrams.layout import place
from cxmap_diagrams.panels import place_all
from cxmap_diagrams.placed import Layout
from cxmap_diagrams.to_dot import to_dot
from cxmap_diagrams.writing import _pdf_by_dot, draw_svg

Kit = Any
Program = Callable[[str], str]
needs_dot = pytest.mark.skipif(find_program() is None, reason="no Graphviz here")


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    spots = list(layout.spots.items())
    return [
        (a, b)
        for number, (a, one) in enumerate(spots)
        for b, two in spots[number + 1 :]
        if abs(one.x - two.x) * 2 < one.wide + two.wide - 1
        and abs(one.y - two.y) * 2 < one.high + two.high - 1
    ]


def outside(layout: Layout) -> list[str]:
    return [
        key for key, one in layout.spots.items()
        if one.x - one.wide / 2 < -1 or one.y - one.high / 2 < -1 or one.x + one.wide / 2 > layout.width + 1 or one.y + one.high / 2 > layout.height + 1
    ]  # fmt: skip


@needs_dot
def test_graphviz_places_every_box_apart_and_inside(kit: Kit) -> None:
    layout = place(flow_diagram(kit.setting()))
    assert layout.sentence == ""
    assert overlapping(layout) == []
    assert outside(layout) == []


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("sleep 30", "took longer than 0.3 s"),
        ("exit 1", "refused"),
        ("echo '{'", "cannot be read"),
        ("""echo '{"bb": "0,0,9,9", "objects": [], "edges": []}'""", "lost a part"),
    ],
)
def test_a_layout_that_cannot_be_had_falls_back_and_says_so(
    kit: Kit, program: Program, script: str, says: str
) -> None:
    flow = flow_diagram(kit.setting())
    began = time.monotonic()
    layout = place(flow, program=program(script), seconds=0.3)
    assert time.monotonic() - began < 5
    assert says in layout.sentence
    assert set(layout.spots) == {box.key for box in flow.boxes}
    assert len(layout.routes) == len(flow.lines)
    svg = draw(flow, [(flow, layout)], look_of(None))
    assert layout.sentence.split(":")[0] in svg


def test_a_program_that_is_not_there_is_a_sentence(kit: Kit, tmp_path: Any) -> None:
    assert "cannot be started" in place(flow_diagram(kit.setting()), program=str(tmp_path / "none")).sentence


@needs_dot
def test_broken_text_is_refused() -> None:
    with pytest.raises(LayoutError, match="refused"):
        run_dot('digraph { a [label="', "json0")


@needs_dot
def test_a_count_that_differs_is_refused(kit: Kit) -> None:
    flow = flow_diagram(kit.setting())
    with pytest.raises(LayoutError, match="lost a part"):
        lay_out(to_dot(flow, exact=True), len(flow.boxes) + 1, len(flow.lines))


names = st.sampled_from([f"b{number}" for number in range(12)])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(names, names), max_size=30),
    st.lists(names, unique=True, min_size=1),
    st.integers(1, 4),
)
def test_columns_hold_any_diagram(ways: list[tuple[str, str]], held: list[str], many: int) -> None:
    groups = tuple(Group(f"g{number}", f"G {number}") for number in range(many))
    boxes = tuple(
        Box(key, f"{key} " * (number % 5 + 1), group=f"g{number % (many + 1)}")
        for number, key in enumerate(held)
    )
    lines = tuple(Line(a, b) for a, b in ways if a in held and b in held)
    layout = grid_layout(Diagram("t", "", boxes, lines, groups))
    assert overlapping(layout) == []
    assert outside(layout) == []
    assert len(layout.routes) == len(lines)


def test_what_is_too_large_is_drawn_stage_by_stage(kit: Kit) -> None:
    setting = kit.setting(kit.long(320))
    flow = flow_diagram(setting)
    whole, panels = place_all(flow, setting.words)
    assert [panel.title for panel, _ in panels] == ["Overview", *(f"S{number}" for number in range(8))]
    drawn = [box.key for panel, _ in panels[1:] for box in panel.boxes if ":" not in box.key]
    assert sorted(drawn) == sorted(box.key for box in flow.boxes)
    assert any("320 touchpoints" in note for note in whole.notes)
    assert all(overlapping(layout) == [] for _, layout in panels)


@pytest.mark.slow
def test_two_thousand_touchpoints_are_drawn_and_none_is_lost(kit: Kit) -> None:
    setting = kit.setting(kit.long(2000))
    svg = draw_svg(flow_diagram(setting), setting)
    words = {"".join(text.itertext()) for text in fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert {f"T{number}" for number in range(2000)} <= words


def test_a_single_huge_group_is_drawn_in_columns(kit: Kit) -> None:
    setting = kit.setting(kit.long(700, stages=1))
    flow = flow_diagram(setting)
    layout = place(flow)
    assert "too many" in layout.sentence
    assert overlapping(layout) == []


def test_without_a_program_that_writes_pdf_there_is_a_sentence(kit: Kit) -> None:
    if can_write_pdf():
        assert _pdf_by_dot(to_dot(flow_diagram(kit.setting()))).startswith(b"%PDF")
    with pytest.raises(RenderError, match=r"pip install cxmap\[pdf\]"):
        _pdf_by_dot(None)
