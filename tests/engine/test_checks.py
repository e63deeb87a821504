from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from cxmap import Finding, JourneyGraph, Unknown, Workspace, check
from cxmap.checks import Check, worst

from .conftest import Audit, ours


@check("ACME001", severity="error")
def silent_call(
    graph: JourneyGraph, *, channels: tuple[str, ...] = ("phone",)
) -> Iterator[Finding | Unknown]:
    """A touchpoint phones."""
    for touchpoint in graph.touchpoints:
        if not touchpoint.channel:
            yield Unknown(touchpoint, "channel")
        elif set(touchpoint.channel) & set(channels):
            yield Finding(touchpoint, f"`{touchpoint.id}` phones", path=graph.on_path[:2])


@check("ACME002", severity="warning")
def old_map(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """The map is of another day."""
    for journey in workspace.journeys.values():
        yield Finding(journey, f"today is {as_of}", severity="info")


def test_a_check_is_named_for_its_function() -> None:
    assert (silent_call.name, silent_call.scope, silent_call.needs_date) == ("silent-call", "graph", False)
    assert (old_map.name, old_map.scope, old_map.needs_date) == ("old-map", "workspace", True)


def test_the_engine_stamps_what_a_check_found(audited: Audit) -> None:
    report = audited(ours(silent_call))
    (finding,) = report.findings
    assert (finding.code, finding.name, finding.severity, finding.journey) == (
        "ACME001",
        "silent-call",
        "error",
        "buy",
    )
    assert (finding.element, finding.kind, str(finding.place)) == ("call", "touchpoint", "buy.yaml:5:3")
    assert [(step.element, step.place.line) for step in finding.path] == [("see", 4), ("call", 5)]
    assert report.checks[0].plugin == "cxmap_ours"
    assert report.checks[0].journeys == {"buy": "finding"}


def test_a_check_may_find_here_and_lack_facts_there(audited: Audit) -> None:
    text = "cxmap: 1\njourney: Buy\ntouchpoints: {call: {channel: phone}, dream: {}, buy: {channel: web}}\n"
    report = audited(ours(silent_call), {"buy.yaml": text})
    assert [each.element for each in report.findings] == ["call"]
    assert [(each.element, each.missing) for each in report.unknown] == [("dream", "channel")]
    assert report.checks[0].outcome == "finding"
    assert "1 unknown" in report.verdict.sentence


def test_a_missing_fact_alone_is_unknown_and_passes(audited: Audit) -> None:
    text = "cxmap: 1\njourney: Buy\ntouchpoints: {dream: {}, buy: {channel: web}}\n"
    report = audited(ours(silent_call), {"buy.yaml": text})
    assert report.checks[0].outcome == "unknown"
    assert report.verdict.exit_code == 0
    assert "1 unknown" in report.verdict.sentence


def test_a_check_of_the_workspace_runs_once_and_gets_the_day(audited: Audit) -> None:
    other = "cxmap: 1\njourney: Other\ntouchpoints: {a: {}, b: {}}\n"
    report = audited(ours(old_map), {"other.yaml": other}, as_of=date(2026, 5, 6))
    assert [(each.element, each.journey, each.message) for each in report.findings] == [
        ("buy", None, "today is 2026-05-06"),
        ("other", None, "today is 2026-05-06"),
    ]


def test_a_finding_may_be_milder_than_its_check_and_never_worse(audited: Audit) -> None:
    @check("ACME003", severity="warning")
    def loud(graph: JourneyGraph) -> Iterator[Finding]:
        """Loud."""
        yield Finding("see", "mild", severity="info")
        yield Finding("call", "loud", severity="error")

    report = audited(ours(loud))
    assert {each.element: each.severity for each in report.findings} == {"see": "info", "call": "warning"}


def test_configuration_sets_severity_and_options(audited: Audit) -> None:
    config = "cxmap: 1\nprofile: full\nchecks: {silent-call: {severity: warning, channels: web}}\n"
    report = audited(ours(silent_call), {"cxmap.yaml": config})
    assert [(each.element, each.severity) for each in report.findings] == [
        ("see", "warning"),
        ("buy", "warning"),
    ]


def test_a_first_party_check_that_raises_does_not_run_and_spoils_no_other(audited: Audit) -> None:
    @check("ACME004", severity="error")
    def broken(graph: JourneyGraph) -> Iterator[Finding]:
        """Broken."""
        yield Finding("see", "before the fall")
        raise ValueError("fell")

    alone, both = audited(ours(silent_call)), audited(ours(silent_call, broken))
    assert both.findings == alone.findings
    record = next(each for each in both.checks if each.code == "ACME004")
    assert (record.outcome, record.why_not, record.journeys) == (
        "not run",
        "raised ValueError: fell",
        {"buy": "not run"},
    )
    assert both.verdict.state == "incomplete"
    assert "ACME004" in both.verdict.sentence


def test_a_first_party_check_that_takes_too_long_is_stopped(audited: Audit) -> None:
    @check("ACME005", severity="error")
    def endless(graph: JourneyGraph) -> Iterator[Finding]:
        """Endless."""
        while True:
            pass
        yield

    config = "cxmap: 1\nprofile: full\nchecks: {endless: {timeout: 0.2s}}\n"
    report = audited(ours(endless), {"cxmap.yaml": config})
    assert report.checks[0].why_not == "took longer than 0.2s"
    assert report.verdict.exit_code == 3


@pytest.mark.parametrize(
    ("code", "severity", "function", "sentence"),
    [
        ("acme1", "error", silent_call.function, "write letters and three digits"),
        ("ACME001", "fatal", silent_call.function, "write error, warning or info"),
        ("ACME001", "error", lambda journey: (yield), "must take `graph` or `workspace`"),
        ("ACME001", "error", lambda graph, more: (yield), "must take `graph` or `workspace`"),
        ("ACME001", "error", lambda graph: [], "yields nothing"),
    ],
)
def test_a_function_that_is_no_check_is_refused(
    code: str, severity: Any, function: Any, sentence: str
) -> None:
    with pytest.raises(TypeError, match=sentence):
        check(code, severity=severity)(function)


def test_the_worst_outcome_holds() -> None:
    assert worst(["clean", "unknown", "finding", "not run"]) == "not run"
    assert worst(["clean", "unknown", "finding"]) == "finding"
    assert worst(["clean", "unknown"]) == "unknown"
    assert worst([]) == "clean"


def test_what_shares_an_id_is_named_with_its_kind(audited: Audit) -> None:
    @check("ACME006", severity="info")
    def named(graph: JourneyGraph) -> Iterator[Finding]:
        """Named."""
        yield Finding(graph.owners["call"], "the owner")
        yield Finding(graph.touchpoint("call"), "the step")
        yield Finding("call -> buy", "the way")

    report = audited(ours(named), {"teams.yaml": "cxmap: 1\nowners: {call: Call centre}\n"})
    said = {each.message: (each.element, each.kind, each.place.file) for each in report.findings}
    assert said["the owner"] == ("owner:call", "owner", "teams.yaml")
    assert said["the step"] == ("call", "touchpoint", "buy.yaml")
    assert said["the way"][:2] == ("call -> buy", "edge")


def test_fingerprints_survive_moved_lines_and_files(audited: Audit) -> None:
    before = audited(ours(silent_call))
    moved = "cxmap: 1\n# a line more\n\njourney: Buy\ntouchpoints:\n  see: {channel: web}\n  call: {channel: phone}\n  buy: {channel: web, next: end}\n"
    after = audited(ours(silent_call), {"buy.yaml": "", "deep/buy.yaml": moved})
    assert before.findings[0].place != after.findings[0].place
    assert before.findings[0].fingerprint == after.findings[0].fingerprint


def test_findings_about_the_same_thing_get_fingerprints_of_their_own(audited: Audit) -> None:
    @check("ACME007", severity="info")
    def twice(graph: JourneyGraph) -> Iterator[Finding]:
        """Twice."""
        for related in (("see",), ("buy",), (), ()):
            yield Finding("call", "again", related=related)

    marks = [each.fingerprint for each in audited(ours(twice)).findings]
    assert len(marks) == len(set(marks)) == 4


def test_a_check_is_frozen() -> None:
    assert isinstance(silent_call, Check)
    with pytest.raises(AttributeError):
        silent_call.severity = "info"  # type: ignore[misc]
