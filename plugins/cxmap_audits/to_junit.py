"""The report as JUnit XML: one suite a journey, one case a check, so that build servers show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from cxmap import CheckRecord, Report, ReportedFinding, renderer
from cxmap_audits.escaping import legal
from cxmap_audits.standing import blocks, worst_first
from cxmap_audits.wording import count

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
Cases = dict[tuple[str, str | None], list[ReportedFinding]]


@renderer("junit", formats=("junit",))
def to_junit(report: Report, *, prefix: str = "", most: int = 5000) -> str:
    """For build servers: a finding at or above the threshold fails its case, waived and lower ones are told in it.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
        most: how many findings are written, the worst first; the rest are counted in each case.
    """
    from junitparser import JUnitXml

    document: Any = JUnitXml("cxmap")
    found: Cases = defaultdict(list)
    for finding in worst_first(report.findings):
        found[(finding.code, finding.journey)].append(finding)
    kept = {finding.fingerprint for finding in worst_first(report.findings)[:most]}
    for journey in (*report.journeys, None):
        checks = [check for check in report.checks if _belongs(check, journey, found)]
        if checks or (journey is None and report.errors):
            document.add_testsuite(_Suite(report, journey, prefix, kept).write(checks, found))
    document.update_statistics()
    # The library writes with lxml where that happens to be installed; the same report must be the same bytes.
    tree = ElementTree.fromstring(document.tostring())
    return _HEAD + ElementTree.tostring(tree, encoding="unicode").rstrip() + "\n"


def _belongs(check: CheckRecord, journey: str | None, found: Cases) -> bool:
    if journey is not None:
        return journey in check.journeys
    return not check.journeys or (check.code, None) in found


class _Suite:
    """Writes the suite of one journey, or of the workspace."""

    def __init__(self, report: Report, journey: str | None, prefix: str, kept: set[str]) -> None:
        self.report, self.journey, self.prefix, self.kept = report, journey, prefix, kept
        self.name = legal(journey or "workspace")

    def write(self, checks: Iterable[CheckRecord], found: Cases) -> Any:
        from junitparser import TestSuite

        suite: Any = TestSuite(self.name)
        for check in checks:
            suite.add_testcase(self._case(check, found.get((check.code, self.journey), [])))
        if self.journey is None:
            for problem in self.report.errors:
                suite.add_testcase(self._error(f"{self.prefix}{problem}", problem.code))
        return suite

    def _case(self, check: CheckRecord, found: list[ReportedFinding]) -> Any:
        from junitparser import Error, Failure, Skipped, TestCase

        case: Any = TestCase(legal(f"{check.code} {check.name}"), classname=f"cxmap.{self.name}", time=0)
        outcome = check.outcome if self.journey is None else check.journeys[self.journey]
        failing = [finding for finding in found if blocks(finding, self.report)]
        told = [finding for finding in found if not blocks(finding, self.report)]
        if outcome == "not run":
            case.result = [Error(legal(f"did not run: {check.why_not}"), "not-run")]
        elif failing:
            case.result = [
                self._failure(Failure, one) for one in failing if one.fingerprint in self.kept
            ] or [Failure(f"{count(len(failing), 'finding')} not written here", check.code)]
        elif outcome == "unknown":
            case.result = [Skipped("unknown: a fact is missing", "unknown")]
        lines = [self._line(one) for one in told if one.fingerprint in self.kept]
        left = sum(one.fingerprint not in self.kept for one in found)
        if left:
            lines.append(f"{count(left, 'more finding')} of this check not written here; see the JSON report")
        if lines:
            case.system_out = legal("\n".join(lines))
        return case

    def _error(self, text: str, code: str) -> Any:
        from junitparser import Error, TestCase

        case: Any = TestCase(code, classname="cxmap.input", time=0)
        case.result = [Error(legal(text), code)]
        return case

    def _failure(self, kind: Any, finding: ReportedFinding) -> Any:
        failure = kind(legal(finding.message), finding.code)
        failure.text = legal(self._line(finding))
        return failure

    def _line(self, finding: ReportedFinding) -> str:
        aside = (
            " (waived)" if finding.waived else " (in the baseline)" if finding.baseline == "existing" else ""
        )
        steps = " > ".join(f"{step.element}:{step.place.line}" for step in finding.path)
        path = f"\npath: {steps}" if steps else ""
        return (
            f"{self.prefix}{finding.place} {finding.severity}{aside} {finding.code} {finding.message}{path}"
        )
