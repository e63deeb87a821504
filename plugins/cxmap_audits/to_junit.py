"""The report as JUnit XML: one suite a journey, one case a check, so that build servers show it."""

from __future__ import annotations

import re
from collections import defaultdict

from cxmap import CheckRecord, Report, ReportedFinding, renderer

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@renderer("junit", formats=("junit",))
def to_junit(report: Report, *, prefix: str = "") -> str:
    """For build servers: a finding at or above the threshold fails its case, waived and lower ones are told in it.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
    """
    from junitparser import JUnitXml

    document = JUnitXml("cxmap")
    by_case: dict[tuple[str, str | None], list[ReportedFinding]] = defaultdict(list)
    for finding in report.findings:
        by_case[(finding.code, finding.journey)].append(finding)
    for journey in (*report.journeys, None):
        checks = [check for check in report.checks if _belongs(check, journey, by_case)]
        if checks or (journey is None and report.errors):
            document.add_testsuite(_suite(report, journey, checks, by_case, prefix))
    document.update_statistics()
    return _HEAD + str(document.tostring().decode("utf-8")).rstrip() + "\n"


def _belongs(
    check: CheckRecord, journey: str | None, by_case: dict[tuple[str, str | None], list[ReportedFinding]]
) -> bool:
    if journey is not None:
        return journey in check.journeys
    return not check.journeys or (check.code, None) in by_case


def _suite(
    report: Report,
    journey: str | None,
    checks: list[CheckRecord],
    by_case: dict[tuple[str, str | None], list[ReportedFinding]],
    prefix: str,
) -> object:
    from junitparser import Error, Failure, Skipped, TestCase, TestSuite

    suite = TestSuite(_clean(journey or "workspace"))
    for check in checks:
        case = TestCase(
            f"{check.code} {check.name}", classname=f"cxmap.{_clean(journey or 'workspace')}", time=0
        )
        outcome = check.outcome if journey is None else check.journeys[journey]
        found = by_case.get((check.code, journey), [])
        failing = [finding for finding in found if finding.waived is None and _counts(finding, report)]
        if outcome == "not run":
            case.result = [Error(_clean(f"did not run: {check.why_not}"), "not-run")]
        elif failing:
            case.result = [_failure(Failure, finding, prefix) for finding in failing]
        elif outcome == "unknown":
            case.result = [Skipped("unknown: a fact is missing", "unknown")]
        told = [finding for finding in found if finding not in failing]
        if told:
            case.system_out = "\n".join(_clean(_line(finding, prefix)) for finding in told)
        suite.add_testcase(case)
    if journey is None:
        for problem in report.errors:
            case = TestCase(problem.code, classname="cxmap.input", time=0)
            case.result = [Error(_clean(f"{prefix}{problem}"), problem.code)]
            suite.add_testcase(case)
    return suite


def _counts(finding: ReportedFinding, report: Report) -> bool:
    order = ("info", "warning", "error")
    return order.index(finding.severity) >= order.index(report.fail_on) and finding.baseline != "existing"


def _failure(kind: type, finding: ReportedFinding, prefix: str) -> object:
    failure = kind(_clean(finding.message), finding.code)
    failure.text = _clean(_line(finding, prefix))
    return failure


def _line(finding: ReportedFinding, prefix: str) -> str:
    waived = " (waived)" if finding.waived else ""
    steps = " > ".join(f"{step.element}:{step.place.line}" for step in finding.path)
    path = f"\npath: {steps}" if steps else ""
    return f"{prefix}{finding.place} {finding.severity}{waived} {finding.code} {finding.message}{path}"


def _clean(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
