"""Compare reading with every position kept against PyYAML's CSafeLoader, which keeps none."""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import yaml

from cxmap.syntax import Limits, parse

_HEAD = """\
cxmap: 1
journey: A generated journey
owner: service
stages:
"""
_STAGE = """\
  stage_{stage}:
    name: Stage number {stage}
    touchpoints:
"""
_TOUCHPOINT = """\
      touchpoint_{number}:
        name: {{en: Touchpoint number {number}, pt: Ponto de contacto {number}}}
        about: The customer compares what is offered with what was promised before
        owner: team_{team}
        channel: [web, app]
        system: [crm, billing_{team}]
        feels: {{customer: -1, target: 1, from: survey, n: 1240, asof: 2026-09-30}}
        sla: {{p50: 2d, p90: 8d}}
        collects:
          service_delivery: [email, postal_address]
          renewal_offers: [email]
        notice: [service_delivery, renewal_offers]
        pains:
          - what: The price is only shown at the end of the form
            severity: high
            metric: drop_off
          - too many questions
        metrics:
          completion: 83%
          effort: {{now: 35, target: 20}}
        next:
          touchpoint_{after}: 55%
          touchpoint_{later}: {{share: 20%, when: "the price is above last year's", delay: 3d}}
        fails:
          touchpoint_{later}: {{share: 5%}}
"""


def generate(touchpoints: int) -> bytes:
    """A journey file with so many touchpoints, fifty to a stage."""
    parts = [_HEAD]
    for number in range(touchpoints):
        if number % 50 == 0:
            parts.append(_STAGE.format(stage=number // 50))
        parts.append(_TOUCHPOINT.format(number=number, team=number % 7, after=number + 1, later=number + 2))
    return "".join(parts).encode()


def measure(run: Callable[[], object]) -> float:
    """The seconds of one run with the collector off."""
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    run()
    seconds = time.perf_counter() - began
    gc.enable()
    return seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--touchpoints", type=int, default=1000)
    arguments.add_argument("--times", type=int, default=9)
    chosen = arguments.parse_args()
    data = generate(chosen.touchpoints)
    limits = replace(Limits(), file=len(data), nodes=10**8)
    tree, problems = parse(data, "generated.yaml", limits)
    if tree is None or problems:
        raise SystemExit(f"the generated file was refused: {problems[:3]}")
    # Side by side, so that a busy machine slows both alike.
    pairs = [
        (
            measure(lambda: yaml.load(data, Loader=yaml.CSafeLoader)),
            measure(lambda: parse(data, "generated.yaml", limits)),
        )
        for _ in range(chosen.times)
    ]
    loader, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(theirs / own for theirs, own in pairs)
    size = len(data) / 1e6
    print(f"{chosen.touchpoints} touchpoints, {size:.2f} MB, median of {chosen.times}, collector off")
    print(f"CSafeLoader, no positions   {loader:8.3f} s  {size / loader:6.2f} MB/s")
    print(f"cxmap.syntax, all positions {ours:8.3f} s  {size / ours:6.2f} MB/s")
    print(f"ratio {ratio:.2f} (the budget is 2)")


if __name__ == "__main__":
    main()
