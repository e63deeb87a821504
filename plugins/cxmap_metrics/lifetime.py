"""What customers are worth: lifetime value, and the revenue of those about to leave."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cxmap import Duration, Estimate, Input, Tally, days, metric, proportion, ratio
from cxmap_metrics.retention import _SPELLS, kept_customers


def simple_value(margin: float, retention: float) -> float:
    """Yearly margin times expected years, m/(1-r).

    Raises:
        ValueError: nobody ever leaves, so the value has no end.
    """
    if not 0 <= retention < 1:
        raise ValueError(
            f"a retention of {retention:.1%} has no finite lifetime; measure it over a longer period"
        )
    return margin / (1 - retention)


def discounted_value(
    margin: float,
    retention: float,
    discount: float,
    acquisition: float = 0,
    horizon: int = 0,
    *,
    immediate: bool = False,
) -> float:
    """The margins to come, discounted, less what it cost to win the customer.

    Raises:
        ValueError: the discount is negative or the sum has no end.
    """
    if discount < 0 or 1 + discount - retention <= 0 or retention < 0:
        raise ValueError(f"a discount of {discount:g} and a retention of {retention:g} have no finite value")
    if horizon:
        first = 0 if immediate else 1
        years = range(first, horizon + 1)
        return sum(margin * retention**year / (1 + discount) ** year for year in years) - acquisition
    above = (1 + discount) if immediate else retention
    return margin * above / (1 + discount - retention) - acquisition


@metric(
    "clv",
    title="Customer lifetime value (simple)",
    unit="currency",
    range=(0, None),
    category="loyalty-retention-churn",
    cls="revenue",
    inputs=_SPELLS,
    rows=kept_customers,
)
def clv(
    tally: Tally, *, margin: float = 0.0, period: Duration = days(365), grace: Duration = days(30)
) -> Estimate:
    """What a customer brings over the expected lifetime, without discounting.

    Formula: m/(1-r); m yearly margin, r retention; the first margin is now.

    Interval: the formula at both ends of the retention interval.

    Edge cases: a retention of 100% is refused; margin, not revenue.

    Source: geometric series.
    """
    return _at_both_ends(tally, margin, lambda retention: simple_value(margin, retention))


@metric(
    "clv_discounted",
    title="Customer lifetime value (discounted)",
    unit="currency",
    category="loyalty-retention-churn",
    cls="revenue",
    inputs=_SPELLS,
    rows=kept_customers,
)
def clv_discounted(
    tally: Tally,
    *,
    margin: float = 0.0,
    discount: float = 0.1,
    acquisition: float = 0.0,
    horizon: int = 0,
    immediate: bool = False,
    period: Duration = days(365),
    grace: Duration = days(30),
) -> Estimate:
    """What a customer brings over the expected lifetime, in today's money.

    Formula: m*r/(1+d-r) - AC, first margin after one period; immediate: m*(1+d)/(1+d-r) - AC;
    with a horizon of T years the sum of m*r^t/(1+d)^t - AC over t = 1..T (immediate: 0..T).

    Interval: the formula at both ends of the retention interval.

    Edge cases: the discount is not negative and 1+d-r is positive; the convention is an option and so part of
    the metric's identity.

    Source: Gupta and Lehmann, Customers as Assets, 2003.
    """
    return _at_both_ends(
        tally,
        margin,
        lambda r: discounted_value(margin, r, discount, acquisition, horizon, immediate=immediate),
    )


def _at_both_ends(tally: Tally, margin: float, value: object) -> Estimate:
    if not margin:
        raise ValueError(
            "no margin is given; write `options: {margin: ..}`, the margin a customer brings in a year"
        )
    if not callable(value):
        raise TypeError("value is not a function of the retention")
    kept = proportion(tally.count(lambda kept: kept == 1), tally.n, tally.excluded)
    if kept.value is None or kept.low is None or kept.high is None:
        return replace(kept, method="retention interval")
    low, middle, high = (value(share / 100) for share in (kept.low, kept.value, kept.high))
    return replace(
        kept,
        value=middle,
        low=low,
        high=high,
        method="retention interval",
        error=None,
        details={"retention": kept.value},
    )


@metric(
    "vulnerability",
    title="Vulnerability index",
    unit="% of revenue",
    range=(0, 100),
    better="lower",
    category="loyalty-retention-churn",
    cls="revenue",
    inputs=[
        Input("sat", "integer", 1, 5, about="satisfied"),
        Input("repeat", "integer", 1, 5, about="would buy again"),
        Input("recommend", "integer", 1, 5, about="would recommend"),
        Input("revenue", "number", 0, None, required=False),
    ],
)
def vulnerability(tally: Tally) -> Estimate:
    """What share of revenue comes from customers who may leave.

    Formula: secure = top box on all three questions; favourable = at least 4 on all; at risk = 1 or 2 on buy
    again or recommend; vulnerable = the rest. 100*revenue of vulnerable and at risk/revenue of all.

    Interval: bootstrap by customer; Wilson when there is no revenue.

    Edge cases: an answer missing on any question makes the class unknown: excluded and counted; at risk is
    looked at before vulnerable.

    Source: three questions after the Burke Secure Customer Index, a registered mark; the weighting is ours.
    """
    answers = tally.complete(0, 1, 2)
    classes = {"secure": 0, "favourable": 0, "vulnerable": 0, "at_risk": 0}
    pairs: dict[tuple[int | float | Fraction, ...], int] = {}
    weighted = any(key[3] is not None for key, _ in answers)
    for (sat, again, recommend, revenue), count in answers.complete(3) if weighted else answers:
        name = customer_class(int(str(sat)), int(str(again)), int(str(recommend)))
        classes[name] += count
        money = revenue if isinstance(revenue, int | float | Fraction) else 1
        pair = (money if name in ("vulnerable", "at_risk") else 0, money)
        pairs[pair] = pairs.get(pair, 0) + count
    n = sum(classes.values())
    lost = tally.excluded + tally.n - n
    details = {name: 100 * count / n for name, count in classes.items()} if n else {}
    unweighted = proportion(classes["vulnerable"] + classes["at_risk"], n, lost, details=details)
    return replace(ratio(pairs, n, lost, scale=100), details=details) if weighted else unweighted


def customer_class(sat: int, again: int, recommend: int) -> str:
    """Secure, favourable, vulnerable or at risk, from three answers of 1 to 5."""
    if min(again, recommend) <= 2:
        return "at_risk"
    if min(sat, again, recommend) == 5:
        return "secure"
    return "favourable" if min(sat, again, recommend) >= 4 else "vulnerable"
