"""`cxmap trace FILE --format json`: exact counts from any format."""

import gzip
import json
import sqlite3

import duckdb
import pytest

ROWS = [
    ("1", "look", "2026-01-01T10:00:00Z"),
    ("1", "buy", "2026-01-01T10:00:30Z"),
    ("2", "look", "2026-01-01T11:00:00Z"),
    ("2", "look", "2026-01-01T11:01:00Z"),
    ("2", "buy", "2026-01-01T11:02:00Z"),
    ("3", "look", "2026-01-01T12:00:00Z"),
    ("3", "buy", "2026-01-01T12:00:10Z"),
]
FOLLOWS = [
    {"from": "look", "to": "buy", "count": 3, "median_seconds": 30.0},
    {"from": "look", "to": "look", "count": 1, "median_seconds": 60.0},
]
VARIANTS = [{"path": ["look", "buy"], "cases": 2}, {"path": ["look", "look", "buy"], "cases": 1}]


def check(found):
    assert (found["events"], found["cases"], found["activities"]) == (7, 3, 2)
    keys = ("from", "to", "count", "median_seconds")
    assert [{key: one[key] for key in keys} for one in found["directly_follows"]] == FOLLOWS
    assert found["variants"] == VARIANTS
    assert found["reading"]["read"] == found["reading"]["used"] + found["reading"]["refused"] == 7


def test_csv(csv_log, trace):
    check(trace(csv_log(ROWS), "--format", "json").json)


def test_csv_order_of_rows_does_not_matter_but_ties_keep_it(csv_log, trace):
    check(trace(csv_log(ROWS[::-1]), "--format", "json").json)
    tied = [("1", name, "2026-01-01") for name in ("c", "a", "b")]
    assert trace(csv_log(tied), "--format", "json").json["variants"] == [
        {"path": ["c", "a", "b"], "cases": 1}
    ]


def test_csv_with_other_names_delimiter_gzip_and_bom(tmp_path, trace):
    text = "\ufeffwho;what;when\r\n" + "".join(";".join(row) + "\r\n" for row in ROWS)
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    options = ("--case", "who", "--activity", "what", "--time", "when", "--delimiter", ";")
    check(trace(path, *options, "--format", "json").json)


def test_tsv(tmp_path, trace):
    path = tmp_path / "log.tsv"
    path.write_text("case\tactivity\ttime\n" + "".join("\t".join(row) + "\n" for row in ROWS))
    check(trace(path, "--format", "json").json)


def test_json_lines_with_numbers_as_cases(tmp_path, trace):
    path = tmp_path / "log.jsonl"
    lines = [{"case": int(c), "activity": a, "time": t, "more": {"x": [1]}} for c, a, t in ROWS]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    check(trace(path, "--format", "json").json)


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_NS", "VARCHAR"])
def test_parquet(tmp_path, trace, kind):
    path = tmp_path / "log.parquet"
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("CREATE TABLE log (c INTEGER, a VARCHAR, t VARCHAR)")
        con.executemany("INSERT INTO log VALUES (?, ?, ?)", ROWS)
        con.execute(f"COPY (SELECT c, a, t::{kind} AS t FROM log) TO '{path}' (FORMAT parquet)")
    check(trace(path, "--case", "c", "--activity", "a", "--time", "t", "--format", "json").json)


def xes(rows, life=None):
    traces = {}
    for case, activity, time in rows:
        traces.setdefault(case, []).append((activity, time))
    text = '<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><string key="concept:name" value="l"/>'
    for case, events in traces.items():
        text += f'<trace><string key="concept:name" value="{case}"/>'
        for activity, time in events:
            text += f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{time}"/>'
            text += f'<string key="lifecycle:transition" value="{life}"/></event>' if life else "</event>"
        text += "</trace>"
    return text + "</log>"


@pytest.mark.parametrize("life", [None, "complete", "COMPLETE"])
def test_xes_needs_no_column_names(tmp_path, trace, life):
    path = tmp_path / "log.xes"
    path.write_text(xes(ROWS, life))
    check(trace(path, "--format", "json").json)
    packed = tmp_path / "log.xes.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    check(trace(packed, "--format", "json").json)


