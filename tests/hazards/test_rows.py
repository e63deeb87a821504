"""Hostile rows, queries and logs through the commands themselves: refused with their line, or contained."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.hazards.conftest import AS_OF, CONFIG, Command

CONNECTED = (
    CONFIG
    + "connections: {lake: {engine: duckdb, path: lake.duckdb}}\ntimeout: 3s\nlimits: {memory: 512 MiB}\n"
)
QUERIES = {
    "reads another file": "SELECT content AS score, 'see' AS step FROM read_text('/etc/passwd')",
    "reads a name that is a file": "SELECT * FROM '/etc/passwd'",
    "copies": "COPY (SELECT 1) TO 'stolen.csv'",
    "attaches": "ATTACH 'other.db'",
    "installs": "INSTALL httpfs",
    "loads": "LOAD httpfs",
    "sets": "SET enable_external_access = true",
    "asks": "PRAGMA database_list",
    "does two things": "SELECT 1 AS score, 'see' AS step; COPY (SELECT 1) TO 'stolen.csv'",
    "exports": "EXPORT DATABASE 'stolen'",
    "never ends": "SELECT count(*) AS score, 'see' AS step FROM range(10000000) a, range(10000000) b WHERE a.range = -b.range",
    "eats memory": "SELECT repeat('x', 3000000000) AS score, 'see' AS step",
    "leaves": "SELECT getenv('API_TOKEN') AS score, 'see' AS step",
}


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_reaches_nothing_but_declared_tables(
    tmp_path: Path, lamp: Path, cxmap: Command, name: str
) -> None:
    import duckdb

    with duckdb.connect(str(lamp / "lake.duckdb")) as made:
        made.execute("CREATE TABLE held AS SELECT 9 AS score, 'see' AS step")
    (lamp / "cxmap.yaml").write_text(CONNECTED)
    (lamp / "sources.yaml").write_text(
        "cxmap: 1\nsources:\n  asked:\n    connection: lake\n"
        f"    sql: {json.dumps(QUERIES[name])}\n    columns: {{touchpoint: step}}\n    measures: {{nps: {{score: score}}}}\n"
    )
    said = cxmap("measure", "lamp", *AS_OF, env={"API_TOKEN": "canary-token"}, seconds=90)
    assert said.code == 2
    assert "SRC0" in said.err
    assert "canary" not in said.err and "root:" not in said.err
    assert not list(tmp_path.rglob("stolen*")) and not list(tmp_path.rglob("other.db"))


ROWS = {
    "short": (b"score,step\n9\n", ":2:"),
    "long": (b"score,step\n9,see,more\n", ":2:"),
    "nul": (b"score,step\n9,\x00\n", ":2:"),
    "latin-1": (b"score,step\n9,\xe9\n", ":2:"),
    "empty": (b"", ":1:"),
    "header only": (b"score,step\n", ":1:"),
    "twice": (b"score,score\n9,9\n", ":1:"),
    "open quote": (b'score,step\n9,"see\n', ":2:"),
    "preamble": (b"Survey of May\n\nscore,step\n9,see\n", "x.csv"),
    "no number": (b"score,step\nnine,see\n", "x.csv"),
    "not finite": (b"score,step\n1e999,see\nnan,see\n", "x.csv"),
    "controls": (b"score,\x1b[31m\n9,see\n9\n", ":3:"),
}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_broken_rows_are_refused_by_measure(tmp_path: Path, cxmap: Command, name: str) -> None:
    content, where = ROWS[name]
    (tmp_path / "x.csv").write_bytes(content)
    said = cxmap("measure", "x.csv", "--metric", "nps", "--column", "score")
    assert said.code == 2
    assert where in said.err
    assert "\x1b" not in said.err


BOMB = "<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
LOGS = {
    "bomb.xes": f"<?xml version='1.0'?>{BOMB}]><log><trace>&i;</trace></log>".encode(),
    "outside.xes": b"<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><log><trace>&a;</trace></log>",
    "deep.xes": b"<log>" + b"<list>" * 100_000,
    "cut.csv.gz": gzip.compress(b"case,activity,time\n" + b"1,a,2026-01-01\n" * 5000)[:-9],
    "zeros.csv.gz": gzip.compress(b"\0" * 50_000_000),
    "line.csv": b"case,activity,time\n" + b"x" * 6_000_000,
    "bomb.xes.gz": gzip.compress(b"<log><trace>" + b"<!--" + b" " * 60_000_000),
}


@pytest.mark.parametrize("name", sorted(LOGS))
def test_hostile_logs_are_refused_by_trace(tmp_path: Path, cxmap: Command, name: str) -> None:
    (tmp_path / name).write_bytes(LOGS[name])
    said = cxmap("trace", name, seconds=60)
    assert said.code == 2
    assert said.err.startswith(f"{name}:") or said.err.startswith(f"{name} ")
    assert "LOG00" in said.err and "root:" not in said.err


@pytest.mark.slow
def test_one_case_of_a_hundred_megabytes_is_read(tmp_path: Path, cxmap: Command) -> None:
    event = b"1,see something with a rather long name,2026-01-01T00:00:00Z\n"
    with (tmp_path / "long.csv").open("wb") as file:
        file.write(b"case,activity,time\n")
        for _ in range(100):
            file.write(event * ((1 << 20) // len(event)))
    said = cxmap("trace", "long.csv", "--memory", "1GiB", seconds=280)
    assert said.code in (0, 2)
    assert said.code == 0 or "LOG004" in said.err
