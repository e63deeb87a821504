"""What has to be said of the whole is said in every format, and no overlay is silently without effect."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from cxmap import Report
from cxmap_diagrams.data_ways import data_diagram
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.pictures import ALL

Kit = Any
FLOW = next(each for each in ALL if each.name == "flow")
SEVERAL = [each for each in ALL if "overlay" in each.options.model_fields and each.name != "value-map"]


def said(text: str, form: str) -> str:
    """The words of a format, as its reader sees them."""
    if form == "plantuml":
        return re.sub(r"<U\+([0-9A-F]{4})>", lambda match: chr(int(match[1], 16)), text)
    if form == "mermaid":
        return html.unescape(re.sub(r"#(\d+);", r"&#\1;", text))
    return html.unescape(text)


@pytest.mark.parametrize("form", ["svg", "dot", "mermaid", "plantuml", "drawio"])
def test_every_format_says_every_note(kit: Kit, form: str) -> None:
    setting = kit.setting(at="stage:order", overlay="path:see,call")
    notes = flow_diagram(setting).notes
    text = FLOW(setting.report, setting.graph, format=form, at="stage:order", overlay="path:see,call")
    assert len(notes) == 3
    for note in notes:
        assert note in said(text, form)


@pytest.mark.parametrize("form", ["plantuml", "mermaid", "dot", "drawio"])
def test_every_format_says_what_was_found(kit: Kit, form: str) -> None:
    setting = kit.setting(kit.bakery, kit.finding("choose"), kit.finding("choose", "warning"))
    for name in ("flow", "blueprint"):
        each = next(each for each in ALL if each.name == name)
        text = said(each(setting.report, setting.graph, format=form), form)
        assert "1 \u00d7 error, 1 \u00d7 warning" in text


def test_measures_elsewhere_are_none_taken_here(kit: Kit) -> None:
    """`call` is measured, yet collects no data and so does not stand on this diagram."""
    text = kit.bakery.replace(" metrics: [nps],", "")
    setting = kit.setting(text, overlay="measures")
    assert "Measures: none taken at anything shown here." in data_diagram(setting).notes
    assert "Measures: none taken at anything shown here." not in flow_diagram(setting).notes


def test_no_overlay_is_without_effect_on_the_examples(examples: dict[str, Report]) -> None:
    for report in examples.values():
        for graph in report.workspace.graphs:  # type: ignore[union-attr]
            path = "path:" + ",".join(one.id for one in graph.on_path[:3])
            for each in SEVERAL:
                for form in set(each.formats) & {"dot", "mermaid", "plantuml", "html", "csv"}:  # no layout
                    taken = {"format": form} if len(each.formats) > 1 else {}
                    bare = each(report, graph, overlay="none", **taken)
                    for overlay in ("findings", "measures", path):
                        assert each(report, graph, overlay=overlay, **taken) != bare, (
                            graph.id,
                            each.name,
                            form,
                            overlay,
                        )


def test_the_title_of_a_mermaid_chart_is_a_string(kit: Kit) -> None:
    for name in kit.hostile.values():
        setting = kit.setting(kit.named(name))
        head = FLOW(setting.report, setting.graph, format="mermaid").split("\n")
        assert head[0] == head[2] == "---"
        assert json.loads(head[1].removeprefix("title: ")).startswith(name.replace("<", "\u2039"))
