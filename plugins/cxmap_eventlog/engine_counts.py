"""Count a log inside its engine: only paths, times of ways and totals leave it, as the integers a file would give.

What depends on paths alone is then asked of those paths by the same code that asks a file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from cxmap import Engine
from cxmap_eventlog.encode import check_activities
from cxmap_eventlog.eventlog import EventLog, Reading, Refused
from cxmap_eventlog.follows import Follow, seconds
from cxmap_eventlog.mapping import IGNORE, Mapper
from cxmap_eventlog.outcomes import TIMEOUT_FROM, Outcomes, settle
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.sorting import fold_paths
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store
from cxmap_eventlog.times import named, quoted
from cxmap_eventlog.trace import Asked
from cxmap_eventlog.warehouse import columns_of, relation

# Whole microseconds in UTC, in words each engine has; only with these engines are the integers tested.
_MICROS = {
    "postgres": "(extract(epoch FROM {0}) * 1000000)::BIGINT",
    "pyspark": "unix_micros({0}::TIMESTAMPTZ)",
}
_REASONS = {1: "no case", 2: "no activity", 3: "no time", 4: "lifecycle is not the one kept"}
NOTE = "counted inside the engine; ties in time are ordered by activity"


@dataclass(frozen=True)
class Counted:
    """What came out of an engine: a log of paths without times, the ways with theirs, and how cases ended."""

    log: EventLog
    follows: tuple[Follow, ...]
    outcomes: Outcomes


def count_in(
    engine: Engine, table: str, spec: LogSpec, mapper: Mapper, store: Store, asked: Asked
) -> Counted:
    """Count everything; the paths go into tables of the store.

    Raises:
        LogRefused: the engine is not one whose words are known, the time is no timestamp, or no event can be used.
        EngineError: the engine cannot answer.
    """
    rows = _rows(engine, table, spec)
    tally = engine.rows(f"{rows} SELECT activity, why, count(*) FROM e GROUP BY activity, why")
    targets = {str(name): mapper(str(name)) for name, why, _ in tally if int(why) == 0}
    reading, unmatched = _reading(tally, targets)
    names = tuple(sorted({to for to in targets.values() if to not in (None, IGNORE)}))
    if not names:
        raise refuse(spec.shown, "LOG005", f"none of {reading.read} events can be used")
    check_activities(spec, len(names))
    base = rows + _numbered({name: names.index(to) for name, to in targets.items() if to in names})
    cases, first, last = (
        int(one) for one in engine.rows(f"{base} SELECT count(DISTINCT k), min(t), max(t) FROM n")[0]
    )
    micros, source = _timeout(engine, base, asked.timeout)
    _paths(engine, base, store, last, micros)
    log = EventLog(
        store, spec.shown, engine.name, names, (), (), (), reading, cases, first, last, False, unmatched
    )
    outcomes = settle(log, asked.ends, seconds(micros), asked.returning)
    return Counted(log, _follows(engine, base, names), replace(outcomes, timeout_from=source))


def _rows(engine: Engine, table: str, spec: LogSpec) -> str:
    """The events with their time in microseconds, and why one cannot be used."""
    if engine.name not in _MICROS:
        message = (
            f"`{engine.name}` is not among the engines that count in place ({', '.join(sorted(_MICROS))}); "
            "leave --in-place away, and the columns are brought here"
        )
        raise refuse(spec.shown, "LOG006", message)
    kinds = columns_of(engine, spec, table)
    kind = kinds[spec.time]
    if not kind.is_timestamp() and not kind.is_date():
        message = f"the time `{spec.time}` is {kind}; only a timestamp can be counted inside the engine"
        raise refuse(spec.shown, "LOG002", message)
    micros = _MICROS[engine.name].format(named(spec.time))
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


def _reading(
    tally: list[tuple[Any, ...]], targets: dict[str, str | None]
) -> tuple[Reading, tuple[tuple[str, int], ...]]:
    """What was read, used and left out, and the activities that match no touchpoint."""
    refused: dict[str, int] = {}
    unmatched: dict[str, int] = {}
    for name, why, count in tally:
        reason = _REASONS.get(int(why))
        if reason is None and targets[str(name)] is None:
            reason = "matches no touchpoint"
            unmatched[str(name)] = int(count)
        elif reason is None and targets[str(name)] == IGNORE:
            reason = "ignored by the mapping"
        if reason is not None:
            refused[reason] = refused.get(reason, 0) + int(count)
    read = sum(int(count) for _, _, count in tally)
    groups = tuple(Refused(reason, count, "") for reason, count in sorted(refused.items()))
    ranked = sorted(unmatched.items(), key=lambda one: (-one[1], one[0]))
    return Reading(read, read - sum(refused.values()), groups, (NOTE,)), tuple(ranked)


def _numbered(numbers: dict[str, int]) -> str:
    """Activities as numbers in the order of Python, which every engine then shares; then each row with the next."""
    listed = ", ".join(f"({quoted(name)}, {number})" for name, number in sorted(numbers.items()))
    return (
        f", act AS (SELECT * FROM (VALUES {listed}) AS v(activity, a)), "
        "n AS (SELECT k, act.a AS a, t, lead(act.a) OVER (PARTITION BY k ORDER BY t, act.a) AS b, "
        "lead(t) OVER (PARTITION BY k ORDER BY t, act.a) - t AS d, "
        "row_number() OVER (PARTITION BY k ORDER BY t, act.a) AS place "
        "FROM e JOIN act ON e.activity = act.activity WHERE why = 0)"
    )


def _follows(engine: Engine, base: str, names: tuple[str, ...]) -> tuple[Follow, ...]:
    rows = engine.rows(
        f"{base} SELECT a, b, count(*), count(DISTINCT k), {_quantile(engine, 0.5)}, {_quantile(engine, 0.9)} FROM n "
        "WHERE b IS NOT NULL GROUP BY a, b"
    )
    found = [
        Follow(names[int(a)], names[int(b)], int(n), int(cases), seconds(float(p50)), seconds(float(p90)))
        for a, b, n, cases, p50, p90 in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.from_, one.to)))


def _quantile(engine: Engine, share: float) -> str:
    """The exact quantile of `d`, halfway between two values where it falls there."""
    if engine.name == "pyspark":
        return f"percentile(d, {share})"
    return f"percentile_cont({share}) WITHIN GROUP (ORDER BY d)"


def _timeout(engine: Engine, base: str, timeout: float | None) -> tuple[int, str]:
    """After how many microseconds a silence counts as leaving, and who says so."""
    if timeout is not None:
        return int(timeout * 1_000_000), "given"
    found = engine.rows(
        f"{base} SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY d) FROM n WHERE d IS NOT NULL"
    )[0][0]
    return int(found or 0), TIMEOUT_FROM


def _paths(engine: Engine, base: str, store: Store, last: int, micros: int) -> None:
    """The tables of a log that knows its paths, and of each case only whether its last event is recent."""
    rows = engine.rows(
        f"{base}, p AS (SELECT k, string_agg(a::VARCHAR, ',' ORDER BY place) AS path, "
        f"CASE WHEN max(t) >= {last - micros} THEN 1 ELSE 0 END AS recent FROM n GROUP BY k) "
        "SELECT path, recent, count(*) FROM p GROUP BY path, recent ORDER BY path, recent"
    )
    listed = [(str(path), int(recent), int(count)) for path, recent, count in rows]
    store.make_table("came", {"path": "VARCHAR", "recent": "INTEGER", "many": "BIGINT"}, listed)
    long_ago = last - 2 * micros - 1_000_000
    store.run(
        "CREATE TABLE folded AS SELECT (row_number() OVER () - 1)::INTEGER AS c, len(path)::INTEGER AS n, "
        f"NULL::BIGINT AS first, CASE WHEN recent = 1 THEN {last} ELSE {long_ago} END::BIGINT AS last, "
        "NULL::INTEGER AS persona, path FROM (SELECT string_split(path, ',')::SMALLINT[] AS path, recent, "
        "unnest(range(many)) FROM came)"
    )
    fold_paths(store)
