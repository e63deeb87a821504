"""One root cause, one finding: what a finding replaces, and what it never hides."""

from collections.abc import Iterator
from typing import Any

import pytest

from cxmap import Finding, JourneyGraph, check
from cxmap.checks import Check

from .conftest import JOURNEY, Audit, ours


def says(
    code: str, *findings: Finding, severity: Any = "error", drops: Any = (), on: Any = "element"
) -> Check:
    """A check that says just this."""

    def speak(graph: JourneyGraph) -> Iterator[Finding]:
        """Speak."""
        yield from findings

    return check(code, severity=severity, drops=drops, drops_on=on, name=code.lower())(speak)


def left(report: Any) -> list[tuple[str, str]]:
    """Code and element of what is reported."""
    return sorted((each.code, each.element) for each in report.findings)


def test_a_finding_replaces_another_on_the_same_element_and_keeps_its_place(audited: Audit) -> None:
    report = audited(
        ours(says("ABC001", Finding("call", "m"), drops=("ABC002",)), says("ABC002", Finding("call", "n")))
    )
    assert left(report) == [("ABC001", "call")]
    assert report.findings[0].related == ()  # the same place needs no second mention
    assert [each.outcome for each in report.checks if each.code == "ABC002"] == ["finding"]


def test_a_finding_elsewhere_stays(audited: Audit) -> None:
    report = audited(
        ours(says("ABC001", Finding("call", "m"), drops=("ABC002",)), says("ABC002", Finding("see", "n")))
    )
    assert left(report) == [("ABC001", "call"), ("ABC002", "see")]


def test_members_of_the_speaker_are_the_same_object(audited: Audit) -> None:
    promise = {"p.yaml": JOURNEY + "promises: [{from: see, to: buy}]\n", "buy.yaml": ""}
    trap = says("ABC001", Finding("call", "m", related=("see",)), drops=("ABC002",), on="members")
    others = [Finding("see", "n"), Finding("buy", "n"), Finding("buy", "through", path=("call", "buy"))]
    report = audited(ours(trap, says("ABC002", *others)), promise)
    assert left(report) == [("ABC001", "call"), ("ABC002", "buy")]


def test_what_is_only_related_to_the_speaker_stays(audited: Audit) -> None:
    speaker = says("ABC001", Finding("call", "m", related=("see",)), drops=("ABC002",))
    assert ("ABC002", "see") in left(audited(ours(speaker, says("ABC002", Finding("see", "n")))))


def test_a_finding_on_the_journey_is_not_replaced_at_one_of_its_places(audited: Audit) -> None:
    speaker = says("ABC001", Finding("call", "m"), drops=("ABC002",))
    whole = says("ABC002", Finding("journey:buy", "n", related=("see", "call")))
    assert ("ABC002", "journey:buy") in left(audited(ours(speaker, whole)))


def test_a_stage_is_replaced_at_its_touchpoints(audited: Audit) -> None:
    stages = (
        "cxmap: 1\njourney: Buy\nstages:\n  first: {touchpoints: [see]}\n  last: {touchpoints: [call, buy]}\n"
    )
    speaker = says("ABC001", Finding("call", "m"), drops=("ABC002",))
    report = audited(
        ours(speaker, says("ABC002", Finding("stage:first", "n"), Finding("stage:last", "n"))),
        {"buy.yaml": stages},
    )
    assert left(report) == [("ABC001", "call"), ("ABC002", "first")]


def test_what_goes_through_the_speaker_is_replaced(audited: Audit) -> None:
    systems = {"s.yaml": "cxmap: 1\nsystems: {crm: {}, shop: {}}\n"}
    silo = says("ABC001", Finding("system:crm", "m", related=("call",)), drops=("ABC002",))
    reach = [Finding("buy", "n", related=("system:crm",)), Finding("call", "n", related=("system:shop",))]
    report = audited(ours(silo, says("ABC002", *reach)), systems)
    assert left(report) == [("ABC001", "crm"), ("ABC002", "call")]
    silo_left = next(each for each in report.findings if each.code == "ABC001")
    assert [step.element for step in silo_left.related] == ["call", "buy"]


def test_an_edge_is_at_both_its_ends(audited: Audit) -> None:
    report = audited(
        ours(
            says("ABC001", Finding("call", "m"), drops=("ABC002",)),
            says("ABC002", Finding("call -> buy", "n")),
        )
    )
    assert left(report) == [("ABC001", "call")]


def test_another_purpose_is_another_object(audited: Audit) -> None:
    speaker = says("ABC001", Finding("call", "m", purpose="offers"), drops=("ABC002",))
    other = says("ABC002", Finding("call", "n", purpose="offers"), Finding("call", "n", purpose="research"))
    assert [each.purpose for each in audited(ours(speaker, other)).findings if each.code == "ABC002"] == [
        "research"
    ]


@pytest.mark.parametrize("on", ["purpose", "persona"])
def test_a_check_may_speak_for_a_whole_purpose_or_persona(audited: Audit, on: str) -> None:
    speaker = says("ABC001", Finding("see", "m", **{on: "x"}), drops=("ABC002",), on=on)
    others = [Finding("call", "n", **{on: "x"}), Finding("buy", "n", **{on: "y"}), Finding("buy", "n")]
    report = audited(ours(speaker, says("ABC002", *others)))
    assert [getattr(each, on) for each in report.findings if each.code == "ABC002"] == [None, "y"]


