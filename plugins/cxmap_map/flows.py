"""The flow band of this layer: by the shares the author wrote, and by those somebody counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxmap import JourneyGraph
from cxmap_map.columns import UNIT
from cxmap_map.drawings import Flow
from cxmap_map.numbers import people
from cxmap_map.ribbons import Ground, draw_flow, fold_ribbon, gates, goes_back
from cxmap_map.setting import Setting
from cxmap_map.visits import Crowd, claimed_crowd, measured_crowd, observed_shares

BIGGEST = 3  # differences that are said in words


@dataclass(frozen=True)
class Flows:
    """The bands of one layer, drawn on the same ground."""

    claimed: Flow
    measured: Flow | None
    measured_says: str
    counted: bool  # whether the author wrote how many go on, anywhere
    ground: Ground


def draw_flows(setting: Setting, beside: Crowd | None = None) -> Flows:
    """Both bands; `beside` is one more crowd that will be drawn on the same ground."""
    claimed = claimed_crowd(setting.graph)
    found = measured_crowd(setting.graph) if observed_shares(setting.graph) else None
    ground = ground_of(setting, [crowd for crowd in (claimed, found, beside) if crowd is not None])
    counted = is_counted(setting.graph, ground.order)
    names = stage_names(setting)
    flow = draw_flow(claimed, ground, setting.words, counted=counted)
    flow = with_folds(setting, flow, gates_of(setting.graph, claimed, names), ground.most)
    ground = replace(ground, tracks=flow.tracks)
    if found is None:
        return Flows(flow, None, "", counted, ground)
    measured = draw_flow(found, ground, setting.words, unit="not_observed")
    measured = with_folds(setting, measured, gates_of(setting.graph, found, names), ground.most)
    return Flows(flow, measured, _measured_says(setting, claimed, found, ground), counted, ground)


def ground_of(setting: Setting, crowds: Sequence[Crowd]) -> Ground:
    """The columns of the path, and the scale at which all these crowds fit."""
    path = [column for column in setting.columns if not column.anytime]
    order = tuple(column.id for column in path)
    return Ground(
        order=order,
        x=setting.centres,
        column={column.id: column.index for column in path},
        types={touchpoint.id: touchpoint.type for touchpoint in setting.graph.on_path},
        titles={column.id: column.title for column in path},
        pixels=setting.path_weight * UNIT,
        most=max(1.0, *(share for crowd in crowds for share in crowd.visits.values())),
        returns=any(goes_back(crowd, order) for crowd in crowds),
    )


def is_counted(graph: JourneyGraph, order: Sequence[str]) -> bool:
    """Whether anybody wrote how many go which way."""
    shown = set(order)
    written = any(edge.transition.share is not None for edge in graph.edges if edge.from_ in shown)
    return written or any(touchpoint.entry not in {True, False} for touchpoint in graph.on_path)


def stage_names(setting: Setting) -> tuple[tuple[str, ...], ...]:
    """The touchpoints of each stage of the path."""
    return tuple(
        tuple(column.id for column in setting.columns[stage.start : stage.start + stage.span])
        for stage in setting.stages
        if not stage.anytime
    )


def gates_of(
    graph: JourneyGraph, crowd: Crowd, stages: Sequence[Sequence[str]]
) -> tuple[tuple[float, float], ...]:
    """How many come into each stage, and get out."""
    return tuple(gates(crowd, names, graph.entry_shares) for names in stages)


def with_folds(setting: Setting, flow: Flow, through: tuple[tuple[float, float], ...], most: float) -> Flow:
    """The band with what each stage shows of it when it is folded."""
    ribbons = []
    for stage, part in zip((one for one in setting.stages if not one.anytime), through, strict=True):
        last = setting.columns[stage.start + stage.span - 1]
        ends = setting.columns[stage.start].left, last.left + last.weight
        x0, x1 = (end / setting.path_weight * 1000 for end in ends)
        ribbons.append(fold_ribbon(flow, most, x0, x1, part))
    return replace(flow, folds=tuple(ribbons), through=through)


def biggest(before: Crowd, after: Crowd, order: Sequence[str]) -> list[str]:
    """Where the numbers of two crowds differ most, when told in whole people of a hundred."""
    gaps = sorted(order, key=lambda name: -abs(before.visits[name] - after.visits[name]))[:BIGGEST]
    return [name for name in gaps if people(before.visits[name]) != people(after.visits[name])]


def _measured_says(setting: Setting, claimed: Crowd, found: Crowd, ground: Ground) -> str:
    words, graph = setting.words, setting.graph
    sources = sorted({one.from_ for one in graph.observations if one.edge is not None and one.from_})
    says = [words("measured_from", sources=", ".join(sources))] if sources else []
    says += [
        words(
            "measured_differs",
            title=ground.titles[name],
            a=people(claimed.visits[name]),
            b=people(found.visits[name]),
        )
        for name in biggest(claimed, found, ground.order)
    ]
    return " ".join([*says, words("measured_unknown")])
