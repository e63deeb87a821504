"""CON001: data is used for a consent-based purpose before the customer was asked."""

from collections.abc import Iterator

from cxmap import Breach, Finding, JourneyGraph, asking, check, find_breaches, places_to_ask
from cxmap_consent.wording import in_brackets, name_all, walked


@check("CON001", severity="error", drops=("CON002",))
def use_without_consent(graph: JourneyGraph) -> Iterator[Finding]:
    """A customer can get to a use of their data that rests on consent without ever having been asked.

    Consent that nobody asked for is no consent: the company cannot show that the customer agreed, because on
    this path they never could. Every entry, loop, failure edge and visit to an anytime touchpoint is walked;
    the path printed is the shortest one that proves it. Asking and using on one touchpoint counts as asking
    first. `requires` does not mend this: a look-up needs a question before it.

    Fix: ask at the touchpoints named in the message, the fewest that all such paths pass: `consent: {asks:
    ..}`.

    Source: GDPR Art. 6(1)(a) and 7(1), the controller must be able to demonstrate consent; ePrivacy Directive
    Art. 5(3) for what is stored on a device; customers retain control of what is done with their data.
    Not legal advice.

    Passes::

        purposes: {offers: {is: marketing.communications, basis: consent}}
        data: {email: user.contact.email}
        quote: {channel: web, consent: {asks: offers}, next: [buy, promo]}
        buy: {channel: web, next: end}
        promo: {channel: email, by: company, uses: {offers: [email]}, consent: {requires: offers}, next: end}

    Fails::

        purposes: {offers: {is: marketing.communications, basis: consent}}
        data: {email: user.contact.email}
        quote: {channel: web, next: [buy, promo]}
        buy: {channel: web, consent: {asks: offers}, next: end}
        promo: {channel: email, by: company, uses: {offers: [email]}, consent: {requires: offers}, next: end}
    """
    breaches = [breach for breach in find_breaches(graph) if breach.status == "none"]
    places = {
        purpose: places_to_ask(graph, purpose, [b.touchpoint for b in breaches if b.purpose == purpose])
        for purpose in {breach.purpose for breach in breaches}
    }
    for breach in breaches:
        yield Finding(
            breach.touchpoint,
            f"{_what(graph, breach)} before anybody asked: {walked(graph, breach.witness)}; "
            f"{_mend(breach, places[breach.purpose])}",
            path=breach.witness.path,
            related=tuple(one for one in asking(graph, breach.purpose) if one not in breach.witness.path),
            persona=breach.witness.persona,
            purpose=breach.purpose,
        )


def _what(graph: JourneyGraph, breach: Breach) -> str:
    touchpoint = graph.touchpoint(breach.touchpoint)
    used = touchpoint.uses.get(breach.purpose)
    verb, items = ("uses", used) if used is not None else ("collects", touchpoint.collects[breach.purpose])
    data = name_all(items) if items else "data"
    return f"`{touchpoint.id}` {verb} {data} for `{breach.purpose}`"


def _mend(breach: Breach, places: tuple[str, ...]) -> str:
    ask = f"`consent: {{asks: {breach.purpose}}}`"
    return f"write {ask} at {in_brackets(places)}" if places else f"write {ask} at a step before it"
