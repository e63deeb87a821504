"""The same declaration gives the same integers in the embedded engine and in a Postgres that really runs."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

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
