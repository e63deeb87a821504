"""Do they stay: retention, churn, the cohort curve and customers saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cxmap import (
    Duration,
    Estimate,
    Input,
    Rows,
    Tally,
    days,
    kaplan_meier,
    metric,
    micros,
    proportion,
    small,
    survival_at,
)

_SPELLS = [
    Input("customer_id", "id", meaning="customer"),
    Input("active_from", "time", meaning="time"),
    Input("active_to", "time", required=False, about="empty while the customer is still here"),
]


def span(options: Mapping[str, object], name: str) -> int:
    """An option that is a duration, in microseconds."""
    value = options[name]
    if not isinstance(value, Duration):
        raise TypeError(f"the option `{name}` is not a duration")
    return micros(value)


def kept_customers(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per customer who was here when the period began: is it the same customer at its end?"""
    start = f"({{as_of}} - {span(options, 'period')})"
    return Rows(
        f"""
        SELECT {{dims}}CASE WHEN here = 1 AND came_back = 0 THEN 1 ELSE 0 END AS kept
        FROM (
          SELECT spells.*,
            ROW_NUMBER() OVER (PARTITION BY customer_id, at_start ORDER BY active_from) AS place,
            MAX(CASE WHEN active_from <= {{as_of}} AND (active_to IS NULL OR active_to > {{as_of}})
                THEN 1 ELSE 0 END) OVER (PARTITION BY customer_id) AS here,
            MAX(CASE WHEN active_from > {start} AND active_from <= {{as_of}}
                 AND active_from - left_before > {span(options, "grace")}
                THEN 1 ELSE 0 END) OVER (PARTITION BY customer_id) AS came_back
          FROM (
            SELECT r.*,
              CASE WHEN active_from <= {start} AND (active_to IS NULL OR active_to > {start})
                THEN 1 ELSE 0 END AS at_start,
              MAX(active_to) OVER (PARTITION BY customer_id ORDER BY active_from
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS left_before
            FROM {{rows}} AS r WHERE active_from IS NOT NULL
          ) AS spells
        ) AS customers
        WHERE at_start = 1 AND place = 1""",
        ("kept",),
    )


@metric(
    "retention",
    title="Retention (period)",
    range=(0, 100),
    category="loyalty-retention-churn",
    cls="revenue",
    inputs=_SPELLS,
    spread="proportion",
    rows=kept_customers,
)
def retention(tally: Tally, *, period: Duration = days(365), grace: Duration = days(30)) -> Estimate:
    """What share of the customers who were here a year ago is still here.

    Formula: 100*(E-N)/S; S customers at the start, E at the end, N acquired in between.

    Interval: Wilson on (E-N)/S.

    Edge cases: nobody at the start gives no value; who left and came back counts as kept only within the grace.

    Source: common practice; the share of the starting cohort still active.
    """
    return proportion(tally.count(lambda kept: kept == 1), tally.n, tally.excluded)


@metric(
    "churn",
    title="Churn rate",
    range=(0, 100),
    better="lower",
    category="loyalty-retention-churn",
    cls="revenue",
    inputs=_SPELLS,
    spread="proportion",
    rows=kept_customers,
)
def churn(tally: Tally, *, period: Duration = days(365), grace: Duration = days(30)) -> Estimate:
    """What share of the customers who were here a year ago has left.

    Formula: 100*lost during the period/customers at its start = 100 - retention; a month of it is
    1-(1-annual)^(1/12).

    Interval: Wilson.

    Edge cases: monthly churn is never summed to a year.

    Source: common practice.
    """
    estimate = proportion(tally.count(lambda kept: kept == 0), tally.n, tally.excluded)
    if estimate.value is None:
        return estimate
    return replace(estimate, details={"monthly": 100 * monthly_churn(estimate.value / 100, period)})


def monthly_churn(share: float, period: Duration = days(365)) -> float:
    """The churn of a month that compounds to `share` over the period."""
    months = max(period.seconds / (days(365).seconds / 12), 1e-9)
    return float(1 - (1 - share) ** (1 / months))


