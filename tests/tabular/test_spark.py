"""The same declaration gives the same integers on Spark in local mode, where it is installed."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from tests.tabular.conftest import Maker, measure, values
from tests.tabular.test_postgres import SOURCE, as_csv, rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def spark() -> Iterator[Any]:
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("Spark is not installed: it needs pyspark and Java")
    pytest.importorskip("ibis", reason="ibis is not installed (extra `warehouse`)")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = (
        builder.config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_counts_agree_with_spark(make: Maker, spark: Any) -> None:
    made = [
        tuple(one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in row) for row in rows()
    ]
    schema = (
        "cust string, step string, who string, at timestamp, score int, happy int, why string, gone timestamp"
    )
    spark.createDataFrame(made, schema).createOrReplaceTempView("answers")
    here, _ = measure(make(SOURCE.format(name="here", where="path: rows.csv"), rows__csv=as_csv(rows())))
    there, _ = measure(
        make(
            SOURCE.format(name="there", where="connection: cluster\n  table: answers"),
            config="connections: {cluster: {engine: pyspark}}\n",
        )
    )
    assert values(here) == values(there)
    assert [one.cell.tally.counts for one in here] == [one.cell.tally.counts for one in there]
