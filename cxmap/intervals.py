"""Intervals around shares, means, nets, quantiles, ratios and survival, from counts alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, inf, sqrt
from random import Random

from cxmap.student import binomial_cdf, t_for, z_for

Bounds = tuple[float, float]
Number = int | float | Fraction

DRAWS = 2000
SEED = 0
MOST_RESAMPLED = 250
"""Above this many answers a resample says what the normal approximation says, only slower."""


def wilson(k: int, n: int, confidence: float = 0.95) -> Bounds:
    """The Wilson interval of the share k / n; it never leaves 0..1 and works at 0 and at n."""
    if n <= 0:
        return 0.0, 1.0
    z = z_for(confidence)
    share = k / n
    middle = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    below = 1 + z * z / n
    return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)


def adjusted_wald_net(plus: int, minus: int, n: int, confidence: float = 0.95) -> Bounds:
    """The interval of (plus - minus) / n with three answers added, a quarter of them passive (Rocks 2016)."""
    wider, up, down = n + 3, plus + 0.75, minus + 0.75
    net = (up - down) / wider
    reach = z_for(confidence) * sqrt(((up + down) / wider - net * net) / wider)
    return max(-1.0, net - reach), min(1.0, net + reach)


def net_error(plus: int, minus: int, n: int) -> float:
    """The standard error of (plus - minus) / n."""
    p, d = plus / n, minus / n
    return sqrt(max(0.0, p + d - (p - d) ** 2) / n)


@dataclass(frozen=True, slots=True)
class Moments:
    """How many numbers there are, their mean, and the variance of the sample they came from."""

    n: int
    mean: float
    variance: float

    @property
    def error(self) -> float:
        """The standard error of the mean; infinite for a single number."""
        return sqrt(self.variance / self.n) if self.n > 1 else inf


def moments(counts: Mapping[Number, int]) -> Moments:
    """Mean and variance of a tally of numbers, computed exactly and rounded once."""
    n = sum(counts.values())
    total = _exact_sum(counts, 1)
    squares = _exact_sum(counts, 2)
    variance = Fraction(squares * n - total * total, n * (n - 1)) if n > 1 else Fraction()
    return Moments(n, float(Fraction(total, n)), float(variance))


def _exact_sum(counts: Mapping[Number, int], power: int) -> int | Fraction:
    """The sum of the numbers of a tally, each raised to a power."""
    total: int | Fraction = 0
    for value, count in counts.items():
        exact = Fraction(value) if isinstance(value, float) else value
        total += exact**power * count
    return total


def mean_interval(sample: Moments, confidence: float = 0.95) -> Bounds | None:
    """The t interval of a mean; none for fewer than two numbers."""
    if sample.n < 2:
        return None
    reach = t_for(sample.n - 1, confidence) * sample.error
    return sample.mean - reach, sample.mean + reach


def newcombe(k1: int, n1: int, k2: int, n2: int, confidence: float = 0.95) -> Bounds:
    """The interval of the difference k1 / n1 - k2 / n2, from the two Wilson intervals (Newcombe 1998)."""
    p1, p2 = k1 / n1, k2 / n2
    low1, high1 = wilson(k1, n1, confidence)
    low2, high2 = wilson(k2, n2, confidence)
    gap = p1 - p2
    return gap - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2), gap + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)


def welch(first: Moments, second: Moments, confidence: float = 0.95) -> tuple[Bounds, float] | None:
    """The interval of the difference of two means and its degrees of freedom; none when a side has one number."""
    if first.n < 2 or second.n < 2:
        return None
    a, b = first.variance / first.n, second.variance / second.n
    gap = first.mean - second.mean
    if a + b == 0:
        return (gap, gap), float(first.n + second.n - 2)
    freedom = (a + b) ** 2 / (a * a / (first.n - 1) + b * b / (second.n - 1))
    reach = t_for(freedom, confidence) * sqrt(a + b)
    return (gap - reach, gap + reach), freedom


def quantile(counts: Mapping[Number, int], share: Number) -> float:
    """The value below which `share` of a tally lies; halfway when it falls between two values."""
    n = sum(counts.values())
    rank = Fraction(share) * n
    first = max(1, ceil(rank))
    value = _ranked(counts, first)
    if rank == first and first < n:
        return float((Fraction(value) + Fraction(_ranked(counts, first + 1))) / 2)
    return float(value)


def _ranked(counts: Mapping[Number, int], rank: int) -> Number:
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank:
            return value
    raise ValueError("an empty tally has no values")


def quantile_interval(counts: Mapping[Number, int], share: float, confidence: float = 0.95) -> Bounds | None:
    """The percentile-bootstrap interval of a quantile, computed exactly instead of by drawing.

    A resample's quantile is at most x when at least `rank` of its n draws are, and that count is binomial.
    """
    n = sum(counts.values())
    if n < 2:
        return None
    rank = max(1, ceil(share * n))
    tail = (1 - confidence) / 2
    values = sorted(counts)
    seen = list(accumulate(counts[value] for value in values))

    def at_most(index: int) -> float:
        return 1 - binomial_cdf(rank - 1, n, seen[index] / n)

    last = len(values) - 1
    low = bisect_left(range(last), tail, key=at_most)
    high = bisect_left(range(last), 1 - tail, key=at_most)
    return float(values[low]), float(values[high])


def bootstrap_ratio(pairs: Mapping[tuple[Number, ...], int], confidence: float = 0.95) -> Bounds | None:
    """The percentile interval of a ratio of sums over seeded resamples of the pairs: same input, same bounds."""
    # One complex number holds both parts of a pair, so that one sum adds up both.
    flat = [complex(float(key[0]), float(key[1])) for key in sorted(pairs) for _ in range(pairs[key])]
    if len(flat) < 2:
        return None
    random = Random(SEED)
    values = []
    for _ in range(DRAWS):
        drawn = sum(random.choices(flat, k=len(flat)))
        if drawn.imag:
            values.append(drawn.real / drawn.imag)
    return percentiles(values, confidence)


def bootstrap_mean(counts: Mapping[Number, int], confidence: float = 0.95) -> Bounds | None:
    """The percentile interval of a mean over seeded resamples."""
    return bootstrap_ratio({(value, 1): count for value, count in counts.items()}, confidence)


def percentiles(values: Sequence[float], confidence: float = 0.95) -> Bounds | None:
    """The two values that leave equal tails outside."""
    if not values:
        return None
    ranked = sorted(values)
    cut = int((1 - confidence) / 2 * len(ranked))
    return ranked[cut], ranked[-1 - cut]


def ratio_of(pairs: Mapping[tuple[Number, ...], int]) -> float | None:
    """The sum of first parts over the sum of second parts; none when that is nothing."""
    above = sum((Fraction(key[0]) * count for key, count in pairs.items()), Fraction())
    below = sum((Fraction(key[1]) * count for key, count in pairs.items()), Fraction())
    return float(above / below) if below else None


def ratio_interval(
    pairs: Mapping[tuple[Number, ...], int], confidence: float = 0.95
) -> tuple[Bounds, str] | None:
    """The interval of a ratio of sums over independent pairs, and the method used.

    Up to `MOST_RESAMPLED` pairs are resampled; above that the ratio is linearised around its means.
    """
    n = sum(pairs.values())
    ratio = ratio_of(pairs)
    if n < 2 or ratio is None:
        return None
    if n <= MOST_RESAMPLED:
        bounds = bootstrap_ratio(pairs, confidence)
        return (bounds, "bootstrap") if bounds else None
    below = float(sum((Fraction(key[1]) * count for key, count in pairs.items()), Fraction())) / n
    residual = moments(_tally_of_residuals(pairs, ratio))
    reach = z_for(confidence) * residual.error / below
    return (ratio - reach, ratio + reach), "linearised ratio"


def _tally_of_residuals(pairs: Mapping[tuple[Number, ...], int], ratio: float) -> dict[Number, int]:
    residuals: dict[Number, int] = {}
    for key, count in pairs.items():
        residual = float(key[0]) - ratio * float(key[1])
        residuals[residual] = residuals.get(residual, 0) + count
    return residuals


def benjamini_hochberg(p_values: Sequence[float], rate: float = 0.05) -> tuple[bool, ...]:
    """Which of many comparisons hold when at most `rate` of those that hold may be chance."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    last = 0
    for rank, index in enumerate(order, 1):
        if p_values[index] <= rate * rank / len(p_values):
            last = rank
    kept = set(order[:last])
    return tuple(index in kept for index in range(len(p_values)))
