"""The report for a terminal: findings by family with their line and path, what is unknown, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cxmap import Report, ReportedFinding, Step, explain, renderer
from cxmap_audits.escaping import harmless
from cxmap_audits.families import family_of, family_title
from cxmap_audits.frames import Frames
from cxmap_audits.lines import Lines
from cxmap_audits.standing import worst_first
from cxmap_audits.summary import summary
from cxmap_audits.wording import count

_MOST_UNKNOWN, _MOST_RELATED, _MOST_PLACES = 40, 5, 6


@renderer("text", formats=("text",))
def to_text(
    report: Report, *, prefix: str = "", colour: bool = False, width: int = 0, most: int = 2000
) -> str:
    """What people read first: findings with the line, the path that proves them and what to do.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
        colour: mark severities with terminal colours.
        width: columns of the terminal; longer lines are wrapped; 0: nothing is.
        most: how many findings are listed, the worst first; the rest are counted.
    """
    lines = Lines(width, colour)
    return "\n".join(_Text(report, lines, prefix, most).write()) + "\n"


class _Text:
    """Writes one report, section by section."""

    def __init__(self, report: Report, lines: Lines, prefix: str, most: int) -> None:
        self.report, self.lines, self.prefix, self.most = report, lines, prefix, most
        self.frames = Frames(report)
        self.listed = worst_first(report.findings)[:most]

    def write(self) -> Iterator[str]:
        yield from self._head()
        yield from self._errors()
        yield from self._findings()
        yield from self._advice()
        yield from self._unknown()
        yield from self._waivers()
        yield from self._not_run()
        yield from summary(self.report, self.lines)

    def _head(self) -> Iterator[str]:
        report = self.report
        name = report.workspace.name if report.workspace is not None else "no workspace"
        journeys = ", ".join(report.journeys) or "no journey"
        head = f"{name}: {journeys}; profile {report.profile or 'none'}, as of {report.as_of}"
        if report.selection:
            head += f"; only what touches `{report.selection}`"
        if report.workspace is not None and report.workspace.places.layer != "as-is":
            head += f"; layer {report.workspace.places.layer}"
        if report.policy:
            head += f"; policy from {report.policy}"
        yield from self.lines.say(head, then="  ", tone="bold")
        for note in report.notes:
            yield from self.lines.say(note, first="note: ")
        yield ""

    def _errors(self) -> Iterator[str]:
        for problem in self.report.errors:
            yield from self.lines.say(f"{self.prefix}{problem}", then="    ", tone="error")
        if self.report.errors:
            yield ""

    def _findings(self) -> Iterator[str]:
        by_family = sorted(self.listed, key=lambda finding: family_title(family_of(finding.code)))
        for letters, group in groupby(by_family, key=lambda finding: family_of(finding.code)):
            yield self.lines.paint(harmless(family_title(letters), one_line=True), "bold")
            for finding in group:
                yield from self._finding(finding)
            yield ""
        left = len(self.report.findings) - len(self.listed)
        if left:
            yield f"{count(left, 'more finding')} not listed here, none worse than these; see `--format json`"
            yield ""

    def _finding(self, finding: ReportedFinding) -> Iterator[str]:
        say = self.lines.say
        aside = (
            " (waived)" if finding.waived else " (in the baseline)" if finding.baseline == "existing" else ""
        )
        tone = "dim" if aside else finding.severity
        place = harmless(f"{self.prefix}{finding.place}", one_line=True)
        name = harmless(f"{finding.code} {finding.name}", one_line=True)
        yield f"  {place} {self.lines.paint(finding.severity + aside, tone)} {name}"
        yield from say(finding.message, first="      ")
        yield from self._frame(finding)
        if finding.path:
            yield from say(
                " > ".join(self._step(step, finding) for step in finding.path), first="      path: "
            )
        if finding.related:
            shown = [f"{step.element} ({self._step_place(step)})" for step in finding.related[:_MOST_RELATED]]
            left = len(finding.related) - len(shown)
            more = f" and {left} more" if left else ""
            yield from say(", ".join(shown) + more, first="      see also: ")
        if finding.waived is not None:
            until = f" until {finding.waived.until}" if finding.waived.until else ""
            yield from say(f"{finding.waived.because or 'no reason given'}{until}", first="      waived: ")
        yield self.lines.paint(f"      id: {finding.fingerprint}", "dim")

    def _frame(self, finding: ReportedFinding) -> Iterator[str]:
        line, carets = self.frames.frame(finding.place, self.lines.frame - 14)
        if line:
            yield f"      {finding.place.line:>5} | {line}"
            yield f"      {'':>5} | {self.lines.paint(carets, 'dim' if finding.waived else finding.severity)}"

    def _step(self, step: Step, finding: ReportedFinding) -> str:
        home = step.place.file == finding.place.file
        return f"{step.element}:{step.place.line}" if home else f"{step.element} ({self._step_place(step)})"

    def _step_place(self, step: Step) -> str:
        return f"{self.prefix}{step.place.file}:{step.place.line}"

    def _advice(self) -> Iterator[str]:
        docs = {check.code: check.doc for check in self.report.checks}
        codes = sorted({finding.code for finding in self.listed if not finding.waived})
        said = [(code, explain(docs.get(code, "")).fix) for code in codes]
        if not any(fix for _, fix in said):
            return
        yield self.lines.paint("What to do", "bold")
        for code, fix in said:
            if fix:
                yield from self.lines.say(fix, first=f"  {harmless(code, one_line=True)}  ")
        how = "`cxmap explain CODE` says why, with an example; `cxmap explain ID` walks one finding's path"
        yield from self.lines.say(how, first="  ")
        yield ""

    def _unknown(self) -> Iterator[str]:
        if not self.report.unknown:
            return
        yield self.lines.paint("Unknown: a fact is missing, so nothing was decided here", "bold")
        groups: dict[tuple[str, str], list[str]] = {}
        for unknown in self.report.unknown:
            groups.setdefault((unknown.code, unknown.missing), []).append(unknown.element)
        for (code, missing), elements in sorted(groups.items())[:_MOST_UNKNOWN]:
            shown = ", ".join(elements[:_MOST_PLACES])
            more = f" and {len(elements) - _MOST_PLACES} more" if len(elements) > _MOST_PLACES else ""
            yield from self.lines.say(f"{code} {missing}: {shown}{more}", first="  ", then="          ")
        if len(groups) > _MOST_UNKNOWN:
            yield f"  and {len(groups) - _MOST_UNKNOWN} more kinds; see `--format json`"
        yield ""

    def _waivers(self) -> Iterator[str]:
        if not self.report.waivers:
            return
        yield self.lines.paint("Waivers", "bold")
        for record in self.report.waivers:
            waiver = record.waiver
            until = f"until {waiver.until}" if waiver.until else "no date"
            by = f", {waiver.by}" if waiver.by else ""
            why = f": {waiver.because}" if waiver.because else ""
            said = f"{record.state} {waiver.rule} at {', '.join(waiver.at)}, {until}{by}{why}"
            yield from self.lines.say(said, first="  ", then="    ")
        yield ""

    def _not_run(self) -> Iterator[str]:
        checks = [check for check in self.report.checks if check.outcome == "not run"]
        plugins = [plugin for plugin in self.report.plugins if plugin.state != "loaded"]
        if not checks and not plugins:
            return
        yield self.lines.paint("Not run", "bold")
        for check in checks:
            yield from self.lines.say(f"{check.code} {check.name}: {check.why_not}", first="  ", then="    ")
        for plugin in plugins:
            yield from self.lines.say(
                f"plugin {plugin.name} {plugin.state}: {plugin.error}", first="  ", then="    "
            )
        yield ""
