"""The report as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxmap import Report, ReportedFinding, renderer, visible
from cxmap_audits.families import family_title

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$@])")
_SIGNS = {"error": "🛑", "warning": "⚠️", "info": "ℹ️"}
_MARKS = {"pass": "✅", "fail": "❌", "incomplete": "🚧", "error": "🚫"}


@renderer("markdown", formats=("markdown",))
def to_markdown(report: Report, *, prefix: str = "", most: int = 200) -> str:
    """For a comment on a change: the verdict first, then what is new, by family.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
        most: how many findings are listed; the rest are counted.
    """
    name = report.workspace.name if report.workspace is not None else "cxmap"
    lines = [
        f"## {_MARKS[report.verdict.state]} {_plain(name)}: {report.verdict.state}",
        "",
        _plain(report.verdict.sentence),
        "",
    ]
    lines += [f"*{_plain(note)}*\n" for note in report.notes]
    if report.selection:
        lines += [f"Only what touches {_code(report.selection)}.", ""]
    for problem in report.errors:
        lines.append(f"- {_code(f'{prefix}{problem.place}')} {problem.code} {_words(problem.message)}")
    listed = report.findings[:most]
    open_ = [finding for finding in listed if finding.waived is None and finding.baseline != "existing"]
    for family in sorted({finding.code[:3] for finding in open_}):
        lines += [f"### {family_title(family)}", ""]
        for finding in (one for one in open_ if one.code[:3] == family):
            lines += _finding(finding, prefix)
        lines.append("")
    lines += _folded("Waived", [finding for finding in listed if finding.waived is not None], prefix)
    lines += _folded(
        "In the baseline", [f for f in listed if f.waived is None and f.baseline == "existing"], prefix
    )
    if len(report.findings) > most:
        lines += [f"{len(report.findings) - most} more findings are not listed here.", ""]
    lines += _rest(report)
    return "\n".join(lines).rstrip() + "\n"


def _finding(finding: ReportedFinding, prefix: str) -> Iterator[str]:
    place = f"{prefix}{finding.place.file}:{finding.place.line}"
    yield f"- {_SIGNS[finding.severity]} **{finding.code}** {_plain(finding.name)} at {_code(finding.element)} ({_code(place)})  "
    yield f"  {_words(finding.message)}"
    if finding.path:
        yield "  <br>path: " + " → ".join(
            f"{_code(step.element)} (line {step.place.line})" for step in finding.path
        )


def _folded(title: str, findings: list[ReportedFinding], prefix: str) -> Iterator[str]:
    if findings:
        yield f"<details><summary>{title}: {len(findings)}</summary>"
        yield ""
        for finding in findings:
            yield from _finding(finding, prefix)
            if finding.waived is not None:
                yield f"  <br>until {finding.waived.until}: {_plain(str(finding.waived.because or ''))}"
        yield ""
        yield "</details>"
        yield ""


def _rest(report: Report) -> Iterator[str]:
    missing = [check for check in report.checks if check.outcome == "not run"]
    if missing:
        yield "### Not run"
        yield ""
        yield from (f"- **{check.code}** {_plain(check.name)}: {_plain(check.why_not)}" for check in missing)
        yield ""
    if report.unknown:
        yield f"<details><summary>Unknown: {len(report.unknown)}</summary>"
        yield ""
        for unknown in report.unknown[:200]:
            yield f"- **{unknown.code}** at {_code(unknown.element)}: {_plain(unknown.missing)}"
        if len(report.unknown) > 200:
            yield f"- and {len(report.unknown) - 200} more"
        yield ""
        yield "</details>"
        yield ""
    if report.fixed:
        yield f"{len(report.fixed)} findings of the baseline are fixed."
        yield ""


def _plain(text: str) -> str:
    """Text that Markdown and HTML take as it is."""
    return _SPECIAL.sub(r"\\\1", visible(text, one_line=True))


def _code(text: str) -> str:
    """Text as code, with a fence longer than any run of backticks in it."""
    shown = visible(text, one_line=True)
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {shown} {fence}" if longest else f"{fence}{shown}{fence}"


def _words(message: str) -> str:
    """A message: what stands between backticks as code, everything else as plain text."""
    parts = visible(message, one_line=True).split("`")
    return "".join(_code(part) if position % 2 else _plain(part) for position, part in enumerate(parts))
