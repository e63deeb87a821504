"""GOV015: the causes of pains look more like blame than like analysis."""

from collections import Counter
from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check

# Share of root causes by group, lowest and highest, as TARP found them.
RANGES = {"expectation": (0.20, 0.30), "employee": (0.20, 0.20), "company": (0.40, 0.60)}
WORDS = {
    "expectation": "customers' expectations and mistakes",
    "employee": "employees",
    "company": "the company itself",
}


@check("GOV015", severity="info")
def blame_the_customer_mix(graph: JourneyGraph, *, slack: float = 0.15, min_n: int = 8) -> Iterator[Finding]:
    """The causes written beside pains differ much from what studies of root causes find.

    When most pains are put down to customers or to single employees, the map may say more about the mapmakers
    than about the journey. It is a hint to look again, nothing more.

    Fix: look at the pains again with those who do the work, and ask what in process, policy or product led there.

    Source: root causes by TARP: 20 to 30% customers, 20% employees, 40 to 60% the company; one manufacturer found 3%
    employees.

    Options:
        slack: how far outside its range a share may lie, as a share of 1.
        min_n: fewer pains with a cause say nothing.

    Passes::

        quote: {channel: web, pains: [{cause: process}, {cause: policy}, {cause: product}, {cause: expectation}]}
        claim: {channel: phone, pains: [{cause: process}, {cause: employee}, {cause: employee}, {cause: expectation}]}

    Fails::

        quote: {channel: web, pains: [{cause: employee}, {cause: employee}, {cause: employee}, {cause: employee}]}
        claim: {channel: phone, pains: [{cause: employee}, {cause: employee}, {cause: expectation}, {cause: process}]}
    """
    steps = (*graph.touchpoints, *graph.containers.values())
    pains = [*graph.journey.pains, *(pain for stage in graph.stages for pain in stage.pains)]
    pains += [pain for step in steps for pain in step.pains]
    groups: Counter[str] = Counter()
    for pain in pains:
        word = graph.word("cause", pain.cause) if pain.cause is not None else None
        if word is not None and word.group is not None:
            groups[word.group] += 1
    total = groups.total()
    if total < min_n:
        return
    for group, (low, high) in RANGES.items():
        share = groups[group] / total
        if share < low - slack or share > high + slack:
            usual = f"{low:.0%}" if low == high else f"{low:.0%} to {high:.0%}"
            yield Finding(
                graph.journey,
                f"{share:.0%} of {total} pains are put down to {WORDS[group]}, where studies find {usual}; look again at their causes",
                data=group,
            )
