"""Were they satisfied, and how hard was it: CSAT and Customer Effort Score in their variants."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from cxmap import Estimate, Input, Tally, mean, metric, net, proportion

_SCORE = Input(
    "score", "integer", 1, "scale", about="1 very dissatisfied .. the top of the scale very satisfied"
)


@metric(
    "csat",
    title="Customer satisfaction (mean)",
    unit="scale points",
    range=(1, None),
    category="satisfaction",
    inputs=[_SCORE],
    spread="mean",
)
def csat(tally: Tally, *, scale: int = 5) -> Estimate:
    """How satisfied customers are on average.

    Formula: sum(score)/n; the index 100*(mean-1)/(scale-1) makes scales comparable.

    Interval: t, mean +- t(n-1)*s/sqrt(n).

    Edge cases: one answer has no interval; the distribution is given beside the mean; scores on different
    scales are never mixed; missing answers are excluded and counted.

    Source: common practice; there is no standard.
    """
    answers = tally.complete(0)
    scores, n = answers.numbers(), answers.n
    if not n:
        return mean({}, answers.excluded)
    estimate = mean(scores, answers.excluded)
    top, bottom = answers.count(lambda score: score >= scale - 1), answers.count(lambda score: score <= 2)
    details = {
        "index": 100 * ((estimate.value or 0) - 1) / (scale - 1),
        "top_2": 100 * top / n,
        "bottom_2": 100 * bottom / n,
        "net": 100 * (top - bottom) / n,
        **{f"score_{score}": float(count) for score, count in sorted(scores.items())},
    }
    return replace(estimate, details=details)


@metric(
    "csat_top2",
    title="CSAT top-2-box",
    range=(0, 100),
    category="satisfaction",
    inputs=[_SCORE],
    spread="proportion",
)
def csat_top2(tally: Tally, *, scale: int = 5, boxes: int = 2) -> Estimate:
    """What share of customers is satisfied.

    Formula: 100*count(score >= scale-1)/n; with boxes: 1 only the very top counts.

    Interval: Wilson.

    Edge cases: needs a scale of at least 4, otherwise the two boxes overlap.

    Source: common practice; the top two of five boxes are 4 and 5.
    """
    if scale < 2 * boxes:
        raise ValueError(f"a scale of {scale} is too short for the top {boxes} boxes")
    answers = tally.complete(0)
    return proportion(answers.count(lambda score: score > scale - boxes), answers.n, answers.excluded)


@metric(
    "csat_bottom2",
    title="Bottom-2-box",
    range=(0, 100),
    better="lower",
    category="satisfaction",
    inputs=[_SCORE],
    spread="proportion",
)
def csat_bottom2(tally: Tally, *, scale: int = 5, boxes: int = 2) -> Estimate:
    """What share of customers is dissatisfied and should be called back.

    Formula: 100*count(score <= 2)/n; with boxes: 1 only the very bottom counts.

    Interval: Wilson.

    Edge cases: needs a scale of at least 4, otherwise the two boxes overlap.

    Source: common practice; reviewed hour by hour it is the call-back queue.
    """
    if scale < 2 * boxes:
        raise ValueError(f"a scale of {scale} is too short for the bottom {boxes} boxes")
    answers = tally.complete(0)
    return proportion(answers.count(lambda score: score <= boxes), answers.n, answers.excluded)


@metric(
    "ces1",
    title="Customer Effort Score 1.0",
    unit="points",
    range=(1, 5),
    better="lower",
    category="satisfaction",
    inputs=[Input("effort", "integer", 1, 5, about="1 very low effort .. 5 very high effort")],
    spread="mean",
)
def ces1(tally: Tally) -> Estimate:
    """How much effort customers had to put in.

    Formula: mean(effort), 1 very low effort .. 5 very high.

    Interval: t.

    Edge cases: runs against CES 2.0, where more is better; the two are never in one series.

    Source: Dixon, Freeman and Toman, Stop Trying to Delight Your Customers, Harvard Business Review, July-August 2010.
    """
    answers = tally.complete(0)
    return mean(answers.numbers(), answers.excluded)


@metric(
    "ces",
    title="Customer Effort Score 2.0",
    unit="points",
    range=(1, 7),
    category="satisfaction",
    inputs=[
        Input("agree", "integer", 1, 7, about="it was made easy: 1 strongly disagree .. 7 strongly agree")
    ],
    spread="mean",
)
def ces(tally: Tally, *, variant: Literal["mean", "pct_easy", "net_easy"] = "mean") -> Estimate:
    """How easy we made it for customers.

    Formula: mean(agree), 1 strongly disagree .. 7 strongly agree; variant pct_easy = 100*count(>=5)/n;
    variant net_easy = %(6 to 7) - %(1 to 3).

    Interval: t for the mean, Wilson for pct_easy, adjusted Wald for net_easy.

    Edge cases: the variant is part of the metric's identity; default the mean.

    Source: Dixon, Toman and DeLisi, The Effortless Experience, 2013; net_easy mirrors BT's Net Easy on this scale.
    """
    answers = tally.complete(0)
    n = answers.n
    easy = answers.count(lambda agree: agree >= 5)
    plus, minus = answers.count(lambda agree: agree >= 6), answers.count(lambda agree: agree <= 3)
    if variant == "pct_easy":
        return proportion(easy, n, answers.excluded)
    if variant == "net_easy":
        return net(plus, minus, n, answers.excluded)
    details = {"pct_easy": 100 * easy / n, "net_easy": 100 * (plus - minus) / n} if n else {}
    return mean(answers.numbers(), answers.excluded, details=details)
