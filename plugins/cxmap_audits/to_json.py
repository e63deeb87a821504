"""The report as JSON: the keys are a contract, more may come, none changes."""

from __future__ import annotations

from typing import Any

from cxmap import Report, ReportedFinding, Step, renderer
from cxmap_audits.escaping import json_text


@renderer("json", formats=("json",))
def to_json(report: Report) -> str:
    """Everything the audit says, for scripts."""
    return json_text(as_mapping(report))


def as_mapping(report: Report) -> dict[str, Any]:
    """The report as plain values, in the order of the contract."""
    made: dict[str, Any] = {
        "verdict": report.verdict.state,
        "sentence": report.verdict.sentence,
        "as_of": report.as_of.isoformat(),
        "profile": report.profile,
        "fail_on": report.fail_on,
        "selection": report.selection,
        "policy": report.policy,
        "journeys": list(report.journeys),
        "checks": [
            {
                "code": check.code,
                "name": check.name,
                "severity": check.severity,
                "outcome": check.outcome,
                "version": check.version,
                "plugin": check.plugin,
                "journeys": dict(sorted(check.journeys.items())),
                **({"why_not": check.why_not} if check.why_not else {}),
            }
            for check in report.checks
        ],
        "findings": [_finding(finding) for finding in report.findings],
        "unknown": [
            {
                "code": unknown.code,
                "journey": unknown.journey,
                "element": unknown.element,
                "missing": unknown.missing,
                "file": unknown.place.file,
                "line": unknown.place.line,
                "column": unknown.place.column,
            }
            for unknown in report.unknown
        ],
        "waivers": _waivers(report),
        "fixed": list(report.fixed),
        "notes": list(report.notes),
        "plugins": [
            {"name": plugin.name, "version": plugin.version, "state": plugin.state, "error": plugin.error}
            for plugin in report.plugins
        ],
    }
    if report.errors:
        made["errors"] = [
            {
                "code": problem.code,
                "message": problem.message,
                "file": problem.place.file,
                "line": problem.place.line,
                "column": problem.place.column,
            }
            for problem in report.errors
        ]
    return made


def _finding(finding: ReportedFinding) -> dict[str, Any]:
    about = {
        "persona": finding.persona,
        "purpose": finding.purpose,
        "data": finding.data,
        "baseline": finding.baseline,
    }
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "journey": finding.journey,
        "element": finding.element,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "path": [_step(step) for step in finding.path],
        "related": [_step(step) for step in finding.related],
        "fingerprint": finding.fingerprint,
        "waived": finding.waived is not None,
        **{key: value for key, value in about.items() if value is not None},
    }


def _step(step: Step) -> dict[str, Any]:
    return {"element": step.element, "file": step.place.file, "line": step.place.line}


def _waivers(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "rule": record.waiver.rule,
            "at": record.waiver.at[0] if len(record.waiver.at) == 1 else list(record.waiver.at),
            "because": _text(record.waiver.because),
            "by": _text(record.waiver.by),
            "until": record.waiver.until.isoformat() if record.waiver.until else None,
            "approved_by": _text(record.waiver.approved_by),
            "state": record.state,
        }
        for record in report.waivers
    ]


def _text(text: str | None) -> str | None:
    return None if text is None else str(text)