def ages(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per customer: whole ages reached, and whether they left."""
    seen = "COALESCE(observed_until, {as_of})" if "observed_until" in present else "{as_of}"
    step = span(options, "age")
    return Rows(
        f"""
        SELECT {{dims}}CAST(FLOOR((CASE WHEN left_on IS NOT NULL AND left_on <= {seen} THEN left_on ELSE {seen} END
            - cohort) / CAST({step} AS DOUBLE PRECISION)) AS BIGINT) AS reached,
          CASE WHEN left_on IS NOT NULL AND left_on <= {seen} THEN 1 ELSE 0 END AS lost
        FROM (SELECT r.*, churn_date AS left_on FROM {{rows}} AS r) AS r
        WHERE cohort IS NOT NULL AND cohort <= {seen}""",
        ("reached", "lost"),
    )


@metric(
    "retention_cohort",
    title="Retention (cohort curve)",
    unit="% per age",
    range=(0, 100),
    category="loyalty-retention-churn",
    cls="revenue",
    rows=ages,
    inputs=[
        Input("customer_id", "id", meaning="customer"),
        Input("cohort", "time", meaning="time", about="when the customer came"),
        Input("churn_date", "time", required=False, about="empty while the customer is still here"),
        Input("observed_until", "time", required=False),
    ],
)
def retention_cohort(tally: Tally, *, age: Duration = days(365.25 / 12)) -> Estimate:
    """What share of a cohort is still here at each age.

    Formula: Kaplan-Meier, S(a) = prod(1 - d_i/n_i) over the ages at which somebody left; customers still here
    count until the age at which they were last seen.

    Interval: Greenwood.

    Edge cases: the value is the share at the greatest age that every customer still here has reached; beyond it
    nothing is averaged; the number at risk stands beside every age.

    Source: Kaplan and Meier, 1958; Greenwood, 1926.
    """
    ended: dict[tuple[float, bool], int] = {}
    for (reached, lost), count in tally:
        key = (float(reached if isinstance(reached, int) else 0), lost == 1)
        ended[key] = ended.get(key, 0) + count
    steps = kaplan_meier(ended)
    if not steps:
        return Estimate(None, excluded=tally.excluded, method="greenwood", warnings=("no data",))
    still_here = [reached for reached, lost in ended if not lost]
    step = survival_at(steps, min(still_here)) if still_here else steps[-1]
    step = step or steps[0]
    low, high = step.bounds()
    details = {"age": step.age, "at_risk": float(step.at_risk)}
    for each in steps:
        details |= {f"age_{each.age:g}": 100 * each.share, f"at_risk_{each.age:g}": float(each.at_risk)}
        details[f"error_{each.age:g}"] = 100 * each.error
    return Estimate(
        100 * step.share,
        100 * low,
        100 * high,
        tally.n,
        tally.excluded,
        "greenwood",
        100 * step.error,
        small(tally.n),
        details,
    )


def attempts(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per attempt: 1 saved, 0 lost, -1 when it is not decided yet.

    Inside an open window nothing counts, not even what is lost already: early losses alone would lean.
    """
    until = f"attempt_ts + {span(options, 'window')}"
    if "outcome" in present:
        return Rows(
            """
            SELECT {dims}COALESCE(outcome, -1) AS saved
            FROM {rows} AS r WHERE attempt_ts IS NOT NULL""",
            ("saved",),
        )
    return Rows(
        f"""
        SELECT {{dims}}CASE WHEN {until} > {{as_of}} THEN -1 WHEN active_to <= {until} THEN 0 ELSE 1 END AS saved
        FROM {{rows}} AS r WHERE attempt_ts IS NOT NULL""",
        ("saved",),
    )


@metric(
    "saves",
    title="Customer saves rate",
    range=(0, 100),
    category="loyalty-retention-churn",
    cls="revenue",
    spread="proportion",
    rows=attempts,
    inputs=[
        Input("customer_id", "id", required=False, meaning="customer"),
        Input("attempt_ts", "time", meaning="time", about="when we tried to keep the customer"),
        Input("outcome", "flag", required=False, about="still here after the window; empty while open"),
        Input("active_to", "time", required=False, about="when the customer left; empty while still here"),
    ],
)
def saves(tally: Tally, *, window: Duration = days(90)) -> Estimate:
    """What share of the customers about to leave was kept.

    Formula: 100*saved/attempts; saved = contacted when at risk or cancelling, and still here after the window.

    Interval: Wilson.

    Edge cases: attempts whose window is still open are pending: excluded and counted, never failures.

    Source: common practice; the definition is not standard.
    """
    return decided(tally)


def decided(tally: Tally) -> Estimate:
    """The share of rows marked 1 among those marked 0 or 1; those marked -1 are pending."""
    pending = tally.count(lambda outcome: outcome == -1)
    yes, no = tally.count(lambda outcome: outcome == 1), tally.count(lambda outcome: outcome == 0)
    estimate = proportion(yes, yes + no, tally.excluded + pending)
    return replace(estimate, details={"pending": float(pending)}) if pending else estimate
