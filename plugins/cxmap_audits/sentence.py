"""The verdict in one word, one line and one sentence a director can repeat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxmap import Report, ReportedFinding, explain
from cxmap_audits.elements import Elements
from cxmap_audits.standing import blocks, tally
from cxmap_audits.wording import NOUNS, SEVERITIES, count, join, on, spoken

_NAMED = 4


@dataclass(frozen=True)
class Words:
    """The verdict as it stands at the head of the page."""

    state: str
    headline: str
    blocking: tuple[str, ...]
    rest: str


def say_verdict(report: Report, elements: Elements) -> Words:
    """Put the verdict into words."""
    blocking = [finding for finding in report.findings if blocks(finding, report)]
    rest = [*_open(report, blocking), *_set_aside(report), *_lacking(report)]
    told = tuple(_blocking(blocking, report, elements))
    return Words(report.verdict.state, _headline(report, blocking), told, " ".join(rest))


def _headline(report: Report, blocking: list[ReportedFinding]) -> str:
    if report.verdict.state == "error":
        return f"{count(len(report.errors), 'mistake')} in what was given, so nothing was judged"
    if report.verdict.state == "incomplete":
        missing = sum(check.outcome == "not run" for check in report.checks)
        said = (
            f"{missing} of {len(report.checks)} checks did not run"
            if missing
            else "a plugin is missing or broken"
            if any(plugin.state != "loaded" for plugin in report.plugins)
            else "not everything that is required is known"
        )
        return f"{said}, so nobody can say pass"
    if not blocking:
        return f"nothing that blocks at “{report.fail_on}” is open"
    return f"{join(_by_severity(blocking))} must be mended or waived"


def _by_severity(findings: list[ReportedFinding]) -> Iterator[str]:
    for severity in SEVERITIES:
        number = sum(finding.severity == severity for finding in findings)
        if number:
            yield count(number, NOUNS[severity])


def _blocking(blocking: list[ReportedFinding], report: Report, elements: Elements) -> Iterator[str]:
    """The worst kinds, each in the words of its check and with the places where it bites."""
    docs = {check.code: check.doc for check in report.checks}
    kinds: dict[str, list[ReportedFinding]] = {}
    for finding in sorted(blocking, key=lambda one: (SEVERITIES.index(one.severity), one.code)):
        kinds.setdefault(finding.code, []).append(finding)
    for code, found in list(kinds.items())[:_NAMED]:
        summary = explain(docs.get(code, "")).summary.rstrip(".") or spoken(found[0].name)
        places = list(dict.fromkeys(elements.title(one.journey, one.element) for one in found))
        more = [f"{len(places) - 2} more"] if len(places) > 3 else []
        yield f"{summary}: {join([*places[: 2 if more else 3], *more])}."
    if len(kinds) > _NAMED:
        yield f"And {count(len(kinds) - _NAMED, 'other kind')} of finding."


def _open(report: Report, blocking: list[ReportedFinding]) -> Iterator[str]:
    total = tally(report.findings)
    ids = {finding.fingerprint for finding in blocking}
    lower = [
        finding
        for finding in report.findings
        if finding.waived is None and finding.baseline != "existing" and finding.fingerprint not in ids
    ]
    if lower:
        yield f"{join(_by_severity(lower))} {'does' if len(lower) == 1 else 'do'} not block."
    elif not total.open and report.verdict.state != "error":
        yield "Nothing is open."


def _set_aside(report: Report) -> Iterator[str]:
    total = tally(report.findings)
    until = sorted(
        {
            one.waived.until
            for one in report.findings
            if one.waived is not None and one.waived.until is not None
        }
    )
    if total.waived:
        when = (
            f" until {on(until[0])}"
            if len(until) == 1
            else f", the first until {on(until[0])}"
            if until
            else ""
        )
        yield f"{count(total.waived, 'finding')} {_be(total.waived)} waived{when}."
    if total.accepted:
        yield f"{count(total.accepted, 'finding')} {_be(total.accepted)} accepted from before."


def _lacking(report: Report) -> Iterator[str]:
    if report.verdict.state == "error":
        return
    number = len(report.unknown)
    if number:
        where = "1 place" if number == 1 else f"{number:,} places"
        yield f"In {where} a fact is missing, so nothing was decided there."
    else:
        yield "Nothing is unknown."


def _be(number: int) -> str:
    return "is" if number == 1 else "are"
