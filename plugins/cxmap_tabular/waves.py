"""What several measured numbers say together: changes between periods, and how far all targets are attained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cxmap import Estimate, Metric, benjamini_hochberg, change
from cxmap_tabular.observe import Measured


@dataclass(frozen=True)
class Change:
    """How a number moved since the period before, and whether that is more than chance among all that moved."""

    since: str
    estimate: Estimate
    significant: bool


def changes(measured: Sequence[Measured]) -> dict[int, Change]:
    """The change of every number that has one in the period before, by its place in the sequence."""
    series: dict[tuple[object, ...], list[int]] = {}
    for place, one in enumerate(measured):
        if one.cell.period is not None and not one.hidden and one.estimate.value is not None:
            key = (one.cell.definition.id, one.cell.journey, one.cell.at, tuple(sorted(one.cell.by.items())))
            series.setdefault(key, []).append(place)
    moved: dict[int, tuple[str, Estimate]] = {}
    for places in series.values():
        ordered = sorted(places, key=lambda place: measured[place].cell.period or "")
        for before, after in pairwise(ordered):
            found = change(measured[before].estimate, measured[after].estimate)
            if "p" in found.details:
                moved[after] = (measured[before].cell.period or "", found)
    real = benjamini_hochberg([estimate.details["p"] for _, estimate in moved.values()])
    return {
        place: Change(since, estimate, significant)
        for (place, (since, estimate)), significant in zip(moved.items(), real, strict=True)
    }


@dataclass(frozen=True)
class Attained:
    """One line of a scorecard, as the metric `scorecard` reads it."""

    metric: str
    baseline: float | None
    target: float | None
    now: float | None
    weight: float = 1.0


def scorecards(
    scorecard: Metric, measured: Iterable[Measured], definitions: Mapping[str, Any]
) -> dict[str, Estimate]:
    """How far the targets of a journey's metrics are attained: as a whole, and for each category.

    A metric that was not measured counts with its claimed value; one without baseline or target is a gap.
    """
    now: dict[str, float | None] = {}
    categories: dict[str, str] = {}
    for one in measured:
        cell = one.cell
        if cell.kind == "journey" and not cell.by and cell.period is None:
            now[cell.definition.id] = one.estimate.value
            categories[cell.definition.id] = cell.definition.kind.category
    parts = []
    for name in sorted(now):
        defined = definitions.get(name)
        if defined is not None:
            baseline, target = (
                None if one is None else one.number for one in (defined.baseline, defined.target)
            )
            parts.append(Attained(name, baseline, target, now[name]))
    found = {"all": scorecard.estimate(parts)}
    for category in sorted({categories[one.metric] for one in parts}):
        found[category] = scorecard.estimate([one for one in parts if categories[one.metric] == category])
    return {name: one for name, one in found.items() if one.value is not None or one.excluded}
