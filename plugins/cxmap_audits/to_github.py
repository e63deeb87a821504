"""The report as workflow commands that annotate a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import Place, Report, ReportedFinding, renderer
from cxmap_audits.escaping import harmless
from cxmap_audits.standing import worst_first
from cxmap_audits.wording import count

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


@renderer("github", formats=("github",))
def to_github(report: Report, *, prefix: str = "", most: int = 1000) -> str:
    """For GitHub: one annotation a finding, and the verdict as the last line.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
        most: how many findings are annotated, the worst first; the rest are counted.
    """
    return "\n".join(_lines(report, prefix, most)) + "\n"


def _lines(report: Report, prefix: str, most: int) -> Iterator[str]:
    for problem in report.errors:
        yield _command("error", prefix, problem.place, problem.code, problem.message)
    for finding in worst_first(report.findings)[:most]:
        yield _annotation(finding, prefix)
    left = len(report.findings) - most
    if left > 0:
        yield f"::warning title=cxmap::{count(left, 'more finding')} not annotated here, none worse than these"
    for check in report.checks:
        if check.outcome == "not run":
            title = _property(check.code)
            yield f"::error title={title}::{_data(f'{check.name} did not run: {check.why_not}')}"
    yield harmless(report.verdict.sentence, one_line=True)


def _annotation(finding: ReportedFinding, prefix: str) -> str:
    aside = finding.waived is not None or finding.baseline == "existing"
    command = "notice" if aside else _COMMANDS[finding.severity]
    said = " (waived)" if finding.waived else " (in the baseline)" if aside else ""
    text = finding.message
    if finding.path:
        text += "\npath: " + " > ".join(f"{step.element} (line {step.place.line})" for step in finding.path)
    return _command(command, prefix, finding.place, f"{finding.code} {finding.name}{said}", text)


def _command(command: str, prefix: str, place: Place, title: str, text: str) -> str:
    file = _property(prefix + place.file)
    return f"::{command} file={file},line={place.line},col={place.column},title={_property(title)}::{_data(text)}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
