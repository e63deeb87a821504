"""The reference insurer goes through the whole pipe, and what the canon says must be found in it is found."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from cxmap.audit import Settings, audit
from cxmap.opening import Wanted, open_with_plugins
from cxmap.report import Report

REFERENCE = os.environ.get("CXMAP_REFERENCE")
pytestmark = pytest.mark.skipif(
    not REFERENCE, reason="CXMAP_REFERENCE names no folder with the reference workspace"
)

# code, element, witness where the canon gives one
CANON = [
    ("FRI001", "quote_call", ("quote_web", "quote_chat", "quote_call")),
    ("FRI001", "report_claim", ("quote_web", "buy_online", "welcome", "app_driving", "report_claim")),
    ("CON007", "risk_check", ("app_driving", "risk_check")),
    ("CON014", "name", None),
    ("GOV005", "app_driving -> report_claim", ("app_driving", "report_claim")),
    ("GOV005", "claim_paid -> risk_check", ("claim_paid", "risk_check")),
    ("DAT003", "claimdesk", None),
    ("EMO001", "report_claim", None),
    ("EMO001", "renewal_offer", None),
    ("FRI003", "loyal_lena", None),
    ("FRI003", "at_risk_ravi", None),
    ("FRI003", "first_car_fay", None),
    ("FRI002", "quote_call -> buy_online", None),
    ("FRI013", "quote_call", None),
    ("GOV006", "report_claim", None),
    ("GOV009", "first_car_fay", None),
    ("GOV013", "keep-good-drivers", None),
    ("CON017", "ask_review", None),
    ("EMO004", "ask_review", None),
    ("DAT008", "risk_check", None),
    ("ROI005", "keep-good-drivers", None),
]
# Found besides, each true by its definition; a new entry here is a decision, not an accident.
BESIDES = {
    "ACC002", "DAT011", "EMO003", "EMO006", "FRI005", "MET004", "MET005", "MET006", "MET007", "ROI003", "ROI008", "STR010",
}  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    opened = open_with_plugins(Wanted(Path(str(REFERENCE)) / "journeys" / "insurer"))
    return audit(opened.workspace, Settings(date(2026, 11, 1)), opened.plugins)


@pytest.mark.parametrize(("code", "element", "witness"), CANON)
def test_what_the_canon_lists_is_found(
    report: Report, code: str, element: str, witness: tuple[str, ...] | None
) -> None:
    held = [finding for finding in report.findings if (finding.code, finding.element) == (code, element)]
    assert held
    if witness is not None:
        assert any(tuple(step.element for step in finding.path) == witness for finding in held)


def test_nothing_is_found_that_nobody_has_decided_on(report: Report) -> None:
    assert {finding.code for finding in report.findings} - {code for code, _, _ in CANON} == BESIDES


def test_one_cause_is_one_finding(report: Report) -> None:
    """DAT004 at the risk check is what the silo DAT003 explains."""
    assert not [finding for finding in report.findings if finding.code == "DAT004"]


def test_the_silo_is_waived_and_stays_visible(report: Report) -> None:
    (silo,) = [finding for finding in report.findings if finding.code == "DAT003"]
    assert silo.waived is not None
    assert [record.state for record in report.waivers] == ["active"]


def test_everything_planned_ran_and_nothing_is_unknown(report: Report) -> None:
    assert len(report.checks) == 116
    assert {check.outcome for check in report.checks} <= {"clean", "finding"}
    assert report.unknown == ()
    assert report.verdict.state == "fail"


def test_every_step_of_every_witness_has_its_line(report: Report) -> None:
    for finding in report.findings:
        for step in finding.path:
            assert step.place.line > 60, f"{finding.code} {step.element}"
