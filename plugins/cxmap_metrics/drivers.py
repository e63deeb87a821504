"""What moves the outcome: the share of explained variance that falls to each driver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial, sqrt
from random import Random

from cxmap import Estimate, Input, Number, Tally, metric, percentiles
from cxmap_metrics.matrix import eigen, explained

Matrix = list[list[float]]
MOST_EXACT = 10
NAMES = tuple(f"driver_{number}" for number in range(1, 21))


def correlations(rows: Mapping[tuple[float, ...], int]) -> Matrix | None:
    """The correlation matrix of weighted rows; none when a column never changes."""
    n = sum(rows.values())
    width = len(next(iter(rows)))
    means = [sum(key[i] * count for key, count in rows.items()) / n for i in range(width)]
    products = [[0.0] * width for _ in range(width)]
    for key, count in rows.items():
        off = [key[i] - means[i] for i in range(width)]
        for i in range(width):
            for j in range(i, width):
                products[i][j] += count * off[i] * off[j]
    sizes = [sqrt(products[i][i]) for i in range(width)]
    if any(size < 1e-12 for size in sizes):
        return None
    return [
        [products[min(i, j)][max(i, j)] / (sizes[i] * sizes[j]) for j in range(width)] for i in range(width)
    ]


def lmg(matrix: Matrix) -> list[float]:
    """Each driver's mean gain of R2 over every order of entering them; column 0 is the outcome."""
    k = len(matrix) - 1
    fits = {
        frozenset(chosen): explained(matrix, chosen)
        for size in range(k + 1)
        for chosen in combinations(range(1, k + 1), size)
    }
    shares = []
    for driver in range(1, k + 1):
        gain = 0.0
        for chosen, fit in fits.items():
            if driver not in chosen:
                weight = factorial(len(chosen)) * factorial(k - len(chosen) - 1) / factorial(k)
                gain += weight * (fits[chosen | {driver}] - fit)
        shares.append(gain)
    return shares


def relative_weights(matrix: Matrix) -> list[float]:
    """Johnson's relative weights; column 0 is the outcome."""
    k = len(matrix) - 1
    drivers = [row[1:] for row in matrix[1:]]
    values, vectors = eigen(drivers)
    roots = [sqrt(max(value, 1e-12)) for value in values]
    loading = [
        [sum(vectors[i][m] * roots[m] * vectors[j][m] for m in range(k)) for j in range(k)] for i in range(k)
    ]
    inverse = [
        [sum(vectors[i][m] / roots[m] * vectors[j][m] for m in range(k)) for j in range(k)] for i in range(k)
    ]
    beta = [sum(inverse[i][j] * matrix[j + 1][0] for j in range(k)) for i in range(k)]
    return [sum(loading[j][i] ** 2 * beta[i] ** 2 for i in range(k)) for j in range(k)]


def importances(matrix: Matrix) -> list[float]:
    """How much of R2 falls to each driver: exactly up to ten drivers, by relative weights above."""
    return lmg(matrix) if len(matrix) - 1 <= MOST_EXACT else relative_weights(matrix)


@metric(
    "key_drivers",
    title="Key driver analysis",
    unit="% of R2",
    better="-",
    category="method",
    range=(0, 100),
    inputs=[Input("outcome", "number"), *(Input(name, "number", required=False) for name in NAMES)],
)
def key_drivers(tally: Tally, *, draws: int = 1000) -> Estimate:
    """Which of several ratings explains most of the outcome. Correlation is not causation.

    Formula: Shapley (LMG) shares of the R2 of outcome ~ drivers up to ten drivers, Johnson's relative weights above;
    the value is 100*R2, the details are the shares.

    Inputs: outcome and driver_1 to driver_20; complete rows only.

    Interval: bootstrap of the shares; with many drivers fewer draws.

    Edge cases: fewer than ten rows per driver are refused; a driver that never changes is dropped; an R2 below 0.1
    means nothing here drives it.

    Source: Lindeman, Merenda and Gold 1980; Johnson, Multivariate Behavioral Research, 2000; Thomas, Zumbo, Kwan and
    Schweitzer, same journal, 2014, advise the exact shares.
    """
    used = [
        index
        for index in range(1, len(NAMES) + 1)
        if any(len(key) > index and key[index] is not None for key, _ in tally)
    ]
    complete = tally.complete(0, *used) if used else Tally({}, tally.excluded + tally.n)
    rows: dict[tuple[float, ...], int] = {}
    for key, count in complete:
        row = tuple(_number(key[index]) for index in (0, *used))
        rows[row] = rows.get(row, 0) + count
    varying = [p for p in range(1, len(used) + 1) if len({key[p] for key in rows}) > 1]
    n, k = sum(rows.values()), len(varying)
    if not k or n < 10 * k:
        reason = (
            f"{n} complete rows are too few for {k} drivers; {10 * k} are needed"
            if k
            else "no driver changes"
        )
        return Estimate(None, n=n, excluded=complete.excluded, method="lmg", warnings=(reason,))
    kept = [(0, *varying)]
    narrow: dict[tuple[float, ...], int] = {}
    for key, count in rows.items():
        short = tuple(key[p] for p in kept[0])
        narrow[short] = narrow.get(short, 0) + count
    return _decomposed(narrow, [NAMES[used[p - 1] - 1] for p in varying], complete.excluded, draws)


def _number(value: Number | str | None) -> float:
    """A number of a tally as a float; the source has refused everything else."""
    if value is None or isinstance(value, str):
        raise ValueError(f"`{value}` is not a number")
    return float(value)


def _decomposed(
    rows: Mapping[tuple[float, ...], int], names: Sequence[str], excluded: int, draws: int
) -> Estimate:
    n, method = sum(rows.values()), "lmg" if len(names) <= MOST_EXACT else "relative weights"
    matrix = correlations(rows)
    if matrix is None:
        return Estimate(None, n=n, excluded=excluded, method=method, warnings=("the outcome never changes",))
    parts = importances(matrix)
    total = sum(parts)
    warnings = ["correlation is not causation"]
    if total < 0.1:
        warnings.insert(0, "nothing here drives it: R2 is below 0.1")
    details = {name: 100 * part / total if total else 0.0 for name, part in zip(names, parts, strict=True)}
    for name, bounds in zip(names, _share_bounds(rows, len(names), draws), strict=True):
        if bounds:
            details |= {f"{name}_low": bounds[0], f"{name}_high": bounds[1]}
    return Estimate(100 * total, None, None, n, excluded, method, None, tuple(warnings), details)


def _share_bounds(
    rows: Mapping[tuple[float, ...], int], k: int, draws: int
) -> list[tuple[float, float] | None]:
    """Bootstrap bounds of each share, with as many draws as stay quick."""
    keys = sorted(rows)
    weights = [rows[key] for key in keys]
    n = sum(weights)
    random = Random(0)
    affordable = min(draws, max(40, 60_000 // 2 ** min(k, MOST_EXACT)), max(40, 1_000_000 // (n * k)))
    drawn: list[list[float]] = [[] for _ in range(k)]
    for _ in range(affordable if draws else 0):
        resample: dict[tuple[float, ...], int] = {}
        for key in random.choices(keys, weights=weights, k=n):
            resample[key] = resample.get(key, 0) + 1
        matrix = correlations(resample)
        parts = importances(matrix) if matrix else []
        total = sum(parts)
        for values, part in zip(drawn, parts, strict=False):
            values.append(100 * part / total if total else 0.0)
    return [percentiles(values) for values in drawn]
