"""Which messages the company sends are marketing."""

from __future__ import annotations

from collections.abc import Iterator

from cxmap import JourneyGraph, Touchpoint, is_under

MESSAGES = ("email", "sms", "messaging", "phone-auto", "push")
"""Channels on which marketing needs an opt-in."""


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
