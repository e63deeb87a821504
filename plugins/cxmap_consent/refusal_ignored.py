"""CON002: data is used although the customer said no or took consent back."""

from collections.abc import Iterator

from cxmap import Breach, Finding, JourneyGraph, check, find_breaches
from cxmap_consent.wording import walked


@check("CON002", severity="error")
def refusal_ignored(graph: JourneyGraph) -> Iterator[Finding]:
    """A customer who said no, or took a yes back, still reaches a use that does not look it up.

    Asking is half of it: the answer must be looked up wherever data is used. A withdrawal can come at any
    moment, at any anytime touchpoint the customer can reach, so a use that does not check is a use without
    consent for somebody. Each touchpoint and purpose is reported once, with the shortest path that proves it.

    Fix: write `consent: {requires: ..}` on the touchpoint, and build the look-up it promises.

    Source: GDPR Art. 7(3), the right to withdraw at any time; more than a third of customers asked by one
    vendor wanted no sales texts at all. Not legal advice.

    Passes::

        purposes: {offers: {is: marketing.communications, basis: consent}}
        data: {email: user.contact.email}
        quote: {channel: web, consent: {asks: offers}}
        promo: {channel: email, by: company, uses: {offers: [email]}, consent: {requires: offers}}

    Fails::

        purposes: {offers: {is: marketing.communications, basis: consent}}
        data: {email: user.contact.email}
        quote: {channel: web, consent: {asks: offers}}
        promo: {channel: email, by: company, uses: {offers: [email]}}
    """
    reported: set[tuple[str, str]] = set()
    for breach in find_breaches(graph):
        if breach.status == "none" or (breach.touchpoint, breach.purpose) in reported:
            continue
        reported.add((breach.touchpoint, breach.purpose))
        yield Finding(
            breach.touchpoint,
            f"{_who(breach)} still reaches `{breach.touchpoint}`, which does not check: "
            f"{walked(graph, breach.witness)}; write `consent: {{requires: {breach.purpose}}}`",
            path=breach.witness.path,
            persona=breach.witness.persona,
            purpose=breach.purpose,
        )


def _who(breach: Breach) -> str:
    if breach.status == "refused":
        return f"a customer who said no to `{breach.purpose}` at `{breach.said_no}`"
    return f"a customer who took back `{breach.purpose}` at `{breach.said_no}`"
