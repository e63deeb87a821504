"""Would they recommend us: Net Promoter Score, for customers and employees, and what they say in public."""

from __future__ import annotations

from cxmap import Estimate, Input, Tally, metric, net

_RECOMMEND = Input("score", "integer", 0, 10, about="0 not at all likely .. 10 extremely likely")


def promoter_score(tally: Tally) -> Estimate:
    """Promoters less detractors of all valid answers, in points."""
    answers = tally.complete(0)
    promoters = answers.count(lambda score: score >= 9)
    detractors = answers.count(lambda score: score <= 6)
    n = answers.n
    details = {"promoters": promoters, "passives": n - promoters - detractors, "detractors": detractors}
    return net(
        promoters, detractors, n, answers.excluded, details={name: float(k) for name, k in details.items()}
    )


@metric(
    "nps",
    title="Net Promoter Score",
    unit="points",
    range=(-100, 100),
    category="advocacy",
    inputs=[_RECOMMEND],
    spread="net",
    once=True,
)
def nps(tally: Tally) -> Estimate:
    """How many customers would recommend us, less how many would not.

    Formula: 100*(P-D)/n; P = answers 9 to 10, D = answers 0 to 6, n = all answers 0 to 10 (7 and 8 count in n).

    Interval: adjusted Wald: three answers are added, 3/4 promoter, 3/4 detractor, the rest passive.

    Edge cases: no answers give no value, not 0; a scale of 1 to 10 is another metric; of several answers of
    one person in one period the last counts.

    Source: Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003; interval:
    Rocks, Interval Estimation for the Net Promoter Score, The American Statistician, 2016.
    """
    return promoter_score(tally)


@metric(
    "enps",
    title="Employee NPS",
    unit="points",
    range=(-100, 100),
    category="employee-engagement",
    inputs=[_RECOMMEND],
    spread="net",
    once=True,
)
def enps(tally: Tally) -> Estimate:
    """How many employees would recommend us as a place to work, less how many would not.

    Formula: as nps, asked of employees: would you recommend this company as a place to work?

    Interval: adjusted Wald, as nps.

    Edge cases: units with fewer than ten answers are not shown.

    Source: the Net Promoter question asked of employees (common practice).
    """
    return promoter_score(tally)


@metric(
    "word_of_mouth",
    title="Word-of-mouth reach",
    unit="posts",
    range=(None, None),
    category="advocacy",
    cls="revenue",
    people=False,
    inputs=[Input("experience", "word", about="positive or negative")],
)
def word_of_mouth(tally: Tally, *, positive: float = 0.30, negative: float = 0.45) -> Estimate:
    """How many more good than bad experiences customers will post about.

    Formula: 0.30 * positive experiences - 0.45 * negative experiences, the two propensities to post.

    Interval: none; a planning figure.

    Edge cases: both propensities are options; any other word is excluded and counted.

    Source: Dimensional Research for Zendesk, Customer Service and Business Results, 2013 (as quoted; not verified).
    """
    words = tally.words()
    good, bad = words.get("positive", 0), words.get("negative", 0)
    left_out = tally.excluded + tally.n - good - bad
    if not good + bad:
        return Estimate(None, excluded=left_out, warnings=("no data",))
    details = {"positive": float(good), "negative": float(bad)}
    return Estimate(
        positive * good - negative * bad,
        n=good + bad,
        excluded=left_out,
        method="planning figure",
        details=details,
    )
