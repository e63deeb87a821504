"""Waivers with the time they have left, drawn to one scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cxmap import Report, WaiverRecord
from cxmap_audits.elements import Elements
from cxmap_audits.wording import count, on, spoken

_YEAR = 365


@dataclass(frozen=True)
class Lifeline:
    """One waiver: what it allows, who says so, and how much of the scale is left."""

    rule: str
    code: str
    at: str
    because: str
    by: str
    approved_by: str
    until: str
    state: str
    left: str
    share: float


@dataclass(frozen=True)
class Lifelines:
    """All waivers, and the two ends of their scale."""

    lines: tuple[Lifeline, ...]
    start: str
    end: str


def draw_lifelines(report: Report, elements: Elements) -> Lifelines:
    """Every waiver on one scale: from the day of the audit to a year later, or to the last end."""
    ends = [
        (record.waiver.until - report.as_of).days
        for record in report.waivers
        if record.waiver.until is not None
    ]
    span = max([_YEAR, *ends])
    end = report.as_of + timedelta(days=span)
    lines = tuple(_line(record, report, elements, span) for record in report.waivers)
    return Lifelines(lines, on(report.as_of), "one year" if span == _YEAR else on(end))


def _line(record: WaiverRecord, report: Report, elements: Elements, span: int) -> Lifeline:
    waiver = record.waiver
    left = None if waiver.until is None else (waiver.until - report.as_of).days
    check = next((one for one in report.checks if waiver.rule in (one.code, one.name)), None)
    journey = waiver.journey[0] if waiver.journey else None
    journey = journey or (report.journeys[0] if len(report.journeys) == 1 else None)
    return Lifeline(
        rule=spoken(check.name if check is not None else waiver.rule),
        code=check.code if check is not None else "",
        at=", ".join(elements.title(journey, place) for place in waiver.at),
        because=str(waiver.because or "no reason given"),
        by=str(waiver.by or "nobody"),
        approved_by=str(waiver.approved_by or ""),
        until=on(waiver.until),
        state=record.state,
        left=_left(left),
        share=0.0 if left is None else max(0.0, min(1.0, left / span)),
    )


def _left(days: int | None) -> str:
    if days is None:
        return "has no end"
    if days < 0:
        return f"ended {count(-days, 'day')} ago"
    return "ends today" if days == 0 else f"ends in {count(days, 'day')}"
