"""Lay planned changes over a journey: whole fields replaced, steps added and steps gone, on the same ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from cxmap.completing import changed
from cxmap.element import Part
from cxmap.model import Journey, Stage, Touchpoint
from cxmap.parts import Transition
from cxmap.register import KIND_OF_SECTION, SECTIONS, Register

P = TypeVar("P", bound=Part)
_MENTIONING = ("resolves", "trusts", "knows", "help", "linked_from")


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


def apply(layer: Layer, journey: Journey, shared: Register | None = None) -> Journey:
    """The journey as it will be; what it changes of the shared register holds for this journey alone."""
    changes: dict[str, Any] = {}
    said: set[str] = set()
    if layer.journey is not None:
        for name in layer.journey.model_fields_set - {"journey", "cxmap", "stages", "touchpoints", "anytime"}:
            value = getattr(layer.journey, name)
            if name in SECTIONS and name in KIND_OF_SECTION:
                value = _merged(
                    getattr(journey, name), value, {} if shared is None else getattr(shared, name)
                )
            changes[name] = value
            said.add(name)
    if journey.stages:
        changes["stages"] = {key: _stage(stage, layer) for key, stage in journey.stages.items()}
    else:
        changes["touchpoints"] = _steps(journey.touchpoints, layer)
    changes["anytime"] = _forget(_plain(journey.anytime, layer.anytime, layer.gone), layer.gone)
    said.add("anytime")
    if layer.gone and "promises" not in changes:
        changes["promises"] = tuple(
            _forgetting(promise, ("briefed",), layer.gone) for promise in journey.promises
        )
    return changed(journey, changes, said=frozenset(said))


def _merged(held: Mapping[str, Any], new: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Things of a register section, changed field by field."""
    merged = dict(held)
    for key, thing in new.items():
        old = held.get(key, shared.get(key))
        merged[key] = thing if old is None else _over(old, thing)
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
    return _forget(steps, layer.gone)


def _forget(steps: dict[str, Touchpoint], gone: frozenset[str]) -> dict[str, Touchpoint]:
    """The steps without mentions of those that go; ways to them are refused instead."""
    return {key: _forgetting(step, _MENTIONING, gone) for key, step in steps.items()} if gone else steps


def _forgetting(part: P, fields: tuple[str, ...], gone: frozenset[str]) -> P:
    left = {
        name: tuple(one for one in getattr(part, name) if one not in gone)
        for name in fields
        if not gone.isdisjoint(getattr(part, name))
    }
    return changed(part, left) if left else part


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
