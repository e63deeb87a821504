"""The distributions that intervals need and the standard library lacks: Student's t and the binomial."""

from __future__ import annotations

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

_TINY = 1e-300
_NORMAL = NormalDist()


@lru_cache(maxsize=64)
def z_for(confidence: float = 0.95) -> float:
    """How many standard errors a two-sided normal interval reaches on each side."""
    return _NORMAL.inv_cdf(0.5 + confidence / 2)


def normal_p_value(z: float) -> float:
    """How often a difference at least this large comes by chance alone, both sides counted."""
    return 2 * _NORMAL.cdf(-abs(z))


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The fraction converges fast only on one side of the mean; the other side is its mirror.
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Lentz's evaluation of the continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, 10_000):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + factor * d)
            c = _away_from_zero(1 + factor / c)
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return total


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def t_cdf(t: float, freedom: float) -> float:
    """The share of Student's t with `freedom` degrees below `t`."""
    tail = t_p_value(t, freedom) / 2
    return 1 - tail if t > 0 else tail


def t_p_value(t: float, freedom: float) -> float:
    """How often |t| is at least this large by chance alone."""
    square = t * t
    # Near the middle the other end of the beta function keeps the digits that this one would lose.
    if square < freedom:
        return 1 - beta_cdf(square / (freedom + square), 0.5, freedom / 2)
    return beta_cdf(freedom / (freedom + square), freedom / 2, 0.5)


@lru_cache(maxsize=4096)
def t_for(freedom: float, confidence: float = 0.95) -> float:
    """How many standard errors a two-sided t interval reaches on each side."""
    if freedom > 1e7:
        return z_for(confidence)
    tail = 1 - confidence
    low, high = 0.0, 2.0
    while t_p_value(high, freedom) > tail:
        low, high = high, high * 2
        if high == inf:
            return inf
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_p_value(middle, freedom) > tail else (low, middle)
    return (low + high) / 2


def binomial_cdf(k: int, n: int, p: float) -> float:
    """How likely at most `k` of `n` draws succeed when each does with probability `p`."""
    if k < 0:
        return 0.0
    if k >= n:
        return 1.0
    return 1 - beta_cdf(p, k + 1, n - k)


def standard_error(share: float, n: int) -> float:
    """The standard error of a share of `n`."""
    return sqrt(share * (1 - share) / n) if n else inf
