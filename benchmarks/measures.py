"""Ten million survey answers to NPS, CSAT and CES per touchpoint and persona, beside a hand-written DuckDB query.

    python benchmarks/measures.py [ROWS]

Both sides read one Parquet file; runs alternate, the ratio of the medians is printed, and the numbers must agree.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb

from cxmap_metrics import ces, csat, nps
from cxmap_tabular.counting import Dimension, Measure, Plan, count_rows
from cxmap_tabular.manner import text_manner
from cxmap_tabular.opened import open_table

RUNS = 7
MAKE = """
COPY (
  SELECT 'touchpoint_' || (hash(i) % 12) AS touchpoint, 'persona_' || (hash(i + 1) % 4) AS persona,
    CAST(hash(i * 7) % 11 AS TINYINT) AS nps, CAST(1 + hash(i * 13) % 5 AS TINYINT) AS csat,
    CAST(1 + hash(i * 17) % 7 AS TINYINT) AS ces, i AS customer,
    TIMESTAMP '2026-01-01' + to_seconds(CAST(i % 20000000 AS INTEGER)) AS answered_at
  FROM range({rows}) AS r(i)
) TO '{path}' (FORMAT parquet)
"""
BY_HAND = """
SELECT touchpoint, persona, count(nps),
  100.0 * (count(*) FILTER (nps >= 9) - count(*) FILTER (nps <= 6)) / count(nps),
  avg(csat), stddev_samp(csat), count(csat), avg(ces), stddev_samp(ces), count(ces)
FROM read_parquet('{path}') GROUP BY touchpoint, persona
"""


def by_hand(path: Path) -> dict[tuple[str, str], tuple[float, ...]]:
    with duckdb.connect() as connection:
        rows = connection.execute(BY_HAND.format(path=path)).fetchall()
    return {(row[0], row[1]): (row[3], row[4], row[7]) for row in rows}


def ours(path: Path) -> dict[tuple[str, str], tuple[float, ...]]:
    measures = tuple(
        Measure(metric.id, metric, {metric.inputs[0].name: column})
        for metric, column in ((nps, "nps"), (csat, "csat"), (ces, "ces"))
    )
    dimensions = tuple(Dimension(name, name) for name in ("touchpoint", "persona"))
    with open_table(path, text_manner(path.name, "parquet")) as table:
        tallies = count_rows(table, Plan(measures, dimensions)).tallies
    found = {
        name: {group: metric.estimate(tally).value for group, tally in tallies[name].items()}
        for name, metric in (("nps", nps), ("csat", csat), ("ces", ces))
    }
    return {group: tuple(found[name][group] for name in ("nps", "csat", "ces")) for group in found["nps"]}


def timed(work: object, path: Path) -> tuple[float, dict[tuple[str, str], tuple[float, ...]]]:
    start = time.perf_counter()
    result = work(path)  # type: ignore[operator]
    return time.perf_counter() - start, result


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.parquet"
        duckdb.sql(MAKE.format(rows=rows, path=path))
        times: dict[str, list[float]] = {"by hand": [], "cxmap": []}
        for _ in range(RUNS):
            hand_time, hand = timed(by_hand, path)
            our_time, our = timed(ours, path)
            times["by hand"].append(hand_time)
            times["cxmap"].append(our_time)
        for group, numbers in hand.items():
            assert all(abs(a - b) < 1e-9 for a, b in zip(numbers, our[group], strict=True)), group
    hand_s, our_s = median(times["by hand"]), median(times["cxmap"])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{rows} rows, {RUNS} runs: by hand {hand_s:.2f} s, cxmap {our_s:.2f} s, ratio {our_s / hand_s:.2f} (budget 1.5)"
    )
    print(f"peak memory of this process {memory:.0f} MiB; the numbers agree in {len(hand)} groups")


if __name__ == "__main__":
    main()
