"""The same log gives the same integers from a file, from Postgres and from Spark, brought here or counted there."""

import random
import shutil
from datetime import datetime, timedelta

import pytest

from tests.tabular.conftest import postgres  # noqa: F401  # a fixture that really starts a server

HEAD = "who,what,at,life"
JOURNEY = "cxmap: 1\njourney: J\ntouchpoints: {a: {}, b: {}, c: {}, d: {next: end}}\n"
LOG = "cxmap: 1\nlogs:\n  there:\n    {where}\n    case: who\n    activity: what\n    time: at\n    lifecycle: {{column: life}}\n"
SAME = ("events", "cases", "activities", "first", "last", "directly_follows", "variants", "activity_counts", "outcomes",
        "touchpoints")  # fmt: skip


def make_rows(count=3000):
    draw = random.Random(3)
    start = datetime(2026, 1, 1)
    # Distinct times: a warehouse keeps no order of rows, so ties would be ordered by name.
    moments = [start + timedelta(seconds=37 * n) for n in range(count)]
    draw.shuffle(moments)
    return [
        (
            f"w{draw.randrange(400)}",
            draw.choice("aaabbcd"),
            moment,
            draw.choice(["complete", "COMPLETE", "start", None]),
        )
        for moment in moments
    ] + [
        (None, "a", start, "complete"),
        ("  ", "b", start, None),
        ("w1", None, start, None),
        ("w1", "a", None, None),
    ]


@pytest.fixture
def here(tmp_path, trace):
    """The log as a file, counted by the embedded engine."""
    path = tmp_path / "log.csv"
    lines = [",".join("" if one is None else str(one) for one in row) for row in make_rows()]
    path.write_text("\n".join([HEAD, *lines]) + "\n")
    options = (
        "--case",
        "who",
        "--activity",
        "what",
        "--time",
        "at",
        "--lifecycle-column",
        "life",
        "--end",
        "d",
    )
    return trace(path, *options, "--format", "json").json


@pytest.fixture
def workspace(tmp_path):
    def make(connection, table="cx.events"):
        folder = tmp_path / "ws"
        folder.mkdir()
        (folder / "cxmap.yaml").write_text(f"cxmap: 1\nconnections: {{house: {connection}}}\n")
        (folder / "j.yaml").write_text(JOURNEY)
        (folder / "logs.yaml").write_text(LOG.format(where=f"connection: house\n    table: {table}"))
        return folder

    return make


def check(here, there):
    for key in SAME:
        assert there[key] == here[key], key
    assert (
        there["reading"]["read"]
        == here["reading"]["read"]
        == there["reading"]["used"] + there["reading"]["refused"]
    )


@pytest.fixture
def filled(postgres, monkeypatch):  # noqa: F811
    import psycopg

    said = " ".join(f"{'dbname' if name == 'database' else name}={value}" for name, value in postgres.items())
    with psycopg.connect(said, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS cx CASCADE")
        connection.execute("CREATE SCHEMA cx")
        connection.execute("CREATE TABLE cx.events (who text, what text, at timestamp, life text)")
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO cx.events VALUES (%s, %s, %s, %s)", make_rows())
    monkeypatch.setenv("PGUSER", str(postgres["user"]))
    return f"{{engine: postgres, host: {postgres['host']}, port: {postgres['port']}, database: postgres}}"


def test_postgres_counts_the_same_inside(here, workspace, filled, trace):
    there = trace(workspace(filled), "--in-place", "--format", "json", "--end", "d").json
    assert there["format"] == "postgres"
    check(here, there)


def test_postgres_brought_here_counts_the_same(here, workspace, filled, trace):
    folder = workspace(filled)
    there = trace(folder, "--format", "json").json
    # Held against the journey, whose end is `d` too.
    check(here, there)
    assert there["conformance"]["cases"] == here["cases"]
    assert "no column `when`" in trace(folder, "--time", "when").err
    assert "no table `cx.nothing`" in trace(folder, "--table", "cx.nothing").err


def test_an_engine_that_cannot_be_reached_is_refused(workspace, trace):
    pytest.importorskip("ibis")
    pytest.importorskip("psycopg")
    said = trace(workspace("{engine: postgres, host: /nowhere, port: 1, database: x}"))
    assert said.status == 2 and "house.cx.events" in said.err and "cannot be reached" in said.err


@pytest.mark.slow
@pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::UserWarning"
)
def test_spark_counts_the_same(here, workspace, trace, tmp_path):
    pytest.importorskip("ibis")
    pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")

    def fill():
        """Start Spark, in which the table of events lasts as long as the session that a question ends."""
        from pyspark.sql.types import StringType, StructField, StructType, TimestampNTZType

        session = (
            pyspark.sql.SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.warehouse.dir", str(tmp_path / "spark"))
            .getOrCreate()
        )
        columns = [StructField(name, StringType()) for name in ("who", "what", "life")]
        shape = StructType([*columns[:2], StructField("at", TimestampNTZType()), columns[2]])
        session.createDataFrame(make_rows(), shape).createOrReplaceTempView("events")

    folder = workspace("{engine: pyspark}", table="events")
    fill()
    there = trace(folder, "--in-place", "--format", "json", "--end", "d").json
    assert there["format"] == "pyspark"
    check(here, there)
    fill()
    brought = trace(folder, "--format", "json").json
    assert brought["conformance"]["cases"] == here["cases"]
    check(here, brought)
