"""MET013: people paid to be quick where they should win friends."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap_measures.kinds import kind_of

if TYPE_CHECKING:
    from cxmap import PlaceMetric, Stage, Touchpoint


@check("MET013", severity="warning")
def timing_the_advocate(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """Where customers should become advocates, or complain, people are paid or aimed at short handle times.

    Whoever is timed hurries; a customer who is hurried through a complaint or a moment of truth does not come
    back as a friend.

    Fix: watch the handle time (`watch: true`) and pay for what customers feel or for solved problems.

    Source: advocates are not timed and penalised for interactions that take too long (Smith and Co, as quoted;
    not verified).

    Passes::

        metrics: {aht: {watch: true}, fcr: {target: 75%, incentive: true}}
        call: {channel: phone, level: advocacy, metrics: [aht, fcr]}

    Fails::

        metrics: {aht: {target: 4m, incentive: true}}
        call: {channel: phone, level: advocacy, metrics: [aht]}
    """
    for place, aim in _aims(graph):
        for name, here in place.metrics.items():
            if kind_of(graph, name).kind != "aht":
                continue
            use = _use(graph, name, here)
            if use is None:
                yield Unknown(f"metric:{name}", "better")
            elif use:
                yield Finding(
                    place,
                    f"`{place.id}` {aim}, but its people are {use} handle time (`{name}`); watch it and reward what customers feel",
                )


def _aims(graph: JourneyGraph) -> Iterator[tuple["Touchpoint | Stage", str]]:
    """The places at which nobody should hurry, and why."""
    for stage in graph.stages:
        if stage.level == "advocacy":
            yield stage, "is meant to win advocates"
    for touchpoint in (*graph.touchpoints, *graph.containers.values()):
        if touchpoint.level == "advocacy":
            yield touchpoint, "is meant to win advocates"
        elif graph.acts_like(touchpoint, "complaint"):
            yield touchpoint, "hears complaints"
        elif touchpoint.moment_of_truth:
            yield touchpoint, "is a moment of truth"


def _use(graph: JourneyGraph, name: str, here: "PlaceMetric") -> str | None:
    """How the handle time is used: paid by, pushed down, or not at all (empty); None when nobody says."""
    metric = graph.metrics[name]
    if metric.incentive:
        return "paid by"
    target = here.target or metric.target
    if target is None or metric.watch:
        return ""
    if metric.better is not None:
        return "pushed to shorten" if metric.better == "lower" else ""
    start = here.baseline or metric.baseline or here.now or metric.now
    if start is None:
        return None
    return "pushed to shorten" if target.number < start.number else ""
