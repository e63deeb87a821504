"""Findings accepted at adoption: only new ones fail, and those that are gone are named."""

from collections.abc import Iterator

import pytest

from cxmap import Finding, JourneyGraph, check
from cxmap.baseline import Baseline, read_baseline, write_baseline
from cxmap.config import ConfigError

from .conftest import JOURNEY, Audit, ours


@check("ABC001", severity="error")
def phones(graph: JourneyGraph) -> Iterator[Finding]:
    """A touchpoint phones."""
    for touchpoint in graph.touchpoints:
        if "phone" in touchpoint.channel:
            yield Finding(touchpoint, "phones")


def accepted(text: str) -> Baseline:
    return read_baseline(text, "baseline.json")


def test_accepted_findings_do_not_fail_and_new_ones_do(audited: Audit) -> None:
    first = audited(ours(phones))
    baseline = accepted(write_baseline(first))
    again = audited(ours(phones), baseline=baseline)
    assert (again.verdict.state, again.findings[0].baseline) == ("pass", "existing")
    assert "1 accepted in the baseline" in again.verdict.sentence
    more = JOURNEY.replace("see: {channel: web}", "see: {channel: phone}")
    worse = audited(ours(phones), {"buy.yaml": more}, baseline=baseline)
    assert {each.element: each.baseline for each in worse.findings} == {"see": "new", "call": "existing"}
    assert worse.verdict.state == "fail"


def test_a_moved_line_and_a_renamed_register_are_no_news(audited: Audit) -> None:
    baseline = accepted(write_baseline(audited(ours(phones))))
    moved = {
        "buy.yaml": JOURNEY.replace("touchpoints:", "# moved\n\ntouchpoints:"),
        "all.yaml": "cxmap: 1\nowners: [a]\n",
    }
    assert audited(ours(phones), moved, baseline=baseline).verdict.state == "pass"


def test_a_renamed_journey_is_another_journey(audited: Audit) -> None:
    baseline = accepted(write_baseline(audited(ours(phones))))
    report = audited(ours(phones), {"buy.yaml": "", "purchase.yaml": JOURNEY}, baseline=baseline)
    assert report.verdict.state == "fail"


def test_what_is_mended_is_named(audited: Audit) -> None:
    first = audited(ours(phones))
    baseline = accepted(write_baseline(first))
    mended = audited(ours(phones), {"buy.yaml": JOURNEY.replace("phone", "chat")}, baseline=baseline)
    assert mended.fixed == (first.findings[0].fingerprint,)


def test_what_did_not_run_is_not_called_mended(audited: Audit) -> None:
    @check("ABC002", severity="info")
    def calm(graph: JourneyGraph) -> Iterator[Finding]:
        """Calm."""
        yield from ()

    baseline = accepted(write_baseline(audited(ours(phones, calm))))
    assert audited(ours(phones, calm), select=("ABC002",), baseline=baseline).fixed == ()


def test_what_is_wrong_with_waivers_is_never_accepted(audited: Audit) -> None:
    files = {"waivers.yaml": "cxmap: 1\nwaivers: [{rule: ABC001, at: call}]\n"}
    text = write_baseline(audited(ours(phones), files))
    assert "GOV008" not in text
    forged = Baseline(
        tuple(
            type(each)(finding.fingerprint, finding.code, None, finding.element)
            for each in accepted(text).accepted[:1]
            for finding in audited(ours(phones), files).findings
        )
    )
    report = audited(ours(phones), files, baseline=forged)
    assert report.verdict.state == "fail"


def test_waived_findings_are_not_accepted_twice(audited: Audit) -> None:
    files = {
        "waivers.yaml": "cxmap: 1\nwaivers: [{rule: ABC001, at: call, because: b, by: me, until: 2027-01-01}]\n"
    }
    assert accepted(write_baseline(audited(ours(phones), files))).accepted == ()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"format": "cxmap baseline 1"}', '{"format": "cxmap baseline 1", "findings": [1]}',
             '{"format": "cxmap baseline 1", "findings": [{"fingerprint": "x", "code": "A", "journey": null, "element": "e"}]}',
             "[" * 100_000]
)  # fmt: skip
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="no baseline"):
        read_baseline(text, "baseline.json")


def test_a_baseline_is_the_same_bytes_every_time(audited: Audit) -> None:
    assert write_baseline(audited(ours(phones))) == write_baseline(audited(ours(phones)))
