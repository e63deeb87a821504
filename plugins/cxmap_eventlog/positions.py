"""Where in their paths customers meet an activity."""

from __future__ import annotations

from cxmap_eventlog.eventlog import EventLog


def positions(log: EventLog) -> list[tuple[int, int]]:
    """Each activity and its mean place in the paths, from 0 (first) to 1000 (last), in whole numbers."""
    return [
        (a, position)
        for a, position in log.store.rows(
            "SELECT a, sum(place)::BIGINT // count(*) AS position FROM (SELECT c, a, "
            "min(CASE WHEN n > 1 THEN (i - start) * 1000 // (n - 1) ELSE 0 END) AS place FROM trace JOIN "
            "(SELECT c, min(i) AS start, count(*) AS n FROM trace GROUP BY c) USING (c) GROUP BY c, a) "
            "GROUP BY a ORDER BY position, a"
        )
    ]
