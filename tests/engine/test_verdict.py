"""Every condition of the verdict is shown to matter: each change to a passing audit makes it something else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cxmap.place import Place, Problem
from cxmap.report import CheckRecord, ReportedFinding, ReportedUnknown
from cxmap.verdict import Manifest, judge
from cxmap.waivers import Waiver

HERE = Place("buy.yaml", 1, 1)
WAIVER = Waiver(rule="STR003", at=("call",), because="b", by="me", until=date(2027, 1, 1))


def record(code: str = "STR003", outcome: Any = "clean") -> CheckRecord:
    return CheckRecord(code, code.lower(), "error", "cxmap_structure", "1", outcome, {"buy": outcome})


def finding(severity: Any = "error", **more: Any) -> ReportedFinding:
    return ReportedFinding(
        "STR003", "dead-end", severity, "m", "buy", "call", "touchpoint", HERE, (), (), "f" * 16, **more
    )


PASSING = Manifest(
    journeys=("buy",),
    planned=frozenset({"STR003", "GOV001"}),
    records=(record(), record("GOV001")),
    findings=(finding("warning"), finding("error", waived=WAIVER), finding("error", baseline="existing")),
    unknown=(ReportedUnknown("GOV001", "buy", "call", "owner", HERE),),
    fail_on="error",
    required_checks=frozenset({"STR003"}),
)


def test_an_audit_passes_when_everything_is_in_order() -> None:
    verdict = judge(PASSING)
    assert (verdict.state, verdict.exit_code) == ("pass", 0)
    assert verdict.sentence == (
        "pass: 1 finding (1 warning), 1 unknown, 1 waived, 1 accepted in the baseline; 0 at or above `error`; "
        "2 checks on 1 journey"
    )


@pytest.mark.parametrize(
    ("change", "state", "code"),
    [
        ({"journeys": ()}, "error", 2),
        ({"planned": frozenset(), "records": ()}, "error", 2),
        ({"errors": (Problem(HERE, "LNG001", "x"),)}, "error", 2),
        ({"records": (record(),)}, "incomplete", 3),
        ({"records": (record(), record("GOV001", "not run"))}, "incomplete", 3),
        ({"records": (record(), record("MET001"))}, "incomplete", 3),
        ({"absent_plugins": ("cxmap_data",)}, "incomplete", 3),
        ({"required_checks": frozenset({"DAT003"})}, "incomplete", 3),
        ({"required_checks": frozenset({"GOV001"})}, "incomplete", 3),
        ({"records": (record(outcome="unknown"), record("GOV001"))}, "incomplete", 3),
        ({"fail_on": "warning"}, "fail", 1),
        ({"findings": (finding(),)}, "fail", 1),
        ({"findings": (finding(baseline="new"),)}, "fail", 1),
        ({"findings": (finding("info"),), "fail_on": "info"}, "fail", 1),
    ],
)
def test_every_condition_matters(change: dict[str, Any], state: str, code: int) -> None:
    verdict = judge(replace(PASSING, **change))
    assert (verdict.state, verdict.exit_code) == (state, code)
    assert verdict.sentence.startswith(f"{state}: ")


def test_incomplete_is_worse_than_fail() -> None:
    verdict = judge(replace(PASSING, findings=(finding(),), records=(record(),)))
    assert verdict.exit_code == 3
    assert "1 at or above `error`" in verdict.sentence


def test_unknown_and_waived_are_always_counted() -> None:
    for manifest in (
        replace(PASSING, findings=(), unknown=()),
        replace(PASSING, findings=(finding(),)),
        replace(PASSING, records=()),
    ):
        sentence = judge(manifest).sentence
        assert " unknown" in sentence
        assert " waived" in sentence
