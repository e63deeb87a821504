"""How often a metric is measured, in days."""

from __future__ import annotations

from cxmap import read_duration

DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}


def days_of(every: str) -> float:
    """The length of a word such as `month`, or of a duration."""
    return DAYS[every] if every in DAYS else read_duration(every).seconds / 86400
