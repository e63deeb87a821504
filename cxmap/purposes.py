"""Where a purpose stands in a journey: who asks, uses, lets withdraw, looks up, tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

Verb = Literal["asks", "withdraws", "requires", "touches", "tells"]
Places = dict[Verb, dict[str, tuple[str, ...]]]

_PLACES: WeakKeyDictionary[JourneyGraph, Places] = WeakKeyDictionary()


def asking(graph: JourneyGraph, purpose: str) -> tuple[str, ...]:
    """The touchpoints that ask for consent to a purpose, in file order."""
    return _places(graph)["asks"].get(purpose, ())


def withdrawing(graph: JourneyGraph, purpose: str) -> tuple[str, ...]:
    """The touchpoints where a customer can say no to a purpose, in file order."""
    return _places(graph)["withdraws"].get(purpose, ())


def requiring(graph: JourneyGraph, purpose: str) -> tuple[str, ...]:
    """The touchpoints that look up the answer before they use data for a purpose, in file order."""
    return _places(graph)["requires"].get(purpose, ())


def using(graph: JourneyGraph, purpose: str) -> tuple[str, ...]:
    """The touchpoints that collect or use data for a purpose, in file order."""
    return _places(graph)["touches"].get(purpose, ())


def tells(graph: JourneyGraph, purpose: str) -> tuple[str, ...]:
    """The touchpoints whose notice names a purpose, in file order."""
    return _places(graph)["tells"].get(purpose, ())


def named_purposes(graph: JourneyGraph) -> tuple[str, ...]:
    """The purposes for which this journey collects or uses data, sorted."""
    return tuple(sorted(_places(graph)["touches"]))


def consent_purposes(graph: JourneyGraph) -> tuple[str, ...]:
    """The purposes this journey asks for or uses that rest on consent, sorted."""
    places = _places(graph)
    return tuple(
        sorted(name for name in {*places["touches"], *places["asks"]} if graph.basis(name) == "consent")
    )


def _places(graph: JourneyGraph) -> Places:
    if graph not in _PLACES:
        verbs: tuple[Verb, ...] = ("asks", "withdraws", "requires", "touches", "tells")
        found: dict[Verb, dict[str, list[str]]] = {verb: {} for verb in verbs}

        def note(verb: Verb, purposes: Iterable[str], touchpoint: str) -> None:
            for purpose in purposes:
                found[verb].setdefault(purpose, []).append(touchpoint)

        for touchpoint in graph.touchpoints:
            consent = touchpoint.consent
            note("asks", consent.asks, touchpoint.id)
            note("withdraws", consent.withdraws, touchpoint.id)
            note("requires", consent.requires, touchpoint.id)
            note("touches", dict.fromkeys((*touchpoint.collects, *touchpoint.uses)), touchpoint.id)
            note("tells", sorted(graph.notice(touchpoint)), touchpoint.id)
        _PLACES[graph] = {
            verb: {purpose: tuple(places) for purpose, places in by_purpose.items()}
            for verb, by_purpose in found.items()
        }
    return _PLACES[graph]
