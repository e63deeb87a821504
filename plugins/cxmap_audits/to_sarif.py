"""The report as SARIF 2.1.0: every planned rule, witness paths as code flows, waivers as suppressions."""

from __future__ import annotations

from typing import Any

from cxmap import CheckRecord, Place, Problem, Report, ReportedFinding, explain, renderer
from cxmap_audits.escaping import json_text, legal_values
from cxmap_audits.standing import worst_first
from cxmap_audits.wording import count

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
MOST = 5000  # what common services show; the rest is counted in a notification


@renderer("sarif", formats=("sarif",))
def to_sarif(report: Report, *, prefix: str = "", most: int = MOST) -> str:
    """For code scanning services: rules, results, code flows, suppressions and baseline state.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
        most: how many results are written; what is left out is said in a notification.
    """
    from cxmap import __version__

    ranks = {check.code: position for position, check in enumerate(report.checks)}
    listed = worst_first(report.findings)[:most]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "cxmap",
                "semanticVersion": __version__,
                "rules": [_rule(check) for check in report.checks],
            }
        },
        "invocations": [_invocation(report, len(listed), prefix)],
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder cxmap was started in."}}},
        "results": [_result(finding, ranks, prefix) for finding in listed],
        "columnKind": "unicodeCodePoints",
        "properties": {
            "verdict": report.verdict.state,
            "asOf": report.as_of.isoformat(),
            "profile": report.profile,
            "unknown": len(report.unknown),
            "fixed": list(report.fixed),
        },
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(legal_values(log))


def _rule(check: CheckRecord) -> dict[str, Any]:
    parts = explain(check.doc)
    rule: dict[str, Any] = {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": parts.summary or check.name},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"plugin": check.plugin, "outcome": check.outcome},
    }
    full = " ".join(part for part in (parts.why, parts.source) if part)
    if full:
        rule["fullDescription"] = {"text": full}
    if parts.fix:
        rule["help"] = {"text": parts.fix}
    return rule


def _invocation(report: Report, listed: int, prefix: str) -> dict[str, Any]:
    notes = [_problem(problem, prefix) for problem in report.errors]
    for check in report.checks:
        if check.outcome == "not run":
            text = f"{check.code} {check.name} did not run: {check.why_not}"
            notes.append({"level": "error", "message": {"text": text}, "descriptor": {"id": check.code}})
    if listed < len(report.findings):
        text = f"{len(report.findings) - listed:,} of {len(report.findings):,} findings are left out; see the JSON report"
        notes.append({"level": "warning", "message": {"text": text}})
    if report.unknown:
        text = f"{count(len(report.unknown), 'place')} unknown because a fact is missing; nothing was decided there"
        notes.append({"level": "note", "message": {"text": text}})
    good = report.verdict.state in ("pass", "fail")
    return {
        "executionSuccessful": good,
        "exitCode": report.verdict.exit_code,
        "toolExecutionNotifications": notes,
    }


def _problem(problem: Problem, prefix: str) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": problem.message},
        "descriptor": {"id": problem.code},
        "locations": [{"physicalLocation": _physical(problem.place, prefix)}],
    }


def _result(finding: ReportedFinding, ranks: dict[str, int], prefix: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "kind": "fail",
        "message": {"text": finding.message},
        "locations": [_location(finding.element, finding.place, prefix)],
        "partialFingerprints": {"cxmap/v1": finding.fingerprint},
    }
    if finding.code in ranks:
        result["ruleIndex"] = ranks[finding.code]
    if finding.related:
        others = dict.fromkeys(finding.related)  # each once, as the schema wants
        result["relatedLocations"] = [_location(step.element, step.place, prefix) for step in others]
    if finding.path:
        steps = [{"location": _location(step.element, step.place, prefix)} for step in finding.path]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if finding.waived is not None:
        why = str(finding.waived.because or "")
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    if finding.baseline is not None:
        result["baselineState"] = {"new": "new", "existing": "unchanged"}[finding.baseline]
    return result


def _location(element: str, place: Place, prefix: str) -> dict[str, Any]:
    return {
        "physicalLocation": _physical(place, prefix),
        "logicalLocations": [{"name": element, "kind": "element"}],
        "message": {"text": element},
    }


def _physical(place: Place, prefix: str) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": _uri(prefix + place.file), "uriBaseId": "ROOT"},
        "region": {"startLine": place.line, "startColumn": place.column},
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/-._~")
