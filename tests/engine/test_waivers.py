"""Accepted exceptions: what a waiver waives, and what is wrong with one that waives nothing."""

from collections.abc import Iterator
from datetime import date

import pytest

from cxmap import Finding, JourneyGraph, check

from .conftest import Audit, ours

GOOD = "because: agreed, by: care, until: 2027-01-31"


@check("ABC001", severity="error")
def every_step(graph: JourneyGraph) -> Iterator[Finding]:
    """Every touchpoint."""
    for touchpoint in graph.touchpoints:
        yield Finding(touchpoint, f"`{touchpoint.id}` is there")
    yield Finding("call -> buy", "a way", path=("call", "buy"))


@check("CON099", severity="error")
def two_purposes(graph: JourneyGraph) -> Iterator[Finding]:
    """Two purposes at one touchpoint."""
    for purpose in ("offers", "research"):
        yield Finding("call", f"for {purpose}", purpose=purpose)


def waivers(*rows: str) -> dict[str, str]:
    """A file of waivers."""
    return {"waivers.yaml": "cxmap: 1\nwaivers:\n" + "".join(f"  - {{{row}}}\n" for row in rows)}


@pytest.mark.parametrize("at", ["call", "touchpoint:call", "buy.call", "[call]", '"call"'])
def test_a_waiver_waives_its_finding_and_leaves_it_visible(audited: Audit, at: str) -> None:
    report = audited(ours(every_step), waivers(f"rule: ABC001, at: {at}, {GOOD}"))
    assert [each.element for each in report.findings if each.waived] == ["call"]
    assert len(report.findings) == 4
    assert [each.state for each in report.waivers] == ["active"]
    assert "1 waived" in report.verdict.sentence


def test_a_rule_may_be_named(audited: Audit) -> None:
    report = audited(ours(every_step), waivers(f"rule: every-step, at: see, {GOOD}"))
    assert [each.element for each in report.findings if each.waived] == ["see"]


def test_an_edge_can_be_waived(audited: Audit) -> None:
    report = audited(ours(every_step), waivers(f'rule: ABC001, at: "call -> buy", {GOOD}'))
    assert [each.element for each in report.findings if each.waived] == ["call -> buy"]


def test_waiving_everything_passes_and_says_so(audited: Audit) -> None:
    report = audited(ours(every_step), waivers(f'rule: ABC001, at: [see, call, buy, "call -> buy"], {GOOD}'))
    assert report.verdict.state == "pass"
    assert report.verdict.sentence.startswith("pass: 0 findings, 0 unknown, 4 waived")


