"""The report as Markdown for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxmap import Report, ReportedFinding, renderer
from cxmap_audits.escaping import harmless
from cxmap_audits.families import family_of, family_title
from cxmap_audits.standing import standing, worst_first
from cxmap_audits.wording import count, on

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$@:=^])")
_CALLING = re.compile(r"\\([@#])(?=\w)")  # people and issues; an empty comment keeps them from being called
_SIGNS = {"error": "🛑", "warning": "⚠️", "info": "🔹", "waived": "◇", "accepted": "◇"}
_MARKS = {"pass": "✅", "fail": "❌", "incomplete": "🚧", "error": "🚫"}
_ROOM = 50_000  # characters for findings; a comment may have 65,536
_MOST_UNKNOWN = 50


@renderer("markdown", formats=("markdown",))
def to_markdown(report: Report, *, prefix: str = "", most: int = 200) -> str:
    """For a comment on a change: the verdict first, then what is new, by family.

    Options:
        prefix: the way from the current folder to the workspace, put before every file.
        most: how many findings are listed, the worst first, as far as a comment has room; the rest are counted.
    """
    lines = [*_head(report, prefix), *_findings(report, prefix, most), *_rest(report)]
    return "\n".join(lines).rstrip() + "\n"


def _head(report: Report, prefix: str) -> Iterator[str]:
    name = report.workspace.name if report.workspace is not None else "cxmap"
    yield f"## {_MARKS[report.verdict.state]} {_plain(name)}: {report.verdict.state}"
    yield ""
    yield _plain(report.verdict.sentence)
    yield ""
    for note in report.notes:
        yield f"*{_plain(note)}*"
        yield ""
    if report.selection:
        yield f"Only what touches {_code(report.selection)}."
        yield ""
    for problem in report.errors:
        yield f"- {_code(f'{prefix}{problem.place}')} {problem.code} {_words(problem.message)}"


def _findings(report: Report, prefix: str, most: int) -> Iterator[str]:
    """Open findings by family, then those set aside in folds; only as many as there is room for."""
    listed: dict[str, list[str]] = {}
    room, left = _ROOM, len(report.findings)
    for finding in worst_first(report.findings)[:most]:
        text = "\n".join(_finding(finding, prefix))
        room -= len(text)
        if room < 0:
            break
        left -= 1
        listed.setdefault(_heading(finding), []).append(text)
    for heading, texts in listed.items():
        if heading in ("Waived", "In the baseline"):
            yield from _folded(heading, len(texts), texts)
        else:
            yield from (f"### {_plain(heading)}", "", *texts, "")
    if left:
        yield f"{count(left, 'more finding')} not listed here, none worse than these; the JSON report has all."
        yield ""


def _heading(finding: ReportedFinding) -> str:
    aside = {"waived": "Waived", "accepted": "In the baseline"}
    return aside.get(standing(finding)) or family_title(family_of(finding.code))


def _finding(finding: ReportedFinding, prefix: str) -> Iterator[str]:
    place = _code(f"{prefix}{finding.place.file}:{finding.place.line}")
    name = f"**{_plain(finding.code)}** {_plain(finding.name)}"
    yield f"- {_SIGNS[standing(finding)]} {name} at {_code(finding.element)} ({place})  "
    yield f"  {_words(finding.message)}"
    if finding.path:
        yield "  <br>path: " + " → ".join(
            f"{_code(step.element)} (line {step.place.line})" for step in finding.path
        )
    if finding.waived is not None:
        yield f"  <br>waived until {on(finding.waived.until)}: {_plain(str(finding.waived.because or 'no reason given'))}"


def _folded(title: str, number: int, lines: list[str]) -> Iterator[str]:
    yield from (f"<details><summary>{title}: {number}</summary>", "", *lines, "", "</details>", "")


def _rest(report: Report) -> Iterator[str]:
    missing = [check for check in report.checks if check.outcome == "not run"]
    if missing:
        yield from ("### Not run", "")
        for check in missing[:_MOST_UNKNOWN]:
            yield f"- **{_plain(check.code)}** {_plain(check.name)}: {_plain(check.why_not[:300])}"
        if len(missing) > _MOST_UNKNOWN:
            yield f"- and {len(missing) - _MOST_UNKNOWN} more"
        yield ""
    if report.unknown:
        texts = [
            f"- **{_plain(one.code)}** at {_code(one.element)}: {_plain(one.missing)}"
            for one in report.unknown[:_MOST_UNKNOWN]
        ]
        if len(report.unknown) > _MOST_UNKNOWN:
            texts.append(f"- and {len(report.unknown) - _MOST_UNKNOWN} more")
        yield from _folded("Unknown", len(report.unknown), texts)
    if report.fixed:
        yield f"{count(len(report.fixed), 'finding')} of the baseline fixed."
        yield ""


def _plain(text: str) -> str:
    """Text that Markdown and HTML take as it is, and that calls nobody."""
    escaped = _SPECIAL.sub(r"\\\1", harmless(text, one_line=True))
    return _CALLING.sub(r"\\\1<!-- -->", escaped)


def _code(text: str) -> str:
    """Text as code, with a fence longer than any run of backticks in it."""
    said = harmless(text, one_line=True)
    longest = max((len(run) for run in re.findall(r"`+", said)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {said} {fence}" if longest else f"{fence}{said}{fence}"


def _words(message: str) -> str:
    """A message: what stands between backticks as code, everything else as plain text."""
    parts = harmless(message, one_line=True).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return "".join(
        _code(part) if position % 2 else _plain(part) for position, part in enumerate(parts) if part
    )
