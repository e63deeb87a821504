"""Methods over metrics: your own KPI, the scorecard, the change between waves, and the mix of causes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cxmap import Estimate, Input, Tally, change, mean, metric, small, wilson

GROUPS = {
    "expectation": "expectation",
    "customer-error": "expectation",
    "employee": "employee",
    "policy": "company",
    "process": "company",
    "product": "company",
    "billing": "company",
    "technical": "company",
    "system": "company",
    "marketing": "company",
    "culture": "company",
    "company": "company",
}
TARP = {"expectation": (20.0, 30.0), "employee": (20.0, 20.0), "company": (40.0, 60.0)}


@metric(
    "kpi",
    title="Generic KPI",
    unit="",
    better="-",
    category="operational",
    cls="",
    people=False,
    inputs=[Input("value", "number")],
)
def kpi(tally: Tally) -> Estimate:
    """A number of your own; only its target, direction and freshness are looked at.

    Formula: the value; the mean when there are several.

    Interval: none.

    Source: yours.
    """
    values = tally.complete(0)
    estimate = mean(values.numbers(), values.excluded)
    return replace(
        estimate,
        low=None,
        high=None,
        error=None,
        method="as given",
        warnings=estimate.warnings if estimate.value is None else (),
    )


@metric(
    "root_cause_mix",
    title="Root-cause mix",
    better="-",
    category="method",
    range=(0, 100),
    inputs=[Input("cause", "word")],
)
def root_cause_mix(tally: Tally) -> Estimate:
    """Who causes the trouble: customers' expectations, employees, or the company's own products and processes.

    Formula: share of pains or contacts by group of cause; the value is the company's share. TARP expects 20 to
    30% expectation, 20% employee, 40 to 60% company.

    Interval: Wilson per share.

    Edge cases: fewer than eight give counts only; an unknown cause is excluded and counted.

    Source: TARP (Technical Assistance Research Programs), as quoted (not verified).
    """
    counts = dict.fromkeys(TARP, 0)
    for word, count in tally.words().items():
        if word in GROUPS:
            counts[GROUPS[word]] += count
    n = sum(counts.values())
    excluded = tally.excluded + tally.n - n
    details = {f"count_{name}": float(count) for name, count in counts.items()}
    if n < 8:
        return Estimate(
            None, None, None, n, excluded, "wilson", None, ("fewer than eight causes: counts only",), details
        )
    for name, count in counts.items():
        share = 100 * count / n
        low, high = wilson(count, n)
        least, most = TARP[name]
        details |= {name: share, f"{name}_low": 100 * low, f"{name}_high": 100 * high}
        details[f"{name}_off"] = share - min(max(share, least), most)
    return Estimate(
        details["company"],
        details["company_low"],
        details["company_high"],
        n,
        excluded,
        "wilson",
        None,
        small(n),
        details,
    )


@dataclass(frozen=True)
class Component:
    """One line of a scorecard: from where, to where, where it is now, and how much it weighs."""

    metric: str
    baseline: float | None
    target: float | None
    now: float | None
    weight: float = 1.0


@metric(
    "scorecard",
    title="Balanced scorecard",
    unit="0..100",
    category="method",
    cls="",
    range=(0, 100),
    people=False,
)
def scorecard(components: Iterable[Component]) -> Estimate:
    """How much of the way to all targets has been gone.

    Formula: attainment = clip((now-baseline)/(target-baseline), 0, 1); 100*sum(weight*attainment)/sum(weight).

    Interval: none; the components are shown.

    Edge cases: a target equal to its baseline is left out; a missing value is shown as a gap, not as zero.

    Source: a plain weighted index of our own; balanced over cost, revenue, experience and people.
    """
    details: dict[str, float] = {}
    gaps = []
    total = weights = 0.0
    for one in components:
        if one.baseline is None or one.target is None or one.now is None or one.target == one.baseline:
            gaps.append(one.metric)
            continue
        attained = min(1.0, max(0.0, (one.now - one.baseline) / (one.target - one.baseline)))
        details[one.metric] = 100 * attained
        total, weights = total + one.weight * attained, weights + one.weight
    warnings = tuple(f"no attainment for {gap}" for gap in gaps)
    value = 100 * total / weights if weights else None
    return Estimate(
        value,
        n=len(details),
        excluded=len(gaps),
        method="weighted attainment",
        warnings=warnings,
        details=details,
    )


@metric("delta", title="Delta analysis", unit="as metric", better="-", category="method", people=False)
def delta(before: Estimate, after: Estimate) -> Estimate:
    """How much a metric moved between two waves, and whether that is more than chance.

    Formula: after - before.

    Interval: from both standard errors: two-proportion z, Welch t or the z of two net scores.

    Edge cases: a changed question, scale or variant breaks the series: there is no delta; over many cells
    Benjamini-Hochberg decides.

    Source: Newcombe 1998; Welch 1947; Benjamini and Hochberg 1995.
    """
    return change(before, after)
