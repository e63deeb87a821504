"""What changed from one period to another, and which of it is more than chance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import erfc, sqrt

from cxmap import benjamini_hochberg, newcombe
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.groups import period_sql
from cxmap_eventlog.outcomes import ENDED, LEFT, OPEN
from cxmap_eventlog.refusal import refuse

Bounds = tuple[float, float]
FEWEST = 10
METHOD = (
    "Cases by the period of their first event, in UTC. Difference with its 95% Newcombe interval; two-proportion z test; "
    "significant = holds after Benjamini-Hochberg at 5% over all rows. Ways out of touchpoints with fewer than "
    f"{FEWEST} visits in either period are left out."
)


@dataclass(frozen=True, slots=True)
class Change:
    """The share of one way out of a touchpoint in two periods; `to` may be `end` or `drop-off`."""

    from_: str
    to: str
    count_before: int
    visits_before: int
    count_after: int
    visits_after: int
    difference: float
    interval: Bounds
    p: float
    significant: bool


@dataclass(frozen=True)
class Delta:
    """Two periods and all ways, the surest changes first."""

    before: str
    after: str
    cases_before: int
    cases_after: int
    changes: tuple[Change, ...]


Counts = dict[str, dict[str, int]]
# No activity is called so, while some are called `end`.
END, DROP = "", "\0"
SHOWN = {END: "end", DROP: "drop-off"}


def compare(log: EventLog, before: str, after: str, period: str, returning: Collection[str] = ()) -> Delta:
    """Compare the shares of all ways out of all touchpoints."""
    label = period_sql(period, "cases.first")
    cases = dict(log.store.rows(f"SELECT {label} AS p, count(*) FROM cases GROUP BY p ORDER BY p"))
    for wanted in (before, after):
        if wanted not in cases:
            listed = ", ".join(cases)
            raise refuse(
                log.file, "LOG006", f"--compare: no case began in `{wanted}`; there are {listed[:300]}"
            )
    one, other = (_count(log, label, wanted, returning) for wanted in (before, after))
    rows = []
    for source in sorted(one.keys() & other.keys()):
        n1, n2 = sum(one[source].values()), sum(other[source].values())
        if min(n1, n2) < FEWEST:
            continue
        for target in sorted(one[source].keys() | other[source].keys()):
            rows.append((source, target, one[source].get(target, 0), n1, other[source].get(target, 0), n2))
    p_values = [_p_value(k1, n1, k2, n2) for _, _, k1, n1, k2, n2 in rows]
    holds = benjamini_hochberg(p_values) if rows else ()
    changes = [
        Change(
            source,
            SHOWN.get(target, target),
            k1,
            n1,
            k2,
            n2,
            k2 / n2 - k1 / n1,
            newcombe(k2, n2, k1, n1),
            p,
            held,
        )
        for (source, target, k1, n1, k2, n2), p, held in zip(rows, p_values, holds, strict=True)
    ]
    changes.sort(key=lambda change: (not change.significant, change.p, change.from_, change.to))
    return Delta(before, after, cases[before], cases[after], tuple(changes))


def _p_value(k1: int, n1: int, k2: int, n2: int) -> float:
    pooled = (k1 + k2) / (n1 + n2)
    error = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return 1.0 if error == 0 else round(erfc(abs(k1 / n1 - k2 / n2) / error / sqrt(2)), 12)


def _count(log: EventLog, label: str, wanted: str, returning: Collection[str]) -> Counts:
    """How often every way was taken by the cases of one period; open cases have no known last step."""
    passed = ", ".join(str(n) for n, name in enumerate(log.activities) if name in returning) or "-1"
    rows = log.store.rows(
        "WITH k AS (SELECT trace.c, i, a FROM trace JOIN cases USING (c) "
        f"WHERE a NOT IN ({passed}) AND {label} = '{wanted}'), s AS (SELECT c, a, "
        "lead(a) OVER (PARTITION BY c ORDER BY i) AS b FROM k) SELECT s.a, b, CASE WHEN b IS NULL THEN o END, count(*) "
        "FROM s JOIN outcome USING (c) GROUP BY ALL ORDER BY ALL"
    )
    found: Counts = {}
    for a, b, how, count in rows:
        if how == OPEN:
            continue
        target = log.activities[b] if b is not None else {ENDED: END, LEFT: DROP}[how]
        found.setdefault(log.activities[a], {})[target] = count
    return found
