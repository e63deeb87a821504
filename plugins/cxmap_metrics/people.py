"""How employees are: the engagement index."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap import Estimate, Input, Number, Rows, Tally, metric, ratio


def favourable(present: frozenset[str], options: Mapping[str, object]) -> Rows:
    """One row per respondent: favourable answers, and all answers."""
    return Rows(
        """
        SELECT {dims}SUM(CASE WHEN score >= 4 THEN 1 ELSE 0 END) AS good, COUNT(*) AS answered
        FROM {rows} AS r WHERE score BETWEEN 1 AND 5
        GROUP BY {dims}respondent""",
        ("good", "answered"),
    )


@metric(
    "engagement",
    title="Employee engagement index",
    range=(0, 100),
    category="employee-engagement",
    rows=favourable,
    inputs=[
        Input("respondent", "id", meaning="customer"),
        Input("item", "word", required=False),
        Input("score", "integer", 1, 5),
    ],
)
def engagement(tally: Tally) -> Estimate:
    """What share of employees' answers is favourable.

    Formula: share of answers of 4 or 5 of 5 over all items.

    Interval: bootstrap by respondent.

    Edge cases: units with fewer than ten people are not shown; n counts people, not answers.

    Source: favourable-share scoring (common practice, not verified).
    """
    pairs: dict[tuple[Number, ...], int] = {
        (int(str(good)), int(str(answered))): n for (good, answered), n in tally
    }
    return ratio(pairs, tally.n, tally.excluded, scale=100)
