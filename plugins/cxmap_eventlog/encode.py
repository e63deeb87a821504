"""Turn rows of text into the compact table: refuse what has no case, activity or time, then number and sort."""

from __future__ import annotations

from collections.abc import Callable

from cxmap_eventlog.eventlog import EventLog, Reading, Refused
from cxmap_eventlog.mapping import IGNORE, Mapper
from cxmap_eventlog.refusal import LogRefused, refuse
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store
from cxmap_eventlog.times import instant, named, quoted, readable

# What is wrong with an event, in the order in which it is noticed.
_REASONS = {
    1: "no case",
    2: "no activity",
    3: "no time",
    4: "a time that cannot be read",
}
_OTHER_LIFECYCLE, _IGNORED, _UNMATCHED = 5, 6, 7
_DIMENSIONS = ("channel", "persona", "reason")


def encode(
    store: Store, spec: LogSpec, mapper: Mapper, locate: Callable[[int], str], notes: list[str]
) -> EventLog:
    """Make the tables of an `EventLog` out of the table `file`, which is dropped."""
    kept = _make_rows(store, spec)
    activities, unmatched = _number_activities(store, mapper)
    refused = _count_refused(store, kept, locate)
    read = int(store.rows("SELECT count(*) FROM raw")[0][0])
    used = read - sum(group.events for group in refused)
    _check_usable(spec, read, used, refused)
    dimensions = {name: _number_words(store, name) for name in _DIMENSIONS}
    _sort(store)
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


def _make_rows(store: Store, spec: LogSpec) -> str | None:
    """The table `raw`: one row an event, its time in microseconds, and why it cannot be used."""
    kinds = store.kinds("file")
    kind = kinds[spec.time]
    if not readable(kind):
        message = f"the time `{spec.time}` is {kind}, whose unit nobody wrote down; store it as a timestamp"
        raise refuse(spec.shown, "LOG002", message)
    life = f"lower(trim({named(spec.lifecycle)}::VARCHAR))" if spec.lifecycle else "NULL::VARCHAR"
    keep = spec.keep or "complete"
    words = ", ".join(
        f"nullif(trim({named(spec.columns[name])}::VARCHAR), '') AS {name}"
        if name in spec.columns
        else f"NULL::VARCHAR AS {name}"
        for name in _DIMENSIONS
    )
    time = named(spec.time)
    blank = f"{time} IS NULL" + (f" OR trim({time}) = ''" if kind == "VARCHAR" else "")
    # The inner names are set once here: a column of the file may be called like one of them.
    rows = (
        f"SELECT _row AS row, {named(spec.case)}::VARCHAR AS k, {named(spec.activity)}::VARCHAR AS activity, "
        f"{instant(time, kind, spec.dates, spec.time_zone)} AS t, {blank} AS untimed, {life} AS life, {words} FROM file"
    )
    _create(
        store,
        spec,
        "CREATE TABLE raw AS SELECT * EXCLUDE (untimed), CASE WHEN k IS NULL OR trim(k) = '' THEN 1 "
        "WHEN activity IS NULL OR trim(activity) = '' THEN 2 WHEN untimed THEN 3 WHEN t IS NULL THEN 4 "
        f"WHEN {quoted(keep)} <> 'all' AND coalesce(nullif(life, ''), 'complete') <> {quoted(keep)} THEN 5 "
        f"ELSE 0 END::UTINYINT AS why FROM ({rows})",
    )
    store.run("DROP VIEW file" if spec.format == "parquet" else "DROP TABLE file")
    store.close_doors()
    return keep if spec.lifecycle else None


def _create(store: Store, spec: LogSpec, sql: str) -> None:
    """Run the statement that reads a Parquet file for the first time as a whole."""
    import duckdb

    try:
        store.run(sql)
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException) as problem:
        raise broken_parquet(spec, problem) from None


def broken_parquet(spec: LogSpec, problem: Exception) -> LogRefused:
    """The refusal of a Parquet file that the engine cannot read."""
    reason = str(problem).splitlines()[0].replace(str(spec.path), spec.path.name)[:200]
    return refuse(spec.shown, "LOG003", f"is no sound Parquet file ({reason}); export it again")


