"""How long customers stay and wait, with those who are still waiting counted fairly (Kaplan-Meier)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import seconds
from cxmap_eventlog.outcomes import ENDED


@dataclass(frozen=True, slots=True)
class Wait:
    """Times in seconds at one place: percentiles of those that ended, and the median with the censored counted.

    `median_all` is the Kaplan-Meier median; nothing when fewer than half ever moved on.
    """

    name: str
    n: int
    censored: int
    p50: float | None
    p90: float | None
    p95: float | None
    median_all: float | None


@dataclass(frozen=True, slots=True)
class Work:
    """Times in seconds of one activity between its start and its completion, and between steps before its start."""

    name: str
    n: int
    unpaired: int
    service_p50: float
    service_p90: float
    waiting_p50: float | None
    waiting_p90: float | None


def time_to_next(log: EventLog) -> tuple[Wait, ...]:
    """From each event to the next of its case; the last event of a case that did not end is censored."""
    seen = "SELECT a AS g, d FROM trace WHERE d IS NOT NULL"
    still = f"SELECT a AS g, {log.last} - last AS d FROM outcome WHERE o <> {ENDED}"
    return _summarise(log, log.activities, seen, still)


def time_in_stages(log: EventLog, stages: Sequence[str]) -> tuple[Wait, ...]:
    """From entering a stage to entering another, per visit; visits not yet over are censored (needs `staged`)."""
    log.store.run(
        "CREATE OR REPLACE TEMP TABLE visits AS WITH s AS (SELECT c, s, t, i, "
        "lag(s) OVER (PARTITION BY c ORDER BY i) AS before FROM trace JOIN staged USING (a)), "
        "e AS (SELECT c, s, t, lead(t) OVER (PARTITION BY c ORDER BY i) AS until FROM s "
        "WHERE before IS DISTINCT FROM s) SELECT * FROM e"
    )
    seen = "SELECT s AS g, until - t AS d FROM visits WHERE until IS NOT NULL"
    still = (
        f"SELECT s AS g, {log.last} - t AS d FROM visits JOIN outcome USING (c) "
        f"WHERE until IS NULL AND o <> {ENDED}"
    )
    return _summarise(log, stages, seen, still)


def _summarise(log: EventLog, names: Sequence[str], seen: str, still: str) -> tuple[Wait, ...]:
    """The times of each group, out of the query of those that are over and the query of those that are not."""
    censored = dict(log.store.rows(f"SELECT g, count(*) FROM ({still}) GROUP BY g"))
    over = {
        g: (n, tuple(quantiles))
        for g, n, quantiles in log.store.rows(
            f"SELECT g, count(*), quantile_cont(d, [0.5, 0.9, 0.95]) FROM ({seen}) GROUP BY g"
        )
    }
    medians = _medians(log, seen, still)
    found = []
    for g in sorted(over.keys() | censored.keys()):
        n, (p50, p90, p95) = over.get(g, (0, (None, None, None)))
        found.append(
            Wait(names[g], n, censored.get(g, 0), _some(p50), _some(p90), _some(p95), medians.get(g))
        )
    return tuple(found)


def _some(micros: float | None) -> float | None:
    return None if micros is None else seconds(micros)


def _medians(log: EventLog, seen: str, still: str) -> Mapping[int, float]:
    """The Kaplan-Meier median of each group: the first age at which half or fewer remain."""
    rows = log.store.rows(
        f"WITH tally AS (SELECT g, d, count(*) AS gone, count(*) AS n FROM ({seen}) GROUP BY g, d "
        f"UNION ALL SELECT g, d, 0, count(*) FROM ({still}) GROUP BY g, d), "
        # Rows of the same age are peers, so that both halves of the tally count as at risk.
        "risk AS (SELECT g, d, gone, sum(n) OVER (PARTITION BY g ORDER BY d DESC) AS at_risk FROM tally), "
        "alive AS (SELECT g, d, gone = at_risk AS all_gone, sum(CASE WHEN gone < at_risk THEN "
        "ln(1 - gone / at_risk) ELSE 0 END) OVER (PARTITION BY g ORDER BY d) AS log_share FROM risk WHERE gone > 0) "
        "SELECT g, min(d) FROM alive WHERE all_gone OR log_share <= ln(0.5) + 1e-9 GROUP BY g"
    )
    return {g: seconds(d) for g, d in rows}


def work_times(log: EventLog) -> tuple[Work, ...]:
    """Service and waiting times where the log says when activities started: the n-th start meets the n-th completion."""
    if not log.has_starts:
        return ()
    log.store.run(
        "CREATE OR REPLACE TEMP TABLE work AS WITH s AS (SELECT c, a, t, row_number() OVER "
        "(PARTITION BY c, a ORDER BY t) AS k FROM starts), e AS (SELECT c, a, t, row_number() OVER "
        "(PARTITION BY c, a ORDER BY i) AS k FROM trace), p AS (SELECT s.c, s.a, s.t AS began, e.t AS done FROM s "
        "LEFT JOIN e USING (c, a, k)) SELECT p.*, began - trace.t AS waited FROM p ASOF LEFT JOIN trace "
        "ON p.c = trace.c AND p.began >= trace.t"
    )
    rows = log.store.rows(
        "SELECT a, count(*) FILTER (done >= began), count(*) FILTER (done IS NULL OR done < began), "
        "quantile_cont(done - began, 0.5) FILTER (done >= began), quantile_cont(done - began, 0.9) "
        "FILTER (done >= began), quantile_cont(waited, 0.5), quantile_cont(waited, 0.9) FROM work GROUP BY a ORDER BY a"
    )
    return tuple(
        Work(log.activities[a], n, unpaired, seconds(s50), seconds(s90), _some(w50), _some(w90))
        for a, n, unpaired, s50, s90, w50, w90 in rows
        if n
    )


def case_times(log: EventLog) -> dict[str, float]:
    """How long cases last from first to last event, in seconds."""
    row = log.store.rows(
        "SELECT quantile_cont(last - first, 0.5), quantile_cont(last - first, 0.9), max(last - first) FROM cases"
    )[0]
    return {"p50": seconds(row[0]), "p90": seconds(row[1]), "longest": seconds(row[2])}
