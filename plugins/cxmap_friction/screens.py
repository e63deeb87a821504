"""Which channels a customer can use without putting anything down: one device, one voice, one letter box."""

from __future__ import annotations

from collections.abc import Iterable

from cxmap import JourneyGraph, Touchpoint, is_met

# A chat opens on the page one is on: for the customer the screen is one place.
SCREEN = {"digital-self": "screen", "live-text": "screen"}


def device(graph: JourneyGraph, channel: str) -> str:
    """What the customer holds: the screen, a voice, the post; the channel itself when it has no family."""
    family = graph.family(channel)
    return channel if family is None else SCREEN.get(family, family)


def devices(graph: JourneyGraph, channels: Iterable[str]) -> frozenset[str]:
    """The devices of several channels."""
    return frozenset(device(graph, channel) for channel in channels)


def asks_nothing(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    """Whether the customer need not act: we come to them, it is their own step, or a milestone."""
    hidden = bool(touchpoint.channel) and not is_met(touchpoint)
    return hidden or touchpoint.by == "company" or graph.acts_like(touchpoint, "milestone")
