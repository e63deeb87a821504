"""Read a log of any format into the compact table, accounting for every event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cxmap_eventlog import columns as named_columns
from cxmap_eventlog import kept
from cxmap_eventlog.encode import broken_parquet, encode
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.files import check_file, stamp_of
from cxmap_eventlog.mapping import Mapper, keep_names
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.spec import KEEPS, LogSpec
from cxmap_eventlog.store import Store, set_time_zone
from cxmap_eventlog.times import DATES, named, quoted

Locate = Callable[[int], str]


def read_log(store: Store, spec: LogSpec, mapper: Mapper = keep_names, home: Path | None = None) -> EventLog:
    """Read the log and sort it by case, time and row; afterwards the store can reach no file any more.

    With a `home`, a log read before is taken from there, and one that was not is left there for the next time.

    Raises:
        LogRefused: the file, its structure or its columns are not what was declared, or nothing is left.
    """
    if spec.format != "warehouse":
        check_file(spec.path, spec.shown)
    if spec.keep is not None and spec.keep not in KEEPS:
        raise refuse(
            spec.shown, "LOG006", f"`{spec.keep}` is no lifecycle to keep; write complete, start or all"
        )
    if spec.dates not in DATES:
        raise refuse(spec.shown, "LOG006", f"`{spec.dates}` is no order of dates; write {', '.join(DATES)}")
    if not set_time_zone(store, spec.time_zone):
        raise refuse(
            spec.shown, "LOG006", f"`{spec.time_zone}` is no time zone; write one such as Europe/Lisbon"
        )
    stamp = None if spec.format == "warehouse" else stamp_of(spec.path)
    entry = None if home is None else kept.entry_of(home, spec)
    log = None if entry is None else kept.recall(store, entry, mapper)
    if log is None:
        asked, locate, notes = _LOADERS[spec.format](store, spec)
        log = encode(store, asked, mapper, locate, notes)
        # A file is looked at more than once: what was counted first may not be what was sorted later.
        if stamp is not None and stamp != stamp_of(spec.path):
            raise refuse(
                spec.shown, "LOG003", "was written to while it was read; trace it again, or a copy of it"
            )
        if entry is not None:
            kept.keep(log, entry, mapper)
    store.close_doors()
    return log


def _load_csv(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    from cxmap_eventlog import csvfile

    header = csvfile.read_header(spec)
    named_columns.check_columns(spec, header)
    spec = replace(spec, lifecycle=named_columns.lifecycle_column(spec, header))
    csvfile.load_csv(store, spec, header)
    return spec, lambda row: f"{spec.shown}:{csvfile.line_of_row(spec, row)}", []


def _load_jsonl(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    from cxmap_eventlog import jsonlines

    seen = jsonlines.keys_seen(spec)
    if seen:
        named_columns.check_columns(spec, seen)
    spec = replace(spec, lifecycle=named_columns.lifecycle_column(spec, seen))
    jsonlines.load_jsonl(store, spec)
    return spec, lambda row: f"{spec.shown}:{jsonlines.line_of_row(spec, row)}", []


def _load_relation(
    store: Store, spec: LogSpec, relation: str, number: str | None = None
) -> tuple[LogSpec, Locate, list[str]]:
    """Read a relation of the engine, or only look at it where it numbers its rows itself."""
    there = [name for name in store.kinds(relation) if name != number]
    named_columns.check_columns(spec, there)
    spec = replace(spec, lifecycle=named_columns.lifecycle_column(spec, there))
    if number is None:
        store.keep_rows(f"SELECT {named_columns.select_list(spec)} FROM {relation}")
    else:
        store.run(
            f"CREATE VIEW file AS SELECT {number} AS _row, {named_columns.select_list(spec)} FROM {relation}"
        )
    return spec, lambda row: f"{spec.shown} row {row + 1}", []


def _load_parquet(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    import duckdb

    path = quoted(str(store.plain_name(spec.path)))
    try:
        if "file_row_number" in store.kinds(f"read_parquet({path})"):
            return _load_relation(store, spec, f"read_parquet({path})")
        # The number that the file itself gives its rows lets several threads read it.
        numbered = f"read_parquet({path}, file_row_number = true)"
        return _load_relation(store, spec, numbered, "file_row_number")
    except duckdb.Error as problem:
        raise broken_parquet(spec, problem) from None


def _load_duckdb(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    import duckdb

    table = _table_of(spec)
    parts = ".".join(named(part) for part in table.split("."))
    try:
        store.run(f"ATTACH {quoted(str(spec.path))} AS given (READ_ONLY)")
        found = _load_relation(store, spec, f"given.{parts}")
        store.run("DETACH given")
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0].replace(str(spec.path), spec.path.name)[:200]
        raise refuse(spec.shown, "LOG003", f"the table `{table}` cannot be read ({reason})") from None
    return found


def _table_of(spec: LogSpec) -> str:
    if spec.table is None:
        raise refuse(spec.shown, "LOG002", "is a database; name the table of events with --table")
    return spec.table


def _load_sqlite(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    from cxmap_eventlog import ocel_sqlite

    table = _table_of(spec)
    with ocel_sqlite.connect(spec.path, spec.shown) as con:
        if table not in ocel_sqlite.tables(con):
            listed = ", ".join(sorted(ocel_sqlite.tables(con))) or "none"
            raise refuse(spec.shown, "LOG002", f"has no table `{table}`; there are {listed}")
        there = ocel_sqlite.columns(con, table)
    named_columns.check_columns(spec, there)
    spec = replace(spec, lifecycle=named_columns.lifecycle_column(spec, there))
    keys = named_columns.columns_wanted(spec)
    _load_spooled(store, spec, keys, ocel_sqlite.table_rows(spec, table, tuple(keys)))
    return spec, lambda row: f"{spec.shown} row {row + 1}", []


def _load_spooled(
    store: Store, spec: LogSpec, header: Sequence[str], rows: Iterator[tuple[object, ...]]
) -> None:
    from cxmap_eventlog import csvfile

    path = store.spool("rows.csv", tuple(header), rows)
    plain = replace(spec, path=path, format="csv", encoding="utf-8", header=1, delimiter=",", quote='"')
    csvfile.load_csv(store, plain, header)
    path.unlink()


def _load_warehouse(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    from cxmap_eventlog import warehouse

    with warehouse.reach(spec) as (engine, table):
        there = list(warehouse.columns_of(engine, spec, table))
        named_columns.check_columns(spec, there)
        spec = replace(spec, lifecycle=named_columns.lifecycle_column(spec, there))
        warehouse.pull(store, engine, spec, table)
    note = "a warehouse keeps no order of rows; ties in time are ordered by activity"
    return spec, lambda row: f"{spec.shown} row {row + 1}", [note]


def _load_xes(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    from cxmap_eventlog import xes

    standard = {"case": "concept:name", "activity": "concept:name", "time": "time:timestamp"}
    activity = standard["activity"] if spec.activity == "activity" else spec.activity
    time = standard["time"] if spec.time == "time" else spec.time
    life = spec.lifecycle or "lifecycle:transition"
    keys = list(dict.fromkeys([activity, time, life, *spec.columns.values()]))
    seen: dict[str, int] = {}
    spec = replace(spec, case="_trace", activity=activity, time=time, lifecycle=life, dates="iso")
    _load_spooled(store, spec, ["_trace", *keys], xes.rows(spec, tuple(keys), seen))
    twice = sum(1 for count in seen.values() if count > 1)
    notes = [f"{twice} names stand on several traces; every trace is a case of its own"] if twice else []
    return spec, lambda row: f"{spec.shown} event {row + 1}", notes


def _load_ocel(store: Store, spec: LogSpec) -> tuple[LogSpec, Locate, list[str]]:
    from cxmap_eventlog import ocel, ocel_sqlite

    names = tuple(dict.fromkeys(spec.columns.values()))
    if spec.format == "ocel-sqlite":
        rows = ocel_sqlite.ocel_rows(spec, names)
    else:
        kinds, events = ocel.read_json(spec) if spec.format == "ocel-json" else ocel.read_xml(spec)
        rows = ocel.flatten(events, kinds, ocel.choose_type(spec, kinds), names)
    spec = replace(spec, case="_case", activity="_activity", time="_time", lifecycle=None, dates="iso")
    _load_spooled(store, spec, ["_case", "_activity", "_time", *names], rows)
    note = "an event counts once for every object of the case's type that it touches"
    return spec, lambda row: f"{spec.shown} event row {row + 1}", [note]


_LOADERS: dict[str, Callable[[Store, LogSpec], tuple[LogSpec, Locate, list[str]]]] = {
    "csv": _load_csv,
    "jsonl": _load_jsonl,
    "parquet": _load_parquet,
    "duckdb": _load_duckdb,
    "sqlite": _load_sqlite,
    "warehouse": _load_warehouse,
    "xes": _load_xes,
    "ocel-json": _load_ocel,
    "ocel-xml": _load_ocel,
    "ocel-sqlite": _load_ocel,
}
