"""MET008: a category of customer experience metrics that nothing covers."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap_measures.kinds import kind_of, used_metrics

FIVE = ("satisfaction", "loyalty-retention-churn", "advocacy", "product-quality", "employee-engagement")


@check("MET008", severity="info")
def gartner_category_missing(
    graph: JourneyGraph, *, categories: tuple[str, ...] = FIVE
) -> Iterator[Finding | Unknown]:
    """One of the five categories of customer experience metrics has no metric.

    Each category sees what the others miss: satisfied customers leave, loyal ones do not recommend, and
    unhappy employees make unhappy customers a quarter later.

    Fix: add a metric of the category; a metric of your own says `category:`.

    Source: Gartner's five categories of customer experience metrics (not verified).

    Options:
        categories: the categories that must be covered.

    Passes::

        metrics: {nps: {}, csat: {}, retention: {}, defects: {category: product-quality}, enps: {}}
        call: {channel: phone, metrics: [nps, csat, retention, defects, enps]}

    Fails::

        metrics: {nps: {}, csat: {}}
        call: {channel: phone, metrics: [nps, csat]}
    """
    kinds = [kind_of(graph, name) for name in used_metrics(graph)]
    if not kinds:
        return
    missing = [name for name in categories if not any(one.category == name for one in kinds)]
    unsaid = [one.id for one in kinds if one.category is None]
    if missing and unsaid:
        yield from (Unknown(f"metric:{name}", "category") for name in unsaid)
    elif missing:
        listed = ", ".join(missing)
        yield Finding(
            graph.journey, f"no metric covers {listed}; add one, or write `category:` on a metric of your own"
        )