def test_xes_traces_of_one_name_are_cases_of_their_own(tmp_path, trace):
    path = tmp_path / "log.xes"
    path.write_text(
        xes([("1", "a", "2026-01-01")]).replace("</log>", xes([("1", "b", "2026-01-02")]).split('l"/>')[1])
    )
    found = trace(path, "--format", "json").json
    assert found["cases"] == 2
    assert "every trace is a case of its own" in found["reading"]["notes"][0]


def test_lifecycle_is_complete_unless_told_otherwise(tmp_path, trace):
    path = tmp_path / "log.csv"
    path.write_text(
        "case,activity,time,lifecycle:transition\n"
        "1,a,2026-01-01 10:00,start\n1,a,2026-01-01 11:00,complete\n1,b,2026-01-01 11:30,start\n1,b,2026-01-01 12:00,complete\n"
    )
    found = trace(path, "--format", "json").json
    assert (found["events"], found["reading"]["refused"]) == (2, 2)
    assert found["reading"]["reasons"][0]["reason"] == "lifecycle is start, kept is complete"
    assert found["directly_follows"][0]["median_seconds"] == 3600
    assert [(one["name"], one["service_p50"], one["waiting_p50"]) for one in found["work_seconds"]] == [
        ("a", 3600, None),
        ("b", 1800, 1800),
    ]
    started = trace(path, "--lifecycle", "start", "--format", "json").json
    assert started["directly_follows"][0]["median_seconds"] == 5400
    assert trace(path, "--lifecycle", "all", "--format", "json").json["events"] == 4


EVENTS = [("e1", "order", "2026-01-01T10:00:00Z", ["o1"]), ("e2", "pack", "2026-01-01T10:30:00Z", ["o1", "i1", "i2"]),
          ("e3", "pay", "2026-01-02T10:00:00Z", ["o1"]), ("e4", "order", "2026-01-03T10:00:00Z", ["o2"])]  # fmt: skip
OBJECTS = {"o1": "Order", "o2": "Order", "i1": "Item", "i2": "Item"}


def ocel_json(path):
    events = [
        {"id": i, "type": k, "time": t, "relationships": [{"objectId": o, "qualifier": ""} for o in objects]}
        for i, k, t, objects in EVENTS
    ]
    objects = [{"id": name, "type": kind} for name, kind in OBJECTS.items()]
    path.write_text(json.dumps({"objectTypes": [], "eventTypes": [], "objects": objects, "events": events}))


def ocel_xml(path):
    text = "<log><object-types/><event-types/><objects>"
    text += "".join(
        f'<object id="{name}" type="{kind}"><attributes/></object>' for name, kind in OBJECTS.items()
    )
    text += "</objects><events>"
    for i, kind, time, objects in EVENTS:
        links = "".join(f'<relationship object-id="{name}" qualifier=""/>' for name in objects)
        text += f'<event id="{i}" type="{kind}" time="{time}"><attributes/><objects>{links}</objects></event>'
    path.write_text(text + "</events></log>")


