"""Judge an audit: the one place that may say pass, and only of an audit that is complete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxmap.checks import SEVERITIES, Severity, at_least
from cxmap.place import Problem
from cxmap.report import CheckRecord, ReportedFinding, ReportedUnknown, State, Verdict

EXIT_CODES: dict[State, int] = {"pass": 0, "fail": 1, "error": 2, "incomplete": 3}


@dataclass(frozen=True)
class Manifest:
    """Everything the verdict rests on."""

    journeys: Sequence[str]
    planned: frozenset[str]
    records: Sequence[CheckRecord]
    findings: Sequence[ReportedFinding]
    unknown: Sequence[ReportedUnknown]
    fail_on: Severity
    required_checks: frozenset[str] = frozenset()
    absent_plugins: Sequence[str] = ()
    errors: Sequence[Problem] = ()


def judge(manifest: Manifest) -> Verdict:
    """The verdict: error, else incomplete, else fail, else pass; what stays open is said in the same line."""
    if manifest.errors:
        return _verdict(
            "error", f"{_count(len(manifest.errors), 'error')} in what was given; nothing was judged"
        )
    if not manifest.journeys:
        return _verdict("error", "there is no journey to judge")
    if not manifest.planned:
        return _verdict("error", "no check was chosen")
    gaps = tuple(_gaps(manifest))
    failing = [each for each in manifest.findings if counts(each, manifest.fail_on)]
    if gaps:
        return _verdict("incomplete", f"{'; '.join(gaps)}; {_rest(manifest, failing)}")
    return _verdict("fail" if failing else "pass", _rest(manifest, failing))


def counts(finding: ReportedFinding, fail_on: Severity) -> bool:
    """Whether a finding fails the audit: neither waived nor accepted in the baseline, and severe enough."""
    open_ = finding.waived is None and finding.baseline != "existing"
    return open_ and at_least(finding.severity, fail_on)


def _verdict(state: State, sentence: str) -> Verdict:
    return Verdict(state, EXIT_CODES[state], f"{state}: {sentence}")


def _gaps(manifest: Manifest) -> Iterable[str]:
    for plugin in manifest.absent_plugins:
        yield f"the plugin `{plugin}` is missing or broken"
    ended = {record.code for record in manifest.records if record.outcome != "not run"}
    not_run = sorted(manifest.planned - ended)
    if not_run:
        yield f"{_count(len(not_run), 'check')} of {len(manifest.planned)} did not run ({_some(not_run)})"
    unplanned = sorted(manifest.required_checks - manifest.planned)
    if unplanned:
        yield f"required but not chosen: {_some(unplanned)}"
    lacking = {each.code for each in manifest.unknown} | {
        record.code for record in manifest.records if record.outcome == "unknown"
    }
    unsure = sorted(manifest.required_checks & lacking)
    if unsure:
        yield f"required but unknown: {_some(unsure)}"


def _rest(manifest: Manifest, failing: Sequence[ReportedFinding]) -> str:
    """What was found and what stays open, in numbers."""
    findings = manifest.findings
    waived = sum(each.waived is not None for each in findings)
    existing = sum(each.baseline == "existing" and each.waived is None for each in findings)
    open_ = [each for each in findings if each.waived is None and each.baseline != "existing"]
    levels = [
        _count(sum(each.severity == severity for each in open_), _WORDS[severity])
        for severity in reversed(SEVERITIES)
        if any(each.severity == severity for each in open_)
    ]
    found = _count(len(open_), "finding") + (f" ({', '.join(levels)})" if levels else "")
    said = [found, f"{len(manifest.unknown)} unknown", f"{waived} waived"]
    if existing:
        said.append(f"{existing} accepted in the baseline")
    scope = f"{_count(len(manifest.planned), 'check')} on {_count(len(manifest.journeys), 'journey')}"
    threshold = f"{len(failing)} at or above `{manifest.fail_on}`"
    return f"{', '.join(said)}; {threshold}; {scope}"


_WORDS = {"error": "error", "warning": "warning", "info": "info"}


def _count(number: int, word: str) -> str:
    if number == 1 or word == "info":
        return f"{number} {word}"
    return f"{number} {word}s"


def _some(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:5])
    return shown if len(codes) <= 5 else f"{shown} and {len(codes) - 5} more"
