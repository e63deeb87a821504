"""A user's query reads nothing but declared tables, writes nothing, and ends."""

from __future__ import annotations

import json
import random
from pathlib import Path

import duckdb
import pytest

from cxmap import SourceError
from tests.tabular.conftest import Maker, measure, values

CONFIG = "connections: {lake: {engine: duckdb, path: lake.duckdb}}\ntimeout: 5s\nlimits: {memory: 512 MiB}\n"


def ask(make: Maker, sql: str, timeout: str = "5s") -> dict[str, tuple[float | None, int]]:
    draw = random.Random(1)
    rows = "score,step\n" + "".join(
        f"{draw.randint(0, 10)},{draw.choice(['quote', 'call'])}\n" for _ in range(200)
    )
    text = f"""\
answers: {{path: rows.csv}}
held: {{connection: lake, table: cx.more}}
asked:
  connection: lake
  sql: {json.dumps(sql)}
  columns: {{touchpoint: step}}
  measures: {{nps: {{score: score}}}}
"""
    root = make(text, config=CONFIG.replace("5s", timeout), rows__csv=rows)
    if not (root / "lake.duckdb").exists():
        with duckdb.connect(str(root / "lake.duckdb")) as made:
            made.execute(
                "CREATE SCHEMA cx; CREATE TABLE cx.more AS SELECT 10 AS score, 'pay' AS step FROM range(50)"
            )
            made.execute("CREATE TABLE cx.secret AS SELECT 42 AS score, 'pay' AS step")
    found, _ = measure(root)
    return values([one for one in found if one.source == "asked"])


@pytest.mark.parametrize(
    ("sql", "n"),
    [
        ("SELECT score, step FROM answers", 200),
        ("WITH a AS (SELECT * FROM answers) SELECT a.score, a.step FROM a", 200),
        ("SELECT score, step FROM cx.more", 50),
        ("SELECT score, step FROM held", 50),
        (
            "SELECT CAST(score AS INTEGER) AS score, step FROM answers UNION ALL SELECT score, step FROM cx.more",
            250,
        ),
        ("SELECT r.range % 11 AS score, 'call' AS step FROM range(60) AS r", 60),
    ],
)
def test_selects_over_declared_tables(make: Maker, sql: str, n: int) -> None:
    assert ask(make, sql)["nps join"][1] == n


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT score, step FROM answers; DROP TABLE answers", "holds 2 statements"),
        ("", "holds 0 statements"),
        ("DROP TABLE answers", "is a DROP statement"),
        ("COPY answers TO 'x.csv'", "is a COPY statement"),
        ("ATTACH 'x.db'", "is a ATTACH statement"),
        ("SET lock_configuration = false", "is a SET statement"),
        ("INSTALL excel", "statement; write one SELECT"),
        ("PRAGMA version", "is a PRAGMA statement"),
        ("SELECT * FROM read_csv('/etc/passwd')", "calls `read_csv`"),
        ("SELECT * FROM read_text('/etc/passwd')", "calls `read_text`"),
        ("SELECT * FROM glob('/etc/*')", "calls `glob`"),
        ("SELECT * FROM '/etc/passwd'", "reads `/etc/passwd`, which is not declared"),
        ("SELECT * FROM cx.secret", "reads `cx.secret`, which is not declared"),
        ("SELECT * FROM sqlite_master", "reads `sqlite_master`"),
        ("SELECT * FROM information_schema.tables", "reads `information_schema.tables`"),
        ("SELECT * FROM duckdb_settings()", "calls `duckdb_settings`"),
        (
            "SELECT score, (SELECT content FROM read_text('/etc/passwd')) AS step FROM answers",
            "calls `read_text`",
        ),
        ("SELECT score, score FROM answers", "one name"),
        ("SELECT getenv('HOME') AS score, 'x' AS step", "cannot run"),
        ("SELECT repeat('x', 3000000000) AS score, 'x' AS step", "memory"),
        ("SELEC score FROM answers", "SRC008"),
    ],
)
def test_everything_else_is_refused(make: Maker, sql: str, message: str) -> None:
    with pytest.raises(SourceError) as error:
        ask(make, sql)
    assert message in str(error.value)
    assert "sources.yaml:5:3 SRC008" in str(error.value)


def test_a_query_that_does_not_end_is_ended(make: Maker) -> None:
    with pytest.raises(SourceError, match="took longer than 1s"):
        ask(
            make,
            "SELECT max(sin(a.range * b.range)) AS score, 'x' AS step FROM range(1000000) a, range(1000000) b",
            "1s",
        )


def test_nothing_was_written(make: Maker, tmp_path: Path) -> None:
    ask(make, "SELECT score, step FROM answers")
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "cxmap.yaml",
        "join.yaml",
        "lake.duckdb",
        "names.yaml",
        "rows.csv",
        "sources.yaml",
    ]
