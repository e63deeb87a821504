"""Who a customer is with on the way, and when they are passed on or must get in touch anew."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint

LIVE = ("live-voice", "live-text")
_TRANSFERS: WeakKeyDictionary[JourneyGraph, frozenset[tuple[str | None, str]]] = WeakKeyDictionary()


def changes_owner(graph: JourneyGraph, source: str, target: str) -> bool:
    """Whether two touchpoints have owners and share none."""
    one, other = set(graph.touchpoint(source).owner), set(graph.touchpoint(target).owner)
    return bool(one and other) and not one & other


def is_live(graph: JourneyGraph, touchpoint: Touchpoint) -> bool:
    """Whether somebody (or a bot) answers the customer here at once."""
    return any(graph.family(channel) in LIVE for channel in touchpoint.channel)


def is_transfer(graph: JourneyGraph, source: str, target: str) -> bool:
    """Whether the customer is passed on: as said, else from live to live with another owner, at once.

    A call back by the company, or a way with a delay, is a new contact.
    """
    edge = graph.edge(source, target)
    if edge is None:
        return False
    if edge.transition.transfer is not None:
        return edge.transition.transfer
    one, other = graph.touchpoint(source), graph.touchpoint(target)
    if other.by == "company" or _seconds(edge.transition.delay):
        return False
    return is_live(graph, one) and is_live(graph, other) and changes_owner(graph, source, target)


def starts_contact(graph: JourneyGraph, source: str | None, target: str) -> bool:
    """Whether the customer gets in touch anew: not when we call, and not when they are passed on."""
    if graph.touchpoint(target).by == "company":
        return False
    return source is None or not is_transfer(graph, source, target)


def _seconds(times: object) -> float:
    worst = getattr(times, "worst", None)
    return worst.seconds if worst is not None else 0.0


def find_transfers(graph: JourneyGraph) -> frozenset[tuple[str | None, str]]:
    """The ways on which customers are passed on, worked out once."""
    if graph not in _TRANSFERS:
        pairs = ((edge.from_, edge.to) for edge in graph.edges)
        _TRANSFERS[graph] = frozenset(pair for pair in pairs if is_transfer(graph, *pair))
    return _TRANSFERS[graph]
