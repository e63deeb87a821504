"""What happens on the site: carts left behind, visits of one page, and how long they last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from cxmap import Duration, Estimate, Input, Rows, Tally, days, median, metric, seconds
from cxmap_metrics.retention import decided, span

_SESSION = [
    Input("session_id", "id", meaning="case"),
    Input("event", "word"),
    Input("ts", "time", meaning="time"),
]


def carts(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per session with a cart: 1 left behind, 0 bought, -1 when there is still time."""
    window = span(options, "window")
    return Rows(
        f"""
        SELECT {{dims}}CASE WHEN cart_ts + {window} > {{as_of}} THEN -1 WHEN bought_ts - cart_ts <= {window} THEN 0 ELSE 1 END AS gone
        FROM (
          SELECT c.*, MIN(CASE WHEN event = 'purchase' AND ts >= cart_ts THEN ts END) OVER (PARTITION BY session_id) AS bought_ts
          FROM (
            SELECT r.*, MIN(CASE WHEN event = 'cart' THEN ts END) OVER (PARTITION BY session_id) AS cart_ts,
              ROW_NUMBER() OVER (PARTITION BY session_id, event ORDER BY ts) AS place
            FROM {{rows}} AS r WHERE ts IS NOT NULL
          ) AS c
        ) AS c
        WHERE event = 'cart' AND place = 1""",
        ("gone",),
    )


@metric(
    "cart_abandonment",
    title="Cart abandonment",
    range=(0, 100),
    better="lower",
    cls="revenue",
    spread="proportion",
    inputs=_SESSION,
    rows=carts,
)
def cart_abandonment(tally: Tally, *, window: Duration = days(1)) -> Estimate:
    """What share of filled carts is never paid.

    Formula: 100*(1 - completed purchases/carts created), by session or customer.

    Inputs: session_id (or a customer), event with the words cart and purchase, ts.

    Interval: Wilson.

    Edge cases: a purchase on another device inside the window counts when session_id holds the customer; a cart
    whose window is still open is pending.

    Source: common practice in online shops.
    """
    return decided(tally)


def visits_of_one(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per session: 1 bounced, 0 not."""
    if options["variant"] == "ga4":
        key = "MAX(key_event)" if "key_event" in present else "0"
        bounced = f"MAX(ts) - MIN(ts) < {span(options, 'least')} AND COUNT(*) < 2 AND COALESCE({key}, 0) = 0"
    else:
        bounced = "COUNT(*) = 1"
    return Rows(
        f"""
        SELECT {{dims}}CASE WHEN {bounced} THEN 1 ELSE 0 END AS gone
        FROM {{rows}} AS r WHERE ts IS NOT NULL
        GROUP BY {{dims}}session_id""",
        ("gone",),
    )


@metric(
    "bounce_rate",
    title="Bounce rate",
    range=(0, 100),
    better="lower",
    spread="proportion",
    rows=visits_of_one,
    inputs=[_SESSION[0], _SESSION[2], Input("key_event", "flag", required=False)],
)
def bounce_rate(
    tally: Tally, *, variant: Literal["universal", "ga4"] = "universal", least: Duration = seconds(10)
) -> Estimate:
    """What share of visits ends where it began.

    Formula: 100*sessions with one interaction/sessions; variant ga4: sessions shorter than 10 seconds, with no key
    event and fewer than two views.

    Interval: Wilson.

    Edge cases: a page that answers the question is no failure: leave it out with `where:`; the two variants are
    not comparable.

    Source: Universal Analytics and GA4 definitions.
    """
    return decided(tally)


@metric(
    "bounce_time",
    title="Bounce time",
    unit="seconds",
    range=(0, None),
    inputs=[
        Input("session_id", "id", required=False, meaning="case"),
        Input("first_ts", "time", meaning="time"),
        Input("last_ts", "time"),
    ],
    rows=lambda present, options: Rows(
        """SELECT {dims}CASE WHEN last_ts > first_ts THEN last_ts - first_ts END AS stayed
        FROM {rows} AS r WHERE first_ts IS NOT NULL AND last_ts IS NOT NULL""",
        ("stayed",),
    ),
)
def bounce_time(tally: Tally) -> Estimate:
    """How long visitors who bounce stay.

    Formula: median time from landing to leaving among bounced sessions.

    Interval: percentile bootstrap of the median, computed exactly.

    Edge cases: needs an event when they leave; a session with one moment only is excluded and counted.

    Source: the name is from the source articles, the definition is ours.
    """
    answers = tally.complete(0)
    return median(answers.numbers(), answers.excluded, scale=1_000_000)
