"""MET004: a number measured too long ago."""

from collections.abc import Iterator
from datetime import date

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap_measures.ages import days_of
from cxmap_measures.kinds import places, used_metrics


@check("MET004", severity="warning")
def stale_measurement(
    graph: JourneyGraph, as_of: date, *, factor: float = 1.5
) -> Iterator[Finding | Unknown]:
    """A metric was last measured longer ago than it should be.

    Decisions on old numbers are decisions on last year's customers.

    Fix: measure again, write the new `now:` and `asof:` (or commit what `cxmap measure` writes), or say in `every:`
    how often it is really measured.

    Source: measure on a regular basis (customer experience practice).

    Options:
        factor: how many times the interval of `every:` may pass.

    Passes::

        metrics: {nps: {every: month, asof: 2026-10-31}}
        claim: {channel: phone, metrics: [nps]}

    Fails::

        metrics: {nps: {every: month, asof: 2026-01-31}}
        claim: {channel: phone, metrics: [nps]}
    """
    for name in used_metrics(graph):
        metric = graph.metrics[name]
        moments = [metric.asof, *(one.asof for _, other, one in places(graph) if other == name)]
        moments += [one.asof for one in graph.observations if one.metric == name]
        known = [one for one in moments if one is not None]
        if not known:
            yield Unknown(f"metric:{name}", "asof")
        elif (as_of - max(known)).days > days_of(metric.every) * factor:
            yield Finding(
                f"metric:{name}",
                f"`{name}` was last measured {max(known)}, it should be every {metric.every}; measure it again",
            )
