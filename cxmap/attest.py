"""Write down what an audit did as in-toto statements, and say where two such records differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from cxmap import __version__
from cxmap.checks import Severity
from cxmap.choosing import Wishes
from cxmap.files import CONFIG
from cxmap.policy import WAIVERS
from cxmap.report import CheckRecord, Report
from cxmap.verdict import counts

STATEMENT = "https://in-toto.io/Statement/v1"
TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1"
AUDIT = "urn:cxmap:audit:v1"


class AttestError(Exception):
    """There is nothing to attest, or a record that cannot be read."""


@dataclass(frozen=True)
class Asked:
    """What a recorded audit was asked to do, so that it can be done again."""

    as_of: date
    wishes: Wishes
    at: tuple[str, ...]
    policy: str | None
    plugins: tuple[str, ...]
    layer: str | None


def attest(report: Report) -> str:
    """Two statements about one audit, one a line: the test result, and our own with every detail.

    Raises:
        AttestError: nothing was audited.
    """
    if report.workspace is None or report.verdict.state == "error":
        raise AttestError(
            "nothing was audited, so there is nothing to attest; mend what `cxmap check` reports"
        )
    subject = [
        {"name": file.path, "digest": {"sha256": file.digest}}
        for file in sorted(report.workspace.files, key=lambda file: file.path)
    ]
    statements = [
        {
            "_type": STATEMENT,
            "subject": subject,
            "predicateType": TEST_RESULT,
            "predicate": _test_result(report),
        },
        {"_type": STATEMENT, "subject": subject, "predicateType": AUDIT, "predicate": _audit(report)},
    ]
    return "".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in statements)


def read_asked(record: str) -> Asked:
    """What the audit behind a record was asked to do.

    Raises:
        AttestError: the record is not ours.
    """
    asked = _predicate(record)["asked"]
    fail_on = cast("Severity | None", asked["fail_on"])
    wishes = Wishes(asked["profile"], tuple(asked["select"]), tuple(asked["ignore"]), fail_on)
    day = date.fromisoformat(asked["as_of"])
    return Asked(day, wishes, tuple(asked["at"]), asked["policy"], tuple(asked["plugins"]), asked["layer"])


def find_differences(recorded: str, again: str) -> tuple[str, ...]:
    """What differs between a record and the same audit done again; nothing when they are the same bytes.

    Raises:
        AttestError: the record is not ours.
    """
    if recorded == again:
        return ()
    before, after = _predicate(recorded), _predicate(again)
    said = [*_changed("file", _files(recorded), _files(again))]
    for name in sorted({*before, *after}):
        if before.get(name) == after.get(name):
            continue
        if name == "checks":
            said += _changed("check", _outcomes(before), _outcomes(after))
        elif name == "findings":
            said += _changed("finding", _marks(before), _marks(after))
        else:
            said.append(f"`{name}` was {_short(before.get(name))}, now it is {_short(after.get(name))}")
    return tuple(said) or ("the record was written differently or tampered with",)


def _test_result(report: Report) -> dict[str, Any]:
    """The predicate test-result/v0.1: never PASSED unless everything ran, and nothing is left to say."""
    tests: dict[str, list[str]] = {"passed": [], "warned": [], "failed": []}
    failing = {each.code for each in report.findings if counts(each, report.fail_on)}
    for record in report.checks:
        tests[_standing(record, failing)].append(record.code)
    result = "FAILED" if report.verdict.state != "pass" else "WARNED" if tests["warned"] else "PASSED"
    policy = (
        [file for file in report.workspace.files if file.path in (CONFIG, WAIVERS)]
        if report.workspace
        else []
    )
    return {
        "result": result,
        "configuration": [{"name": file.path, "digest": {"sha256": file.digest}} for file in policy],
        "passedTests": tests["passed"],
        "warnedTests": tests["warned"],
        "failedTests": tests["failed"],
    }


def _standing(record: CheckRecord, failing: Iterable[str]) -> str:
    if record.outcome == "not run" or record.code in failing:
        return "failed"
    return "passed" if record.outcome == "clean" else "warned"


def _audit(report: Report) -> dict[str, Any]:
    return {
        "cxmap": __version__,
        "verdict": report.verdict.state,
        "exit_code": report.verdict.exit_code,
        "sentence": report.verdict.sentence,
        "as_of": report.as_of.isoformat(),
        "asked": dict(report.asked),
        "profile": report.profile,
        "fail_on": report.fail_on,
        "policy": report.policy,
        "journeys": list(report.journeys),
        "checks": [_check(record) for record in report.checks],
        "findings": [
            {
                "fingerprint": each.fingerprint,
                "code": each.code,
                "severity": each.severity,
                "waived": each.waived is not None,
                "baseline": each.baseline,
            }
            for each in report.findings
        ],
        "unknown": [
            {"code": each.code, "journey": each.journey, "element": each.element, "missing": each.missing}
            for each in report.unknown
        ],
        "waivers": [
            {
                "rule": each.waiver.rule,
                "at": list(each.waiver.at),
                "by": _text(each.waiver.by),
                "until": each.waiver.until.isoformat() if each.waiver.until else None,
                "approved_by": _text(each.waiver.approved_by),
                "state": each.state,
            }
            for each in report.waivers
        ],
        "plugins": [
            {"name": each.name, "version": each.version, "state": each.state} for each in report.plugins
        ],
        "notes": list(report.notes),
    }


def _text(text: object) -> str | None:
    return None if text is None else str(text)


def _check(record: CheckRecord) -> dict[str, Any]:
    return {
        "code": record.code,
        "name": record.name,
        "severity": record.severity,
        "plugin": record.plugin,
        "version": record.version,
        "outcome": record.outcome,
        "journeys": dict(record.journeys),
    }


def _statements(record: str) -> list[Mapping[str, Any]]:
    try:
        return [json.loads(line) for line in record.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise AttestError("this is not a record of an audit; write one with `cxmap attest`") from None


def _predicate(record: str) -> Mapping[str, Any]:
    for statement in _statements(record):
        if isinstance(statement, dict) and statement.get("predicateType") == AUDIT:
            predicate = statement.get("predicate")
            if isinstance(predicate, dict) and isinstance(predicate.get("asked"), dict):
                return predicate
    raise AttestError("this is not a record of an audit; write one with `cxmap attest`")


def _files(record: str) -> dict[str, str]:
    subject = _statements(record)[0].get("subject", [])
    return {str(each.get("name")): str(each.get("digest")) for each in subject if isinstance(each, dict)}


def _outcomes(predicate: Mapping[str, Any]) -> dict[str, str]:
    return {str(each.get("code")): json.dumps(each) for each in predicate.get("checks", [])}


def _marks(predicate: Mapping[str, Any]) -> dict[str, str]:
    return {str(each.get("fingerprint")): json.dumps(each) for each in predicate.get("findings", [])}


def _changed(noun: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    said = [f"the {noun} `{name}` is gone" for name in sorted(set(before) - set(after))]
    said += [f"the {noun} `{name}` is new" for name in sorted(set(after) - set(before))]
    both = sorted(set(before) & set(after))
    return said + [f"the {noun} `{name}` has changed" for name in both if before[name] != after[name]]


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "..."
