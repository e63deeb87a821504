"""Broken logs give exact results or a refusal with its place; nothing is lost in silence."""

import gzip

import duckdb
import pytest

from cxmap_eventlog import encode


def refused(said, *parts):
    assert said.status == 2, said.out
    assert "Traceback" not in said.err
    for part in parts:
        assert part in said.err
    return True


def write(tmp_path, content, name="log.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


HEAD = "case,activity,time\n"


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ("1,a,2026-01-01\n2,b\n", ":3:1 LOG003", "2 values where the header names 3"),
        ("1,a,2026-01-01\n2,b,2026-01-01,x\n", ":3:1 LOG003", "4 values"),
        ('1,a,2026-01-01\n2,"b,2026-01-01\n', ":3:1 LOG003", "quote"),
        ('1,"a"b,2026-01-01\n', ":2:1 LOG003", "quote"),
        # An empty value too many is still one too many: it may have shifted the others.
        ("1,a,2026-01-01\n2,b,2026-01-01,\n", ":3:1 LOG003", "4 values"),
        ('1,"a,b",2026-01-01\n2,b,2026-01-01,""\n', ":3:1 LOG003", "4 values"),
        ("1,a,,2026-01-01\n", ":2:1 LOG003", "4 values"),
    ],
)
def test_csv_rows_of_the_wrong_shape_are_refused_with_their_line(tmp_path, trace, rows, place, words):
    assert refused(trace(write(tmp_path, HEAD + rows)), "log.csv" + place, words)


def test_csv_line_numbers_count_lines_inside_quotes(tmp_path, trace):
    text = HEAD + '1,"a\nb",2026-01-01\n2,c,tomorrow\n3,d,2026-01-01\n'
    found = trace(write(tmp_path, text), "--format", "json").json
    assert found["reading"]["reasons"] == [
        {"reason": "a time that cannot be read", "events": 1, "first": "log.csv:4"}
    ]


def test_csv_of_mixed_line_ends_is_read_exactly(tmp_path, trace):
    text = HEAD.replace("\n", "\r\n") + "1,a,2026-01-01\n1,b,2026-01-02\r1,c,2026-01-03\r\n"
    found = trace(write(tmp_path, text), "--format", "json").json
    assert found["variants"] == [{"path": ["a", "b", "c"], "cases": 1}]


def test_csv_in_another_encoding_is_refused_with_its_line(tmp_path, trace):
    assert refused(
        trace(write(tmp_path, HEAD.encode() + "1,é,2026-01-01\n".encode("latin-1"))), ":2:1 LOG003", "utf-8"
    )


def test_csv_header_is_held_to(tmp_path, trace):
    said = trace(write(tmp_path, "Case,activty,time\n1,a,2026-01-01\n"))
    assert refused(
        said, "log.csv:1:1 LOG002", "no column `case`", "did you mean `Case`?", "columns: Case, activty, time"
    )
    assert refused(trace(write(tmp_path, "case,case,time\n")), "names `case` twice")
    assert refused(trace(write(tmp_path, "")), "LOG001", "is empty")
    assert refused(trace(write(tmp_path, HEAD)), "LOG005", "no event")


def test_events_without_case_activity_or_time_are_counted_by_reason(tmp_path, trace):
    text = HEAD + (
        "1,a,2026-01-01\n,b,2026-01-01\n1,,2026-01-01\n1,c,\n1,d,31.12.2026\n1,e,2026-02-30\n  ,f,2026-01-01\n1,g,2026-01-02\n"
    )
    reading = trace(write(tmp_path, text), "--format", "json").json["reading"]
    assert (reading["read"], reading["used"], reading["refused"]) == (8, 2, 6)
    assert [(one["reason"], one["events"], one["first"]) for one in reading["reasons"]] == [
        ("no case", 2, "log.csv:3"),
        ("no activity", 1, "log.csv:4"),
        ("no time", 1, "log.csv:5"),
        ("a time that cannot be read", 2, "log.csv:6"),
    ]


def test_a_log_of_which_nothing_is_usable_is_refused(tmp_path, trace):
    assert refused(
        trace(write(tmp_path, HEAD + "1,a,yesterday\n")), "LOG005", "none of 1 events", "log.csv:2"
    )


def test_delimiters_inside_quotes_are_no_surplus(tmp_path, trace):
    text = 'case,"what, done",time\n1,"a, ""then"" b",2026-01-01\n1,"c,",2026-01-02\n'
    path = write(tmp_path, text)
    for made in (path, write(tmp_path, gzip.compress(path.read_bytes()), "log.csv.gz")):
        found = trace(made, "--activity", "what, done", "--format", "json").json
        assert found["variants"] == [{"path": ['a, "then" b', "c,"], "cases": 1}]


