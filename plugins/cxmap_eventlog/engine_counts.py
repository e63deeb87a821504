"""Count a log inside its engine: only totals leave it, and they are the integers the embedded engine gives."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cxmap import Engine
from cxmap_eventlog.follows import Activity, Follow, seconds
from cxmap_eventlog.funnel import Stop, stop_of
from cxmap_eventlog.outcomes import ENDED, LEFT, OPEN, Outcomes
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.times import named, quoted
from cxmap_eventlog.warehouse import columns_of, relation

# Whole microseconds in UTC, in words each engine has.
_MICROS = {
    "duckdb": "epoch_us({0})",
    "postgres": "(extract(epoch FROM {0}) * 1000000)::BIGINT",
    "pyspark": "unix_micros({0}::TIMESTAMPTZ)",
}
_REASONS = {1: "no case", 2: "no activity", 3: "no time", 4: "lifecycle is not the one kept"}


@dataclass(frozen=True)
class Counted:
    """What was counted inside an engine."""

    engine: str
    read: int
    reasons: tuple[tuple[str, int], ...]
    events: int
    cases: int
    first: int
    last: int
    activities: tuple[Activity, ...]
    follows: tuple[Follow, ...]
    variants: tuple[tuple[tuple[str, ...], int], ...]
    outcomes: Outcomes
    stops: tuple[Stop, ...]


def count_in(
    engine: Engine, table: str, spec: LogSpec, ends: Collection[str] = (), timeout: float | None = None
) -> Counted:
    """Count everything; ties in time are ordered by the name of the activity."""
    rows = _rows(engine, table, spec)
    reasons = [
        (int(why), int(n))
        for why, n in engine.rows(f"{rows} SELECT why, count(*) FROM e GROUP BY why ORDER BY why")
    ]
    used = dict(reasons).get(0, 0)
    if used == 0:
        raise refuse(spec.shown, "LOG005", f"none of {sum(n for _, n in reasons)} events can be used")
    names = [str(a) for (a,) in engine.rows(f"{rows} SELECT DISTINCT activity FROM e WHERE why = 0")]
    names.sort()
    base = rows + _numbered(names)
    cases, first, last = engine.rows(f"{base} SELECT count(DISTINCT k), min(t), max(t) FROM n")[0]
    follows = _follows(engine, base, names)
    outcomes, stops = _stops(engine, base, names, int(last), ends, timeout)
    return Counted(
        engine.name,
        sum(n for _, n in reasons),
        tuple((_REASONS[why], n) for why, n in reasons if why),
        used,
        int(cases),
        int(first),
        int(last),
        _activities(engine, base, names),
        follows,
        _variants(engine, base, names),
        outcomes,
        stops,
    )


def _rows(engine: Engine, table: str, spec: LogSpec) -> str:
    """The events with their time in microseconds, and why one cannot be used."""
    kinds = columns_of(engine, spec, table)
    kind = kinds[spec.time]
    if not kind.is_timestamp() and not kind.is_date():
        message = f"the time `{spec.time}` is {kind}; only a timestamp can be counted inside the engine"
        raise refuse(spec.shown, "LOG002", message)
    micros = _MICROS.get(engine.name, "epoch_us({0})").format(named(spec.time))
    wrong = (
        f"WHEN {named(spec.case)} IS NULL OR trim({named(spec.case)}::VARCHAR) = '' THEN 1 "
        f"WHEN {named(spec.activity)} IS NULL OR trim({named(spec.activity)}::VARCHAR) = '' THEN 2 "
        f"WHEN {named(spec.time)} IS NULL THEN 3 "
    )
    keep = spec.keep or "complete"
    if spec.lifecycle is not None and keep != "all":
        life = f"lower(trim({named(spec.lifecycle)}::VARCHAR))"
        wrong += f"WHEN coalesce(nullif({life}, ''), 'complete') <> {quoted(keep)} THEN 4 "
    return (
        f"WITH e AS (SELECT {named(spec.case)}::VARCHAR AS k, {named(spec.activity)}::VARCHAR AS activity, "
        f"{micros} AS t, CASE {wrong}ELSE 0 END AS why FROM {relation(table)})"
    )


def _numbered(names: list[str]) -> str:
    """Activities as numbers in the order of Python, which every engine then shares; then each row with the next."""
    listed = ", ".join(f"({quoted(name)}, {number})" for number, name in enumerate(names))
    return (
        f", act AS (SELECT * FROM (VALUES {listed}) AS v(activity, a)), "
        "n AS (SELECT k, act.a AS a, t, lead(act.a) OVER (PARTITION BY k ORDER BY t, act.a) AS b, "
        "lead(t) OVER (PARTITION BY k ORDER BY t, act.a) - t AS d, "
        "row_number() OVER (PARTITION BY k ORDER BY t, act.a) AS place "
        "FROM e JOIN act ON e.activity = act.activity WHERE why = 0)"
    )


def _follows(engine: Engine, base: str, names: list[str]) -> tuple[Follow, ...]:
    rows = engine.rows(
        f"{base} SELECT a, b, count(*), count(DISTINCT k), {_quantile(engine, 0.5)}, {_quantile(engine, 0.9)} FROM n "
        "WHERE b IS NOT NULL GROUP BY a, b"
    )
    found = [
        Follow(names[int(a)], names[int(b)], int(n), int(cases), _seconds(p50), _seconds(p90))
        for a, b, n, cases, p50, p90 in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.from_, one.to)))


def _quantile(engine: Engine, share: float) -> str:
    """The exact quantile of `d`, halfway between two values where it falls there."""
    if engine.name == "pyspark":
        return f"percentile(d, {share})"
    return f"percentile_cont({share}) WITHIN GROUP (ORDER BY d)"


def _seconds(micros: Any) -> float:
    return seconds(float(micros))


def _activities(engine: Engine, base: str, names: list[str]) -> tuple[Activity, ...]:
    rows = engine.rows(
        f"{base} SELECT a, count(*), count(DISTINCT k), sum(CASE WHEN place = 1 THEN 1 ELSE 0 END), "
        "sum(CASE WHEN b IS NULL THEN 1 ELSE 0 END) FROM n GROUP BY a"
    )
    found = [Activity(names[int(a)], int(n), int(k), int(start), int(end)) for a, n, k, start, end in rows]
    return tuple(sorted(found, key=lambda one: (-one.events, one.name)))


def _variants(engine: Engine, base: str, names: list[str]) -> tuple[tuple[tuple[str, ...], int], ...]:
    rows = engine.rows(
        f"{base}, p AS (SELECT k, string_agg(a::VARCHAR, ',' ORDER BY place) AS path FROM n GROUP BY k) "
        "SELECT path, count(*) FROM p GROUP BY path"
    )
    found = [(tuple(int(part) for part in str(path).split(",")), int(n)) for path, n in rows]
    found.sort(key=lambda one: (-one[1], one[0]))
    return tuple((tuple(names[a] for a in path), n) for path, n in found)


def _stops(
    engine: Engine, base: str, names: list[str], last: int, ends: Collection[str], timeout: float | None
) -> tuple[Outcomes, tuple[Stop, ...]]:
    source = "given"
    if timeout is None:
        source = "95th percentile of the observed times to the next event"
        found = engine.rows(
            f"{base} SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY d) FROM n WHERE d IS NOT NULL"
        )[0][0]
        micros = int(found or 0)
    else:
        micros = int(timeout * 1_000_000)
    listed = ", ".join(str(names.index(name)) for name in sorted(ends) if name in names) or "-1"
    rows = engine.rows(
        f"{base}, o AS (SELECT a, CASE WHEN a IN ({listed}) THEN {ENDED} WHEN t >= {last - micros} THEN {OPEN} "
        f"ELSE {LEFT} END AS how FROM n WHERE b IS NULL) SELECT a, how, count(*) FROM o GROUP BY a, how"
    )
    visited = {
        int(a): int(n) for a, n in engine.rows(f"{base} SELECT a, count(DISTINCT k) FROM n GROUP BY a")
    }
    fate = {(int(a), int(how)): int(n) for a, how, n in rows}
    stops = [
        stop_of(names[a], n, fate.get((a, ENDED), 0), fate.get((a, LEFT), 0), fate.get((a, OPEN), 0))
        for a, n in visited.items()
    ]
    total = {how: sum(n for (_, one), n in fate.items() if one == how) for how in (ENDED, LEFT, OPEN)}
    outcomes = Outcomes(seconds(micros), source, tuple(sorted(ends)), total[ENDED], total[LEFT], total[OPEN])
    return outcomes, tuple(sorted(stops, key=lambda one: (-one.visited, one.name)))


def counted_document(spec: LogSpec, found: Counted) -> dict[str, Any]:
    """The same keys as for a file, as far as they can be counted inside an engine."""
    from dataclasses import asdict

    from cxmap_eventlog.to_json import follow_values, moment, outcome_values

    return {
        "file": spec.shown,
        "format": found.engine,
        "reading": {
            "read": found.read,
            "used": found.events,
            "refused": found.read - found.events,
            "reasons": [{"reason": reason, "events": n} for reason, n in found.reasons],
            "notes": ["counted inside the engine; ties in time are ordered by activity"],
        },
        "events": found.events,
        "cases": found.cases,
        "activities": len(found.activities),
        "first": moment(found.first),
        "last": moment(found.last),
        "directly_follows": [follow_values(one) for one in found.follows],
        "variants": [{"path": list(path), "cases": n} for path, n in found.variants],
        "activity_counts": [asdict(one) for one in found.activities],
        "outcomes": outcome_values(found.outcomes),
        "touchpoints": [asdict(one) for one in found.stops],
    }
