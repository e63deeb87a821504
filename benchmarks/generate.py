"""Generate a workspace of any size: `python -m benchmarks.generate FOLDER --touchpoints 1000 [--files 50]`.

The same arguments always make the same files. A journey has stages of 20 touchpoints, branches, loops back, consent
for half of its purposes, and feelings, pains and metrics on some steps, about 600 bytes a touchpoint.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

CHANNELS = ("web", "app", "phone", "email", "chat")
OWNERS, SYSTEMS, DATA, PURPOSES, UNITS = 20, 10, 20, 10, 5
STAGE = 20


def config() -> str:
    """A configuration that lets large files through."""
    return "cxmap: 1\nworkspace: Generated\nprofile: full\nlimits: {file: 1024 MiB, nodes: 400000000}\n"


def register() -> str:
    """The names all generated journeys share."""
    lines = ["cxmap: 1", "owners:"]
    lines += [f"  owner_{i}: {{unit: unit_{i % UNITS}}}" for i in range(OWNERS)]
    lines += ["personas:"]
    lines += [f"  persona_{i}: {{channels: [{', '.join(CHANNELS[i:] + CHANNELS[:i])}]}}" for i in range(3)]
    lines += ["systems:"]
    lines += [
        f"  system_{i}: {{app: crm, unit: unit_{i % UNITS}, feeds: system_{(i + 1) % SYSTEMS}}}"
        for i in range(SYSTEMS)
    ]
    lines += ["data:"]
    lines += [f"  item_{i}: {{is: user.x.item_{i}, keep: 3y}}" for i in range(DATA)]
    lines += ["purposes:"]
    for i in range(PURPOSES):
        key, basis = (
            ("marketing.communications", "consent")
            if i < PURPOSES // 2
            else ("essential.service", "contract")
        )
        lines.append(f"  purpose_{i}: {{is: {key}, basis: {basis}}}")
    lines += [
        "metrics:",
        "  ces: {target: 5.5, owner: owner_0, from: system_0, now: 5, n: 400, asof: 2026-10-01}",
    ]
    return "\n".join(lines) + "\n"


def journey(number: int, touchpoints: int) -> str:
    """One journey of so many touchpoints."""
    lines = [
        "cxmap: 1",
        f"journey: Generated journey {number}",
        "owner: owner_0",
        f"outcome: step_{touchpoints - 1}",
        "goals: ces",
        "reviewed: 2026-10-01",
        "stages:",
    ]
    for i in range(touchpoints):
        if i % STAGE == 0:
            lines += [f"  stage_{i // STAGE}:", "    touchpoints:"]
        lines += _touchpoint(i, touchpoints)
    lines += [
        "anytime:",
        "  preferences: {channel: [web, app, phone, email, chat], owner: owner_1, system: system_0,",
    ]
    purposes = ", ".join(f"purpose_{i}" for i in range(PURPOSES // 2))
    lines += [f"    consent: {{withdraws: [{purposes}]}}, rights: all}}"]
    return "\n".join(lines) + "\n"


def _touchpoint(i: int, count: int) -> Iterator[str]:
    yield f"      step_{i}:"
    yield f"        name: Step {i} of a long journey"
    yield f"        channel: [{CHANNELS[i % 5]}, {CHANNELS[(i + 1) % 5]}]"
    yield f"        owner: owner_{(i // 10) % OWNERS}"
    yield f"        system: [system_{i % SYSTEMS}]"
    yield "        about: Something the customer does here, which takes a few words to describe."
    yield f"        notice: [purpose_{i % PURPOSES}]"
    yield f"        collects: {{purpose_{i % PURPOSES}: [item_{i % DATA}, item_{(i + 7) % DATA}]}}"
    yield f"        uses: {{purpose_{i % PURPOSES}: [item_{i % DATA}]}}"
    yield f"        consent: {{asks: purpose_{i % (PURPOSES // 2)}, requires: purpose_{i % (PURPOSES // 2)}}}"
    yield f"        sla: {i % 50 + 1}m"
    yield "        feels: {customer: 1, company: 1, from: system_0, n: 200}"
    if i % 5 == 0:
        yield "        pains: [{what: it takes long to find out what to do, cause: process}]"
        yield "        metrics: [ces]"
    yield f"        next: {_ways(i, count)}"


def _ways(i: int, count: int) -> str:
    if i >= count - 8:
        return f"{{step_{i + 1}: 95%}}" if i < count - 1 else "end"
    back = f", step_{i - 5}: 2%" if i % 11 == 10 else ""
    return f"{{step_{i + 1}: 70%, step_{i + 7}: 20%{back}}}"


def write(folder: Path, touchpoints: int, files: int = 1) -> None:
    """Write a workspace: `touchpoints` spread over so many journey files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cxmap.yaml").write_text(config(), encoding="utf-8")
    (folder / "register.yaml").write_text(register(), encoding="utf-8")
    each = max(1, touchpoints // files)
    for number in range(files):
        (folder / f"journey_{number}.yaml").write_text(journey(number, each), encoding="utf-8")


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--touchpoints", type=int, default=1000)
    parser.add_argument("--files", type=int, default=1)
    given = parser.parse_args()
    write(given.folder, given.touchpoints, given.files)


if __name__ == "__main__":
    main()