def test_columns_may_be_called_like_what_the_engine_uses_itself(tmp_path, trace):
    text = "rowid,_row,row,t\n" + "".join(f"{n % 2},{'ab'[n % 2]},x,2026-01-0{n + 1}\n" for n in range(6))
    options = ("--case", "rowid", "--activity", "_row", "--time", "t", "--persona", "row", "--format", "json")
    found = trace(write(tmp_path, text), *options).json
    assert found["variants"] == [{"path": ["a"] * 3, "cases": 1}, {"path": ["b"] * 3, "cases": 1}]
    assert [(one["name"], one["cases"]) for one in found["by_persona"]] == [("x", 2)]


@pytest.mark.parametrize("column", ["file_row_number", "happened"])
def test_parquet_with_a_column_of_row_numbers_is_read_as_it_is(tmp_path, trace, column):
    path = tmp_path / "log.parquet"
    rows = "(VALUES (1, 'b', DATE '2026-01-02'), (1, 'a', DATE '2026-01-01')) v(k, a, t)"
    duckdb.sql(f"COPY (SELECT k, a, t AS {column} FROM {rows}) TO '{path}'")
    found = trace(path, "--case", "k", "--activity", "a", "--time", column, "--format", "json").json
    assert found["variants"] == [{"path": ["a", "b"], "cases": 1}]
    missing = trace(path, "--case", "who", "--activity", "a", "--time", column)
    assert f"(columns: k, a, {column})" in missing.err


@pytest.mark.parametrize("name", ["log.csv", "log.parquet"])
def test_a_log_that_is_written_to_while_it_is_read_is_refused(tmp_path, trace, monkeypatch, name):
    path = tmp_path / name
    rows = "(VALUES (1, 'a', TIMESTAMP '2026-01-01'), (1, 'b', TIMESTAMP '2026-01-02')) v(\"case\", activity, time)"
    duckdb.sql(f"COPY (FROM {rows}) TO '{path}'")
    assert trace(path).status == 0
    sort = encode.sort_events

    def write_meanwhile(store, spec):
        with path.open("ab") as file:
            file.write(b"2,c,2026-01-03\n")
        sort(store, spec)

    monkeypatch.setattr(encode, "sort_events", write_meanwhile)
    assert refused(trace(path), name, "LOG003")
    if name.endswith(".csv"):
        assert refused(trace(path), "was written to while it was read; trace it again")


def test_more_activities_than_any_journey_has_are_refused(tmp_path, trace):
    rows = "".join(f"{n % 7},a{n},2026-01-01\n" for n in range(32_768))
    assert refused(trace(write(tmp_path, HEAD + rows)), "LOG004", "32768 different activities", "`activity`")
    fewer = HEAD + "".join(f"{n % 7},a{n},2026-01-01\n" for n in range(32_767))
    assert trace(write(tmp_path, fewer), "--format", "json").json["activities"] == 32_767


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-01-02 03:04:05", "2026-01-02T03:04:05Z"),
        ("2026-01-02 03:04:05.25", "2026-01-02T03:04:05.250000Z"),
        (" 2026-01-02T03:04Z ", "2026-01-02T03:04:00Z"),
        ("2026-01-02", "2026-01-02T00:00:00Z"),
        ("0044-03-15 00:00:00 (BC)", None),
        ("12026-01-01 00:00:00", None),
        ("infinity", None),
        ("epoch", None),
        ("2026-1-2 03:04:05", None),
        ("2026-01-02 24:00:01", None),
    ],
)
def test_a_time_is_read_as_iso_8601_or_not_at_all(tmp_path, trace, written, instant):
    text = HEAD + f"1,a,2020-01-01 00:00:00\n1,b,{written}\n"
    found = trace(write(tmp_path, text), "--format", "json").json
    assert found["reading"]["refused"] == (instant is None)
    assert found["last"] == (instant or "2020-01-01T00:00:00Z")
    elsewhere = trace(write(tmp_path, text), "--time-zone", "Etc/GMT-1", "--format", "json").json
    assert elsewhere["reading"]["refused"] == (instant is None)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2003 ", "\u3000"])
