"""The comment on a change, parsed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from markdown_it import MarkdownIt

from cxmap import Place, Report, Step
from cxmap.waivers import Waiver

Kit = Any
WAIVER = Waiver(rule="FRI001", at=("ask",), because="agreed in May", by="desk", until=date(2027, 1, 1))
STEPS = tuple(Step(name, Place("journey.yaml", line, 3)) for line, name in ((4, "see"), (5, "ask")))


def headings(text: str) -> list[str]:
    tokens = MarkdownIt().parse(text)
    return [
        tokens[place + 1].content.replace("\\", "")
        for place, one in enumerate(tokens)
        if one.type == "heading_open"
    ]


def codes(text: str) -> list[str]:
    return [
        child.content
        for token in MarkdownIt().parse(text)
        for child in token.children or ()
        if child.type == "code_inline"
    ]


def test_families_are_headings_and_findings_are_items(kit: Kit, broadband: Report) -> None:
    text = kit.render(broadband, "markdown")
    assert headings(text)[0].endswith("Larkspur Broadband: fail")
    assert {"Feelings", "Friction", "Measures"} <= set(headings(text))
    items = sum(token.type == "list_item_open" for token in MarkdownIt().parse(text))
    assert items == len(broadband.findings)


def test_elements_places_and_paths_are_code(kit: Kit) -> None:
    text = kit.render(kit.report(kit.finding(path=STEPS)), "markdown", prefix="maps/")
    assert codes(text) == ["ask", "maps/journey.yaml:5", "ask", "confirms:", "see", "ask"]


def test_what_is_set_aside_is_folded_but_there(kit: Kit) -> None:
    waived = kit.finding(waived=WAIVER, fingerprint="a")
    text = kit.render(
        kit.report(waived, replace(waived, waived=None, baseline="existing", fingerprint="b")), "markdown"
    )
    assert "<summary>Waived: 1</summary>" in text
    assert "waived until 1 Jan 2027: agreed in May" in text
    assert "<summary>In the baseline: 1</summary>" in text
    assert headings(text) == headings(text)[:1]


def test_nobody_is_called_and_no_issue_is_linked(kit: Kit) -> None:
    text = kit.render(
        kit.report(kit.finding(message="ask @someone about #12 on https://example.com/x")), "markdown"
    )
    assert "@someone" not in text
    assert "#12" not in text
    assert "https://" not in text
