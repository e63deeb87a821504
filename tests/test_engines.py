"""Questions written once reach every engine in its own words, and what fails is said in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxmap import Connection, Engine, EngineError, open_engine
from cxmap.engines import _arguments

EPOCH = "SELECT extract(epoch FROM t) FROM e"


def connection(**said: Any) -> Connection:
    return Connection.model_validate(said)


@pytest.fixture
def lake(tmp_path: Path) -> Any:
    ibis = pytest.importorskip("ibis", reason="ibis is not installed (extra `warehouse`)")
    backend = ibis.duckdb.connect(tmp_path / "lake.duckdb")
    backend.raw_sql("CREATE SCHEMA cx")
    backend.raw_sql("CREATE TABLE cx.e AS SELECT 1 AS k, TIMESTAMP '2026-01-01' AS t")
    yield backend
    backend.disconnect()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of ibis about DuckDB
def test_rows_and_columns(lake: Any) -> None:
    engine = Engine("duckdb", lake)
    assert engine.rows("SELECT k, epoch_us(t) FROM cx.e") == [(1, 1_767_225_600_000_000)]
    assert list(engine.columns("cx.e")) == ["k", "t"]
    assert engine.dialect == "duckdb"


def test_what_the_engine_objects_to_is_the_rest_of_a_sentence(lake: Any) -> None:
    engine = Engine("duckdb", lake)
    with pytest.raises(EngineError, match=r"^has no table `cx\.nothing` \("):
        engine.columns("cx.nothing")
    with pytest.raises(EngineError, match=r"^cannot answer \(.*nowhere"):
        engine.rows("SELECT * FROM nowhere")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("postgres", "EXTRACT(EPOCH FROM t)"),
        ("pyspark", "UNIX_MICROS(CAST(t AS TIMESTAMP))"),
    ],
)
def test_seconds_are_asked_for_in_words_each_engine_has(name: str, words: str) -> None:
    backend = pytest.importorskip(
        f"ibis.backends.{name}", reason=f"the client of {name} is not installed"
    ).Backend()
    assert words in Engine(name, backend).written(EPOCH)


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        (
            {"engine": "postgres", "host": "h", "port": 5432, "schema": "cx"},
            {"host": "h", "port": 5432, "schema": "cx"},
        ),
        ({"engine": "postgres", "service": "cx"}, {"service": "cx"}),
        ({"engine": "bigquery", "project": "p", "dataset": "d"}, {"project_id": "p", "dataset_id": "d"}),
        (
            {"engine": "snowflake", "service": "s", "database": "d", "schema": "x"},
            {"connection_name": "s", "database": "d", "schema": "x"},
        ),
        ({"engine": "pyspark"}, {}),
    ],
)
def test_each_client_is_told_in_its_own_words(said: dict[str, Any], arguments: dict[str, Any]) -> None:
    assert _arguments(connection(**said)) == arguments


def test_an_engine_nobody_knows_is_named() -> None:
    pytest.importorskip("ibis", reason="ibis is not installed (extra `warehouse`)")
    with (
        pytest.raises(EngineError, match="names the engine `oracle8`"),
        open_engine(connection(engine="oracle8")),
    ):
        raise AssertionError("it opened")
