"""Write observed shares as a file of observations, which maps and rules show beside the declared ones."""

from __future__ import annotations

from cxmap_eventlog.found import Found
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.to_json import moment
from cxmap_eventlog.walked import Way


def percent(share: float) -> str:
    """A share as the language writes it."""
    return f"{min(1.0, max(0.0, share)) * 100:.1f}".removesuffix(".0") + "%"


def write_observations(found: Found) -> str:
    """One observation for every way that has at least one visit with a known next step."""
    if found.held is None:
        raise refuse(
            found.trace.log.file, "LOG006", "observations need a journey; give a workspace, or --journey"
        )
    log = found.trace.log
    day = moment(log.last)[:10]
    lines = [
        "cxmap: 1",
        f"# Written by cxmap trace: {log.events} events of {log.cases} cases, {moment(log.first)[:10]} to {day}.",
        "observations:",
    ]
    lines += [_line(found, way, day) for way in found.held.walked.ways if way.to != "drop-off"]
    return "\n".join(lines) + "\n"


def _line(found: Found, way: Way, day: str) -> str:
    assert found.held is not None
    parts = [
        f'edge: "{way.from_} -> {way.to}"',
        f"journey: {found.held.journey}",
        f"value: {percent(way.share)}",
        f"low: {percent(way.interval[0])}",
        f"high: {percent(way.interval[1])}",
        f"n: {way.visits}",
        f"excluded: {way.excluded}",
        f"asof: {day}",
        "method: directly-follows",
    ]
    if found.source is not None:
        parts.insert(2, f"from: {found.source}")
    return f"  - {{{', '.join(parts)}}}"