def _number_activities(store: Store, mapper: Mapper) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    counted = store.rows("SELECT activity, count(*) FROM raw WHERE why IN (0, 5) GROUP BY 1 ORDER BY 1")
    targets = {str(name): mapper(str(name)) for name, _ in counted}
    used = {str(n) for (n,) in store.rows("SELECT DISTINCT activity FROM raw WHERE why = 0")}
    ids = tuple(sorted({to for name, to in targets.items() if to not in (None, IGNORE) and name in used}))
    number = {name: index for index, name in enumerate(ids)}
    store.run("CREATE TABLE act (activity VARCHAR, a SMALLINT, why UTINYINT)")
    rows = []
    for name, target in targets.items():
        why = _UNMATCHED if target is None else _IGNORED if target == IGNORE else 0
        rows.append((name, number.get(target or "", -1), why))
    if rows:
        store.con.executemany("INSERT INTO act VALUES (?, ?, ?)", rows)
    in_use = store.rows("SELECT activity, count(*) FROM raw WHERE why = 0 GROUP BY 1 ORDER BY 2 DESC, 1")
    unmatched = tuple((str(name), int(count)) for name, count in in_use if targets[str(name)] is None)
    return ids, unmatched


def _count_refused(store: Store, kept: str | None, locate: Callable[[int], str]) -> tuple[Refused, ...]:
    groups = store.rows(
        "SELECT CASE WHEN raw.why = 0 THEN coalesce(act.why, 0) ELSE raw.why END AS reason, "
        "CASE WHEN raw.why = 5 THEN life END AS word, count(*), min(row) "
        "FROM raw LEFT JOIN act USING (activity) GROUP BY 1, 2 HAVING reason > 0 ORDER BY 1, 2"
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


def _number_words(store: Store, name: str) -> tuple[str, ...]:
    found = store.rows(f"SELECT DISTINCT {name} FROM raw WHERE why = 0 AND {name} IS NOT NULL ORDER BY 1")
    words = tuple(str(row[0]) for row in found)
    store.run(f"CREATE TABLE words_{name} (word VARCHAR, code INTEGER)")
    if words:
        store.con.executemany(
            f"INSERT INTO words_{name} VALUES (?, ?)", [(word, code) for code, word in enumerate(words)]
        )
    return words


def _sort(store: Store) -> None:
    """Number the cases in the order of the file and sort the events by case, time and row."""
    store.run(
        "CREATE TABLE ids AS SELECT k, (row_number() OVER (ORDER BY r) - 1)::INTEGER AS c "
        "FROM (SELECT k, min(row) AS r FROM raw JOIN act USING (activity) WHERE raw.why = 0 AND act.why = 0 GROUP BY k)"
    )
    store.run(
        "CREATE TABLE sorted AS SELECT ids.c, act.a, raw.t, wc.code AS h, wr.code AS r, wp.code AS p "
        "FROM raw JOIN ids USING (k) JOIN act USING (activity) LEFT JOIN words_channel wc ON wc.word = raw.channel "
        "LEFT JOIN words_reason wr ON wr.word = raw.reason LEFT JOIN words_persona wp ON wp.word = raw.persona "
        "WHERE raw.why = 0 AND act.why = 0 ORDER BY ids.c, raw.t, raw.row"
    )
    store.run(
        "CREATE TABLE starts AS SELECT ids.c, act.a, raw.t FROM raw JOIN ids USING (k) JOIN act USING (activity) "
        "WHERE raw.why = 5 AND raw.life = 'start' AND act.a >= 0 ORDER BY ids.c, raw.t, raw.row"
    )
    store.run("DROP TABLE raw")
    store.run("DROP TABLE ids")
    store.run(
        "CREATE TABLE trace AS SELECT row_number() OVER () - 1 AS i, c, a, t, "
        "CASE WHEN lead(c) OVER () = c THEN lead(a) OVER () END AS b, "
        "CASE WHEN lead(c) OVER () = c THEN lead(t) OVER () - t END AS d, h, r, p FROM sorted"
    )
    store.run("DROP TABLE sorted")
    store.run(
        "CREATE TABLE cases AS SELECT c, count(*)::INTEGER AS n, min(t) AS first, max(t) AS last, "
        "arg_min(p, i) FILTER (p IS NOT NULL) AS persona, arg_min(a, i) AS start, arg_max(a, i) AS finish "
        "FROM trace GROUP BY c ORDER BY c"
    )
    store.run(
        "CREATE TABLE met AS SELECT c, a, count(*)::INTEGER AS n, count(*) FILTER (a = b)::INTEGER AS again "
        "FROM trace GROUP BY c, a"
    )
