"""Time `cxmap trace` beside a bare Parquet scan, PM4Py and retentioneering, in one run, on a synthetic log.

    python benchmarks/event_logs.py 1000000
    python benchmarks/event_logs.py 10000000 --pm4py ~/pm4py/bin/python --retentioneering ~/rete/bin/python

Every contestant is a process of its own, so that start-up counts and peak memory is its own. The peers are run by their
own interpreters and never imported. Counts are compared before any ratio is printed. Where other work shares the
machine, processor seconds say more than seconds on the wall.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

PEERS = Path(__file__).parent.parent / "tests" / "eventlog" / "peers"
Row = tuple[str, float, float, int]
COLUMNS = ("case_id", "touchpoint", "happened")
SCAN = """
import duckdb, sys
con = duckdb.connect(config={"threads": 2})
print(con.execute(f"SELECT max(length(case_id)), max(length(touchpoint)), bit_xor(epoch_us(happened)) FROM '{sys.argv[1]}'").fetchall())
"""
GROUP = """
import duckdb, sys
con = duckdb.connect(config={"threads": 2})
print(con.execute(f"SELECT count(*) FROM (SELECT case_id, count(*) FROM '{sys.argv[1]}' GROUP BY 1)").fetchall())
"""


def make_log(events: int, path: Path, csv: Path) -> None:
    """A shuffled log of about eight events a case over twenty touchpoints, drifting forward."""
    import duckdb

    con = duckdb.connect()
    con.execute(
        f"""
        COPY (
          WITH c AS (SELECT i, 1 + (hash(i) % 15)::INT AS n FROM range({events // 8}) t(i)),
          e AS (SELECT i, k, hash(i * 31 + k) AS h FROM c, range(15) r(k) WHERE k < n)
          SELECT 'case_' || lpad(i::VARCHAR, 8, '0') AS case_id,
            'tp_' || lpad((least(19, greatest(0, k * 19 // 14 + (h % 7)::INT // 3 - 1)))::VARCHAR, 2, '0') AS touchpoint,
            make_timestamp(1700000000000000 + (hash(i * 7 + 1) % 20000000)::BIGINT * 1000000 + k * 3600000000
              + ((h // 7) % 3000)::BIGINT * 1000000) AS happened
          FROM e ORDER BY hash(i * 17 + k * 3) % 1000
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
    )
    con.execute(f"COPY (FROM '{path}') TO '{csv}' (FORMAT csv, HEADER)")


def timed(command: list[str], out: Path, given: str = "") -> tuple[float, float, int]:
    """Run a command; its seconds on the wall and on the processors, and its peak memory in MB."""
    begin = time.perf_counter()
    with out.open("wb") as file:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file)
        assert child.stdin is not None
        child.stdin.write(given.encode())
        child.stdin.close()
        _, status, usage = os.wait4(child.pid, 0)
    assert status == 0, command
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def trace_command(path: Path, memory: str, *more: str) -> list[str]:
    """Our whole report, as JSON."""
    columns = [
        part for pair in zip(("--case", "--activity", "--time"), COLUMNS, strict=True) for part in pair
    ]
    start = "import sys; from cxmap.cli import run; sys.exit(run(sys.argv[1:]))"
    return [
        sys.executable,
        "-c",
        start,
        "trace",
        str(path),
        *columns,
        "--format",
        "json",
        "--memory",
        memory,
        *more,
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=int)
    parser.add_argument("--pm4py", default=os.environ.get("CXMAP_PM4PY", ""))
    parser.add_argument(
        "--retentioneering",
        default=os.environ.get("CXMAP_RETENTIONEERING", ""),
    )
    parser.add_argument("--memory", default="2GiB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log, csv = folder / "log.parquet", folder / "log.csv"
        # In a child, or the memory it took would be counted for every contestant started from here.
        with ProcessPoolExecutor(1, get_context("spawn")) as child:
            child.submit(make_log, options.events, log, csv).result()
        print(
            f"{options.events} events: {log.stat().st_size >> 20} MB Parquet, {csv.stat().st_size >> 20} MB CSV"
        )
        rows = [
            ("bare scan of three columns", *timed([sys.executable, "-c", SCAN, str(log)], folder / "scan"))
        ]
        rows.append(
            ("scan and group by case", *timed([sys.executable, "-c", GROUP, str(log)], folder / "group"))
        )
        rows.append(("cxmap trace, Parquet", *timed(trace_command(log, options.memory), folder / "ours")))
        rows.append(("cxmap trace, CSV", *timed(trace_command(csv, options.memory), folder / "ours_csv")))
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        for name in ("cxmap trace --cache, first", "cxmap trace --cache, then"):
            rows.append((name, *timed(trace_command(log, options.memory, "--cache"), folder / "kept")))
            assert (folder / "kept").read_bytes() == (folder / "ours").read_bytes()
        if options.pm4py and Path(options.pm4py).exists():
            peer = [options.pm4py, str(PEERS / "pm4py_answers.py"), str(log), *COLUMNS, "all", "times"]
            rows.append(("PM4Py: ways, times, variants", *timed(peer, folder / "theirs", "{}")))
            compare(folder)
        else:
            print("PM4Py was not named: no ratio to it")
        if options.retentioneering and Path(options.retentioneering).exists():
            peer = [options.retentioneering, str(PEERS / "retentioneering_answers.py"), str(log), *COLUMNS]
            rows.append(("retentioneering: ways, medians", *timed(peer, folder / "others")))
            compare_ways(folder)
        else:
            print("retentioneering was not named: no ratio to it")
        report(rows)


def compare(folder: Path) -> None:
    """The same counts, or no ratio."""
    theirs, ours = json.loads((folder / "theirs").read_text()), json.loads((folder / "ours").read_text())
    ways = sorted([one["from"], one["to"], one["count"]] for one in ours["directly_follows"])
    assert ways == theirs["directly_follows"]
    assert sorted([one["path"], one["cases"]] for one in ours["variants"]) == theirs["variants"]
    medians = {(one["from"], one["to"]): one["median_seconds"] for one in ours["directly_follows"]}
    assert all(abs(medians[a, b] - median) < 1e-3 for a, b, median in theirs["medians"])
    print(f"equal: {len(ways)} ways and {len(ours['variants'])} variants")


def compare_ways(folder: Path) -> None:
    """The same counts of ways, or no ratio."""
    others, ours = json.loads((folder / "others").read_text()), json.loads((folder / "ours").read_text())
    ways = sorted([one["from"], one["to"], one["count"]] for one in ours["directly_follows"])
    assert ways == others["directly_follows"]


def report(rows: list[Row]) -> None:
    ours = next(row for row in rows if row[0] == "cxmap trace, Parquet")
    print(f"{'':32}{'wall s':>9}{'x trace':>9}{'cpu s':>9}{'x trace':>9}{'peak MB':>9}")
    for name, wall, cpu, memory in rows:
        print(f"{name:32}{wall:9.2f}{wall / ours[1]:9.2f}{cpu:9.2f}{cpu / ours[2]:9.2f}{memory:9}")


if __name__ == "__main__":
    main()
