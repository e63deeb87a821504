"""Write observed shares as a file of observations, which maps and rules show beside the declared ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cxmap_eventlog.found import Found
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.report import Trace
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
    lines += [_written(found, one, day) for one in _metrics(found)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Measured:
    """A metric at a touchpoint, a stage or the journey, as the language writes it."""

    metric: str
    at: str
    value: str
    low: str | None
    high: str | None
    n: int
    excluded: int
    method: str


def _metrics(found: Found) -> Iterator[_Measured]:
    """Metrics that the canon computes from events and no other source feeds; a name only one journey knows is its own."""
    graph, trace = found.graph, found.trace
    if graph is None or found.held is None:
        return
    for name, metric in sorted(graph.metrics.items()):
        private = name in graph.journey.metrics and graph.word("metric", name) is None
        fed_elsewhere = metric.from_ is not None and metric.from_ != found.system
        if private or fed_elsewhere:
            continue
        yield from _MEASURES.get(metric.kind or name, _nothing)(name, graph.id, trace)


Measures = Iterator[_Measured]


def _nothing(name: str, journey: str, trace: Trace) -> Measures:
    yield from ()


def _drop_off(name: str, journey: str, trace: Trace) -> Measures:
    for one in trace.stops:
        low, high = (percent(bound) for bound in one.interval)
        yield _Measured(
            name, f"touchpoint:{one.name}", percent(one.drop_off), low, high, one.visited, 0, "last-event"
        )


def _conversion(name: str, journey: str, trace: Trace) -> Measures:
    for one in trace.stages.stops if trace.stages is not None else ():
        if one.conversion is not None and one.interval is not None:
            low, high = (percent(bound) for bound in one.interval)
            n = one.reached - one.open
            yield _Measured(
                name, f"stage:{one.name}", percent(one.conversion), low, high, n, one.open, "furthest-stage"
            )


def _time_in_stage(name: str, journey: str, trace: Trace) -> Measures:
    for one in trace.stages.times if trace.stages is not None else ():
        if one.p50 is not None:
            value = f"{one.p50:.0f}s"
            yield _Measured(name, f"stage:{one.name}", value, None, None, one.n, one.censored, "median")


def _fcr(name: str, journey: str, trace: Trace) -> Measures:
    one = trace.contacts
    if one is not None and one.fcr is not None and one.fcr_interval is not None:
        low, high = (percent(bound) for bound in one.fcr_interval)
        n = one.issues - one.pending
        yield _Measured(name, f"journey:{journey}", percent(one.fcr), low, high, n, one.pending, "log")


def _repeat_contact(name: str, journey: str, trace: Trace) -> Measures:
    one = trace.contacts
    if one is not None and one.repeat_rate is not None and one.repeat_interval is not None:
        low, high = (percent(bound) for bound in one.repeat_interval)
        yield _Measured(
            name, f"journey:{journey}", percent(one.repeat_rate), low, high, one.contacts, 0, "log"
        )


def _switches(name: str, journey: str, trace: Trace) -> Measures:
    found = trace.switches
    if found is not None and found.rate is not None and found.interval is not None:
        low, high = (percent(bound) for bound in found.interval)
        yield _Measured(name, f"journey:{journey}", percent(found.rate), low, high, found.pairs, 0, "log")


_MEASURES: dict[str, Callable[[str, str, Trace], Measures]] = {
    "drop_off": _drop_off,
    "conversion": _conversion,
    "time_in_stage": _time_in_stage,
    "fcr": _fcr,
    "repeat_contact": _repeat_contact,
    "channel_switch": _switches,
}


def _written(found: Found, one: _Measured, day: str) -> str:
    assert found.held is not None
    parts = [
        f"metric: {one.metric}",
        f"journey: {found.held.journey}",
        f"at: {one.at}",
        f"value: {one.value}",
    ]
    if one.low is not None:
        parts += [f"low: {one.low}", f"high: {one.high}"]
    parts += [f"n: {one.n}", f"excluded: {one.excluded}", f"asof: {day}", f"method: {one.method}"]
    if found.source is not None:
        parts.insert(3, f"from: {found.source}")
    return f"  - {{{', '.join(parts)}}}"


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
