"""The questionnaire: answered by the graph, attested by people, or left open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cxmap import Place, Report, ReportedUnknown
from cxmap.report import CheckRecord
from cxmap_audits.questionnaire import Question, questionnaire

Kit = Any
BARE = "see: {}\nbuy: {next: end}\n"


def ask(report: Report, key: str) -> Question:
    """One question of a report."""
    return next(one for one in questionnaire(report).all if one.key == key)


def chosen(report: Report, code: str, outcome: str = "clean") -> Report:
    """The report with one more check."""
    record = CheckRecord(code, "some-check", "warning", "cxmap_x", "1", outcome, {"fragment": outcome})  # type: ignore[dict-item, arg-type]
    return replace(report, checks=(*report.checks, record))


def test_there_are_twelve_questions_three_gut_checks_and_four_requirements(kit: Kit) -> None:
    asked = questionnaire(kit.report())
    assert [one.key for one in asked.mapping] == [f"q{number}" for number in range(1, 13)]
    assert [one.key for one in asked.gut_checks] == ["gut_check_1", "gut_check_2", "gut_check_3"]
    assert [one.key for one in asked.requirements] == ["r1", "r2", "r3", "r4"]


def test_a_first_draft_leaves_everything_open_and_says_what_to_write(kit: Kit) -> None:
    asked = questionnaire(kit.report(text=BARE))
    assert {one.state for one in asked.all} == {"open"}
    assert all("write `attestations:" in one.open_because for one in (*asked.mapping, *asked.gut_checks))


@pytest.mark.parametrize(
    ("key", "text", "fact"),
    [
        ("q1", "scope: [see, refunds]\nsee: {}\n", "1 of 2 in `scope` have a step named like them; no step is named like refunds"),
        ("q1", "scope: [See]\nsee: {}\n", "1 of 1 in `scope` have a step named like them"),
        ("q2", "see: {pains: [slow, {what: dear, fix: {what: cut, due: 2027-01-01}}]}\n", "2 pains recorded, 1 with an action that has an owner and a date"),
        ("q3", "see: {channel: phone, type: human, system: crm}\nask: {channel: phone, type: human}\n", "1 of 2 touchpoints served by people name the systems they work with"),
        ("q5", "see: {channel: [web, app]}\nbuy: {}\n", "2 channels (app and web); 1 of 2 touchpoints name theirs"),
        ("q6", "systems: {crm: {feeds: hub}, hub: {app: cx-data-hub}, old: {}}\nsee: {}\n", "3 systems; 1 apart from the main group: old"),
        ("q8", "personas: {fay: {}, max: {name: Old Max}}\nsee: {}\n", "2 personas: Fay and Old Max"),
        ("q10", "metrics: {enps: {now: 12, n: 310}}\nsee: {}\n", "ENPS is 12, 310 answers"),
        ("q11", "segments: {gold: {}}\npersonas: {fay: {segment: gold}}\nsee: {only: fay}\n", "1 segment: Gold; 1 touchpoint for some personas only"),
        ("q12", "goals: retention\nmetrics: {retention: {baseline: 80%, target: 83%, due: 2027-06-30}}\nsee: {}\n", "Retention from 80% to 83% by 2027-06-30"),
    ],
)  # fmt: skip
def test_the_graph_answers_what_it_can(kit: Kit, key: str, text: str, fact: str) -> None:
    question = ask(kit.report(text=text), key)
    assert (question.state, question.fact) == ("answered", fact)


def test_people_must_say_whether_the_organisation_is_aligned(kit: Kit) -> None:
    question = ask(kit.report(), "q4")
    assert question.state == "open"
    assert question.fact == "3 of 3 touchpoints have an owner; 1 owner, 0 hand-offs between them"


def test_a_fresh_attestation_answers_with_name_and_day(kit: Kit) -> None:
    text = "owners: {cco: {name: Head of all}}\nattestations: {gut_check_1: {answer: true, by: cco, asof: 2026-09-01, about: board minutes}}\nsee: {}\n"
    question = ask(kit.report(text=text), "gut_check_1")
    assert question.state == "attested"
    assert (question.attested[0].says, question.attested[0].who) == (
        "Yes. board minutes",
        "Head of all, 1 Sep 2026",
    )


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ("asof: 2026-04-04", "attested"),
        ("asof: 2026-04-03", "open"),
        ("asof: 2026-10-02", "open"),
        ("about: undated", "open"),
    ],
)
def test_an_attestation_ages_in_half_a_year(kit: Kit, dates: str, state: str) -> None:
    report = kit.report(text=f"attestations: {{q4: {{answer: true, {dates}}}}}\nsee: {{}}\n")
    assert ask(report, "q4").state == state


def test_an_attestation_ages_as_the_journey_says(kit: Kit) -> None:
    text = "review_every: 30d\nattestations: {q4: {answer: true, asof: 2026-08-01}}\nsee: {}\n"
    question = ask(kit.report(text=text), "q4")
    assert (question.state, question.open_because) == ("open", "the attestation is too old to count")


def test_a_requirement_is_met_only_when_every_rule_behind_it_is_clean(kit: Kit) -> None:
    one = chosen(kit.report(), "DAT006")
    assert ask(one, "r2").state == "open"
    both = chosen(one, "DAT008")
    assert (ask(both, "r2").state, ask(both, "r2").fact) == ("answered", "Met")
    unknown = replace(
        both, unknown=(ReportedUnknown("DAT008", "fragment", "ask", "quality", Place("journey.yaml", 2, 1)),)
    )
    assert ask(unknown, "r2").state == "open"
    found = replace(both, findings=(kit.finding(code="DAT008", name="some-check"),))
    assert ask(found, "r2").fact == "Not met"
    assert ask(chosen(one, "DAT008", "not run"), "r2").state == "open"


def test_the_rules_behind_a_question_say_how_they_ended(kit: Kit) -> None:
    report = chosen(kit.report(kit.finding(code="DAT004", name="data-out-of-reach")), "DAT003")
    assert [(rule.code, rule.says) for rule in ask(report, "q6").rules] == [
        ("DAT003", "clean"), ("DAT004", "1 finding"), ("DAT006", "not chosen"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        ("buying", True),
        ("quotes", True),
        ("renewal", True),
        ("cancelling", False),
        ("refund", False),
        ("b", False),
        ("quoting", True),
        ("online purchase", True),
        ("buyers", True),
        ("contact", False),
        ("Renew it", True),
    ],
)
def test_a_process_is_found_by_the_beginning_of_a_word(kit: Kit, wanted: str, named: bool) -> None:
    report = kit.report(
        text=f"scope: [{wanted}]\nget_quote: {{}}\nbuy_online: {{}}\nrenewed: {{}}\nsign_contract: {{}}\n"
    )
    fact = ask(report, "q1").fact
    assert fact is not None
    assert fact.startswith("1 of 1" if named else "0 of 1")


def test_an_attestation_from_the_future_does_not_count_and_says_so(kit: Kit) -> None:
    report = kit.report(text="attestations: {gut_check_3: {answer: true, asof: 2026-10-12}}\nsee: {}\n")
    assert ask(report, "gut_check_3").open_because == "the attestation is dated after this audit"
