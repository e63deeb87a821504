"""Intervals and tests against scipy, and against drawing thousands of samples."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import cxmap_metrics as canon
from cxmap import (
    Tally,
    adjusted_wald_net,
    benjamini_hochberg,
    bootstrap_ratio,
    change,
    from_value,
    judge,
    kaplan_meier,
    mean,
    moments,
    newcombe,
    proportion,
    quantile,
    ratio_interval,
    sample_size,
    welch,
    wilson,
)
from cxmap.intervals import mean_interval, quantile_interval
from cxmap.student import beta_cdf, binomial_cdf, t_cdf, t_for
from cxmap_metrics.drivers import correlations, lmg, relative_weights
from cxmap_metrics.matrix import eigen, solve


def tally_of(values: list[float]) -> dict[float, int]:
    counts: dict[float, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


@pytest.mark.parametrize("freedom", [1, 2, 3.7, 9, 29, 99, 1234, 1e6])
@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.95, 0.99, 0.999])
def test_t_quantiles(freedom: float, confidence: float) -> None:
    assert t_for(freedom, confidence) == pytest.approx(stats.t.ppf(0.5 + confidence / 2, freedom), rel=5e-9)


@settings(max_examples=200, deadline=None)
@given(st.floats(0.001, 0.999), st.floats(0.1, 500), st.floats(0.1, 500))
def test_incomplete_beta(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-10)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), st.integers(1, 200), st.floats(0.01, 0.99))
def test_binomial(k: int, n: int, p: float) -> None:
    assert binomial_cdf(k, n, p) == pytest.approx(stats.binom.cdf(k, n, p), abs=1e-10)


@settings(max_examples=100, deadline=None)
@given(st.floats(-30, 30), st.floats(0.5, 300))
def test_t_distribution(t: float, freedom: float) -> None:
    assert t_cdf(t, freedom) == pytest.approx(stats.t.cdf(t, freedom), abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson(pair: tuple[int, int]) -> None:
    k, n = pair
    found = stats.binomtest(k, n).proportion_ci(0.95, "wilson")
    assert wilson(k, n) == (pytest.approx(found.low, abs=1e-12), pytest.approx(found.high, abs=1e-12))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 7), min_size=2, max_size=60))
def test_mean_and_t_interval(values: list[int]) -> None:
    sample = moments(tally_of(values))
    assert sample.mean == pytest.approx(np.mean(values))
    assert sample.variance == pytest.approx(np.var(values, ddof=1), abs=1e-12)
    if sample.variance > 0:
        found = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
        assert mean_interval(sample) == (pytest.approx(found[0]), pytest.approx(found[1]))


def test_moments_are_exact_where_floats_are_not() -> None:
    counts = {10**9 + value: 1 for value in range(5)}
    assert moments(counts).variance == 2.5


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(1, 9), min_size=3, max_size=40), st.lists(st.integers(1, 9), min_size=3, max_size=40)
)
def test_welch(first: list[int], second: list[int]) -> None:
    if len(set(first)) == 1 or len(set(second)) == 1:
        return
    found = welch(moments(tally_of(first)), moments(tally_of(second)))
    assert found is not None
    expected = stats.ttest_ind(first, second, equal_var=False)
    assert found[1] == pytest.approx(expected.df)
    interval = expected.confidence_interval()
    assert found[0] == (pytest.approx(interval.low), pytest.approx(interval.high))


def test_newcombe_is_the_published_example() -> None:
    low, high = newcombe(56, 70, 48, 80)
    assert (low, high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_two_waves_of_shares() -> None:
    before, after = proportion(120, 400), proportion(156, 400)
    moved = change(before, after)
    pooled = 276 / 800
    z = 0.09 / math.sqrt(pooled * (1 - pooled) * (1 / 400 + 1 / 400))
    assert moved.details["z"] == pytest.approx(z)
    assert moved.details["p"] == pytest.approx(2 * stats.norm.sf(z))


def test_two_waves_of_means() -> None:
    draw = random.Random(5)
    first, second = ([draw.randint(1, 7) for _ in range(n)] for n in (80, 120))
    moved = change(mean(tally_of(first)), mean(tally_of(second)))
    expected = stats.ttest_ind(second, first, equal_var=False)
    assert (moved.details["t"], moved.details["p"]) == (
        pytest.approx(expected.statistic),
        pytest.approx(expected.pvalue),
    )


def test_benjamini_hochberg() -> None:
    values = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    adjusted = stats.false_discovery_control(values)
    assert benjamini_hochberg(values) == tuple(bool(one <= 0.05) for one in adjusted)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=50), st.sampled_from([0.1, 0.25, 0.5, 0.9]))
def test_quantiles(values: list[int], share: float) -> None:
    expected = np.quantile(values, share, method="averaged_inverted_cdf")
    assert quantile(tally_of(values), Fraction(str(share))) == pytest.approx(expected)


def test_the_exact_bootstrap_of_a_median_is_what_drawing_finds() -> None:
    draw = random.Random(11)
    values = [draw.randint(0, 200) for _ in range(61)]
    drawn = np.random.default_rng(3).choice(values, size=(40_000, 61))
    medians = np.sort(drawn, axis=1)[:, 30]
    low, high = quantile_interval(tally_of(values), 0.5) or (0, 0)
    for end, tail in ((low, 0.025), (high, 0.975)):
        assert (medians < end).mean() <= tail + 0.004
        assert (medians <= end).mean() >= tail - 0.004


def test_kaplan_meier_and_greenwood() -> None:
    draw = random.Random(2)
    rows = [(draw.randint(1, 12), draw.random() < 0.6) for _ in range(200)]
    ended = {(float(age), lost): rows.count((age, lost)) for age, lost in set(rows)}
    steps = {step.age: step for step in kaplan_meier(ended)}
    sample = stats.CensoredData(
        uncensored=[age for age, lost in rows if lost], right=[age for age, lost in rows if not lost]
    )
    fit = stats.ecdf(sample)
    errors = fit.sf.confidence_interval(0.95)
    for age, share, low, high in zip(
        fit.sf.quantiles,
        fit.sf.probabilities,
        errors.low.probabilities,
        errors.high.probabilities,
        strict=True,
    ):
        step = steps[float(age)]
        assert step.share == pytest.approx(share)
        if low > 0 and high < 1:
            assert step.bounds() == (pytest.approx(low), pytest.approx(high))


def test_the_shapley_shares_add_up_to_r2() -> None:
    rng = np.random.default_rng(4)
    drivers = rng.normal(size=(300, 4)) @ rng.normal(size=(4, 4))
    outcome = drivers @ np.array([1, 0.5, 0, -0.3]) + rng.normal(size=300)
    rows = {tuple(map(float, row)): 1 for row in np.column_stack([outcome, drivers])}
    matrix = correlations(rows)
    assert matrix is not None
    assert np.allclose(matrix, np.corrcoef(np.column_stack([outcome, drivers]), rowvar=False))
    design = np.column_stack([np.ones(300), drivers])
    residual = outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    r2 = 1 - residual.var() / outcome.var()
    assert sum(lmg(matrix)) == pytest.approx(r2)
    assert sum(relative_weights(matrix)) == pytest.approx(r2)


def test_linear_algebra() -> None:
    rng = np.random.default_rng(6)
    square = rng.normal(size=(6, 6))
    right = rng.normal(size=6)
    assert solve(square.tolist(), right.tolist()) == pytest.approx(np.linalg.solve(square, right).tolist())
    symmetric = square + square.T
    values, vectors = eigen(symmetric.tolist())
    assert sorted(values) == pytest.approx(sorted(np.linalg.eigvalsh(symmetric).tolist()))
    rebuilt = np.array(vectors) @ np.diag(values) @ np.array(vectors).T
    assert np.allclose(rebuilt, symmetric)
    assert solve([[1, 1], [1, 1]], [1, 2]) is None


def test_a_resample_is_the_same_every_time() -> None:
    pairs = {(3, 4): 5, (1, 2): 7, (0, 5): 3}
    assert bootstrap_ratio(pairs) == bootstrap_ratio(dict(reversed(pairs.items())))
    assert ratio_interval({(1, 2): 1}) is None


def covers(draws: int, sample: object, interval: object, truth: float) -> float:
    """How often an interval holds the truth."""
    random_ = random.Random(20261101)
    hits = 0
    for _ in range(draws):
        low, high = interval(sample(random_))  # type: ignore[operator]
        hits += low <= truth <= high
    return hits / draws


def test_coverage_of_wilson() -> None:
    for truth, n in ((0.1, 40), (0.5, 40), (0.9, 200)):
        cover = covers(
            3000,
            lambda r, p=truth, n=n: (sum(r.random() < p for _ in range(n)), n),
            lambda kn: wilson(*kn),
            truth,
        )
        assert 0.93 <= cover <= 0.975


def test_coverage_of_the_adjusted_wald_net() -> None:
    def answers(r: random.Random) -> tuple[int, int, int]:
        drawn = [r.random() for _ in range(60)]
        return sum(one < 0.5 for one in drawn), sum(one > 0.8 for one in drawn), 60

    assert 0.93 <= covers(3000, answers, lambda pdn: adjusted_wald_net(*pdn), 0.3) <= 0.975


def test_coverage_of_the_t_interval_on_a_scale() -> None:
    weights = [0.05, 0.1, 0.2, 0.35, 0.3]
    truth = sum((score + 1) * weight for score, weight in enumerate(weights))

    def answers(r: random.Random) -> dict[int, int]:
        return tally_of(r.choices([1, 2, 3, 4, 5], weights, k=50))  # type: ignore[return-value]

    assert 0.93 <= covers(1500, answers, lambda counts: mean_interval(moments(counts)), truth) <= 0.97


def test_coverage_of_the_exact_median_bootstrap() -> None:
    def times(r: random.Random) -> dict[int, int]:
        return tally_of([round(r.expovariate(1 / 300) * 10) for _ in range(80)])  # type: ignore[return-value]

    assert (
        0.92 <= covers(500, times, lambda counts: quantile_interval(counts, 0.5), 3000 * math.log(2)) <= 0.985
    )


def test_coverage_of_the_linearised_ratio() -> None:
    def pairs(r: random.Random) -> dict[tuple[int, int], int]:
        return tally_of([(r.randint(0, (size := r.randint(1, 4))), size) for _ in range(400)])  # type: ignore[arg-type, return-value]

    assert 0.93 <= covers(400, pairs, lambda counts: ratio_interval(counts)[0], 0.5) <= 0.97  # type: ignore[index]


def test_a_sample_of_the_size_asked_for_finds_the_change() -> None:
    n = sample_size(0.80, 0.86)
    assert n is not None
    draw = np.random.default_rng(9)
    found = 0
    for before, after in zip(draw.binomial(n, 0.80, 1000), draw.binomial(n, 0.86, 1000), strict=True):
        found += change(proportion(int(before), n), proportion(int(after), n)).details["p"] < 0.05
    assert 0.76 <= found / 1000 <= 0.84


def test_the_widest_and_narrowest_interval_of_a_bare_value() -> None:
    draw = random.Random(8)
    for _ in range(200):
        scores = [draw.randint(0, 10) for _ in range(draw.randint(30, 80))]
        known = canon.nps(Tally.of(scores))
        assert known.value is not None
        widest = from_value(known.value, known.n, spread="net")
        narrowest = from_value(known.value, known.n, spread="net", widest=False)
        assert (widest.error or 0) >= (known.error or 0) - 1e-9
        assert (narrowest.error or 0) <= (known.error or 0) + 1e-9
        ratings = [draw.randint(1, 5) for _ in range(40)]
        seen = canon.csat(Tally.of(ratings))
        assert seen.value is not None
        wide = from_value(seen.value, 40, spread="mean", low=1, high=5)
        narrow = from_value(seen.value, 40, spread="mean", low=1, high=5, widest=False)
        assert (wide.error or 0) >= (seen.error or 0) - 1e-9 >= (narrow.error or 0) - 2e-9


@settings(max_examples=200, deadline=None)
@given(st.integers(5, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0, 100))
def test_a_target_is_only_decided_when_the_interval_is_clear_of_it(
    pair: tuple[int, int], target: float
) -> None:
    estimate = proportion(*pair)
    up, down = judge(estimate, target, "higher"), judge(estimate, target, "lower")
    assert estimate.low is not None
    assert estimate.high is not None
    assert (up.state == "attained") == (estimate.low >= target)
    assert (up.state == "missed") == (estimate.high < target)
    assert (down.state == "attained") == (estimate.high <= target)
    if up.state == "not yet knowable" and up.settles is not None:
        assert up.settles >= estimate.n


def test_a_target_without_direction_is_never_judged() -> None:
    assert judge(proportion(5, 10), 50, "neutral").state == "not yet knowable"
