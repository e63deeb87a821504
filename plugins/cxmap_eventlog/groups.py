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
    """The cases of one persona or of one period.

    How they ended (`share_left` = left / (ended + left)), how many did something again (`share_again`), and, where
    channels and contacts are known, the rates of channel switches, repeat contacts and first-contact resolution.
    """

    name: str
    cases: int
    events: int
    ended: int
    left: int
    open: int
    share_left: float | None
    interval: Bounds | None
    median_duration: float
    again: int
    share_again: float
    again_interval: Bounds
    switches: int
    moves: int
    switch_rate: float | None
    contacts: int
    repeat_contacts: int
    repeat_rate: float | None
    repeat_interval: Bounds | None
    resolved_first: int
    issues_settled: int
    fcr: float | None
    fcr_interval: Bounds | None


def period_sql(period: str, column: str) -> str:
    """The SQL expression of the period, in UTC, in which a time lies."""
    moment = f"make_timestamp({column})"
    if period == "quarter":
        return f"year({moment})::VARCHAR || '-Q' || quarter({moment})::VARCHAR"
    return f"strftime({moment}, '{PERIODS[period]}')"


def by_period(log: EventLog, period: str) -> tuple[Group, ...]:
    """The cases by the period of their first event."""
    return _groups(log, period_sql(period, "cases.first"), None)


def by_persona(log: EventLog) -> tuple[Group, ...]:
    """The cases by the persona that the log gives them; those without one are `not said`."""
    if not log.personas:
        return ()
    return _groups(log, "persona", log.personas)


def _prepare(log: EventLog) -> None:
    """One row a case with what is summed per group; channels and contacts are empty where nobody asked for them."""
    log.store.run("CREATE OR REPLACE TEMP TABLE sums AS SELECT v, max(n) > 1 AS again FROM met GROUP BY v")
    have = {str(name) for (name,) in log.store.rows("SELECT table_name FROM duckdb_tables()")}
    if "moves" not in have:
        log.store.run("CREATE TEMP TABLE moves (c INTEGER, h INTEGER, g INTEGER)")
    if "issues" not in have:
        log.store.run("CREATE TEMP TABLE issues (c INTEGER, n INTEGER, first BOOLEAN, pending BOOLEAN)")


def _groups(log: EventLog, key: str, names: tuple[str, ...] | None) -> tuple[Group, ...]:
    _prepare(log)
    rows = log.store.rows(_query(key))
    found = []
    for row in rows:
        (
            value,
            cases,
            events,
            ended,
            left,
            still_open,
            duration,
            again,
            switches,
            moves,
            contacts,
            issues,
            first,
            settled,
        ) = row
        name = "not said" if value is None else names[value] if names else str(value)
        repeats = contacts - issues
        found.append(
            Group(
                name, cases, events, ended, left, still_open, *_rate(left, ended + left), seconds(duration),
                again, again / cases, wilson(again, cases),
                switches, moves, switches / moves if moves else None,
                contacts, repeats, *_rate(repeats, contacts),
                first, settled, *_rate(first, settled),
            )
        )  # fmt: skip
    return tuple(found)


def _rate(part: int, whole: int) -> tuple[float | None, Bounds | None]:
    return (part / whole, wilson(part, whole)) if whole else (None, None)


def _query(key: str) -> str:
    """Everything per group in one query; repeats are the contacts beyond the first of each issue."""
    return (
        "WITH m AS (SELECT c, count(*) FILTER (h <> g) AS switches, count(g) AS moves FROM moves GROUP BY c), "
        "i AS (SELECT c, sum(n) AS contacts, count(*) AS issues, count(*) FILTER (first AND NOT pending) AS resolved, "
        "count(*) FILTER (NOT pending) AS settled FROM issues GROUP BY c) "
        f"SELECT {key} AS k, count(*), sum(n)::BIGINT, count(*) FILTER (o = {ENDED}), count(*) FILTER (o = {LEFT}), "
        f"count(*) FILTER (o = {OPEN}), quantile_cont(cases.last - cases.first, 0.5), count(*) FILTER (again), "
        "coalesce(sum(switches), 0)::BIGINT, coalesce(sum(moves), 0)::BIGINT, coalesce(sum(contacts), 0)::BIGINT, "
        "coalesce(sum(issues), 0)::BIGINT, coalesce(sum(resolved), 0)::BIGINT, coalesce(sum(settled), 0)::BIGINT "
        "FROM cases JOIN outcome USING (c) JOIN sums USING (v) LEFT JOIN m USING (c) LEFT JOIN i USING (c) "
        "GROUP BY k ORDER BY k NULLS LAST"
    )
