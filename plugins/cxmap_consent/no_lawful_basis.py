"""CON005: personal data is used for a purpose without a lawful basis."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check, is_personal, named_purposes, using

WITHOUT_GATE = frozenset({"ccpa", "coppa"})
"""Laws that ask for no lawful basis before data is used."""


@check("CON005", severity="error", drops=("CON006", "CON007", "CON016", "CON021"), drops_on="purpose")
def no_lawful_basis(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """Personal data is collected or used for a purpose that names no lawful basis.

    Nothing may be done with personal data unless one of six reasons holds, and somebody must have decided
    which. Everything else (asking, telling, objecting, keeping) follows from that decision.

    Fix: write `basis:` on the purpose: consent, contract, legal-obligation, vital-interests, public-task or
    legitimate-interests.

    Source: GDPR Art. 6(1)(a)-(f). California knows no such gate, so the rule rests where `law` names only
    ccpa or coppa. Not legal advice.

    Passes::

        purposes: {upsell: {is: marketing.communications, basis: consent}}
        data: {email: user.contact.email}
        offer: {channel: web, uses: {upsell: [email]}}

    Fails::

        purposes: {upsell: marketing.communications}
        data: {email: user.contact.email}
        offer: {channel: web, uses: {upsell: [email]}}
    """
    if graph.journey.law and set(graph.journey.law) <= WITHOUT_GATE:
        return
    for purpose in named_purposes(graph):
        if graph.basis(purpose) is not None:
            continue
        places = using(graph, purpose)
        items = {
            item
            for name in places
            for named in (graph.touchpoint(name).collects, graph.touchpoint(name).uses)
            for item in named.get(purpose, ())
        }
        if any(is_personal(graph, item) for item in items):
            uses = "1 use" if len(places) == 1 else f"{len(places)} uses"
            yield Finding(
                f"purpose:{purpose}",
                f"purpose `{purpose}` ({uses}) has no lawful basis; write `basis:` on it, "
                "such as consent or contract",
                related=tuple(places),
                purpose=purpose,
            )
        else:
            yield from (Unknown(f"data:{x}", "is") for x in sorted(items) if is_personal(graph, x) is None)
