"""CON006: data is used for a purpose it was not given for, and nobody was told."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Repurposing, check, find_repurposings
from cxmap_consent.wording import name_all, walked


@check("CON006", severity="warning")
def repurposed_data(graph: JourneyGraph) -> Iterator[Finding]:
    """Data given for one purpose is used for another of which the customer was not told.

    This is where a clever offer becomes a creepy one. Allowed are the purposes for which the data was taken,
    those named in a notice that every customer has seen when giving it or by the time it is used, and those
    recorded as compatible. Data given on consent serves only what was consented to, whatever a notice says.
    Uses that themselves rest on consent are left to use-without-consent and refusal-ignored; uses by another
    division to creepy-cross-unit-use.

    Fix: name the purpose in the notice where the data is given, record it under `compatible`, or do without.

    Source: GDPR Art. 5(1)(b) and 6(4); CCPA 1798.100(c), compatible with the context. Not legal advice.

    Passes::

        purposes: {quote: {basis: contract}, upsell: {basis: legitimate-interests}}
        quote: {collects: {quote: [income]}, notice: [quote, upsell]}
        upsell: {uses: {upsell: [income]}}

    Fails::

        purposes: {quote: {basis: contract}, upsell: {basis: legitimate-interests}}
        quote: {collects: {quote: [income]}, notice: [quote]}
        upsell: {uses: {upsell: [income]}}
    """
    for one in find_repurposings(graph):
        if one.crosses_units:
            continue
        yield Finding(
            one.touchpoint,
            f"`{one.touchpoint}` uses `{one.data}`, given for {name_all(one.given_for)}, for `{one.purpose}` "
            f"and nobody was told: {walked(graph, one.witness)}; {_mend(graph, one)}",
            path=one.witness.path,
            persona=one.witness.persona,
            purpose=one.purpose,
            data=one.data,
        )


def _mend(graph: JourneyGraph, one: Repurposing) -> str:
    if all(graph.basis(purpose) == "consent" for purpose in one.given_for):
        return f"ask for consent to `{one.purpose}` as well, or use other data"
    return f"name `{one.purpose}` in the `notice:` of `{one.given_at}`"
