"""The last lines of a report for a terminal: a table by family, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxmap import Report
from cxmap_audits.escaping import harmless
from cxmap_audits.families import family_of, family_title
from cxmap_audits.lines import Lines
from cxmap_audits.standing import tally
from cxmap_audits.wording import count

_HEADS = ("checks", "error", "warning", "info", "accepted", "waived", "unknown")


def summary(report: Report, lines: Lines) -> Iterator[str]:
    """How much of what was found where, and the verdict as the last line."""
    rows = _rows(report)
    if rows:
        yield from _table(report, rows, lines)
        yield ""
    if report.fixed:
        yield f"{count(len(report.fixed), 'finding')} of the baseline no longer there"
    yield lines.paint(harmless(report.verdict.sentence, one_line=True), report.verdict.state)


def _rows(report: Report) -> list[tuple[str, list[int]]]:
    families = sorted({family_of(check.code) for check in report.checks}, key=family_title)
    return [(harmless(family_title(family), one_line=True), _row(report, family)) for family in families]


def _row(report: Report, family: str) -> list[int]:
    found = tally(finding for finding in report.findings if family_of(finding.code) == family)
    checks = sum(family_of(check.code) == family for check in report.checks)
    unknown = sum(family_of(one.code) == family for one in report.unknown)
    return [checks, found.error, found.warning, found.info, found.accepted, found.waived, unknown]


def _table(report: Report, rows: Sequence[tuple[str, list[int]]], lines: Lines) -> Iterator[str]:
    """The table without columns nobody needs; a dash is easier to skip than a nought."""
    totals = [sum(column) for column in zip(*(row for _, row in rows), strict=True)]
    baseline = any(finding.baseline is not None for finding in report.findings)
    kept = [position for position, head in enumerate(_HEADS) if head != "accepted" or baseline]
    room = max(len(title) for title, _ in (*rows, ("all", [])))
    yield lines.paint(" " * room + "".join(f"{_HEADS[position]:>9}" for position in kept), "dim")
    for title, row in (*rows, ("all", totals)):
        yield f"{title:<{room}}" + "".join(f"{_cell(row[position]):>9}" for position in kept)


def _cell(number: int) -> str:
    return f"{number:,}" if number else "-"
