"""Is it worth it, and do we see ourselves as customers see us: value quotient and perception gap."""

from __future__ import annotations

from fractions import Fraction

from cxmap import Estimate, Input, Tally, metric, moments, newcombe, ratio, small, welch

BENEFITS = ("product", "service", "personnel", "image", "functional", "social", "personal")
COSTS = ("money", "time", "energy", "worry")


def _rating(name: str) -> Input:
    return Input(name, "integer", 1, 10, required=False, about="1 to 10")


@metric(
    "value_quotient",
    title="Value quotient",
    unit="ratio",
    range=(0, None),
    category="satisfaction",
    inputs=[_rating(name) for name in (*BENEFITS, *COSTS)],
)
def value_quotient(tally: Tally, *, weights: tuple[float, ...] = ()) -> Estimate:
    """What customers get for what it costs them.

    Formula: sum(w*b)/sum(v*c): benefits product, service, personnel, image (and functional, social, personal
    outcomes) over costs money, time, energy, worry, all rated 1 to 10; weights of each side sum to 1.

    Inputs: at least one benefit and one cost; weights in the order of the inputs used, default all equal.

    Interval: bootstrap by respondent of the ratio of means, not the mean of ratios.

    Edge cases: the costs are at least 1, so never nothing; respondents who left out a rating are excluded and
    counted; only the same instrument is compared.

    Source: benefits over money, time, energy and psychic cost (Hunsaker, customerthink.com; not verified).
    """
    used = [
        index
        for index in range(len(BENEFITS) + len(COSTS))
        if any(key[index] is not None for key, _ in tally)
    ]
    gains = [index for index in used if index < len(BENEFITS)]
    costs = [index for index in used if index >= len(BENEFITS)]
    if not gains or not costs:
        return Estimate(None, excluded=tally.excluded + tally.n, warnings=("no data",))
    if weights and len(weights) != len(used):
        raise ValueError(f"{len(weights)} weights for {len(used)} ratings; write one for each")
    answers = tally.complete(*used)
    weight = dict(zip(used, [Fraction(str(one)) for one in weights], strict=True)) if weights else {}
    pairs: dict[tuple[int | float | Fraction, ...], int] = {}
    for key, count in answers:
        pair = (_weighted(key, gains, weight), _weighted(key, costs, weight))
        pairs[pair] = pairs.get(pair, 0) + count
    return ratio(pairs, answers.n, answers.excluded)


def _weighted(key: tuple[object, ...], indexes: list[int], weights: dict[int, Fraction]) -> Fraction:
    """The weighted mean of some ratings of one respondent."""
    total = sum((weights.get(index, Fraction(1)) for index in indexes), Fraction())
    return (
        sum((weights.get(index, Fraction(1)) * Fraction(str(key[index])) for index in indexes), Fraction())
        / total
    )


@metric(
    "perception_gap",
    title="Perception gap",
    unit="scale points",
    range=(-4, 4),
    better="zero",
    category="satisfaction",
    inputs=[
        Input("side", "word", about="company or customer"),
        Input("rating", "number", -2, 2, about="-2 angry .. 2 delighted"),
    ],
)
def perception_gap(tally: Tally) -> Estimate:
    """How much better we think we are than customers do.

    Formula: company view - customer view, on one scale.

    Interval: Welch t on the two means.

    Edge cases: positive means we flatter ourselves; a company view from one workshop counts once and has no interval.

    Source: the delivery gap: Allen, Reichheld, Hamilton and Markey, Closing the Delivery Gap, Bain, 2005.
    """
    sides: dict[str, dict[int | float | Fraction, int]] = {"company": {}, "customer": {}}
    excluded = tally.excluded
    for (side, rating), count in tally:
        if side not in sides or rating is None or isinstance(rating, str):
            excluded += count
            continue
        sides[str(side)][rating] = sides[str(side)].get(rating, 0) + count
    if not sides["company"] or not sides["customer"]:
        return Estimate(None, excluded=excluded, method="welch", warnings=("no data",))
    company, customer = moments(sides["company"]), moments(sides["customer"])
    found = welch(company, customer)
    low, high = found[0] if found else (None, None)
    details = {"company": company.mean, "customer": customer.mean}
    n = company.n + customer.n
    return Estimate(company.mean - customer.mean, low, high, n, excluded, "welch", None, small(n), details)


def share_gap(company_yes: int, company_n: int, customer_yes: int, customer_n: int) -> Estimate:
    """How many more percent of the company than of its customers call the experience superior (Newcombe interval)."""
    low, high = newcombe(company_yes, company_n, customer_yes, customer_n)
    gap = 100 * (company_yes / company_n - customer_yes / customer_n)
    return Estimate(gap, 100 * low, 100 * high, company_n + customer_n, method="newcombe")
