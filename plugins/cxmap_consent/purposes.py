"""Which touchpoints ask for, use and withdraw a purpose, and which messages are marketing."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import JourneyGraph, Touchpoint, is_under

MESSAGES = ("email", "sms", "messaging", "phone-auto", "push")
"""Channels on which marketing needs an opt-in."""


def consent_purposes(graph: JourneyGraph) -> list[str]:
    """The purposes this journey asks for or uses that rest on consent, sorted."""
    named = {name for t in graph.touchpoints for name in (*t.collects, *t.uses, *t.consent.asks)}
    return sorted(name for name in named if graph.basis(name) == "consent")


def named_purposes(graph: JourneyGraph) -> list[str]:
    """The purposes for which this journey collects or uses data, sorted."""
    return sorted({name for t in graph.touchpoints for name in (*t.collects, *t.uses)})


def asking(graph: JourneyGraph, purpose: str) -> list[str]:
    """The touchpoints that ask for consent to a purpose, in file order."""
    return [t.id for t in graph.touchpoints if purpose in t.consent.asks]


def using(graph: JourneyGraph, purpose: str) -> list[str]:
    """The touchpoints that collect or use data for a purpose, in file order."""
    return [t.id for t in graph.touchpoints if purpose in t.uses or purpose in t.collects]


def withdrawing(graph: JourneyGraph, purpose: str) -> list[str]:
    """The touchpoints where a customer can say no to a purpose, in file order."""
    return [t.id for t in graph.touchpoints if purpose in t.consent.withdraws]


def message_channels(graph: JourneyGraph, touchpoint: Touchpoint, channels: tuple[str, ...]) -> list[str]:
    """The channels of a touchpoint that are, or behave as, one of these."""
    found = []
    for channel in touchpoint.channel:
        word = graph.word("channel", channel)
        if channel in channels or (word is not None and word.like in channels):
            found.append(channel)
    return found


def marketing_uses(
    graph: JourneyGraph, channels: tuple[str, ...]
) -> Iterator[tuple[Touchpoint, str, bool | None]]:
    """Messages the company sends, each purpose, and whether it is marketing (None: `is` is not said)."""
    for touchpoint in graph.touchpoints:
        if touchpoint.by == "company" and message_channels(graph, touchpoint, channels):
            for purpose in touchpoint.uses:
                key = graph.purpose_key(purpose)
                yield touchpoint, purpose, None if key is None else is_under(key, "marketing")