def test_a_case_named_by_spaces_of_any_script_is_no_case(tmp_path, trace, space):
    text = HEAD + f"1,a,2026-01-01\n{space},a,2026-01-01\n1,{space},2026-01-01\n{space}é,a,2026-01-01\n"
    reading = trace(write(tmp_path, text), "--format", "json").json["reading"]
    assert [(one["reason"], one["events"]) for one in reading["reasons"]] == [
        ("no case", 1),
        ("no activity", 1),
    ]


def test_duplicates_are_counted_and_said(tmp_path, trace):
    text = HEAD + "1,a,2026-01-01\n1,a,2026-01-01\n1,b,2026-01-01\n1,a,2026-01-01\n1,a,2026-01-02\n"
    found = trace(write(tmp_path, text), "--format", "json").json
    assert found["events"] == 5
    assert found["reading"]["notes"][0].startswith("2 events repeat another one")


def test_time_zones_come_to_utc(tmp_path, trace):
    text = HEAD + (
        "1,b,2026-01-01T12:00:00+02:00\n1,a,2026-01-01T09:59:59Z\n1,d,2026-01-01 10:00:00.5\n1,c,2026-01-01T05:00:00.25-0500\n"
    )
    found = trace(write(tmp_path, text), "--format", "json").json
    assert found["variants"][0]["path"] == ["a", "b", "c", "d"]
    assert (found["first"], found["last"]) == ("2026-01-01T09:59:59Z", "2026-01-01T10:00:00.500000Z")
    lisbon = HEAD + "1,a,2026-07-01 10:00\n1,b,2026-07-01T09:30:00Z\n"
    found = trace(write(tmp_path, lisbon), "--time-zone", "Europe/Lisbon", "--format", "json").json
    assert found["variants"][0]["path"] == ["a", "b"]
    assert found["first"] == "2026-07-01T09:00:00Z"
    assert refused(trace(write(tmp_path, lisbon), "--time-zone", "Mars/Base"), "LOG006", "no time zone")


def test_dates_of_another_order_are_read_only_when_declared(tmp_path, trace):
    text = HEAD + "1,a,03/04/2026 10:00\n1,b,04/03/2026\n"
    assert refused(trace(write(tmp_path, text)), "LOG005")
    days = trace(write(tmp_path, text), "--dates", "day-first", "--format", "json").json
    months = trace(write(tmp_path, text), "--dates", "month-first", "--format", "json").json
    assert (days["first"], months["first"]) == ("2026-03-04T00:00:00Z", "2026-03-04T10:00:00Z")


@pytest.mark.parametrize("form", ["csv", "jsonl", "xes"])
def test_truncated_gzip_is_refused(tmp_path, trace, form):
    event = '<event><string key="concept:name" value="a{0}"/><date key="time:timestamp" value="2026-01-01"/></event>'
    text = {
        "csv": HEAD + "".join(f"{n},a{n * 7919 % 1000},2026-01-01\n" for n in range(20000)),
        "jsonl": "".join(
            f'{{"case": {n}, "activity": "a{n * 7919 % 1000}", "time": "2026-01-01"}}\n' for n in range(20000)
        ),
        "xes": "<log><trace>"
        + "".join(event.format(n * 7919 % 1000) for n in range(20000))
        + "</trace></log>",
    }[form]
    packed = gzip.compress(text.encode())
    for cut in (12, len(packed) // 2, len(packed) - 5):
        assert refused(trace(write(tmp_path, packed[:cut], f"log.{form}.gz")), "LOG00")
    damaged = bytearray(packed)
    damaged[len(packed) // 2] ^= 0xFF
    assert trace(write(tmp_path, bytes(damaged), f"log.{form}.gz")).status == 2


BOMB = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"<?xml version='1.0'?>\n{BOMB}<log><trace>&b;</trace></log>", "log.xes:2:1 LOG004"),
        ("<!DOCTYPE l SYSTEM 'file:///etc/passwd'><log/>", "LOG004"),
        ("<log>\n<trace>\n<event></trace></log>", "log.xes:3:"),
        ("<log><trace>", "LOG003"),
        ("<notes/>", "LOG003"),
        ("<log>" + "<a>" * 100 + "</a>" * 100 + "</log>", "LOG004"),
        ("<?xml version='1.0' encoding='nonsense'?><log/>", "LOG003"),
        ("<log/>", "LOG005"),
        ("not xml at all", "log.xes:1:1 LOG003"),
    ],
)
def test_hostile_or_broken_xml_is_refused_with_its_place(tmp_path, trace, text, words):
    assert refused(trace(write(tmp_path, text, "log.xes")), words)


