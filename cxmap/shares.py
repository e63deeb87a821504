"""Estimates that many metrics share: a proportion, a net of two shares, a mean, a quantile, a ratio."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from cxmap.intervals import (
    MOST_RESAMPLED,
    Number,
    adjusted_wald_net,
    bootstrap_mean,
    mean_interval,
    moments,
    net_error,
    quantile,
    quantile_interval,
    ratio_interval,
    ratio_of,
    wilson,
)
from cxmap.metrics import LEAST_TRUSTED, Estimate


def proportion(k: int, n: int, excluded: int = 0, *, details: Mapping[str, float] | None = None) -> Estimate:
    """k of n as a percentage with its Wilson interval."""
    if n <= 0:
        return Estimate(None, n=0, excluded=excluded, method="wilson", warnings=("no data",))
    low, high = wilson(k, n)
    share = k / n
    return Estimate(
        100 * share,
        100 * low,
        100 * high,
        n,
        excluded,
        "wilson",
        100 * sqrt(share * (1 - share) / n),
        small(n),
        details or {},
    )


def net(
    plus: int, minus: int, n: int, excluded: int = 0, *, details: Mapping[str, float] | None = None
) -> Estimate:
    """The share of `plus` less the share of `minus`, in points, with its adjusted Wald interval."""
    if n <= 0:
        return Estimate(None, n=0, excluded=excluded, method="adjusted wald", warnings=("no data",))
    low, high = adjusted_wald_net(plus, minus, n)
    return Estimate(
        100 * (plus - minus) / n,
        100 * low,
        100 * high,
        n,
        excluded,
        "adjusted wald",
        100 * net_error(plus, minus, n),
        small(n),
        details or {},
    )


def mean(
    counts: Mapping[Number, int], excluded: int = 0, *, details: Mapping[str, float] | None = None
) -> Estimate:
    """The mean of a tally of numbers with its t interval."""
    if not sum(counts.values()):
        return Estimate(None, n=0, excluded=excluded, method="t", warnings=("no data",))
    sample = moments(counts)
    low, high = mean_interval(sample) or (None, None)
    error = sample.error if sample.n > 1 else None
    return Estimate(sample.mean, low, high, sample.n, excluded, "t", error, small(sample.n), details or {})


def resampled_mean(counts: Mapping[Number, int], excluded: int = 0, *, scale: float = 1) -> Estimate:
    """A mean with a bootstrap interval (t above 250 numbers), its median and its p90, all divided by `scale`."""
    n = sum(counts.values())
    if not n:
        return Estimate(None, n=0, excluded=excluded, method="bootstrap", warnings=("no data",))
    sample = moments(counts)
    bounds, method = mean_interval(sample), "t"
    if 1 < n <= MOST_RESAMPLED:
        bounds, method = bootstrap_mean(counts), "bootstrap"
    low, high = (bound / scale for bound in bounds) if bounds else (None, None)
    details = {"median": quantile(counts, 0.5) / scale, "p90": quantile(counts, 0.9) / scale}
    error = sample.error / scale if n > 1 else None
    return Estimate(sample.mean / scale, low, high, n, excluded, method, error, small(n), details)


def median(counts: Mapping[Number, int], excluded: int = 0, *, scale: float = 1) -> Estimate:
    """A median with its exact percentile-bootstrap interval, and the p90."""
    n = sum(counts.values())
    if not n:
        return Estimate(None, n=0, excluded=excluded, method="bootstrap", warnings=("no data",))
    bounds = quantile_interval(counts, 0.5)
    low, high = (bound / scale for bound in bounds) if bounds else (None, None)
    details = {"p90": quantile(counts, 0.9) / scale}
    return Estimate(
        quantile(counts, 0.5) / scale, low, high, n, excluded, "bootstrap", None, small(n), details
    )


def ratio(
    pairs: Mapping[tuple[Number, ...], int], n: int, excluded: int = 0, *, scale: float = 1
) -> Estimate:
    """A ratio of sums over independent pairs, times `scale`; `n` is what the lower sum counts."""
    value = ratio_of(pairs) if pairs else None
    if value is None:
        return Estimate(None, n=0, excluded=excluded, method="bootstrap", warnings=("no data",))
    found = ratio_interval(pairs)
    if found is None:
        return Estimate(scale * value, n=n, excluded=excluded, warnings=small(n))
    (low, high), method = found
    return Estimate(scale * value, scale * low, scale * high, n, excluded, method, None, small(n))


def small(n: int) -> tuple[str, ...]:
    """The warning that goes with a small sample."""
    return (f"only {n} answers",) if n < LEAST_TRUSTED else ()
