"""The insurer's data answer its five questions with what was planted in them."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from cxmap import Wanted, open_with_plugins
from cxmap_tabular.command import measure as command
from cxmap_tabular.command_workspace import requests
from cxmap_tabular.observe import Notes, measure_source
from cxmap_tabular.questions import Answers, answers_of
from cxmap_tabular.questions_page import write_page
from tests.tabular.conftest import Maker

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 10, 1)
PLANTED = yaml.safe_load((ROOT / "tests" / "journeys" / "answers.yaml").read_text(encoding="utf-8"))[
    "auto-insurer"
]
INSURER = ROOT / "journeys" / "auto-insurer"


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    opened = open_with_plugins(Wanted(INSURER))
    graph = opened.workspace.graph("keep-good-drivers")
    return {one.key: one for one in answers_of(graph, list(requests(opened, AS_OF, ())))}


def test_the_trend(answers: dict[str, Any]) -> None:
    found = {row.label: row.estimate for row in answers["trend"].rows}
    for day in ("2025-09-30", "2026-09-30"):
        planted, estimate = PLANTED["trend"][day], found[f"{day[:4]}-Q3"]
        assert (estimate.n, f"{estimate.value:.2f}%") == (planted["start"], planted["retention"])
    assert "may be chance" in answers["trend"].headline
    assert "the target is 83%" in answers["trend"].headline


def test_who_is_at_risk(answers: dict[str, Any]) -> None:
    found = {
        row.label: (row.estimate.n, round(row.estimate.value * row.estimate.n / 100))
        for row in answers["at_risk"].rows
    }
    assert found["Everybody"] == (PLANTED["at_risk"]["n"], PLANTED["at_risk"]["classes"]["at_risk"])
    planted = {name: (one["n"], one["at_risk"]) for name, one in PLANTED["at_risk"]["by_persona"].items()}
    assert found["At-risk Ravi"] == planted["Price shopper"]
    assert found["Loyal Lena"] == planted["Loyal"]
    assert answers["at_risk"].rows[0].label == "At-risk Ravi"


@pytest.mark.parametrize("key", ["reasons_lost", "reasons_stayed"])
def test_reasons(answers: dict[str, Any], key: str) -> None:
    planted = PLANTED[key]
    total = sum(planted.values())
    found = {row.label: round(row.estimate.value * total / 100) for row in answers[key].rows}
    assert found == {reason: many for reason, many in planted.items() if many >= 10}
    assert max(planted, key=planted.get) in answers[key].headline


def test_what_kept_customers(answers: dict[str, Any]) -> None:
    found = {
        row.label: (row.estimate.n, round(row.estimate.value * row.estimate.n / 100))
        for row in answers["actions_that_worked"].rows
    }
    assert found == {
        name: (one["attempts"], one["kept"]) for name, one in PLANTED["actions_that_worked"].items()
    }
    notes = {row.label: row.note for row in answers["actions_that_worked"].rows}
    assert notes["excess option"] == "better than the others"
    assert notes["gift"] == "worse than the others"


def test_the_survey_counts_what_was_planted() -> None:
    opened = open_with_plugins(Wanted(INSURER))
    request = next(one for one in requests(opened, AS_OF, ("voc_survey",)))
    notes = Notes("voc_survey")
    found = list(measure_source(request, notes))
    assert notes.ignored == PLANTED["survey"]["ignored"]
    listed = {word: many for words in notes.unmatched.values() for word, many in words.items()}
    assert listed == PLANTED["survey"]["unmatched"]
    nps = {one.cell.at: one.estimate for one in found if one.cell.definition.id == "nps" and not one.cell.by}
    for step, place in (
        ("Claim payment", "claim_paid"),
        ("Renewal letter", "renewal_offer"),
        ("Rescue call", "save_call"),
    ):
        planted = PLANTED["survey"]["nps"][step]
        assert nps[place].details["promoters"] <= planted["promoters"]
        assert nps[place].n + nps[place].excluded >= planted["n"]


def test_the_page_stands_alone_and_escapes_everything(answers: dict[str, Any]) -> None:
    wicked = "<script>alert(1)</script>\u202e"
    page = write_page(Answers("j", wicked, AS_OF, tuple(answers.values())))
    assert "<script" not in page
    assert "\u202e" not in page
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    assert b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in page
    assert not re.search(r"(src|href)=", page)
    parser = HTMLParser()
    parser.feed(page)
    for answer in answers.values():
        assert answer.question in page
        for row in answer.rows:
            assert row.label in page


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    pages = []
    for name in ("a.html", "b.html"):
        result = CliRunner().invoke(
            command, [str(INSURER), "--questions", "--as-of", "2026-10-01", "-o", str(tmp_path / name)]
        )
        assert result.exit_code == 0, result.output
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_text_and_json() -> None:
    text = CliRunner().invoke(command, [str(INSURER), "--questions", "--as-of", "2026-10-01"]).stdout
    assert "5. Why do loyal customers stay?" in text
    said = json.loads(
        CliRunner()
        .invoke(command, [str(INSURER), "--questions", "--as-of", "2026-10-01", "--format", "json"])
        .stdout
    )
    assert [one["question"] for one in said[0]["answers"]] == [
        "trend",
        "at_risk",
        "reasons_lost",
        "actions_that_worked",
        "reasons_stayed",
    ]


def test_a_question_nobody_answers_says_what_to_write(make: Maker) -> None:
    journey = "cxmap: 1\njourney: Join\ngoals: [retention]\nevidence: {trend: retention}\ntouchpoints: {quote: {channel: web, metrics: [retention]}}\n"
    root = make("voc: {type: survey}", journey=journey)
    text = CliRunner().invoke(command, [str(root), "--questions"]).stdout
    assert "`retention` is named as the answer; it has no rows." in text
    assert "write `reasons_lost:` under `evidence:`" in text
