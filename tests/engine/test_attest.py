"""What an audit did, written down for others, and compared with the same audit done again."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap.attest import AttestError, attest, find_differences, read_asked
from cxmap.audit import failed_report
from cxmap.choosing import Wishes
from cxmap.place import Place, Problem

from .conftest import JOURNEY, TODAY, Audit, ours


@check("ABC001", severity="error")
def phones(graph: JourneyGraph) -> Iterator[Finding]:
    """A touchpoint phones."""
    for touchpoint in graph.touchpoints:
        if "phone" in touchpoint.channel:
            yield Finding(touchpoint, "phones")


@check("ABC002", severity="error")
def unsure(graph: JourneyGraph) -> Iterator[Unknown]:
    """Unsure."""
    yield Unknown("see", "owner")


@check("ABC003", severity="error")
def broken(graph: JourneyGraph) -> Iterator[Finding]:
    """Broken."""
    yield from ()
    raise ValueError("fell")


CALM = {"buy.yaml": JOURNEY.replace("phone", "chat")}


def statements(text: str) -> tuple[dict, dict]:  # type: ignore[type-arg]
    """Both statements of a record."""
    one, two = (json.loads(line) for line in text.splitlines())
    return one, two


@pytest.mark.parametrize(
    ("checks", "files", "result", "passed", "warned", "failed"),
    [
        ([phones], CALM, "PASSED", ["ABC001", "GOV008"], [], []),
        ([phones, unsure], CALM, "WARNED", ["ABC001", "GOV008"], ["ABC002"], []),
        ([phones], {}, "FAILED", ["GOV008"], [], ["ABC001"]),
        ([phones, broken], CALM, "FAILED", ["ABC001", "GOV008"], [], ["ABC003"]),
    ],
)
def test_a_record_says_what_became_of_every_check(
    audited: Audit, checks: list, files: dict[str, str], result: str, passed: list[str], warned: list[str], failed: list[str]  # type: ignore[type-arg]
) -> None:  # fmt: skip
    test, own = statements(attest(audited(ours(*checks), files)))
    assert test["_type"] == own["_type"] == "https://in-toto.io/Statement/v1"
    assert test["predicateType"] == "https://in-toto.io/attestation/test-result/v0.1"
    predicate = test["predicate"]
    assert predicate["result"] == result
    assert (predicate["passedTests"], predicate["warnedTests"], predicate["failedTests"]) == (
        passed,
        warned,
        failed,
    )
    assert [each["name"] for each in test["subject"]] == ["buy.yaml", "cxmap.yaml"]
    assert all(len(each["digest"]["sha256"]) == 64 for each in test["subject"])
    assert [each["name"] for each in predicate["configuration"]] == ["cxmap.yaml"]


def test_a_record_says_how_to_do_it_again(audited: Audit) -> None:
    asked = read_asked(attest(audited(ours(phones), select=("ABC",), fail_on="warning", at=("call",))))
    assert (asked.as_of, asked.wishes, asked.at) == (TODAY, Wishes(None, ("ABC",), (), "warning"), ("call",))


def test_the_same_audit_gives_the_same_bytes(audited: Audit) -> None:
    first, second = (attest(audited(ours(phones, unsure))) for _ in range(2))
    assert first == second
    assert find_differences(first, second) == ()


def test_differences_are_named(audited: Audit) -> None:
    before = attest(audited(ours(phones)))
    after = attest(audited(ours(phones), {**CALM, "all.yaml": "cxmap: 1\nowners: [a]\n"}))
    said = find_differences(before, after)
    assert "the file `all.yaml` is new" in said
    assert "the file `buy.yaml` has changed" in said
    assert "the check `ABC001` has changed" in said
    assert any(line.startswith("the finding `") and line.endswith("is gone") for line in said)
    assert '`verdict` was "fail", now it is "pass"' in said
    later = attest(audited(ours(phones), as_of=date(2026, 12, 1)))
    assert '`as_of` was "2026-11-01", now it is "2026-12-01"' in find_differences(before, later)


def test_a_record_that_was_tampered_with_differs(audited: Audit) -> None:
    record = attest(audited(ours(phones), CALM))
    assert find_differences(record.replace('"result":"PASSED"', '"result":"WARNED"'), record)
    assert find_differences(record + "\n", record)


def test_what_could_not_be_read_is_not_attested() -> None:
    report = failed_report([Problem(Place("buy.yaml", 1, 1), "LNG001", "x")], TODAY)
    with pytest.raises(AttestError):
        attest(report)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "not json", '{"predicateType": "urn:cxmap:audit:v1"}', "[" * 100_000]
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(AttestError):
        read_asked(text)