@pytest.mark.parametrize(
    ("row", "state", "severity", "message"),
    [
        ("rule: ABC001, at: call", "invalid", "error", "does not say `because:` and `by:` and `until:`; it waives nothing until it does"),
        ("rule: ABC001, at: call, because: b, until: 2027-01-01", "invalid", "error", "does not say `by:`; it waives nothing until it does"),
        ("rule: ABC001, at: call, because: b, by: me", "invalid", "error", "does not say `until:`; it waives nothing until it does"),
        ("rule: ABC001, at: call, because: b, by: me, until: 2026-10-31", "expired", "error", "ended on 2026-10-31; renew `until:` or delete the waiver"),
        ('rule: ABC001, at: "*", ' + GOOD, "invalid", "error", "is too wide: `*`; name one element under `at:`"),
        ("rule: ABC001, at: all, " + GOOD, "invalid", "error", "is too wide: `all`; name one element under `at:`"),
        ('rule: ABC001, at: "ca*", ' + GOOD, "invalid", "error", "is too wide: `ca*`; name one element under `at:`"),
        ("rule: ABC001, at: nowhere, " + GOOD, "unused", "info", "is about `nowhere`, which does not exist; delete it, or correct `at:`"),
        ("rule: ABC001, at: owner:nobody, " + GOOD, "unused", "info", "is about `owner:nobody`, which does not exist; delete it, or correct `at:`"),
        ("rule: ABC001, at: see, " + GOOD, "unused", "info", "matches no finding; delete it, or correct `rule:` and `at:`"),
        ("rule: ABC001, at: call, journey: other, " + GOOD, "unused", "info", "is about `call`, which does not exist; delete it, or correct `at:`"),
        ("rule: ABC001, at: call, because: b, by: me, until: 2029-01-01", "active", "error", "runs until 2029-01-01; write a day until 2027-11-01"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_waiver_is_a_finding(
    audited: Audit, row: str, state: str, severity: str, message: str
) -> None:
    files = {**waivers(row), "other.yaml": "cxmap: 1\njourney: Other\ntouchpoints: {a: {}, b: {}}\n"}

    @check("ABC001", severity="error")
    def one_step(graph: JourneyGraph) -> Iterator[Finding]:
        """One touchpoint."""
        if graph.id == "buy":
            yield Finding("call", "there")

    report = audited(ours(one_step), files)
    assert [each.state for each in report.waivers] == [state]
    (fault,) = [each for each in report.findings if each.code == "GOV008"]
    assert fault.severity == severity
    assert fault.message.endswith(message)
    assert str(fault.place) == "waivers.yaml:3:5"
    assert bool([each for each in report.findings if each.waived]) is (state == "active")


def test_the_last_day_counts(audited: Audit) -> None:
    row = "rule: ABC001, at: call, because: b, by: me, until: 2026-12-31"
    states = [
        audited(ours(every_step), waivers(row), as_of=day).waivers[0].state
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert states == ["active", "expired"]


def test_approval_can_be_required(audited: Audit) -> None:
    config = {"cxmap.yaml": "cxmap: 1\nprofile: full\nrequire: {approval: true}\n"}
    without = audited(ours(every_step), {**config, **waivers(f"rule: ABC001, at: call, {GOOD}")})
    assert without.waivers[0].state == "invalid"
    signed = audited(
        ours(every_step), {**config, **waivers(f"rule: ABC001, at: call, approved_by: cco, {GOOD}")}
    )
    assert signed.waivers[0].state == "active"


def test_a_waiver_on_consent_names_its_purpose_when_there_are_two(audited: Audit) -> None:
    wide = audited(ours(two_purposes), waivers(f"rule: CON099, at: call, {GOOD}"))
    assert wide.waivers[0].state == "invalid"
    (fault,) = [each.message for each in wide.findings if each.code == "GOV008"]
    assert "it matches `offers`, `research`; write which under `purpose:`" in fault
    narrow = audited(ours(two_purposes), waivers(f"rule: CON099, at: call, purpose: offers, {GOOD}"))
    assert [each.purpose for each in narrow.findings if each.waived] == ["offers"]
    both = audited(
        ours(two_purposes), waivers(f"rule: CON099, at: call, purpose: [offers, research], {GOOD}")
    )
    assert len([each for each in both.findings if each.waived]) == 2


def test_an_unused_waiver_of_a_check_that_did_not_run_is_not_complained_of(audited: Audit) -> None:
    files = waivers(f"rule: CON099, at: see, {GOOD}")
    report = audited(ours(every_step, two_purposes), files, select=("ABC001",))
    assert report.waivers[0].state == "unused"
    assert not [each for each in report.findings if each.code == "GOV008"]


def test_the_rule_on_waivers_runs_whatever_was_selected(audited: Audit) -> None:
    report = audited(ours(every_step), waivers("rule: ABC001, at: call"), select=("ABC001",))
    assert "GOV008" in {each.code for each in report.checks}
    assert [each.outcome for each in report.checks if each.code == "GOV008"] == ["finding"]
    prefix = audited(ours(every_step), waivers("rule: ABC001, at: call"), ignore=("GOV",))
    assert [each for each in prefix.findings if each.code == "GOV008"]


def test_two_waivers_of_one_finding_are_both_in_use(audited: Audit) -> None:
    rows = (
        f"rule: ABC001, at: call, {GOOD}",
        "rule: ABC001, at: call, because: again, by: me, until: 2027-02-01",
    )
    report = audited(ours(every_step), waivers(*rows))
    assert [each.state for each in report.waivers] == ["active", "active"]
    (waived,) = [each.waived for each in report.findings if each.waived]
    assert waived.by == "care"
