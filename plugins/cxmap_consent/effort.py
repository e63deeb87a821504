"""The effort of one touchpoint, by the weights of the metric `effort_path`."""

from __future__ import annotations

from cxmap import JourneyGraph, Touchpoint, collected, how_of

OWN_FAMILIES = frozenset({"digital-self", "live-voice", "live-text"})
"""Families on which the customer acts; a one-way message only arrives."""

# Effort points of the first that fits; the rest is read: half a point.
_BY_CHANNEL = {
    "own": 0.0, "backstage": 0.0, "post": 4.0, "store": 5.0, "branch": 5.0, "in-person": 5.0,
    "phone": 3.0, "video": 3.0, "chat": 2.0, "messaging": 2.0, "social": 2.0,
}  # fmt: skip
_BY_TYPE = {
    "form": 2.0, "claim": 2.0, "complaint": 2.0, "survey": 2.0, "onboarding": 2.0,
    "self-service": 1.0, "purchase": 1.0, "payment": 1.0, "bot": 1.0,
}  # fmt: skip
_READ = 0.5


def effort_of(graph: JourneyGraph, touchpoint: Touchpoint) -> float:
    """Effort points: those claimed, else by channel, items asked and proof of identity."""
    if touchpoint.effort is not None:
        return touchpoint.effort.points
    asked = [item for item in collected(touchpoint) if how_of(graph, item) == "asked"]
    return _base(graph, touchpoint) + 0.5 * len(asked) + (2.0 if touchpoint.identifies else 0.0)


def _base(graph: JourneyGraph, touchpoint: Touchpoint) -> float:
    costs = []
    for channel in touchpoint.channel or ("",):
        word = graph.word("channel", channel)
        known = word.like if word is not None and word.like else channel
        by_type = next((cost for kind, cost in _BY_TYPE.items() if graph.acts_like(touchpoint, kind)), _READ)
        costs.append(_BY_CHANNEL.get(known, by_type))
    return min(costs)  # the customer chooses


def families(graph: JourneyGraph, touchpoint: Touchpoint) -> set[str]:
    """The families of a touchpoint's channels; empty where the customer does nothing."""
    return {family for channel in touchpoint.channel if (family := graph.family(channel)) is not None}


def has_channel(touchpoint: Touchpoint) -> bool:
    """Whether it is said where the touchpoint happens."""
    return bool(touchpoint.channel)
