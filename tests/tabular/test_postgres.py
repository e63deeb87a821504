"""The same declaration gives the same integers in the embedded engine and in a Postgres that really runs."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from cxmap import LoadError, SourceError
from tests.tabular.conftest import Maker, measure, values

SOURCE = """\
{name}:
  {where}
  columns: {{touchpoint: step, persona: who, time: at, customer: cust}}
  words: {{touchpoint: {{"W*": quote, "Phone": call}}, persona: {{"A": ann}}}}
  measures:
    nps: {{score: score, where: {{who: [A]}}}}
    csat: {{score: happy}}
    fcr: {{customer_id: cust, ts: at, reason: why}}
    retention: {{customer_id: cust, active_from: at, active_to: gone}}
"""


def rows() -> list[tuple[object, ...]]:
    draw = random.Random(7)
    start = datetime(2025, 1, 1, tzinfo=UTC)
    made: list[tuple[object, ...]] = []
    for _ in range(2000):
        at = start + timedelta(minutes=draw.randrange(600_000))
        gone = None if draw.random() < 0.6 else at + timedelta(days=draw.randrange(500))
        score = None if draw.random() < 0.1 else draw.randrange(11)
        made.append(
            (
                f"c{draw.randrange(400)}",
                draw.choice(["Web", "Wap", "Phone", "Lost"]),
                draw.choice(["A", "B"]),
                at,
                score,
                draw.randrange(1, 6),
                draw.choice(["bill", "fault"]),
                gone,
            )
        )
    return made


def as_csv(made: list[tuple[object, ...]]) -> str:
    lines = ["cust,step,who,at,score,happy,why,gone"]
    for row in made:
        lines.append(
            ",".join(
                ""
                if one is None
                else one.strftime("%Y-%m-%d %H:%M:%S")
                if isinstance(one, datetime)
                else str(one)
                for one in row
            )
        )
    return "\n".join(lines) + "\n"


@pytest.fixture
def filled(postgres: dict[str, object]) -> dict[str, object]:
    import psycopg

    said = " ".join(f"{'dbname' if name == 'database' else name}={value}" for name, value in postgres.items())
    with psycopg.connect(said, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS cx CASCADE")
        connection.execute("CREATE SCHEMA cx")
        connection.execute(
            "CREATE TABLE cx.answers (cust text, step text, who text, at timestamp, score integer, happy smallint, why text, gone timestamp)"
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO cx.answers VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    tuple(one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in row)
                    for row in rows()
                ],
            )
    return postgres


def test_counts_agree_with_postgres(
    make: Maker, filled: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGUSER", str(filled["user"]))
    config = f"connections: {{house: {{engine: postgres, host: {filled['host']}, port: {filled['port']}, database: postgres}}}}\n"
    here, _ = measure(make(SOURCE.format(name="here", where="path: rows.csv"), rows__csv=as_csv(rows())))
    root = make(
        SOURCE.format(
            name="there", where="{connection: house, table: cx.answers}".strip("{}").replace(", ", "\n  ")
        ),
        config=config,
    )
    there, notes = measure(root)
    assert values(here) == values(there)
    assert [one.cell.tally.counts for one in here] == [one.cell.tally.counts for one in there]
    assert len(here) > 20
    assert notes[0].unmatched == {
        "touchpoint": {"Lost": notes[0].unmatched["touchpoint"]["Lost"]},
        "persona": {"B": notes[0].unmatched["persona"]["B"]},
    }


ASKED = """\
held: {{connection: house, table: cx.answers}}
asked:
  connection: house
  sql: {sql}
  columns: {{touchpoint: step, time: at}}
  measures: {{csat: {{score: happy}}}}
"""


def ask(make: Maker, filled: dict[str, object], sql: str) -> dict[str, tuple[float | None, int]]:
    where = f"host: {filled['host']}, port: {filled['port']}, database: postgres"
    config = f"connections: {{house: {{engine: postgres, {where}}}}}\ntimeout: 2s\n"
    text = ASKED.format(sql=json.dumps(sql)).replace("touchpoint: step", "touchpoint: place")
    found, _ = measure(make(text, config=config))
    return values([one for one in found if one.source == "asked"])


def test_a_query_of_ones_own_runs_on_postgres(
    make: Maker, filled: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGUSER", str(filled["user"]))
    sql = "SELECT happy, at, CASE WHEN step = 'Phone' THEN 'call' ELSE 'quote' END AS place FROM cx.answers WHERE who = 'A'"
    got = ask(make, filled, sql)
    kept = [row for row in rows() if row[2] == "A"]
    assert got["csat join"][1] == len(kept)
    assert got["csat call"][1] == sum(row[1] == "Phone" for row in kept)


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM pg_catalog.pg_shadow", "reads `pg_catalog.pg_shadow`, which is not declared"),
        (
            "SELECT pg_read_file('/etc/passwd') AS happy, now() AS at, 'call' AS place",
            "may do more than compute",
        ),
        ("SELECT pg_sleep(60) AS happy, 'call' AS place FROM cx.answers", "may do more than compute"),
        ("DELETE FROM cx.answers", "must be one SELECT"),
        ("SELECT 1; SELECT 2", "must be one SELECT"),
        ("WITH gone AS (DELETE FROM cx.answers RETURNING *) SELECT * FROM gone", "may do more than compute"),
        ("SELECT * INTO cx.copy FROM cx.answers", "may do more than compute"),
        ("SELECT happy, at, step AS place FROM cx.answers FOR UPDATE", "may do more than compute"),
        ("SELECT nothing FROM cx.answers", "cannot run"),
    ],
)
def test_a_query_that_does_more_is_refused(
    make: Maker, filled: dict[str, object], monkeypatch: pytest.MonkeyPatch, sql: str, message: str
) -> None:
    monkeypatch.setenv("PGUSER", str(filled["user"]))
    with pytest.raises(SourceError) as error:
        ask(make, filled, sql)
    assert message in str(error.value)


def test_a_table_or_server_that_is_not_there(
    make: Maker, filled: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGUSER", str(filled["user"]))
    where = f"host: {filled['host']}, port: {filled['port']}, database: postgres"
    text = "there:\n  connection: house\n  table: cx.nothing\n  measures: {csat: {score: happy}}\n"
    with pytest.raises(SourceError, match=r"`house` has no table `cx\.nothing`"):
        measure(make(text, config=f"connections: {{house: {{engine: postgres, {where}}}}}\n"))
    with pytest.raises(SourceError, match="SRC009 `house` cannot be reached"):
        measure(
            make(
                text, config="connections: {house: {engine: postgres, host: /nowhere, database: postgres}}\n"
            )
        )
    with pytest.raises(SourceError, match="names the engine `oracle8`, which ibis does not know"):
        measure(make(text, config="connections: {house: {engine: oracle8}}\n"))
    with pytest.raises(LoadError, match="`house` is not a connection"):
        measure(make(text))
