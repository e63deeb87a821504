"""ROI009: complaints that go outside cost more than planned."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, check, escalation_on_map


@check("ROI009", severity="info")
def escalation_cost_over_budget(graph: JourneyGraph, *, budget: float = 1000.0) -> Iterator[Finding]:
    """Complaints that reach outside bodies cost more goodwill gestures per 1,000 customers than budgeted.

    A gesture at the right moment costs one; the same case costs 16 times that at a consumer bureau and 27 times in
    a small-claims court.

    Fix: let people who hear complaints put them right (`can_resolve:`), or raise the budget in `cxmap.yaml`.

    Source: multipliers of 16 and 27 in money, 6 and 12 in time (as quoted by the source articles; not verified).

    Options:
        budget: goodwill gestures per 1,000 customers; by default one for everybody.

    Passes::

        dispute: {channel: phone, type: human, can_resolve: [goodwill], next: {settled: 99%, court: 1%}}
        settled: {channel: email, by: company, next: end}
        court: {channel: third-party, type: small-claims, next: end}

    Fails::

        dispute: {channel: phone, type: human, next: {settled: 80%, court: 20%}}
        settled: {channel: email, by: company, next: end}
        court: {channel: third-party, type: small-claims, next: end}
    """
    cost = 1000 * escalation_on_map(graph).money
    if cost > budget:
        yield Finding(
            graph.journey,
            f"escalations cost {cost:.0f} goodwill gestures per 1,000 customers (budget {budget:.0f}); let people put things right",
        )
