"""Months, quarters and years of the calendar, and the days they end on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST_PERIODS = 24


def period_of(month: int, period: str) -> str:
    """A period as the language writes it, from a number such as 202610: 2026-10, 2026-Q4 or 2026."""
    year, number = divmod(month, 100)
    if period == "year":
        return f"{year:04d}"
    return f"{year:04d}-Q{(number + 2) // 3}" if period == "quarter" else f"{year:04d}-{number:02d}"


def period_ends(first: date, last: date, period: str) -> list[tuple[str, date]]:
    """The periods that end between two days, oldest first, at most the latest two dozen.

    A period counts as covered when rows reach into its last twentieth: not every day has a row.
    """
    slack = timedelta(days=round(MONTHS[period] * 365.25 / 12 / 20))
    return list(_ends(first, last + slack, period))[-MOST_PERIODS:]


def _ends(first: date, last: date, period: str) -> Iterator[tuple[str, date]]:
    step = MONTHS[period]
    year, month = first.year, (first.month - 1) // step * step
    while True:
        month += step
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        if end > last:
            return
        if end >= first:
            yield period_of(end.year * 100 + end.month, period), end
