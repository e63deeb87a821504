"""The report for a terminal: findings by family with their line and path, what is unknown, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cxmap import Report, ReportedFinding, explain, renderer, visible
from cxmap_audits.families import family_title
from cxmap_audits.frames import Frames

_COLOURS = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36",
    "bold": "1",
    "dim": "2",
    "pass": "32;1",
    "fail": "31;1",
}
_MOST_UNKNOWN = 40


@renderer("text", formats=("text",))
def to_text(report: Report, *, prefix: str = "", colour: bool = False, most: int = 2000) -> str:
    """What people read first: findings with the line, the path that proves them and what to do.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
        colour: mark severities with terminal colours.
        most: how many findings are listed; the rest are counted.
    """
    paint = _Paint(colour)
    lines = [_title(report, paint), *(f"note: {visible(note, one_line=True)}" for note in report.notes), ""]
    frames = Frames(report)
    listed = report.findings[:most]
    for code_family, group in groupby(sorted(listed, key=_order), key=lambda finding: finding.code[:3]):
        lines.append(paint(family_title(code_family), "bold"))
        for finding in group:
            lines += _finding(finding, prefix, paint, frames)
        lines.append("")
    if len(report.findings) > most:
        lines += [f"{len(report.findings) - most} more findings are not listed here; see `--format json`", ""]
    lines += _advice(listed, report)
    lines += _unknown(report, prefix)
    lines += _waivers(report)
    lines += _not_run(report)
    lines += _summary(report, paint)
    return "\n".join(lines) + "\n"


class _Paint:
    """Adds terminal colours, or not."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, tone: str) -> str:
        return f"\x1b[{_COLOURS[tone]}m{text}\x1b[0m" if self.on and tone in _COLOURS else text


def _order(finding: ReportedFinding) -> tuple[str, int, str, str, str]:
    rank = ("error", "warning", "info").index(finding.severity)
    return finding.code[:3], rank, finding.code, finding.journey or "", finding.element


def _title(report: Report, paint: _Paint) -> str:
    name = report.workspace.name if report.workspace is not None else "no workspace"
    journeys = ", ".join(report.journeys) or "no journey"
    head = f"{visible(name, one_line=True)}: {journeys}; profile {report.profile or 'none'}, as of {report.as_of}"
    if report.selection:
        head += f"; only what touches `{visible(report.selection, one_line=True)}`"
    if report.workspace is not None and report.workspace.places.layer != "as-is":
        head += f"; layer {report.workspace.places.layer}"
    return paint(head, "bold")


def _finding(finding: ReportedFinding, prefix: str, paint: _Paint, frames: Frames) -> Iterator[str]:
    waived = " (waived)" if finding.waived else ""
    known = " (in the baseline)" if finding.baseline == "existing" else ""
    severity = paint(f"{finding.severity}{waived}{known}", finding.severity)
    yield f"  {prefix}{finding.place} {severity} {finding.code} {finding.name}"
    yield f"      {visible(finding.message, one_line=True)}"
    line = frames.line(finding.place)
    if line:
        yield f"      {finding.place.line:>4} | {visible(line, one_line=True)}"
    if finding.path:
        steps = " > ".join(f"{step.element}:{step.place.line}" for step in finding.path)
        yield f"      path: {visible(steps, one_line=True)}"
    if finding.related:
        also = ", ".join(
            f"{step.element} ({prefix}{step.place.file}:{step.place.line})" for step in finding.related
        )
        yield f"      see also: {visible(also, one_line=True)}"
    yield f"      id: {finding.fingerprint}"


def _advice(findings: tuple[ReportedFinding, ...], report: Report) -> Iterator[str]:
    docs = {check.code: check.doc for check in report.checks}
    codes = sorted({finding.code for finding in findings if not finding.waived})
    said = [(code, explain(docs.get(code, "")).fix) for code in codes]
    if any(fix for _, fix in said):
        yield "What to do"
        yield from (f"  {code}: {fix}" for code, fix in said if fix)
        yield "  `cxmap explain CODE` says why, with an example; `cxmap explain ID` walks one finding's path"
        yield ""


def _unknown(report: Report, prefix: str) -> Iterator[str]:
    if not report.unknown:
        return
    yield "Unknown: a fact is missing, so nothing was decided here"
    groups: dict[tuple[str, str], list[str]] = {}
    for unknown in report.unknown:
        groups.setdefault((unknown.code, unknown.missing), []).append(unknown.element)
    for (code, missing), elements in sorted(groups.items())[:_MOST_UNKNOWN]:
        shown = ", ".join(elements[:6]) + (f" and {len(elements) - 6} more" if len(elements) > 6 else "")
        yield f"  {code} at {visible(shown, one_line=True)}: {visible(missing, one_line=True)}"
    if len(groups) > _MOST_UNKNOWN:
        yield f"  and {len(groups) - _MOST_UNKNOWN} more kinds; see `--format json`"
    yield ""


def _waivers(report: Report) -> Iterator[str]:
    if not report.waivers:
        return
    yield "Waivers"
    for record in report.waivers:
        waiver = record.waiver
        until = f"until {waiver.until}" if waiver.until else "no date"
        by = f", {visible(str(waiver.by), one_line=True)}" if waiver.by else ""
        why = f": {visible(str(waiver.because), one_line=True)}" if waiver.because else ""
        yield f"  {record.state} {waiver.rule} at {visible(', '.join(waiver.at), one_line=True)}, {until}{by}{why}"
    yield ""


def _not_run(report: Report) -> Iterator[str]:
    missing = [check for check in report.checks if check.outcome == "not run"]
    if missing:
        yield "Not run"
        for check in missing:
            yield f"  {check.code} {check.name}: {visible(check.why_not, one_line=True)}"
        yield ""
    for plugin in report.plugins:
        if plugin.state != "loaded":
            yield f"  plugin {plugin.name} {plugin.state}: {visible(plugin.error, one_line=True)}"


def _summary(report: Report, paint: _Paint) -> Iterator[str]:
    families = sorted({check.code[:3] for check in report.checks})
    if families:
        yield f"{'':26}{'checks':>7}{'error':>7}{'warn':>6}{'info':>6}{'waived':>8}{'unknown':>9}"
    for name in families:
        mine = [finding for finding in report.findings if finding.code[:3] == name]
        open_ = [finding for finding in mine if finding.waived is None]
        counts = [
            sum(1 for finding in open_ if finding.severity == level) for level in ("error", "warning", "info")
        ]
        unknown = sum(1 for one in report.unknown if one.code[:3] == name)
        checks = sum(1 for check in report.checks if check.code[:3] == name)
        waived = len(mine) - len(open_)
        yield f"{family_title(name):26}{checks:>7}{counts[0]:>7}{counts[1]:>6}{counts[2]:>6}{waived:>8}{unknown:>9}"
    if families:
        yield ""
    yield paint(report.verdict.sentence, report.verdict.state)
