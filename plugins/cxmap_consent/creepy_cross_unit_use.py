"""CON007: another division uses data the customer gave for something else."""

from collections.abc import Iterator

from cxmap import (
    Finding,
    JourneyGraph,
    Repurposing,
    Sharing,
    Unknown,
    Witness,
    check,
    find_repurposings,
    find_sharing,
    is_shared,
    way_around,
)
from cxmap_consent.wording import in_brackets, name_all, walked


@check("CON007", severity="error", drops=("CON006",))
def creepy_cross_unit_use(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A division uses data that the customer gave to another division for something else, and nobody said so.

    Customers are unsettled by actions that show that their data has travelled further than they knew:
    borrowed or cross-referenced between divisions of a company. It needs a rule that says who may pass what
    to whom and why, and a place where every customer who is met by the use has been told. A rule without such
    a place, or without a lawful basis, is a warning. Whether the divisions are the same follows from the
    owners' `unit`.

    Fix: write a `sharing` rule with a `notice`, or use other data.

    Source: GDPR Art. 5(1)(a) and (b), 13(3) and 14; IAB TCF feature 1, match and combine data from other
    sources; customers find data borrowed or cross-referenced between divisions creepy. Not legal advice.

    Passes::

        owners: {service: {unit: care}, marketing: {unit: growth}}
        purposes: {driving: {basis: contract}, risk: {basis: legitimate-interests}}
        sharing: [{from: care, to: growth, data: trips, for: risk, notice: app}]
        app: {channel: app, owner: service, notice: [driving], collects: {driving: [trips]}}
        risk_check: {channel: backstage, owner: marketing, uses: {risk: [trips]}}

    Fails::

        owners: {service: {unit: care}, marketing: {unit: growth}}
        purposes: {driving: {basis: contract}, risk: {basis: legitimate-interests}}
        app: {channel: app, owner: service, notice: [driving], collects: {driving: [trips]}}
        risk_check: {channel: backstage, owner: marketing, uses: {risk: [trips]}}
    """
    unplaced: dict[str, None] = {}
    for one in find_repurposings(graph):
        unplaced.update(dict.fromkeys(one.owners_without_unit))
        if one.crosses_units:
            finding = _judge(graph, one)
            if finding is not None:
                yield finding
    yield from (Unknown(f"owner:{owner}", "unit") for owner in sorted(unplaced))


def _judge(graph: JourneyGraph, one: Repurposing) -> Finding | None:
    rules = [rule for rule in find_sharing(graph, one) if rule.to == one.unit]
    if not is_shared(graph, one):
        giver = next(unit for unit in one.giving_units if unit is not None)
        rule = f"from: {giver}, to: {one.unit}, data: {one.data}, for: {one.purpose}, notice: .."
        mend = f"write `sharing: [{{{rule}}}]`"
        return _finding(graph, one, one.witness, "with no sharing rule or notice", mend)
    notices = [name for rule in rules for name in rule.notice if graph.has(name)]
    around = way_around(graph, notices, one.touchpoint) if notices else None
    if around is not None:
        mend = f"tell customers of `{one.purpose}` on that path too"
        return _finding(graph, one, around, f"past the notice at {in_brackets(notices)}", mend)
    lacks = _lacks(graph, one, rules)
    if lacks is None:
        return None
    mend = f"write `{lacks}:` on the sharing rule"
    return _finding(graph, one, one.witness, f"by a sharing rule without {lacks}", mend, warning=True)


def _lacks(graph: JourneyGraph, one: Repurposing, rules: list[Sharing]) -> str | None:
    if not any(rule.notice for rule in rules):
        return "notice"
    if not any(rule.basis or graph.basis(one.purpose) for rule in rules):
        return "basis"
    return None


def _finding(
    graph: JourneyGraph, one: Repurposing, witness: Witness, how: str, mend: str, *, warning: bool = False
) -> Finding:
    givers = [unit for unit in one.giving_units if unit is not None]
    return Finding(
        one.touchpoint,
        f"`{one.touchpoint}` (`{one.unit}`) uses `{one.data}`, which the customer gave to {name_all(givers)} for "
        f"{name_all(one.given_for)}, for `{one.purpose}` {how}: {walked(graph, witness)}; {mend}",
        path=witness.path,
        related=() if one.given_at in witness.path else (one.given_at,),
        severity="warning" if warning else None,
        persona=witness.persona,
        purpose=one.purpose,
        data=one.data,
    )
