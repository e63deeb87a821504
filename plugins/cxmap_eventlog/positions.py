"""Where in their paths customers meet an activity."""

from __future__ import annotations

from cxmap_eventlog.eventlog import EventLog


def positions(log: EventLog) -> list[tuple[int, int]]:
    """Each activity and the mean number of steps before a case first meets it, in thousandths, earliest first."""
    rows = log.store.rows(
        "SELECT a, sum(place)::BIGINT * 1000 // count(*) AS position FROM (SELECT c, a, min(i - start) AS place "
        "FROM trace JOIN (SELECT c, min(i) AS start FROM trace GROUP BY c) USING (c) GROUP BY c, a) "
        "GROUP BY a ORDER BY position, a"
    )
    return [(a, position) for a, position in rows]
