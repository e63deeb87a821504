"""What Acme checks."""

from collections.abc import Iterator

from cxmap import Finding, JourneyGraph, Unknown, check


@check("ACME001", severity="error")
def unconsented_call(
    graph: JourneyGraph, *, channels: tuple[str, ...] = ("phone",)
) -> Iterator[Finding | Unknown]:
    """A touchpoint where we phone the customer names no consent that it relies on.

    People who are called out of the blue remember it, and so do regulators.

    Fix: name the purpose under `consent: {requires: ..}`.

    Source: decision of the Acme board, we ask first.

    Options:
        channels: the channels on which we ask first.

    Passes::

        purposes: {offers: {}}
        touchpoints:
          ask: {channel: web, consent: {asks: [offers]}}
          call: {channel: phone, by: company, consent: {requires: [offers]}, next: end}

    Fails::

        touchpoints:
          visit: {channel: web}
          call: {channel: phone, by: company, next: end}
    """
    for touchpoint in graph.touchpoints:
        if touchpoint.by == "customer" or touchpoint.consent.requires:
            continue
        if not touchpoint.channel:
            yield Unknown(touchpoint, "channel")
        elif touchpoint.by == "company" and set(touchpoint.channel) & set(channels):
            yield Finding(touchpoint, f"`{touchpoint.id}` phones with no consent; name one under `consent:`")
