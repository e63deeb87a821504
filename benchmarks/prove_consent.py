"""Compare the checks on consent and data over one large journey with a networkx walk per purpose over the same graph."""

from __future__ import annotations

import argparse
import gc
import importlib
import random
import time
from datetime import date

import networkx as nx

import cxmap
from cxmap.testing import workspace

AS_OF = date(2026, 11, 1)
ITEMS = [f"item_{number}" for number in range(40)]
PROOFS = ("CON001", "CON002", "CON003", "CON015", "CON006", "CON007", "CON008", "DAT001", "DAT002", "DAT004")


def generate(count: int, purposes: int, seed: int = 1) -> str:
    """A cyclic journey with three ways on from every step; consent is asked first and looked up everywhere."""
    chance = random.Random(seed)
    names = [f"p{number}" for number in range(purposes)]
    lines = [
        "cxmap: 1",
        "journey: A large journey",
        "owners: {" + ", ".join(f"o{number}: {{unit: u{number}}}" for number in range(6)) + "}",
        "data: {" + ", ".join(f"{item}: {{is: user.x.{item}, keep: 2y}}" for item in ITEMS) + "}",
        "purposes: {"
        + ", ".join(f"{name}: {{is: essential.service, basis: consent, lasts: 2y}}" for name in names)
        + ", care: {is: essential.service, basis: contract}}",
        "systems: {hub: {}, " + ", ".join(f"s{number}: {{feeds: hub}}" for number in range(12)) + "}",
        "touchpoints:",
    ]
    for number in range(count):
        near = [chance.randrange(max(0, number - 50), min(count, number + 200)) for _ in range(2)]
        targets = sorted({min(count - 1, number + 1), *near})
        ways = ", ".join(f"t{target}" for target in targets) + (", end" if number == count - 1 else "")
        fields = [
            f"channel: {chance.choice(['web', 'app'])}",
            f"owner: o{number % 6}",
            f"system: s{number % 12}",
        ]
        fields.append(f"next: [{ways}]")
        if number == 0:
            fields += [
                "entry: true",
                f"notice: [care, {', '.join(names)}]",
                f"consent: {{asks: [{', '.join(names)}]}}",
            ]
            fields.append(f"collects: {{care: [{', '.join(ITEMS)}]}}")
        else:
            fields.append(f"consent: {{requires: [{', '.join(names)}]}}")
            if chance.random() < 0.3:
                used = ", ".join(f"{chance.choice(names)}: [{chance.choice(ITEMS)}]" for _ in range(1))
                fields.append(f"uses: {{care: [{chance.choice(ITEMS)}], {used}}}")
        lines.append(f"  t{number}: {{{', '.join(fields)}}}")
    verbs = f"withdraws: [{', '.join(names)}]"
    lines.append(
        f"anytime:\n  prefs: {{channel: [web, app], system: hub, rights: all, consent: {{{verbs}}}}}"
    )
    return "\n".join(lines) + "\n"


def timed(work: object) -> float:
    """Seconds a call takes."""
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


def main() -> None:
    """Print the time of one walk per purpose, of the proofs and of all checks, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--touchpoints", type=int, default=30_000)
    parser.add_argument("--purposes", type=int, default=10)
    given = parser.parse_args()
    config = "cxmap: 1\nlimits: {file: 64 MiB, nodes: 5000000}\n"
    text = generate(given.touchpoints, given.purposes)
    graph = workspace({"cxmap.yaml": config, "large.yaml": text}).graphs[0]
    flow = graph.flow
    gc.collect()
    gc.freeze()
    walks = timed(lambda: [sum(1 for _ in nx.bfs_edges(flow, "t0")) for _ in range(given.purposes)])
    seconds: dict[str, float] = {}
    for pack in ("cxmap_consent", "cxmap_data"):
        for check in importlib.import_module(pack).cxmap_checks():
            arguments = (graph, AS_OF) if check.needs_date else (graph,)
            seconds[check.code] = timed(lambda check=check, arguments=arguments: list(check(*arguments)))
    proofs = sum(seconds[code] for code in PROOFS)
    everything = sum(seconds.values())
    print(f"cxmap {cxmap.__version__}: {given.touchpoints} touchpoints, {flow.number_of_edges()} ways")
    print(f"networkx walk per purpose {walks:.2f} s")
    print(f"consent and data-flow proofs {proofs:.2f} s, {proofs / walks:.1f} walks")
    print(f"all {len(seconds)} checks {everything:.2f} s, {everything / walks:.1f} walks")


if __name__ == "__main__":
    main()
