"""FRI006: a promise is broken although every step keeps its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from cxmap import (
    Finding,
    JourneyGraph,
    Promise,
    Span,
    Unknown,
    check,
    duration_in_words,
    percentile_on,
    say_path,
    slowest,
    time_on,
)

ENDLESS = "write `max_times:` on a way of the loop"


@check("FRI006", severity="error")
def promise_not_met_on_path(
    graph: JourneyGraph, *, percentile: Literal["worst", "p50", "p90"] = "worst"
) -> Iterator[Finding | Unknown]:
    """What customers were promised can take longer than promised.

    Every step may keep its own times while the path breaks the promise, and the customer only sees the path.
    Added up are the `sla` of each step, the first included, and each `delay`, along the slowest way from
    where the promise is made to where it is kept; loops count as often as `max_times` allows. A loop that
    takes time and has no `max_times` can go on for ever. Steps we take time for but promise no `sla` for make
    the answer unknown, unless the rest alone is already too long.

    Fix: promise what the slowest path can keep, shorten a step, or bound the loop.

    Source: delays in service show in the whole, not in single touchpoints (not verified).

    Options:
        percentile: `worst` adds up worst cases; `p50` or `p90` draws from the percentiles of the times on the
            slowest path and compares that percentile of the total.

    Passes::

        promises: [{from: report, to: paid, within: 6d}]
        touchpoints:
          report: {channel: phone, sla: 1d}
          inspect: {channel: in-person, by: company, sla: 3d}
          paid: {channel: email, by: company, sla: 2d}

    Fails::

        promises: [{from: report, to: paid, within: 5d}]
        touchpoints:
          report: {channel: phone, sla: 1d}
          inspect: {channel: in-person, by: company, sla: 3d}
          paid: {channel: email, by: company, sla: 2d}
    """
    for promise in graph.promises:
        if promise.to is not None and promise.within is not None:
            yield from _judge(graph, promise, percentile)


def _judge(graph: JourneyGraph, promise: Promise, percentile: str) -> Iterator[Finding | Unknown]:
    assert promise.to is not None
    assert promise.within is not None
    spans = [slowest(graph, start, graph.expand(promise.to)) for start in graph.expand(promise.from_)]
    span = max((one for one in spans if one is not None), key=lambda one: one.seconds, default=None)
    if span is None:
        return  # nobody gets there: STR002 or STR003 says so
    if span.loop:
        yield _endless(promise, span)
        return
    total = _total(graph, span, percentile)
    if total > promise.within.seconds:
        yield _too_long(promise, span, total, percentile)
        return
    if not span.exact and span.seconds > promise.within.seconds:
        yield Unknown(f"promise:{promise.id}", "max_times")
    yield from (Unknown(step, "sla") for step in span.unsaid)


def _total(graph: JourneyGraph, span: Span, percentile: str) -> float:
    """Seconds on the slowest path; where it is only a bound, what its path takes once for certain."""
    if percentile != "worst":
        return percentile_on(graph, span.path, float(percentile[1:]))
    return span.seconds if span.exact else time_on(graph, span.path)


def _endless(promise: Promise, span: Span) -> Finding:
    return Finding(
        f"promise:{promise.id}",
        f"the promise `{promise.from_}` to `{promise.to}` within {promise.within} can take for ever: customers "
        f"can go round {say_path(span.loop)} any number of times; {ENDLESS}",
        path=span.path,
    )


def _too_long(promise: Promise, span: Span, total: float, percentile: str) -> Finding:
    how = "can take" if percentile == "worst" else f"takes, at the {percentile},"
    return Finding(
        f"promise:{promise.id}",
        f"the promise `{promise.from_}` to `{promise.to}` within {promise.within} {how} "
        f"{duration_in_words(total)} ({say_path(span.path)}); shorten a step on the way or promise less",
        path=span.path,
    )
