"""Turn rows of text into the compact table: refuse what has no case, activity or time, then number and sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cxmap_eventlog.eventlog import EventLog, Reading, Refused
from cxmap_eventlog.mapping import IGNORE, Mapper
from cxmap_eventlog.refusal import LogRefused, refuse
from cxmap_eventlog.sorting import DIMENSIONS, make_cases, make_trace, number_words, sort_events
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store
from cxmap_eventlog.times import blank, instant, quoted, readable

# What is wrong with an event, in the order in which it is noticed.
_REASONS = {
    1: "no case",
    2: "no activity",
    3: "no time",
    4: "a time that cannot be read",
}
MOST_ACTIVITIES = 32_767
_OTHER_LIFECYCLE, _IGNORED, _UNMATCHED = 5, 6, 7


def encode(
    store: Store, spec: LogSpec, mapper: Mapper, locate: Callable[[int], str], notes: list[str]
) -> EventLog:
    """Make the tables of an `EventLog` out of the relation `file`, which is dropped."""
    with _reading(spec):
        _make_rows(store, spec)
        activities, unmatched = _number_activities(store, spec, mapper)
        refused = _count_refused(store, spec.keep or "complete" if spec.lifecycle else None, locate)
        read = int(store.rows("SELECT coalesce(sum(n), 0)::BIGINT FROM tally")[0][0])
        used = read - sum(group.events for group in refused)
        _check_usable(spec, read, used, refused)
        dimensions = {name: number_words(store, spec, name) for name in DIMENSIONS}
        sort_events(store, spec)
    _forget_source(store)
    known = [name for name, words in dimensions.items() if words]
    make_trace(store, known)
    make_cases(store, known)
    notes = notes + (_count_duplicates(store) if spec.keep != "all" else [])
    has_starts = bool(store.rows("SELECT 1 FROM starts LIMIT 1"))
    cases, first, last = store.rows("SELECT count(*), min(first), max(last) FROM cases")[0]
    return EventLog(
        store=store,
        file=spec.shown,
        format=spec.format,
        activities=activities,
        channels=dimensions["channel"],
        personas=dimensions["persona"],
        reasons=dimensions["reason"],
        reading=Reading(read, used, refused, tuple(notes)),
        cases=int(cases),
        first=int(first),
        last=int(last),
        has_starts=has_starts,
        unmatched=unmatched,
    )


@contextmanager
def _reading(spec: LogSpec) -> Iterator[None]:
    """Refuse a Parquet file that turns out broken while its values are read for the first time."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException) as problem:
        if spec.format != "parquet":
            raise
        raise broken_parquet(spec, problem) from None


def broken_parquet(spec: LogSpec, problem: Exception) -> LogRefused:
    """The refusal of a Parquet file that the engine cannot read."""
    reason = str(problem).splitlines()[0].replace(str(spec.path), spec.path.name)[:200]
    return refuse(spec.shown, "LOG003", f"is no sound Parquet file ({reason}); export it again")


def _make_rows(store: Store, spec: LogSpec) -> None:
    """The relation `raw`: one row an event, its time in microseconds, and why it cannot be used; `tally` counts them.

    Rows with true timestamps stay where they are: looking at them again costs less than keeping them twice.
    """
    kind = store.kinds("file")["given_time"]
    if not readable(kind):
        message = f"the time `{spec.time}` is {kind}, whose unit nobody wrote down; store it as a timestamp"
        raise refuse(spec.shown, "LOG002", message)
    life = "lower(trim(given_lifecycle::VARCHAR))" if spec.lifecycle else "NULL::VARCHAR"
    keep = spec.keep or "complete"
    words = ", ".join(
        f"nullif(trim(given_{name}::VARCHAR), '') AS {name}"
        if name in spec.columns
        else f"NULL::VARCHAR AS {name}"
        for name in DIMENSIONS
    )
    untimed = blank("given_time") if kind == "VARCHAR" else "given_time IS NULL"
    rows = (
        "SELECT _row AS row, given_case::VARCHAR AS k, given_activity::VARCHAR AS activity, "
        f"{instant('given_time', kind, spec.dates, spec.time_zone)} AS t, {untimed} AS untimed, {life} AS life, "
        f"{words} FROM file"
    )
    made = "TABLE" if kind == "VARCHAR" else "VIEW"
    store.run(
        f"CREATE {made} raw AS SELECT * EXCLUDE (untimed), CASE WHEN {blank('k')} THEN 1 WHEN {blank('activity')} THEN 2 "
        "WHEN untimed THEN 3 WHEN t IS NULL THEN 4 "
        f"WHEN {quoted(keep)} <> 'all' AND coalesce(nullif(life, ''), 'complete') <> {quoted(keep)} THEN 5 "
        f"ELSE 0 END::UTINYINT AS why FROM ({rows})"
    )
    store.run(
        "CREATE TABLE tally AS SELECT activity, why, CASE WHEN why = 5 THEN life END AS word, count(*) AS n, "
        "min(row) AS first FROM raw GROUP BY ALL"
    )


