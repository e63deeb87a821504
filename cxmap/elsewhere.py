"""What the other journeys of a workspace do with data: customers walk more than one journey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmap.completing import stages_of

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Journey


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The data collected and used, and the purposes named, in other journeys of the workspace."""

    collected: frozenset[str]
    used: frozenset[str]
    purposes: frozenset[str]


class _Counts:
    """In how many journeys each thing is named; kept for the workspace asked about last."""

    journeys: Mapping[str, Journey] | None = None
    counted: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())


def find_elsewhere(graph: JourneyGraph) -> Elsewhere:
    """What every journey of the workspace but this one does with data."""
    if len(graph.journeys) < 2:
        return Elsewhere(frozenset(), frozenset(), frozenset())
    if _Counts.journeys is not graph.journeys:
        _Counts.journeys, _Counts.counted = graph.journeys, _count(graph.journeys.values())
    here = _count([graph.journey])
    collected, used, purposes = (
        frozenset(name for name, times in all_.items() if times > mine[name])
        for all_, mine in zip(_Counts.counted, here, strict=True)
    )
    return Elsewhere(collected, used, purposes)


def _count(journeys: Iterable[Journey]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    collected: Counter[str] = Counter()
    used: Counter[str] = Counter()
    purposes: Counter[str] = Counter()
    for journey in journeys:
        steps = [step for stage in stages_of(journey).values() for step in stage.touchpoints.values()]
        steps += journey.anytime.values()
        collected.update({item for step in steps for items in step.collects.values() for item in items})
        uses = {item for step in steps for items in step.uses.values() for item in items}
        used.update(uses | {item for step in steps for item in step.confirms})
        purposes.update({name for step in steps for name in (*step.collects, *step.uses)})
    return collected, used, purposes
