"""Twenty thousand findings still make a report, and every format says what it leaves out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cxmap import Report

Kit = Any
MANY = 20_000


@pytest.fixture(scope="module")
def large(kit: Kit) -> Report:
    report: Report = kit.many(MANY)
    return report


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("text", "18,000 more findings not listed here"),
        ("markdown", "more findings not listed here"),
        ("html", "500 of 20,000 findings are drawn here"),
        ("github", "19,000 more findings not annotated here"),
        ("junit", "more findings of this check not written here"),
        ("sarif", "15,000 of 20,000 findings are left out"),
    ],
)
def test_a_format_says_what_it_leaves_out_and_keeps_the_worst(
    kit: Kit, large: Report, form: str, said: str
) -> None:
    text = kit.render(large, form)
    assert said in text.replace("\\", "")
    assert "the worst of all" in text.lower()


@pytest.mark.parametrize("form", ["text", "markdown", "html", "github", "junit", "sarif"])
def test_a_short_report_leaves_nothing_out_and_says_nothing_of_it(kit: Kit, form: str) -> None:
    text = kit.render(kit.many(12), form)
    assert "more findings" not in text
    assert "left out" not in text
    text = text.lower()
    assert all(f"finding number {position}" in text for position in range(11))


def test_json_leaves_nothing_out(kit: Kit, large: Report) -> None:
    assert len(json.loads(kit.render(large, "json"))["findings"]) == MANY


def test_a_comment_has_room_for_the_markdown(kit: Kit, large: Report) -> None:
    assert len(kit.render(large, "markdown")) < 65_536
    assert len(kit.render(large, "markdown", most=MANY)) < 65_536


def test_the_counts_of_the_page_cover_what_is_not_drawn(kit: Kit, large: Report) -> None:
    page = kit.render(large, "html", most=10)
    assert "19,999 warnings do not block" in page
    assert page.count('class="f"') == 10
