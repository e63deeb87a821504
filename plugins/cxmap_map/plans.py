"""The plan beside the journey as it is: which steps go, change or are new, and how many get there then."""

from __future__ import annotations

# ruff: noqa: RUF001 - typographic signs are meant
from dataclasses import dataclass
from typing import Any

from cxmap import JourneyGraph, LoadError, Report, chain_of, load
from cxmap_map.numbers import people
from cxmap_map.setting import Setting
from cxmap_map.view_cells import Cell, Lane, Line

AS_IS = "as-is"


@dataclass(frozen=True)
class Other:
    """The same journey in another layer."""

    layer: str
    graph: JourneyGraph


def other_layer(report: Report, graph: JourneyGraph) -> Other | None:
    """What to compare with: a plan for the journey as it is, the journey as it is for a plan."""
    root = getattr(report.workspace, "root", None)
    written = getattr(report.workspace, "layers", {})
    layers = sorted(name for name, journeys in written.items() if graph.id in journeys)
    here = graph.layer or AS_IS
    wanted = next(iter(layers), None) if here == AS_IS else AS_IS
    if root is None or wanted is None:
        return None
    try:
        workspace = load(root, layer=None if wanted == AS_IS else wanted)
    except LoadError:
        return None
    found = next((each for each in workspace.graphs if each.id == graph.id), None)
    return Other(wanted, found) if found is not None else None


def plan_lane(setting: Setting, other: Other) -> Lane:
    """One cell for each step: what is different in the other layer."""
    mine = {touchpoint.id: touchpoint for touchpoint in setting.touchpoints}
    theirs = {touchpoint.id: touchpoint for touchpoint in other.graph.touchpoints}
    follow = _following(tuple(theirs), mine)
    visits, then = chain_of(setting.graph).visits, chain_of(other.graph).visits
    shown: dict[int, tuple[Line, ...]] = {}
    for column in setting.columns:
        lines = _difference(setting, other, mine[column.id], theirs.get(column.id))
        before, after = people(visits.get(column.id, 0.0)), people(then.get(column.id, 0.0))
        if column.id in theirs and not column.anytime and before != after:
            lines.append(Line(setting.words("plan_visits", a=before, b=after), "soft"))
        lines += [
            Line(
                setting.words(_key(other, "plan_new", "plan_was"), title=setting.say(theirs[name])),
                lead="+" if is_ahead(other) else "−",
            )
            for name in follow.get(column.id, ())
        ]
        if lines:
            shown[column.index] = tuple(lines)
    cells = []
    for start, span, same in setting.runs(lambda index: index not in shown):
        cells.append(Cell(start, span, (Line(setting.words("plan_same"), "none"),) if same else shown[start]))
    title = setting.words("plan_lane", layer=other.layer)
    return Lane("plan", "cells", title, setting.words("plan_about"), cells=tuple(cells))


def is_ahead(other: Other) -> bool:
    """Whether the other layer is the plan, not the journey as it is."""
    return other.layer != AS_IS


def _key(other: Other, ahead: str, behind: str) -> str:
    return ahead if is_ahead(other) else behind


def _difference(setting: Setting, other: Other, mine: Any, theirs: Any) -> list[Line]:
    if theirs is None:
        return [Line(setting.words(_key(other, "plan_goes", "plan_is_new")), "hole")]
    fields = [
        name
        for name in type(mine).model_fields
        if name not in {"id", "stage"} and getattr(mine, name) != getattr(theirs, name)
    ]
    if not fields:
        return []
    said = ", ".join(name.rstrip("_").replace("_", " ") for name in fields)
    return [Line(setting.words("plan_changes", fields=said))]


def _following(theirs: tuple[str, ...], mine: dict[str, Any]) -> dict[str, list[str]]:
    """Steps only the other layer has, each under the step of ours it follows."""
    found: dict[str, list[str]] = {}
    last = next((name for name in theirs if name in mine), None)
    for name in theirs:
        if name in mine:
            last = name
        elif last is not None:
            found.setdefault(last, []).append(name)
    return found