def test_xml_that_swells_in_memory_is_refused(tmp_path, trace):
    path = write(
        tmp_path, gzip.compress(b"<log><trace>" + b" " * 40_000_000 + b"</trace></log>"), "log.xes.gz"
    )
    assert refused(trace(path), "LOG004", "32 MiB")
    wide = "<log><trace><event>" + "<string key='a' value='b'/>" * 30_000 + "</event></trace></log>"
    assert refused(trace(write(tmp_path, wide, "log.xes")), "LOG004")


def test_xes_events_outside_a_trace_or_without_time_are_counted(tmp_path, trace):
    text = (
        '<log><event><string key="concept:name" value="x"/><date key="time:timestamp" value="2026-01-01"/></event>'
        '<trace><event><string key="concept:name" value="a"/></event>'
        '<event><string key="concept:name" value="b"/><date key="time:timestamp" value="2026-01-01T00:00:00.000+01:00"/>'
        "</event></trace></log>"
    )
    reading = trace(write(tmp_path, text, "log.xes"), "--format", "json").json["reading"]
    assert [(one["reason"], one["first"]) for one in reading["reasons"]] == [
        ("no case", "log.xes event 1"),
        ("no time", "log.xes event 2"),
    ]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('{"case": 1, "activity":', ":2:24 LOG003"),
        ("[1]", ":2:1 LOG003"),
        ('{"case": 1, "case": 2, "activity": "a", "time": "2026-01-01"}', ":2:1 LOG003"),
    ],
)
def test_json_lines_that_are_no_objects_are_refused_with_their_line(tmp_path, trace, line, place):
    good = '{"case": 1, "activity": "a", "time": "2026-01-01"}\n'
    assert refused(trace(write(tmp_path, good + line + "\n" + good, "log.jsonl")), "log.jsonl" + place)


def test_a_log_that_is_no_file_is_refused(tmp_path, trace):
    assert refused(trace(tmp_path / "none.csv"), "LOG001", "no such file")
    assert refused(trace(write(tmp_path, "x", "log.pdf")), "LOG001", "`.pdf` is no ending of a log")
    assert refused(trace(write(tmp_path, b"PAR1xxxx", "log.parquet")), "LOG003", "Parquet")
    assert refused(trace(write(tmp_path, b"SQLite format 3\0" + b"x" * 200, "log.sqlite")), "LOG003")
    assert refused(trace(write(tmp_path, "x" * 200, "log.db")), "LOG001")


def test_numbers_are_no_times_without_a_unit(tmp_path, trace):
    import duckdb

    path = tmp_path / "log.parquet"
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT 1 AS \"case\", 'a' AS activity, 1767225600 AS time) TO '{path}' (FORMAT parquet)"
        )
    assert refused(trace(path), "LOG002", "whose unit nobody wrote down")


def test_one_very_long_case_is_read_exactly(tmp_path, trace):
    rows = "".join(f"1,{'ab'[n % 2]},2026-01-01T00:{n // 60 % 60:02d}:{n % 60:02d}Z\n" for n in range(3600))
    found = trace(write(tmp_path, HEAD + rows * 10), "--format", "json").json
    assert (found["cases"], found["events"], len(found["variants"][0]["path"])) == (1, 36000, 36000)


def test_a_line_without_end_is_refused_with_its_place(tmp_path, trace):
    path = write(tmp_path, HEAD + "1,a,2026-01-01\n1," + "b" * 5_000_000 + ",2026-01-02\n")
    assert refused(trace(path), "log.csv:3:1 LOG004", "4 MiB")


def test_too_little_memory_is_said(tmp_path, trace):
    rows = "".join(f"case {n},activity {n % 50},2026-01-01\n" for n in range(200_000))
    assert refused(trace(write(tmp_path, HEAD + rows), "--memory", "10MiB"), "LOG004", "--memory 10MiB")


def test_options_that_make_no_sense_are_refused(csv_log, trace):
    path = csv_log([("1", "a", "2026-01-01")])
    assert refused(trace(path, "--timeout", "soon"), "--timeout")
    assert refused(trace(path, "--memory", "lots"), "--memory 2GiB")
    assert refused(trace(path, "--end", "b"), "--end: the log has no activity `b`")
    assert refused(trace(path, "--delimiter", "ab"), "LOG006")
    assert refused(trace(path, "--discover", "--format", "json"), "--discover")
    assert trace(path, "--lifecycle", "some").status == 2


def test_foreign_text_cannot_steer_the_terminal(csv_log, trace):
    said = trace(csv_log([("1", "a\x1b[31m\u202eb", "2026-01-01")]))
    assert "\x1b" not in said.out and "\u202e" not in said.out
