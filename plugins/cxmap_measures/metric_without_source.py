"""MET003: a metric that comes from nowhere, or from a source that cannot supply it."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check
from cxmap_measures.kinds import Kind, kind_of, places, used_metrics


@check("MET003", severity="error")
def metric_without_source(graph: JourneyGraph) -> Iterator[Finding]:
    """A metric names no source, or its source declares columns that cannot feed it.

    A number without a source cannot be checked, repeated or believed.

    Fix: write `from:` with a source or system; and under the source's `measures:` the column of each input.

    Source: harvest, homogenise, analyse; processes aligned to metrics (customer experience practice).

    Passes::

        sources: {calls: {columns: {customer: cust, time: at}, measures: {fcr: {}}}}
        metrics: {fcr: {target: 75%, from: calls}}
        call: {channel: phone, metrics: [fcr]}

    Fails::

        metrics: {fcr: {target: 75%}}
        call: {channel: phone, metrics: [fcr]}
    """
    for name in used_metrics(graph):
        origin = graph.metrics[name].from_
        if origin is None:
            here = [one for _, other, one in places(graph) if other == name]
            if not here or any(one.from_ is None for one in here):
                yield Finding(
                    f"metric:{name}", f"`{name}` has no data source; write `from:` with a source or system"
                )
            continue
        lacking = _lacking(graph, name, origin, kind_of(graph, name))
        if lacking:
            wanted = ", ".join(f"`{one}`" for one in lacking)
            yield Finding(
                f"metric:{name}",
                f"source `{origin}` cannot supply {wanted} to `{name}`; name the columns under its `measures:`",
                related=(f"source:{origin}",),
            )


def _lacking(graph: JourneyGraph, name: str, origin: str, kind: Kind) -> list[str]:
    """The inputs a source declares no column for; nothing where it declares no columns at all."""
    source = graph.register.sources.get(origin)
    if source is None or not source.columns:
        return []
    measure = source.measures.get(name)
    if measure is not None and measure.counts:
        return []
    said = {*source.columns, *source.columns.values(), *(measure.inputs if measure is not None else {})}
    return [one for one, meaning in kind.inputs if one not in said and meaning not in said]
