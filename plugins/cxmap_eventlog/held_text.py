"""Say in plain text how a log and a journey differ, what changed and what would follow."""

from __future__ import annotations

from cxmap_eventlog.claims import Claims
from cxmap_eventlog.delta import Delta
from cxmap_eventlog.found import Found
from cxmap_eventlog.governance import CAVEAT, Governance
from cxmap_eventlog.held import Held
from cxmap_eventlog.walked import DEFINITION
from cxmap_eventlog.whatif import WhatIf
from cxmap_eventlog.wording import between, lasting, percent, plain, table

ROWS = 15


def held_parts(found: Found) -> list[list[str]]:
    """The parts of the report that need a journey or a question."""
    parts = []
    if found.held is not None:
        parts += [_conformance(found.held), _ways(found.held), _claims(found.held.claims)]
        parts.append(_governance(found.held.governance))
    if found.changed is not None:
        parts.append(_changes(found.changed))
    parts += [_imagined(one) for one in found.imagined]
    return parts


def _conformance(held: Held) -> list[str]:
    found = held.conformance
    lines = [
        f"Against the journey `{held.journey}`: {found.fitting} of {found.fitting + found.deviating} cases walk it as "
        f"planned, {percent(found.share)} ({between(found.interval)}); {found.unknown} unknown"
    ]
    if found.silent:
        lines.append(f"  passed over, for the log does not record them: {', '.join(found.silent)}")
    rows = [
        (
            f"{one.kind} {plain(one.touchpoint, 40)}",
            str(one.cases),
            percent(one.share),
            between(one.interval),
            say(one.example),
        )
        for one in found.deviations[:ROWS]
    ]
    return lines + (
        table(("Deviations", "cases", "share", "95%", "most frequent such path"), rows, left=(0, 4))
        if rows
        else []
    )


def say(path: tuple[str, ...], most: int = 10) -> str:
    """A path on one line, cut in the middle when it is long."""
    shown = path if len(path) <= most else (*path[: most - 3], "…", *path[-2:])
    return " > ".join(plain(name, 30) for name in shown)


def _ways(held: Held) -> list[str]:
    rows = [
        (
            f"{plain(way.from_, 30)} -> {plain(way.to, 30)}",
            str(way.count),
            percent(way.share),
            between(way.interval),
            ("assumed " if way.assumed else "") + percent(way.declared) if way.planned else "unplanned",
            lasting(way.median),
        )
        for way in held.walked.ways
        if way.planned or way.share >= 0.01
    ]
    lines = table(("Real and declared shares", "times", "real", "95%", "declared", "median"), rows)
    lines.append(f"  {DEFINITION}")
    if held.walked.never:
        lines.append(f"  never walked: {', '.join(held.walked.never)}")
    return lines


def _claims(found: Claims) -> list[str]:
    lines = []
    for one in found.promises:
        lines.append(
            f"Promise `{one.promise}`: kept {one.kept} of {one.kept + one.late} times within {lasting(one.within)}, "
            f"{percent(one.share)} ({between(one.interval)}); median {lasting(one.p50)}, {one.pending} pending"
        )
    for takes in found.takes:
        lines.append(
            f"`{takes.touchpoint}` is said to take {takes.claimed}; median {lasting(takes.p50)}, nine in ten at most "
            f"{lasting(takes.p90)} ({takes.n} times)"
        )
    for way in found.exceeded:
        lines.append(
            f"`{way.edge}` was walked more than {way.max_times} times by {way.cases} cases, up to {way.most}"
        )
    return [*lines, *(f"unknown: {one}" for one in found.unknown)]


def _governance(found: Governance) -> list[str]:
    if not found.observed and not found.unknown and not found.judged:
        return []
    lines = [
        f"Consent and notice on the paths walked: {len(found.observed)} broken of {found.judged} duties judged"
    ]
    for one in found.observed:
        lines.append(
            f"  {percent(one.share)} of the {one.came} cases at `{plain(one.touchpoint)}` ({one.cases}, "
            f"{between(one.interval)}): `{one.purpose}` {one.kind}; the journey says this is {one.model}"
        )
        lines.append(f"    such as: {say(one.example)}")
    lines += [f"  unknown: `{one.touchpoint}` / `{one.purpose}`: {one.missing}" for one in found.unknown]
    return [*lines, f"  {CAVEAT}"]


def _changes(delta: Delta) -> list[str]:
    sure = [one for one in delta.changes if one.significant]
    rows = [
        (
            f"{plain(one.from_, 30)} -> {plain(one.to, 30)}",
            percent(one.count_before / one.visits_before),
            percent(one.count_after / one.visits_after),
            f"{one.difference * 100:+.1f} points",
            f"{one.interval[0] * 100:+.1f} to {one.interval[1] * 100:+.1f}",
            f"{one.p:.3g}",
            "yes" if one.significant else "no",
        )
        for one in delta.changes[: max(ROWS, len(sure))]
    ]
    title = f"From {delta.before} ({delta.cases_before} cases) to {delta.after} ({delta.cases_after} cases)"
    return [
        f"{title}: {len(sure)} of {len(delta.changes)} shares changed more than chance",
        *table(("Change", delta.before, delta.after, "difference", "95%", "p", "sure"), rows),
    ]


def _imagined(one: WhatIf) -> list[str]:
    return [
        f"What if {plain(one.change)} (now {percent(one.share_now)}): {percent(one.arrive_then)} "
        f"({between(one.then_range)}) would get to {', '.join(one.goal)}, now {percent(one.arrive_now)} "
        f"({between(one.now_range)}); difference {one.difference * 100:+.1f} points "
        f"({one.difference_range[0] * 100:+.1f} to {one.difference_range[1] * 100:+.1f})",
        f"  {one.method}",
    ]
