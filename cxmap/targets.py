"""Is the target reached, has the number really moved, and how large a sample would tell."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Literal

from cxmap.intervals import adjusted_wald_net, net_error, newcombe, wilson
from cxmap.metrics import Better, Estimate
from cxmap.student import normal_p_value, standard_error, t_for, t_p_value, z_for

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
    times = reach / distance
    return ceil(n * times * times) if times < 1e6 else None


def from_value(
    value: float,
    n: int,
    *,
    spread: str,
    low: float | None = None,
    high: float | None = None,
    widest: bool = True,
) -> Estimate:
    """The estimate of a value that came without its counts.

    A share gives its counts back. A net score or a mean of a scale of `low` to `high` can come from answers
    close together or far apart: the interval is the widest such a value can have, or the narrowest.
    """
    if n < 1 or not spread:
        return Estimate(value, n=n, method="as given")
    if spread == "proportion":
        k = min(n, max(0, round(value / 100 * n)))
        bounds = wilson(k, n)
        return Estimate(
            value, 100 * bounds[0], 100 * bounds[1], n, method="wilson", error=100 * standard_error(k / n, n)
        )
    if spread == "net":
        return _net_of(value / 100, n, widest)
    if low is None or high is None or n < 2:
        return Estimate(value, n=n, method="as given")
    fraction = value - floor(value)
    variance = (high - value) * (value - low) if widest else fraction * (1 - fraction)
    error = sqrt(max(0.0, variance) / (n - 1))
    reach = t_for(n - 1) * error
    method = "widest t" if widest else "narrowest t"
    return Estimate(value, max(low, value - reach), min(high, value + reach), n, method=method, error=error)


def _net_of(net: float, n: int, widest: bool) -> Estimate:
    """Nobody passive spreads a net score most; nobody on the smaller side spreads it least."""
    plus = round((1 + net) / 2 * n) if widest else round(max(0.0, net) * n)
    minus = n - plus if widest else round(max(0.0, -net) * n)
    low, high = adjusted_wald_net(plus, minus, n)
    method = f"{'widest' if widest else 'narrowest'} adjusted wald"
    return Estimate(100 * net, 100 * low, 100 * high, n, method=method, error=100 * net_error(plus, minus, n))


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
        gap,
        100 * low,
        100 * high,
        before.n + after.n,
        method="two-proportion z",
        error=error,
        details={"z": z, "p": normal_p_value(z)},
    )


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


def sample_size_of_means(
    distance: float, deviation: float, *, power: float = 0.8, confidence: float = 0.95
) -> int | None:
    """How many in each wave tell two means apart that lie `distance` from each other; none when they are equal."""
    if distance == 0:
        return None
    return ceil(2 * ((z_for(confidence) + z_for(2 * power - 1)) * deviation / distance) ** 2)