def test_a_purpose_speaks_for_itself(audited: Audit) -> None:
    files = {"p.yaml": "cxmap: 1\npurposes: {offers: {}}\n"}
    speaker = says("ABC001", Finding("purpose:offers", "m"), drops=("ABC002",))
    report = audited(ours(speaker, says("ABC002", Finding("call", "n", purpose="offers"))), files)
    assert left(report) == [("ABC001", "offers")]


def test_a_milder_finding_never_hides_a_worse_one(audited: Audit) -> None:
    speaker = says("ABC001", Finding("call", "m"), severity="warning", drops=("ABC002",))
    assert len(audited(ours(speaker, says("ABC002", Finding("call", "n")))).findings) == 2


def test_a_waived_finding_still_replaces(audited: Audit) -> None:
    waiver = "cxmap: 1\nwaivers: [{rule: ABC001, at: call, because: b, by: me, until: 2027-01-01}]\n"
    checks = ours(
        says("ABC001", Finding("call", "m"), drops=("ABC002",)), says("ABC002", Finding("call", "n"))
    )
    report = audited(checks, {"waivers.yaml": waiver})
    assert left(report) == [("ABC001", "call")]
    assert report.verdict.state == "pass"


def test_an_ignored_check_replaces_nothing(audited: Audit) -> None:
    checks = ours(
        says("ABC001", Finding("call", "m"), drops=("ABC002",)), says("ABC002", Finding("call", "n"))
    )
    assert left(audited(checks, ignore=("ABC001",))) == [("ABC002", "call")]


def test_an_unfinished_check_replaces_nothing(audited: Audit) -> None:
    @check("ABC001", severity="error", drops=("ABC002",))
    def unfinished(graph: JourneyGraph) -> Iterator[Finding]:
        """Ends well in one journey and badly in the other."""
        yield Finding("call", "m")
        if graph.id == "other":
            raise ValueError("fell")

    other = {"other.yaml": "cxmap: 1\njourney: Other\ntouchpoints: {call: {}, end_here: {}}\n"}
    report = audited(ours(unfinished, says("ABC002", Finding("call", "n"))), other)
    assert ("ABC002", "call") in left(report)
    assert report.verdict.exit_code == 3


def test_two_that_replace_each_other_leave_one(audited: Audit) -> None:
    one = says("ABC001", Finding("call", "m"), drops=("ABC002",))
    two = says("ABC002", Finding("call", "n"), drops=("ABC001",))
    assert left(audited(ours(one, two))) == [("ABC001", "call")]


def test_a_chain_leads_to_the_root(audited: Audit) -> None:
    root = says("ABC001", Finding("see", "m", related=("call",)), drops=("ABC002",), on="members")
    middle = says("ABC002", Finding("call", "n", related=("buy",)), drops=("ABC003",), on="members")
    report = audited(ours(root, middle, says("ABC003", Finding("buy", "o"))))
    assert left(report) == [("ABC001", "see")]
    assert [step.element for step in report.findings[0].related] == ["call", "buy"]


def test_a_prefix_names_a_family(audited: Audit) -> None:
    checks = ours(says("ABC001", Finding("call", "m"), drops=("FRI",)), says("FRI007", Finding("call", "n")))
    assert left(audited(checks)) == [("ABC001", "call")]


NESTED = {
    "outer.yaml": "cxmap: 1\njourney: Outer\ntouchpoints:\n  start: {channel: web}\n  help: {journey: inner}\n  done: {channel: web, next: end}\n",
    "inner.yaml": "cxmap: 1\njourney: Inner\ntouchpoints:\n  ask: {channel: web}\n  tell: {channel: web, next: end}\n",
    "buy.yaml": "",
}  # fmt: skip


def test_what_lies_inside_a_nested_journey_is_told_there(audited: Audit) -> None:
    @check("ABC001", severity="error")
    def everywhere(graph: JourneyGraph) -> Iterator[Finding]:
        """Every touchpoint and every way."""
        for touchpoint in graph.touchpoints:
            yield Finding(touchpoint, "m")
        for edge in graph.edges:
            yield Finding(edge, "m", path=(edge.from_, edge.to))

    report = audited(ours(everywhere), NESTED)
    assert sorted((each.journey, each.element) for each in report.findings) == [
        ("inner", "ask"),
        ("inner", "ask -> tell"),
        ("inner", "tell"),
        ("outer", "done"),
        ("outer", "help/tell -> done"),
        ("outer", "start"),
        ("outer", "start -> help/ask"),
    ]


def test_what_only_the_outer_journey_finds_inside_is_kept(audited: Audit) -> None:
    @check("ABC001", severity="error")
    def from_outside(graph: JourneyGraph) -> Iterator[Finding]:
        """Only seen from outside."""
        if graph.id == "outer":
            yield Finding("help/ask", "m")

    assert left(audited(ours(from_outside), NESTED)) == [("ABC001", "help/ask")]
