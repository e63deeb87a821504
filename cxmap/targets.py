"""Is the target reached, has the number really moved, and how large a sample would tell."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Literal

from cxmap.intervals import adjusted_wald_net, newcombe, wilson
from cxmap.metrics import Better, Estimate, Metric
from cxmap.student import normal_p_value, t_for, t_p_value, z_for

State = Literal["attained", "missed", "not yet knowable"]


@dataclass(frozen=True, slots=True)
class Attainment:
    """Whether an estimate meets its target; `settles` is about how many answers would decide an open case."""

    state: State
    settles: int | None = None


def judge(estimate: Estimate, target: float, better: Better) -> Attainment:
    """Attained or missed only when the whole interval lies on one side of the target."""
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None or low is None or high is None or better not in ("higher", "lower"):
        return Attainment("not yet knowable")
    if better == "lower":
        value, low, high, target = -value, -high, -low, -target
    if low >= target:
        return Attainment("attained")
    if high < target:
        return Attainment("missed")
    reach = value - low if target < value else high - value
    return Attainment("not yet knowable", _settling(estimate.n, abs(value - target), reach))


def _settling(n: int, distance: float, reach: float) -> int | None:
    """An interval shrinks with the root of n; none when the value stands on the target itself."""
    if distance <= 0 or n <= 0:
        return None
    return ceil(n * (reach / distance) ** 2)


def from_value(metric: Metric, value: float, n: int, *, scale: float | None = None) -> Estimate:
    """The estimate of a value that came without its counts: the interval is the widest such a value can have."""
    if metric.spread == "proportion":
        low, high = wilson(round(value / 100 * n), n)
        return Estimate(value, 100 * low, 100 * high, n, method="wilson", error=100 * _root(value / 100, n))
    if metric.spread == "net":
        return _widest_net(value / 100, n)
    highest = scale if scale is not None else metric.high
    if metric.spread == "mean" and highest is not None and metric.low is not None and n > 1:
        error = sqrt(max(0.0, (highest - value) * (value - metric.low)) / (n - 1))
        reach = t_for(n - 1) * error
        return Estimate(value, max(metric.low, value - reach), min(highest, value + reach), n, method="widest t", error=error)
    return Estimate(value, n=n, method="as given")


def _root(share: float, n: int) -> float:
    return sqrt(max(0.0, share * (1 - share)) / n)


def _widest_net(net: float, n: int) -> Estimate:
    """Nobody passive spreads a net score most."""
    plus = round((1 + net) / 2 * n)
    low, high = adjusted_wald_net(plus, n - plus, n)
    return Estimate(100 * net, 100 * low, 100 * high, n, method="widest adjusted wald", error=100 * sqrt(max(0.0, 1 - net * net) / n))


def change(before: Estimate, after: Estimate) -> Estimate:
    """The difference of two waves of one metric with its interval, `z` or `t`, and `p` among the details."""
    if before.value is None or after.value is None:
        return Estimate(None, n=before.n + after.n, method="delta", warnings=("a wave has no value",))
    gap = after.value - before.value
    n = before.n + after.n
    if before.error is None or after.error is None:
        return Estimate(gap, n=n, method="delta", warnings=("a wave has no spread",))
    if before.method == after.method == "wilson":
        return _change_of_shares(before, after, gap)
    error = sqrt(before.error**2 + after.error**2)
    if before.method == after.method == "t" and error > 0:
        freedom = error**4 / (before.error**4 / (before.n - 1) + after.error**4 / (after.n - 1))
        reach = t_for(freedom) * error
        details = {"t": gap / error, "freedom": freedom, "p": t_p_value(gap / error, freedom)}
        return Estimate(gap, gap - reach, gap + reach, n, method="welch t", error=error, details=details)
    return _change_by_z(gap, error, error, n)


def _change_of_shares(before: Estimate, after: Estimate, gap: float) -> Estimate:
    k1, k2 = (round((one.value or 0) / 100 * one.n) for one in (before, after))
    low, high = newcombe(k2, after.n, k1, before.n)
    pooled = (k1 + k2) / (before.n + after.n)
    error = 100 * sqrt(pooled * (1 - pooled) * (1 / before.n + 1 / after.n))
    z = gap / error if error else 0.0
    return Estimate(
        gap, 100 * low, 100 * high, before.n + after.n, method="two-proportion z", error=error,
        details={"z": z, "p": normal_p_value(z)},
    )  # fmt: skip


def _change_by_z(gap: float, error: float, spread: float, n: int) -> Estimate:
    reach = z_for() * spread
    z = gap / error if error else 0.0
    details = {"z": z, "p": normal_p_value(z) if error else float(gap == 0)}
    return Estimate(gap, gap - reach, gap + reach, n, method="z", error=error, details=details)


def sample_size(before: float, after: float, *, power: float = 0.8, confidence: float = 0.95) -> int | None:
    """How many in each wave tell one share from another; both are shares of 1, none when they are equal."""
    if before == after:
        return None
    middle = (before + after) / 2
    spread = z_for(confidence) * sqrt(2 * middle * (1 - middle))
    spread += z_for(2 * power - 1) * sqrt(before * (1 - before) + after * (1 - after))
    return ceil((spread / (after - before)) ** 2)


def sample_size_of_means(distance: float, deviation: float, *, power: float = 0.8, confidence: float = 0.95) -> int | None:
    """How many in each wave tell two means apart that lie `distance` from each other; none when they are equal."""
    if distance == 0:
        return None
    return ceil(2 * ((z_for(confidence) + z_for(2 * power - 1)) * deviation / distance) ** 2)
