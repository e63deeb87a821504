"""GOV007: nobody has looked at the map for too long."""

from collections.abc import Iterator
from datetime import date

from cxmap import Duration, Finding, JourneyGraph, check

HALF_A_YEAR = Duration(180 * 86400.0, "180d")


@check("GOV007", severity="warning")
def map_out_of_date(graph: JourneyGraph, as_of: date, *, max: Duration = HALF_A_YEAR) -> Iterator[Finding]:
    """The owner has not gone through the journey for longer than was agreed, or never has.

    Maps go stale quietly. The journey's own `review_every` wins over the option.

    Fix: go through it with its owner, and write the day under `reviewed:`.

    Source: "when was the last time we looked at our customer journey?" (practitioners' interviews).

    Options:
        max: how long a review holds when the journey does not say.

    Passes::

        reviewed: 2026-10-01
        quote: {channel: web}

    Fails::

        reviewed: 2024-01-15
        quote: {channel: web}
    """
    limit = graph.journey.review_every or max
    reviewed = graph.journey.reviewed
    if reviewed is None:
        yield Finding(
            graph.journey,
            f"nobody has said when `{graph.id}` was last reviewed; write `reviewed:` and the day",
        )
        return
    days = (as_of - reviewed).days
    if days * 86400 > limit.seconds:
        yield Finding(
            graph.journey,
            f"`{graph.id}` was last reviewed on {reviewed}, {days} days ago, and a review holds {limit}; go through it again",
        )
