"""The little linear algebra that the metrics need, without a numerical library."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, sin

Matrix = list[list[float]]


def solve(matrix: Matrix, right: Sequence[float]) -> list[float] | None:
    """The x of matrix * x = right, by elimination with pivots; none when there is no single one."""
    n = len(matrix)
    rows = [[*matrix[i], right[i]] for i in range(n)]
    for column in range(n):
        pivot = max(range(column, n), key=lambda row: abs(rows[row][column]))
        if abs(rows[pivot][column]) < 1e-12:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, n):
            factor = rows[row][column] / rows[column][column]
            if factor:
                for at in range(column, n + 1):
                    rows[row][at] -= factor * rows[column][at]
    x = [0.0] * n
    for row in range(n - 1, -1, -1):
        x[row] = (rows[row][n] - sum(rows[row][at] * x[at] for at in range(row + 1, n))) / rows[row][row]
    return x


def explained(correlation: Matrix, chosen: Sequence[int]) -> float:
    """The R2 of column 0 on the chosen columns; a column that adds nothing new is left out."""
    columns: list[int] = []
    best = 0.0
    for column in chosen:
        wider = [*columns, column]
        among = [[correlation[i][j] for j in wider] for i in wider]
        beta = solve(among, [correlation[i][0] for i in wider])
        if beta is not None:
            columns = wider
            best = sum(b * correlation[i][0] for b, i in zip(beta, columns, strict=True))
    return best


def eigen(matrix: Matrix) -> tuple[list[float], Matrix]:
    """Eigenvalues and eigenvectors (as columns) of a symmetric matrix, by Jacobi rotations."""
    n = len(matrix)
    a = [row[:] for row in matrix]
    vectors = [[float(i == j) for j in range(n)] for i in range(n)]
    for _ in range(100):
        if sum(a[i][j] ** 2 for i in range(n) for j in range(n) if i != j) < 1e-22:
            break
        for p in range(n):
            for q in range(p + 1, n):
                _rotate(a, vectors, p, q)
    return [a[i][i] for i in range(n)], vectors


def _rotate(a: Matrix, vectors: Matrix, p: int, q: int) -> None:
    """Make one pair of entries off the diagonal vanish."""
    if abs(a[p][q]) < 1e-18:
        return
    angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p])
    c, s = cos(angle), sin(angle)
    n = len(a)
    for k in range(n):
        a[k][p], a[k][q] = c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]
    for k in range(n):
        a[p][k], a[q][k] = c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]
        vectors[k][p], vectors[k][q] = (
            c * vectors[k][p] - s * vectors[k][q],
            s * vectors[k][p] + c * vectors[k][q],
        )
