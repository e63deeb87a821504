"""What a metric is: its definition in the workspace over the kind that computes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cxmap import JourneyGraph

if TYPE_CHECKING:
    from cxmap import Observation, PlaceMetric, Quantity, Stage, Touchpoint

PERCEPTION = frozenset({"satisfaction", "advocacy"})
CLASSES = ("cost", "revenue", "experience")


@dataclass(frozen=True)
class Kind:
    """A metric with what its kind adds; what neither says is None."""

    id: str
    kind: str
    category: str | None
    cls: str | None
    better: str | None
    spread: str
    low: float | None
    high: float | None
    inputs: tuple[tuple[str, str], ...]

    @property
    def asks_customers(self) -> bool | None:
        """Whether it says what customers feel; None when nobody says what it is about."""
        if self.category is None:
            return None
        return self.category in PERCEPTION


class Valued(Protocol):
    """What a metric says of its values, in the register or at a place."""

    @property
    def now(self) -> Quantity | None:
        """The last value."""

    @property
    def n(self) -> float | None:
        """How many answers it rests on."""

    @property
    def baseline(self) -> Quantity | None:
        """Where it started."""

    @property
    def target(self) -> Quantity | None:
        """The aim."""

    @property
    def status(self) -> str | None:
        """What is claimed."""


def kind_of(graph: JourneyGraph, name: str) -> Kind:
    """The kind of a metric, with what its definition says instead."""
    defined = graph.metrics.get(name)
    kind = (defined.kind if defined is not None else None) or (name if graph.word("metric", name) else "kpi")
    word = graph.word("metric", kind)
    maps = word.maps if word is not None else {}
    own = kind == "kpi"
    scale = defined.scale if defined is not None else None
    return Kind(
        id=name,
        kind=kind,
        category=(defined.category if defined else None) or (None if own else maps.get("category")),
        cls=(defined.class_ if defined else None) or (None if own else maps.get("class")),
        better=(defined.better if defined else None) or (None if own else maps.get("better")),
        spread=maps.get("spread", ""),
        low=_number(maps.get("low", "")),
        high=scale
        if scale is not None
        else _number(maps.get("high", "")) or (5.0 if kind == "csat" else None),
        inputs=tuple(
            (pair.partition(":")[0], pair.partition(":")[2]) for pair in maps.get("inputs", "").split()
        ),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def used_metrics(graph: JourneyGraph) -> tuple[str, ...]:
    """The metrics of this journey: its own, its goals, those at its places, and whatever drives them."""
    found = dict.fromkeys(
        [*graph.journey.metrics, *graph.journey.goals, *(name for _, name, _ in places(graph))]
    )
    while True:
        drivers = [
            name for name, one in graph.metrics.items() if name not in found and set(one.drives) & set(found)
        ]
        if not drivers:
            return tuple(name for name in graph.metrics if name in found)
        found.update(dict.fromkeys(drivers))


def places(graph: JourneyGraph) -> Iterator[tuple[Touchpoint | Stage, str, PlaceMetric]]:
    """Every metric at every place of the journey, in its order."""
    for stage in graph.stages:
        for name, here in stage.metrics.items():
            yield stage, name, here
    for touchpoint in (*graph.touchpoints, *graph.containers.values()):
        for name, here in touchpoint.metrics.items():
            yield touchpoint, name, here


def shown_value(number: float, unit: str) -> str:
    """A value of a quantity's unit, for a message."""
    plain = f"{number:.1f}".rstrip("0").rstrip(".")
    return plain + {"%": "%", "duration": "s"}.get(unit, "")


def observed(graph: JourneyGraph, name: str, at: str) -> Iterator[Observation]:
    """What was measured of a metric at a place, of everybody and not of one period."""
    for one in graph.observations:
        if one.metric == name and one.at == at and not one.by and one.period is None:
            yield one