def ocel_sqlite(path):
    con = sqlite3.connect(path)
    con.executescript(
        "CREATE TABLE event (ocel_id, ocel_type); CREATE TABLE object (ocel_id, ocel_type);"
        "CREATE TABLE event_object (ocel_event_id, ocel_object_id, ocel_qualifier);"
        "CREATE TABLE event_map_type (ocel_type, ocel_type_map);"
    )
    for kind in {event[1] for event in EVENTS}:
        con.execute("INSERT INTO event_map_type VALUES (?, ?)", (kind, kind.title()))
        con.execute(f"CREATE TABLE event_{kind.title()} (ocel_id, ocel_time)")
    con.executemany("INSERT INTO object VALUES (?, ?)", OBJECTS.items())
    for i, kind, time, objects in EVENTS:
        con.execute("INSERT INTO event VALUES (?, ?)", (i, kind))
        con.execute(f"INSERT INTO event_{kind.title()} VALUES (?, ?)", (i, time))
        con.executemany("INSERT INTO event_object VALUES (?, ?, '')", [(i, name) for name in objects])
    con.commit()
    con.close()


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.jsonocel", ocel_json), ("a.xmlocel", ocel_xml), ("a.sqlite", ocel_sqlite), ("a.json", ocel_json),
     ("a.xml", ocel_xml), ("a.ocel", ocel_json), ("b.ocel", ocel_sqlite)],
)  # fmt: skip
def test_ocel_takes_the_objects_of_one_type_as_cases(tmp_path, trace, name, write):
    path = tmp_path / name
    write(path)
    found = trace(path, "--object", "Order", "--format", "json").json
    assert [(v["path"], v["cases"]) for v in found["variants"]] == [
        (["order"], 1),
        (["order", "pack", "pay"], 1),
    ]
    items = trace(path, "--object", "Item", "--format", "json").json
    assert (items["cases"], items["events"]) == (2, 2)
    assert items["reading"]["reasons"][0]["reason"] == "no case"
    assert items["reading"]["read"] == items["reading"]["used"] + items["reading"]["refused"] == 5


def test_ocel_asks_which_type_when_there_are_several(tmp_path, trace):
    path = tmp_path / "a.jsonocel"
    ocel_json(path)
    said = trace(path)
    assert said.status == 2
    assert "--object; there are `Item`, `Order`" in said.err
    assert "did you mean `Order`" in trace(path, "--object", "Ordr").err


def test_a_table_of_duckdb_and_of_sqlite(tmp_path, trace):
    duck, lite = tmp_path / "log.duckdb", tmp_path / "log.sqlite"
    with duckdb.connect(str(duck)) as con:
        con.execute("CREATE SCHEMA cx")
        con.execute('CREATE TABLE cx."my log" ("case" VARCHAR, activity VARCHAR, time VARCHAR)')
        con.executemany('INSERT INTO cx."my log" VALUES (?, ?, ?)', ROWS)
    con = sqlite3.connect(lite)
    con.execute('CREATE TABLE log ("case", activity, time)')
    con.executemany("INSERT INTO log VALUES (?, ?, ?)", ROWS)
    con.commit()
    con.close()
    check(trace(duck, "--table", "cx.my log", "--format", "json").json)
    check(trace(lite, "--table", "log", "--format", "json").json)
    assert "there are log" in trace(lite, "--table", "logs").err
    assert trace(duck).status == 2


def test_a_name_full_of_patterns_is_one_file(tmp_path, csv_log, trace):
    csv_log([("9", "other", "2026-01-01")], "log1.csv")
    check(trace(csv_log(ROWS, "log[1]*.csv"), "--format", "json").json)


def test_the_same_log_gives_the_same_bytes(csv_log, trace):
    path = csv_log(ROWS)
    for form in ("json", "text", "html"):
        assert trace(path, "--format", form).out == trace(path, "--format", form).out


def test_output_goes_to_a_file_by_its_ending(csv_log, trace, tmp_path):
    path = csv_log(ROWS)
    said = trace(path, "-o", tmp_path / "out.json")
    assert said.out == ""
    check(json.loads((tmp_path / "out.json").read_text()))
    assert "no format" in trace(path, "-o", tmp_path / "out.doc").err


@pytest.mark.parametrize(
    ("case", "activity", "time"), [("t", "k", "life"), ("activity", "case", "row"), ("why", "c", "a")]
)
def test_columns_may_be_called_anything(tmp_path, trace, case, activity, time):
    path = tmp_path / "log.csv"
    rows = "".join(f"{when},{who},{what},zz\n" for who, what, when in ROWS)
    path.write_text(f"{time},{case},{activity},untimed\n{rows}")
    columns = ("--case", case, "--activity", activity, "--time", time, "--channel", "untimed")
    check(trace(path, *columns, "--format", "json").json)


def test_a_dash_is_the_screen(csv_log, trace):
    path = csv_log(ROWS)
    assert trace(path, "-o", "-").out == trace(path).out != ""
    assert trace(path, "-o", "-", "--format", "json").out == trace(path, "--format", "json").out
