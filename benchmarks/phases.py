"""Touchpoints a second and peak memory of each phase: `python -m benchmarks.phases [SIZES] [--files N]`.

Each size runs in a process of its own, so that peaks do not mix. Phases: read and resolve, build graphs, every check.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generate import write

PHASES = ("load", "graphs", "checks")


def measure(folder: Path) -> dict[str, float]:
    """Seconds of each phase, and the peak of memory in MiB."""
    from datetime import date

    from cxmap.audit import Settings, audit
    from cxmap.opening import Wanted, open_with_plugins

    marks = [time.perf_counter()]
    opened = open_with_plugins(Wanted(folder))
    marks.append(time.perf_counter())
    for graph in opened.workspace.graphs:
        _ = graph.flow
    marks.append(time.perf_counter())
    report = audit(opened.workspace, Settings(date(2026, 11, 1)), opened.plugins)
    marks.append(time.perf_counter())
    seconds = {name: after - before for name, before, after in zip(PHASES, marks, marks[1:], strict=False)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**seconds, "peak": peak, "findings": float(len(report.findings))}


def main() -> None:
    """Print one row a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10, 100, 1000])
    parser.add_argument("--files", type=int, default=1)
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only is not None:
        print(json.dumps(measure(given.only)))
        return
    print(
        f"{'touchpoints':>12}{'files':>7}"
        + "".join(f"{name + ' /s':>13}" for name in PHASES)
        + f"{'peak MiB':>10}{'findings':>10}"
    )
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), size, given.files)
            command = [sys.executable, "-m", "benchmarks.phases", "--only", folder]
            made = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rates = "".join(f"{size / max(made[name], 1e-9):>13,.0f}" for name in PHASES)
        print(f"{size:>12,}{given.files:>7}{rates}{made['peak']:>10.0f}{made['findings']:>10.0f}")


if __name__ == "__main__":
    main()
