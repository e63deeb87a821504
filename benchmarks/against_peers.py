"""Whole processes side by side on the same files: `python -m benchmarks.against_peers [SIZES] [--runs N] [--spectral PROGRAM]`.

Each round runs every tool once, one after the other, so that a busy machine is busy for all; the ratios are of the medians.
Peers: PyYAML's CSafeLoader with pydantic and networkx as one would write it in an afternoon, yamllint, check-jsonschema
with our own schema, and Spectral with five small rules. A peer that is not installed is left out and said so.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.generate import write

NAIVE = """
import sys, yaml, networkx
from pydantic import BaseModel
class Touchpoint(BaseModel):
    name: str = ""
    channel: list[str] = []
    owner: str = ""
    system: list[str] = []
    about: str = ""
    notice: list[str] = []
    collects: dict[str, list[str]] = {}
    uses: dict[str, list[str]] = {}
    consent: dict[str, object] = {}
    sla: str = ""
    feels: dict[str, object] = {}
    pains: list[dict[str, str]] = []
    metrics: list[str] = []
    next: object = None
class Stage(BaseModel):
    touchpoints: dict[str, Touchpoint]
class Journey(BaseModel):
    cxmap: int
    journey: str
    stages: dict[str, Stage]
graph = networkx.DiGraph()
for path in sys.argv[1:]:
    with open(path) as handle:
        journey = Journey.model_validate(yaml.load(handle, yaml.CSafeLoader))
    for stage in journey.stages.values():
        for name, touchpoint in stage.touchpoints.items():
            graph.add_node((path, name), touchpoint=touchpoint)
            targets = touchpoint.next if isinstance(touchpoint.next, dict) else {touchpoint.next: "100%"}
            for target, share in targets.items():
                graph.add_edge((path, name), (path, target), share=share)
print(len(graph))
"""
RULESET = """\
rules:
  owner-there: {given: "$.stages[*].touchpoints[*]", severity: error, then: {field: owner, function: truthy}}
  channel-there: {given: "$.stages[*].touchpoints[*]", severity: error, then: {field: channel, function: truthy}}
  name-there: {given: "$.stages[*].touchpoints[*]", severity: error, then: {field: name, function: truthy}}
  next-there: {given: "$.stages[*].touchpoints[*]", severity: error, then: {field: next, function: truthy}}
  title-there: {given: "$", severity: error, then: {field: journey, function: truthy}}
"""


@dataclass
class Tool:
    """One program to run: its command, seconds of every run, and the peak of its memory in MiB."""

    name: str
    command: list[str]
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0

    def run(self) -> None:
        """Run it once and note how long it took; what it finds does not matter here."""
        began = time.perf_counter()
        pid = os.spawnvpe(
            os.P_NOWAIT, "sh", ["sh", "-c", 'exec "$@" >/dev/null 2>&1', "sh", *self.command], os.environ
        )
        _, _, used = os.wait4(pid, 0)
        self.seconds.append(time.perf_counter() - began)
        self.peak = max(self.peak, used.ru_maxrss / 1024)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def tools(folder: Path, spectral: str | None) -> list[Tool]:
    """Every tool that is here, ours first."""
    files = [str(path) for path in sorted(folder.glob("journey_*.yaml"))]
    ours = [sys.executable, "-m", "cxmap", "check", str(folder), "--as-of", "2026-11-01", "-q", "--no-cache"]
    found = [
        Tool("cxmap check (116 rules)", ours),
        Tool("cxmap load", [sys.executable, "-c", f"import cxmap; cxmap.load({str(folder)!r})"]),
        Tool("PyYAML + pydantic + networkx", [sys.executable, "-c", NAIVE, *files]),
    ]
    if _module("yamllint"):
        found.append(Tool("yamllint", [sys.executable, "-m", "yamllint", "-d", "relaxed", *files]))
    if _module("check_jsonschema"):
        schema = folder / "cxmap.schema.json"
        made = subprocess.run(
            [sys.executable, "-m", "cxmap", "schema", str(folder)], check=True, capture_output=True
        )
        schema.write_bytes(made.stdout)
        found.append(
            Tool(
                "check-jsonschema",
                [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *files],
            )
        )
    program = spectral or shutil.which("spectral")
    if program:
        ruleset = folder / ".spectral.yaml"
        ruleset.write_text(RULESET, encoding="utf-8")
        found.append(Tool("Spectral (5 rules)", [program, "lint", "-q", "-r", str(ruleset), *files]))
    return found


def _module(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


def compare(size: int, files: int, runs: int, spectral: str | None, most: float) -> None:
    """Print one table: seconds, how many times ours, and memory."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), size, files)
        held = tools(Path(folder), spectral)
        for _ in range(runs):
            for tool in held:
                if not tool.seconds or tool.seconds[0] < most:
                    tool.run()
    ours = held[0].median
    print(f"\n{size:,} touchpoints in {files} files, median of {runs} paired runs")
    print(f"{'':32}{'seconds':>9}{'x cxmap check':>15}{'peak MiB':>10}")
    for tool in held:
        print(f"{tool.name:32}{tool.median:>9.2f}{tool.median / ours:>15.2f}{tool.peak:>10.0f}")


def main() -> None:
    """Compare for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10, 1000])
    parser.add_argument("--files", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--spectral", help="the program, when it is not on the path")
    parser.add_argument(
        "--most", type=float, default=60.0, help="run a tool only once when it takes longer (seconds)"
    )
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for size in given.sizes:
        compare(size, given.files, given.runs, given.spectral, given.most)


if __name__ == "__main__":
    main()
