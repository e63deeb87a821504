"""The same log gives the same integers from a file, from Postgres and from Spark, brought here or counted there."""

import random
import shutil
from datetime import datetime, timedelta

import pytest

from cxmap import Engine
from cxmap_eventlog.engine_counts import count_in
from cxmap_eventlog.mapping import keep_names
from cxmap_eventlog.refusal import LogRefused
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import open_store
from cxmap_eventlog.trace import Asked
from tests.tabular.conftest import postgres  # noqa: F401  # a fixture that really starts a server

HEAD = "who,what,at,life"
JOURNEY = """\
cxmap: 1
journey: J
stages:
  first: {touchpoints: {a: {next: b}, b: {next: c}}}
  then: {touchpoints: {c: {next: d}, d: {next: end}}}
"""
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


def check_paths(brought, there):
    """What depends on paths alone is the same whether they were brought here or came out as paths."""
    for key in ("rework", "to_and_fro", "journey", "conformance", "governance"):
        assert there[key] == brought[key], key
    assert there["stages"]["funnel"] == brought["stages"]["funnel"] != []
    assert there["conformance"]["deviating"] > 0 and there["rework"] and there["to_and_fro"]


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
    folder = workspace(filled)
    there = trace(folder, "--in-place", "--format", "json", "--end", "d").json
    assert there["format"] == "postgres"
    check(here, there)
    check_paths(trace(folder, "--format", "json").json, there)
    assert {"by_period", "ways"} <= set(there["not_answered"]) and not set(there["not_answered"]) & set(there)


def test_postgres_brought_here_counts_the_same(here, workspace, filled, trace):
    folder = workspace(filled)
    there = trace(folder, "--format", "json").json
    # Held against the journey, whose end is `d` too.
    check(here, there)
    assert there["conformance"]["cases"] == here["cases"]
    assert "no column `when`" in trace(folder, "--time", "when").err
    assert "no table `cx.nothing`" in trace(folder, "--table", "cx.nothing").err


def test_postgres_maps_activities_to_touchpoints_inside(workspace, filled, trace):
    folder = workspace(filled)
    logs = folder / "logs.yaml"
    logs.write_text(logs.read_text() + "    touchpoints: {a: a, b: b, c: b, d: ignore}\n")
    here = trace(folder, "--format", "json").json
    there = trace(folder, "--in-place", "--format", "json").json
    check(here, there)
    check_paths(here, there)
    ignored = [
        [one["events"] for one in found["reading"]["reasons"] if one["reason"] == "ignored by the mapping"]
        for found in (here, there)
    ]
    assert ignored[0] == ignored[1] != []
    # Without d, the journey has no touchpoint of that name, and the log's own word matches none.
    (folder / "j.yaml").write_text(JOURNEY.replace("next: d}, d: {next: end}}", "next: end}}"))
    logs.write_text(logs.read_text().replace(", d: ignore", ""))
    here = trace(folder, "--format", "json").json
    there = trace(folder, "--in-place", "--format", "json").json
    check(here, there)
    assert here["reading"]["unmatched"] == there["reading"]["unmatched"] != []


def test_an_engine_whose_words_are_not_known_is_not_asked(tmp_path):
    spec = LogSpec(tmp_path, "house.events", "warehouse")
    with open_store() as store, pytest.raises(LogRefused, match="not among the engines that count in place"):
        count_in(Engine("mysql", None), "events", spec, keep_names, store, Asked())


def test_a_file_is_not_counted_in_place(tmp_path, trace):
    path = tmp_path / "log.csv"
    path.write_text("case,activity,time\n1,a,2026-01-01\n")
    said = trace(path, "--in-place", "--format", "json")
    assert said.status == 2 and "log.csv" in said.err and "this one is a file here, leave it away" in said.err


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
    check_paths(brought, there)
