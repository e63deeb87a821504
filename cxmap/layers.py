"""Lay planned changes over a journey: whole fields replaced, steps added and steps gone, on the same ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cxmap.completing import changed
from cxmap.model import Journey, Stage, Touchpoint
from cxmap.parts import Transition
from cxmap.register import KIND_OF_SECTION, SECTIONS


@dataclass
class Layer:
    """What one layer file changes in one journey, each change checked by itself."""

    name: str
    of: str
    file: str
    due: date | None = None
    touchpoints: dict[str, Touchpoint] = field(default_factory=dict)
    anytime: dict[str, Touchpoint] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    journey: Journey | None = None


def apply(layer: Layer, journey: Journey) -> Journey:
    """The journey as it will be."""
    changes: dict[str, Any] = {}
    said: set[str] = set()
    if layer.journey is not None:
        for name in layer.journey.model_fields_set - {"journey", "cxmap", "stages", "touchpoints", "anytime"}:
            value = getattr(layer.journey, name)
            if name in SECTIONS and name in KIND_OF_SECTION:
                value = _merged(getattr(journey, name), value)
            changes[name] = value
            said.add(name)
    if journey.stages:
        changes["stages"] = {key: _stage(stage, layer) for key, stage in journey.stages.items()}
    else:
        changes["touchpoints"] = _steps(journey.touchpoints, layer)
    changes["anytime"] = _plain(journey.anytime, layer.anytime, layer.gone)
    said.add("anytime")
    return changed(journey, changes, said=frozenset(said))


def _merged(held: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Things of a register section, changed field by field."""
    merged = dict(held)
    for key, thing in new.items():
        merged[key] = _over(held[key], thing) if key in held else thing
    return merged


def _over(old: Any, new: Any) -> Any:
    said = new.model_fields_set
    return changed(old, {name: getattr(new, name) for name in said}, said=frozenset(said))


def _stage(stage: Stage, layer: Layer) -> Stage:
    return changed(stage, {"touchpoints": _steps(stage.touchpoints, layer)})


def _steps(held: Mapping[str, Touchpoint], layer: Layer) -> dict[str, Touchpoint]:
    steps = _plain(held, {key: new for key, new in layer.touchpoints.items() if key in held}, layer.gone)
    for key, anchor in layer.after.items():
        if anchor in held or anchor in steps:
            steps = _insert(steps, key, layer.touchpoints[key], anchor, list(held))
    return steps


def _plain(
    held: Mapping[str, Touchpoint], new: Mapping[str, Touchpoint], gone: frozenset[str]
) -> dict[str, Touchpoint]:
    steps = {key: _over(old, new[key]) if key in new else old for key, old in held.items() if key not in gone}
    return {**steps, **{key: step for key, step in new.items() if key not in held}}


def _insert(
    steps: dict[str, Touchpoint], key: str, step: Touchpoint, anchor: str, order: list[str]
) -> dict[str, Touchpoint]:
    """Put a new step behind its anchor; behind what stood before the anchor when that is gone itself."""
    while anchor not in steps and anchor in order:
        position = order.index(anchor)
        if position == 0:
            return {key: step, **steps}
        anchor = order[position - 1]
    placed: dict[str, Touchpoint] = {}
    for name, held in steps.items():
        placed[name] = held
        if name == anchor:
            placed[key] = step
    return placed


def ways_to(touchpoint: Touchpoint, targets: frozenset[str]) -> list[Transition]:
    """The explicit ways of a touchpoint that lead to one of these."""
    ways = (*(touchpoint.next or ()), *touchpoint.fails, *touchpoint.recover)
    return [way for way in ways if way.to in targets]
