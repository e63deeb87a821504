"""Compare drawing the flow of a journey with what dot alone takes for the same graph, every way labelled."""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from datetime import date

from cxmap.report import Report, Verdict
from cxmap.testing import workspace
from cxmap_diagrams.engine import LayoutError, run_dot
from cxmap_diagrams.flow import flow_diagram
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.to_dot import INLINE_LABELS, to_dot
from cxmap_diagrams.writing import draw_svg

STAGES = 8
LONGEST = 120.0


def generate(touchpoints: int) -> str:
    """A journey of eight stages in which every touchpoint has two ways on."""
    lines = ["cxmap: 1", "journey: A generated journey", "owners: {a: {}, b: {}, c: {}}", "stages:"]
    per = touchpoints // STAGES
    for number in range(touchpoints):
        if number % per == 0 and number // per < STAGES:
            lines += [f"  s{number // per}:", "    touchpoints:"]
        ways = {min(touchpoints - 1, number + 1): 60, min(touchpoints - 1, number + 2 + number * 7 % 8): 30}
        onward = ", ".join(f"t{to}: {share}%" for to, share in ways.items() if to != number)
        following = "{" + onward + "}" if onward else "end"
        lines.append(
            f"      t{number}: {{name: Touchpoint number {number}, channel: web, owner: {'abc'[number % 3]}, next: {following}}}"
        )
    return "\n".join(lines) + "\n"


def setting_of(touchpoints: int) -> Setting:
    """What the diagram is drawn from."""
    built = workspace({"long.yaml": generate(touchpoints)})
    report = Report(
        built, date(2026, 11, 1), "full", "error", None, Verdict("pass", 0, "pass"), built.reported
    )
    return Setting(report, built.graphs[0])


def seconds(work: Callable[[], object], repeat: int) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(repeat):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def labelled(setting: Setting) -> str:
    """The graph as anybody would hand it to dot: every way with its label."""
    flow = flow_diagram(setting)
    labels = iter(line.label for line in flow.lines)
    text = to_dot(flow)
    if len(flow.lines) <= INLINE_LABELS:
        return text
    return re.sub(
        r"(?m)^(  n\d+ -> n\d+ \[)(?=id=)", lambda match: f'{match[1]}label="{next(labels)}", ', text
    )


def main() -> None:
    """Print seconds and their ratio, one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 500, 2000])
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    for size in asked.sizes:
        setting = setting_of(size)
        ours = seconds(lambda setting=setting: draw_svg(flow_diagram(setting), setting), asked.repeat)  # type: ignore[misc]
        try:
            text = labelled(setting)
            theirs = seconds(
                lambda text=text: run_dot(text, "svg", seconds=LONGEST), 1 if size > 100 else asked.repeat
            )  # type: ignore[misc]
            print(
                f"{size:6} touchpoints: cxmap {ours:.2f} s, dot alone {theirs:.2f} s, ratio {ours / theirs:.2f}"
            )
        except LayoutError as error:
            print(f"{size:6} touchpoints: cxmap {ours:.2f} s, dot alone: {error}")


if __name__ == "__main__":
    main()
