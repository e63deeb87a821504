"""MET001: a metric nobody answers for."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_measures.kinds import used_metrics


@check("MET001", severity="warning")
def metric_without_owner(graph: JourneyGraph) -> Iterator[Finding]:
    """A metric has no owner.

    A number nobody answers for is looked at and not moved: when it falls, everybody waits for somebody else.

    Fix: write `owner:` on the metric, one team.

    Source: KPIs and objectives belong to every part of the company, and pay follows them (customer experience
    practice).

    Passes::

        owners: {cco: {}}
        metrics: {nps: {target: 35, owner: cco}}
        claim: {channel: phone, metrics: [nps]}

    Fails::

        metrics: {nps: {target: 35}}
        claim: {channel: phone, metrics: [nps]}
    """
    for name in used_metrics(graph):
        if graph.metrics[name].owner is None:
            yield Finding(f"metric:{name}", f"nobody answers for `{name}`; write `owner:` on it")
