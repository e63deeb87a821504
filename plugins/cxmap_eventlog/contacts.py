"""Channel switches, repeat contacts and first-contact resolution, as the canon of metrics defines them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cxmap import ratio_interval, wilson
from cxmap_eventlog.eventlog import EventLog

Bounds = tuple[float, float]
WINDOW = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Switches:
    """Neighbouring events of a case on different channels, out of all neighbours whose channels are known."""

    pairs: int
    switches: int
    rate: float | None
    interval: Bounds | None
    method: str
    between: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Contacts:
    """Contacts and the issues they belong to; issues younger than the window are pending."""

    contacts: int
    repeats: int
    repeat_rate: float | None
    repeat_interval: Bounds | None
    issues: int
    pending: int
    resolved_first: int
    fcr: float | None
    fcr_interval: Bounds | None
    window: float
    by_reason: bool


def count_switches(
    log: EventLog, channel_of: Mapping[str, str] | None = None, skip: Collection[str] = ()
) -> Switches | None:
    """Channel switches by the log's channel column, else by each touchpoint's channel; none when neither is known.

    `skip` names touchpoints that do not count, such as the customer's own steps.
    """
    known = _channels(log, channel_of)
    if known is None:
        return None
    names, channel, where = known
    left_out = [number for number, name in enumerate(log.activities) if name in skip]
    log.store.run(
        f"CREATE OR REPLACE TEMP TABLE moves AS WITH k AS (SELECT c, i, {channel} AS h FROM trace WHERE {where} "
        f"AND a NOT IN ({_listed(left_out)})) SELECT c, h, lead(h) OVER (PARTITION BY c ORDER BY i) AS g FROM k"
    )
    per_case = log.store.rows(
        "SELECT s, p, count(*) FROM (SELECT c, count(*) FILTER (h <> g) AS s, count(*) AS p FROM moves "
        "WHERE g IS NOT NULL GROUP BY c) GROUP BY s, p ORDER BY s, p"
    )
    between = log.store.rows("SELECT h, g, count(*) FROM moves WHERE g IS NOT NULL AND h <> g GROUP BY h, g")
    pairs, switches = sum(p * n for _, p, n in per_case), sum(s * n for s, _, n in per_case)
    found = ratio_interval({(s, p): n for s, p, n in per_case}) if pairs else None
    ranked = sorted(((names[h], names[g], n) for h, g, n in between), key=lambda one: (-one[2], one))
    return Switches(
        pairs,
        switches,
        switches / pairs if pairs else None,
        (max(0.0, found[0][0]), min(1.0, found[0][1])) if found else None,
        f"by case, {found[1]}" if found else "",
        tuple(ranked),
    )


def _channels(log: EventLog, channel_of: Mapping[str, str] | None) -> tuple[tuple[str, ...], str, str] | None:
    """The channels by name, the SQL that gives an event's number, and the condition that it counts."""
    if log.channels:
        ignored = [number for number, name in enumerate(log.channels) if name in ("own", "backstage")]
        return log.channels, "h", f"h IS NOT NULL AND h NOT IN ({_listed(ignored)})"
    names = tuple(sorted(set((channel_of or {}).values())))
    cases = [
        f"WHEN {number} THEN {names.index(channel_of[name])}"
        for number, name in enumerate(log.activities)
        if channel_of is not None and name in channel_of
    ]
    if not cases:
        return None
    channel = f"CASE a {' '.join(cases)} END"
    return names, channel, f"{channel} IS NOT NULL"


def _listed(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers) or "-1"


def count_contacts(log: EventLog, contact: Collection[str], window: float = WINDOW) -> Contacts | None:
    """Repeat contacts and first-contact resolution at the given activities; none when the log has none of them."""
    numbers = [number for number, name in enumerate(log.activities) if name in contact]
    if not numbers:
        return None
    micros = int(window * 1_000_000)
    log.store.run(
        "CREATE OR REPLACE TEMP TABLE contact AS WITH k AS (SELECT c, coalesce(r, -1) AS r, i, t, "
        "t - lag(t) OVER (PARTITION BY c, coalesce(r, -1) ORDER BY i) AS gap FROM trace "
        f"WHERE a IN ({_listed(numbers)})) SELECT *, sum(CASE WHEN gap IS NULL OR gap > {micros} THEN 1 ELSE 0 END) "
        "OVER (PARTITION BY c, r ORDER BY i) AS issue FROM k"
    )
    contacts, repeats = log.store.rows(f"SELECT count(*), count(*) FILTER (gap <= {micros}) FROM contact")[0]
    log.store.run(
        "CREATE OR REPLACE TEMP TABLE issues AS SELECT c, count(*) AS n, count(*) = 1 AS first, "
        f"max(t) > {log.last - micros} AS pending FROM contact GROUP BY c, r, issue"
    )
    issues, pending, first = log.store.rows(
        "SELECT count(*), count(*) FILTER (pending), count(*) FILTER (first AND NOT pending) FROM issues"
    )[0]
    settled = issues - pending
    return Contacts(
        contacts,
        repeats,
        repeats / contacts,
        wilson(repeats, contacts),
        issues,
        pending,
        first,
        first / settled if settled else None,
        wilson(first, settled) if settled else None,
        window,
        bool(log.reasons),
    )