def _forget_source(store: Store) -> None:
    """Drop what was read."""
    store.run("DROP VIEW raw" if store.is_view("raw") else "DROP TABLE raw")
    store.run("DROP VIEW file")
    store.run("DROP TABLE IF EXISTS given")


def check_activities(spec: LogSpec, found: int) -> None:
    """Refuse a log with more activities than there are small integers to number them."""
    if found > MOST_ACTIVITIES:
        message = (
            f"has {found} different activities, more than {MOST_ACTIVITIES}: is `{spec.activity}` the column "
            "that names what happened? Map names to touchpoints by patterns (`touchpoints:`), or name another column"
        )
        raise refuse(spec.shown, "LOG004", message)


def _number_activities(
    store: Store, spec: LogSpec, mapper: Mapper
) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """The table `act(activity, a, why)`; gives the activities by number, and those that match no touchpoint."""
    counted = store.rows("SELECT DISTINCT activity FROM tally WHERE why IN (0, 5) ORDER BY 1")
    targets = {str(name): mapper(str(name)) for (name,) in counted}
    in_use = store.rows(
        "SELECT activity, sum(n)::BIGINT FROM tally WHERE why = 0 GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    used = {str(name) for name, _ in in_use}
    ids = tuple(sorted({to for name, to in targets.items() if to not in (None, IGNORE) and name in used}))
    check_activities(spec, len(ids))
    number = {name: index for index, name in enumerate(ids)}
    rows = []
    for name, target in targets.items():
        why = _UNMATCHED if target is None else _IGNORED if target == IGNORE else 0
        rows.append((name, number.get(target or "", -1), why))
    store.make_table("act", {"activity": "VARCHAR", "a": "SMALLINT", "why": "UTINYINT"}, rows)
    unmatched = tuple((str(name), int(count)) for name, count in in_use if targets[str(name)] is None)
    return ids, unmatched


def _count_refused(store: Store, kept: str | None, locate: Callable[[int], str]) -> tuple[Refused, ...]:
    groups = store.rows(
        "SELECT CASE WHEN tally.why = 0 THEN coalesce(act.why, 0) ELSE tally.why END AS reason, word, "
        "sum(n)::BIGINT, min(first) FROM tally LEFT JOIN act USING (activity) "
        "GROUP BY 1, 2 HAVING reason > 0 ORDER BY 1, 2"
    )
    found = []
    for code, word, count, first in groups:
        place = locate(int(first))
        found.append(Refused(_say(int(code), word, kept), int(count), place))
    return tuple(found)


def _say(code: int, word: object, kept: str | None) -> str:
    if code == _OTHER_LIFECYCLE:
        return f"lifecycle is {word or 'complete'}, kept is {kept}"
    if code == _IGNORED:
        return "ignored by the mapping"
    if code == _UNMATCHED:
        return "matches no touchpoint"
    return _REASONS[code]


def _check_usable(spec: LogSpec, read: int, used: int, refused: tuple[Refused, ...]) -> None:
    if read == 0:
        raise refuse(spec.shown, "LOG005", "has no event; an event log has at least one")
    if used == 0:
        worst = max(refused, key=lambda group: group.events)
        message = (
            f"none of {read} events can be used; {worst.events} have {worst.reason} (first: {worst.first})"
        )
        raise refuse(
            spec.shown, "LOG005", message.replace("have matches", "match").replace("matches no", "no")
        )
    if used < spec.min_rows:
        raise refuse(
            spec.shown, "LOG005", f"has {used} usable events, fewer than `min_rows: {spec.min_rows}`"
        )


def _count_duplicates(store: Store) -> list[str]:
    """Events of one case that share activity, time, channel and reason with another one."""
    same = store.rows(
        "WITH close AS (SELECT c, t, a, h, r, d, lag(d) OVER () AS before FROM trace) "
        "SELECT sum(n - 1)::BIGINT FROM (SELECT count(*) AS n FROM close WHERE d = 0 OR before = 0 "
        "GROUP BY c, t, a, h, r HAVING n > 1)"
    )[0][0]
    if not same:
        return []
    return [
        f"{same} events repeat another one in case, activity and time; they are counted, for they may be real"
    ]
