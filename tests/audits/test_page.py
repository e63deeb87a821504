"""The page a board reads: what it says, in which order, and that it asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cxmap import Place, Report, ReportedUnknown, Step, Verdict
from cxmap.report import CheckRecord, PluginState, WaiverRecord
from cxmap.waivers import Waiver
from cxmap_audits.elements import Elements
from cxmap_audits.lifelines import draw_lifelines
from cxmap_audits.sentence import say_verdict
from cxmap_audits.strips import draw_strip

Kit = Any
LONG = tuple(Step("see" if line < 14 else "ask", Place("fragment", line, 1)) for line in range(4, 15))


def words(page: str) -> str:
    """What a reader sees, without tags."""
    bare = re.sub(r"<(style|title)>.*?</\1>|<[^>]+>", " ", page, flags=re.S)
    return " ".join(html.unescape(bare).split())


def waiver(until: str | None, **more: str) -> Waiver:
    end = None if until is None else date.fromisoformat(until)
    return Waiver(rule="FRI001", at=("ask",), because="agreed", by="desk", until=end, **more)


def test_the_page_holds_everything_itself_and_its_style_by_hash(kit: Kit, broadband: Report) -> None:
    page = kit.render(broadband, "html")
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in html.unescape(page)
    assert not re.search(r"<script|<link|<img|<iframe|url\(|@import|https?://|style=", page)


def test_sections_stand_in_the_order_a_reviewer_reads(kit: Kit) -> None:
    report = kit.hostile("word")
    found = re.findall(r'<h2 id="(\w+)"', kit.render(report, "html"))
    assert found == [
        "evidence",
        "matrix",
        "waivers",
        "unknown",
        "notrun",
        "findings",
        "baseline",
        "questions",
        "register",
        "read",
        "checks",
        "plugins",
    ]


def test_the_evidence_can_be_repeated(kit: Kit, broadband: Report) -> None:
    page = kit.render(broadband, "html")
    said = words(page)
    assert broadband.workspace is not None
    assert all(file.digest in page and file.path in page for file in broadband.workspace.files)
    assert "Checks planned, ended 116, 116" in said
    assert "cxmap check --as-of 2026-10-01" in said
    assert "cxmap verify record.jsonl" in said
    assert all(f"{plugin.name} {plugin.version}" in said for plugin in broadband.plugins)


def test_the_command_quotes_what_a_shell_would_take_apart(kit: Kit) -> None:
    report = kit.report(asked={"select": ["CON", "x; rm -rf"], "profile": "full"})
    assert "cxmap check --profile full --select CON --select 'x; rm -rf' --as-of 2026-10-01" in words(
        kit.render(report, "html")
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("pass", "nothing that blocks"),
        ("incomplete", "so nobody can say pass"),
        ("fail", "1 error must be mended or waived"),
    ],
)
def test_the_verdict_is_one_line(kit: Kit, state: Any, said: str) -> None:
    found = [kit.finding(severity="error")] if state == "fail" else []
    report = kit.report(*found, verdict=Verdict(state, 0, state))
    assert said in say_verdict(report, Elements(report)).headline


def test_a_pass_never_hides_what_is_open(kit: Kit) -> None:
    unknown = ReportedUnknown("FRI002", "fragment", "ask", "channel", Place("fragment", 5, 1))
    report = kit.report(
        kit.finding(waived=waiver("2027-03-31"), fingerprint="a"),
        kit.finding(fingerprint="b"),
        unknown=(unknown,),
    )
    said = say_verdict(report, Elements(report))
    assert (
        said.rest
        == "1 warning does not block. 1 finding is waived until 31 Mar 2027. In 1 place a fact is missing, so nothing was decided there."
    )
    page = words(kit.render(report, "html"))
    assert "channel at Ask" in page
    assert "Waived by desk until 31 Mar 2027: agreed" in page


def test_what_blocks_is_said_in_the_words_of_the_check(kit: Kit, broadband: Report) -> None:
    said = say_verdict(broadband, Elements(broadband)).blocking
    assert (
        said[0]
        == "A review, a referral or a sale is asked of customers who come from a bad experience that nobody put right: Bundle offer."
    )


def test_a_path_is_drawn_with_lines_and_where_it_bites(kit: Kit) -> None:
    steps = (
        Step("see", Place("fragment", 4, 1)),
        Step("ask", Place("fragment", 5, 1)),
        Step("buy", Place("other.yaml", 6, 1)),
    )
    report = kit.report(kit.finding(path=steps, place=Place("fragment", 5, 1)))
    strip = draw_strip(report.findings[0], Elements(report))
    assert [(mark.title, mark.where, mark.filled) for mark in strip.marks] == [
        ("See", "line 4", False), ("Ask", "line 5", True), ("Buy", "other.yaml:6", False),
    ]  # fmt: skip


def test_a_long_path_is_cut_but_never_where_it_bites_and_all_steps_stay_readable(kit: Kit) -> None:
    report = kit.report(kit.finding(path=LONG, place=Place("fragment", 14, 1)))
    strip = draw_strip(report.findings[0], Elements(report))
    assert [mark.cut for mark in strip.marks] == [0, 0, 7, 0, 0]
    assert sum(mark.cut or 1 for mark in strip.marks) == len(LONG) == len(strip.all)
    assert sum(mark.filled for mark in strip.marks) == 1
    page = kit.render(report, "html")
    assert page.count("<li>See, line") == 10


def test_a_finding_about_its_own_place_draws_nothing_twice(kit: Kit) -> None:
    report = kit.report(kit.finding())
    assert draw_strip(report.findings[0], Elements(report)).marks == ()
    assert "Ask · journey.yaml:5 · owner Desk" in words(kit.render(report, "html"))


def test_waivers_are_drawn_to_one_scale(kit: Kit) -> None:
    records = tuple(
        WaiverRecord(waiver(until), "active")
        for until in ("2027-10-01", "2026-10-01", "2026-09-01", "2027-04-01", None)
    )
    lines = draw_lifelines(kit.report(waivers=records), Elements(kit.report()))
    assert [round(line.share, 2) for line in lines.lines] == [1.0, 0.0, 0.0, 0.5, 0.0]
    assert [line.left for line in lines.lines] == [
        "ends in 365 days",
        "ends today",
        "ended 30 days ago",
        "ends in 182 days",
        "has no end",
    ]
    assert (lines.start, lines.end) == ("1 Oct 2026", "one year")


def test_a_waiver_of_many_years_stretches_the_scale(kit: Kit) -> None:
    records = (WaiverRecord(waiver("9999-12-31"), "active"), WaiverRecord(waiver("2027-10-01"), "active"))
    lines = draw_lifelines(kit.report(waivers=records), Elements(kit.report()))
    assert lines.end == "31 Dec 9999"
    assert lines.lines[1].share < 0.01


def test_the_matrix_says_who_has_work(kit: Kit) -> None:
    text = "owners: {" + ", ".join(f"o{number}: {{}}" for number in range(9)) + "}\n"
    text += "".join(f"t{number}: {{channel: web, owner: o{number}}}\n" for number in range(9))
    found = [
        kit.finding(f"t{number}", fingerprint=f"{number}{again}")
        for number in range(9)
        for again in range(9 - number)
    ]
    page = kit.render(kit.report(*found, text=text), "html")
    heads = re.findall(
        r'<th scope="col">([^<]+)</th>', page[: page.index("</thead>", page.index('class="mx"'))]
    )
    assert heads == ["O0", "O1", "O2", "O3", "O4", "O5", "O6", "others", "unknown", "checks"]
    assert "findings 9 8 7 6 5 4 3 3 0 2" in words(page)


def test_the_baseline_says_new_accepted_and_fixed(kit: Kit) -> None:
    new, old = kit.finding(baseline="new", fingerprint="a"), kit.finding(baseline="existing", fingerprint="b")
    page = words(kit.render(kit.report(new, old, fixed=("cafe",)), "html"))
    assert "1 new, 1 accepted before, 1 fixed since." in page
    assert "Fixed: cafe" in page
    assert "Baseline: new, accepted, fixed 1, 1, 1" in page


def test_without_a_baseline_there_is_no_such_section(kit: Kit) -> None:
    assert "Baseline" not in words(kit.render(kit.report(kit.finding()), "html"))


def test_a_rule_explains_itself_once(kit: Kit) -> None:
    doc = "It asks again.\n\nCustomers hate it.\n\nFix: write `confirms:`.\n\nSource: a study. Not legal advice."
    record = CheckRecord("FRI001", "asks-again", "warning", "cxmap_friction", "1", "finding", {}, doc=doc)
    found = [kit.finding(fingerprint=f"{number}") for number in range(3)]
    page = words(kit.render(kit.report(*found, checks=(record,)), "html"))
    assert page.count("Customers hate it.") == page.count("What to do: write confirms: .") == 1
    assert "Source: a study. Not legal advice." in page
    assert "- {rule: FRI001, at: ask, because: .., by: .., until: ..}" in page


def test_what_did_not_run_is_told_with_its_reason(kit: Kit) -> None:
    record = CheckRecord(
        "ZZZ001", "their-check", "error", "their_plugin", "1", "not run", {}, "it took longer than 30 s"
    )
    missing = PluginState(
        "gone_plugin", "", "missing", False, error="is named in cxmap.yaml, but not there; install it"
    )
    page = words(kit.render(kit.report(checks=(record,), plugins=(missing,)), "html"))
    assert "their_plugin : it took longer than 30 s (ZZZ001 their check)" in page
    assert "gone_plugin missing: is named in cxmap.yaml" in page


def test_a_finding_told_by_another_rule_is_not_called_a_finding(kit: Kit) -> None:
    record = CheckRecord("DAT004", "data-out-of-reach", "warning", "cxmap_data", "1", "finding", {})
    page = words(kit.render(kit.report(kit.finding(), checks=(record,)), "html"))
    assert "DAT004 data out of reach told by another rule" in page


def test_not_legal_advice_stands_at_the_foot(kit: Kit) -> None:
    assert "Not legal advice." in words(kit.render(kit.report(), "html"))[-200:]


def test_every_id_is_unique_and_every_label_points_somewhere(kit: Kit, broadband: Report) -> None:
    page = kit.render(broadband, "html")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) | {
        one[1:] for one in re.findall(r'href="([^"]+)"', page)
    } <= set(ids)


def test_an_element_is_called_by_its_name(kit: Kit) -> None:
    text = "owners: {desk: {name: The desk}}\nsystems: {crm: {name: The CRM}}\nsee: {name: Sees the ad, owner: desk}\nbuy: {}\n"
    elements = Elements(kit.report(text=text))
    assert elements.title("fragment", "see") == "Sees the ad"
    assert elements.title("fragment", "see -> buy") == "Sees the ad to Buy"
    assert elements.title("fragment", "system:crm") == elements.title(None, "crm") == "The CRM"
    assert elements.title(None, "fragment.see") == "Sees the ad"
    assert elements.title("fragment", "no_such_thing") == "no such thing"
    assert elements.owners("fragment", "see -> buy") == ("desk",)
    assert elements.owner_title("desk") == "The desk"
    assert elements.owners(None, "crm") == ()


def test_a_report_without_a_workspace_says_so(kit: Kit) -> None:
    report = replace(kit.report(), workspace=None, checks=(), verdict=Verdict("error", 2, "error: x"))
    assert "nothing could be read" in words(kit.render(report, "html"))
