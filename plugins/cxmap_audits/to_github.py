"""The report as workflow commands that annotate a pull request."""

from __future__ import annotations

from cxmap import Report, renderer, visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


@renderer("github", formats=("github",))
def to_github(report: Report, *, prefix: str = "") -> str:
    """For GitHub: one annotation a finding, and the verdict as the last line.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
    """
    lines = []
    for problem in report.errors:
        place = problem.place
        lines.append(
            _command("error", prefix + place.file, place.line, place.column, problem.code, problem.message)
        )
    for finding in report.findings:
        command = (
            "notice" if finding.waived or finding.baseline == "existing" else _COMMANDS[finding.severity]
        )
        title = f"{finding.code} {finding.name}" + (" (waived)" if finding.waived else "")
        text = finding.message
        if finding.path:
            text += "\npath: " + " > ".join(
                f"{step.element} (line {step.place.line})" for step in finding.path
            )
        place = finding.place
        lines.append(_command(command, prefix + place.file, place.line, place.column, title, text))
    for check in report.checks:
        if check.outcome == "not run":
            lines.append(
                f"::error title={_property(check.code)}::{_data(f'{check.name} did not run: {check.why_not}')}"
            )
    lines.append(visible(report.verdict.sentence, one_line=True))
    return "\n".join(lines) + "\n"


def _command(command: str, file: str, line: int, column: int, title: str, text: str) -> str:
    where = f"file={_property(file)},line={line},col={column},title={_property(title)}"
    return f"::{command} {where}::{_data(text)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
