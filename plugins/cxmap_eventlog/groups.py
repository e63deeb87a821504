"""The same few numbers per persona and per period."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap import wilson
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import seconds
from cxmap_eventlog.outcomes import ENDED, LEFT, OPEN

Bounds = tuple[float, float]
PERIODS = {"day": "%Y-%m-%d", "month": "%Y-%m", "quarter": "", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one persona or of one period, by how they ended; `share` is left / (ended + left)."""

    name: str
    cases: int
    events: int
    ended: int
    left: int
    open: int
    share_left: float | None
    interval: Bounds | None
    median_duration: float


def period_sql(period: str, column: str) -> str:
    """The SQL expression of the period, in UTC, in which a time lies."""
    moment = f"make_timestamp({column})"
    if period == "quarter":
        return f"year({moment})::VARCHAR || '-Q' || quarter({moment})::VARCHAR"
    return f"strftime({moment}, '{PERIODS[period]}')"


def by_period(log: EventLog, period: str) -> tuple[Group, ...]:
    """The cases by the period of their first event."""
    return _groups(log, period_sql(period, "first"), None)


def by_persona(log: EventLog) -> tuple[Group, ...]:
    """The cases by the persona that the log gives them; those without one are `not said`."""
    if not log.personas:
        return ()
    return _groups(log, "persona", log.personas)


def _groups(log: EventLog, key: str, names: tuple[str, ...] | None) -> tuple[Group, ...]:
    rows = log.store.rows(
        f"SELECT {key} AS g, count(*), sum(n)::BIGINT, count(*) FILTER (o = {ENDED}), count(*) FILTER (o = {LEFT}), "
        f"count(*) FILTER (o = {OPEN}), quantile_cont(cases.last - first, 0.5) FROM cases JOIN outcome USING (c) "
        "GROUP BY g ORDER BY g NULLS LAST"
    )
    found = []
    for key_value, cases, events, ended, left, still_open, duration in rows:
        name = "not said" if key_value is None else names[key_value] if names else str(key_value)
        settled = ended + left
        share, interval = (left / settled, wilson(left, settled)) if settled else (None, None)
        found.append(Group(name, cases, events, ended, left, still_open, share, interval, seconds(duration)))
    return tuple(found)
