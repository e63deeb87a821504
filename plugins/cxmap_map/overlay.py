"""The other layer drawn over the columns of this one, so that the eye sees what changes."""

# ruff: noqa: RUF001 - typographic signs are meant

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cxmap import JourneyGraph
from cxmap_map.curves import draw_feelings, feels_at, felt_lines
from cxmap_map.drawings import Feelings, Hatch
from cxmap_map.flows import Flows, biggest, gates_of, is_counted, stage_names, with_folds
from cxmap_map.folding import fold_words
from cxmap_map.numbers import people
from cxmap_map.plans import Other, is_ahead
from cxmap_map.readings import count_of
from cxmap_map.ribbons import Ground, draw_flow
from cxmap_map.setting import Setting
from cxmap_map.view import Arrival, Column, Overlay, Stage
from cxmap_map.view_cells import Cell, Line
from cxmap_map.visits import Crowd, claimed_crowd

APART = 2.4  # weights between two steps at one border
TAKEN = frozenset({"claimed", "measured"})


@dataclass(frozen=True)
class There:
    """The other layer as the map sees it: its own columns, on the ground of ours."""

    setting: Setting
    homes: tuple[int, ...]  # for each of its columns the one of ours it is or follows
    gone: tuple[int, ...]  # columns of ours it does not have


def draw_overlay(setting: Setting, other: Other, flows: Flows) -> Overlay:
    """Everything the map shows of the other layer."""
    there = look_there(setting, other)
    crowd = claimed_crowd(other.graph)
    sign = "+" if is_ahead(other) else "−"
    arrived = [column for column in there.setting.columns if not column.weight]
    ground = _ground(there, flows.ground, {column.id: f"{sign} {column.title}" for column in arrived})
    counted = is_counted(other.graph, ground.order)
    flow = draw_flow(crowd, ground, setting.words, counted=counted)
    through = gates_of(other.graph, crowd, stage_names(there.setting))
    visits = crowd.visits if counted else {}
    felt = {column.id: feels_at(there.setting, column.index)[:2] for column in there.setting.columns}
    return Overlay(
        layer=other.layer,
        value=f"layer-{other.layer}" if other.layer in TAKEN else other.layer,
        flow=with_folds(setting, flow, through, ground.most),
        feelings=_feelings(setting, there, other),
        folds=tuple(fold_words(there.setting, "feelings", stage) for stage in there.setting.stages),
        says=_says(
            setting, other, there, claimed_crowd(setting.graph) if counted and flows.counted else None
        ),
        ahead=is_ahead(other),
        gone=there.gone,
        gone_word=_gone_word(setting, other),
        arrivals=tuple(
            Arrival(ground.names[column.id], there.homes[column.index], *count_of(visits.get(column.id)))
            for column in arrived
        ),
        counts=tuple(
            ("–", 0.0) if column.index in there.gone else count_of(visits.get(column.id))
            for column in setting.columns
        ),
        feels=tuple(felt.get(column.id, (None, None)) for column in setting.columns),
        anytime=_anytime(setting, there, other),
    )


def look_there(setting: Setting, other: Other) -> There:
    """The columns of the other layer: ours where it has them, and its own steps at borders between."""
    columns, homes = _columns(setting, other.graph)
    stages = _stages(setting.stages, columns)
    there = Setting(setting.report, other.graph, setting.words, columns, stages, whole=setting.path_weight)
    held = {touchpoint.id for touchpoint in other.graph.touchpoints}
    gone = tuple(column.index for column in setting.columns if column.id not in held)
    return There(there, homes, gone)


def _columns(setting: Setting, graph: JourneyGraph) -> tuple[tuple[Column, ...], tuple[int, ...]]:
    ours = {column.id: column for column in setting.columns}
    known = {touchpoint.id for touchpoint in setting.graph.touchpoints}
    columns: list[Column] = []
    homes: list[int] = []
    for touchpoint in (*graph.on_path, *graph.anytime):
        if touchpoint.id in ours:
            columns.append(replace(ours[touchpoint.id], index=len(columns)))
            homes.append(ours[touchpoint.id].index)
    for last, steps in _arrivals(graph, ours, known):
        at = next((n + 1 for n, column in enumerate(columns) if last and column.id == last.id), 0)
        for number, step in enumerate(steps):
            home = _home(setting, last, step)
            made = _column(setting, step, home, _left(setting, last, number, len(steps)))
            columns.insert(at + number, made)
            homes.insert(at + number, home.index)
    return tuple(replace(column, index=n) for n, column in enumerate(columns)), tuple(homes)


def _arrivals(
    graph: JourneyGraph, ours: dict[str, Column], known: set[str]
) -> list[tuple[Column | None, list[Any]]]:
    """Steps of the path that only the other layer has, under the column they follow.

    Those that follow a step which was not chosen for this map are left out with it.
    """
    groups: dict[str, tuple[Column | None, list[Any]]] = {}
    last = ""
    for touchpoint in graph.on_path:
        if touchpoint.id in known:
            last = touchpoint.id
        elif not last or last in ours:
            groups.setdefault(last, (ours.get(last), []))[1].append(touchpoint)
    return list(groups.values())


def _home(setting: Setting, last: Column | None, step: Any) -> Column:
    """The column of ours whose stage a step stands in."""
    stage = next((one for one in setting.stages if one.id == step.stage and not one.anytime), None)
    if last is not None and (stage is None or stage.index == last.stage):
        return last
    return setting.columns[stage.start if stage is not None else 0]


def _left(setting: Setting, last: Column | None, number: int, count: int) -> float:
    """Where the `number`th of `count` steps stands that follow one column: about its right border."""
    path = [column for column in setting.columns if not column.anytime]
    following = path[0] if last is None else next((one for one in path if one.index > last.index), None)
    start = 0.0 if last is None else last.centre
    end = following.centre if following is not None else setting.path_weight
    apart = min(APART, (end - start) / (count + 1))
    if last is None:
        return apart * number
    border = last.left + last.weight
    if following is None:
        return border - apart * (count - 1 - number)
    return border + apart * (number - (count - 1) / 2)


def _column(setting: Setting, step: Any, home: Column, left: float) -> Column:
    title = step.say(setting.words.language)
    behind = "backstage" in step.channel
    return Column(0, step.id, title, home.stage, (), "", 0.0, left, False, behind, False, (), (), (), None)


def _stages(stages: Sequence[Stage], columns: Sequence[Column]) -> tuple[Stage, ...]:
    made = []
    start = 0
    for stage in stages:
        span = sum(column.stage == stage.index for column in columns)
        made.append(replace(stage, start=start, span=span))
        start += span
    return tuple(made)


def _ground(there: There, ground: Ground, names: dict[str, str]) -> Ground:
    path = [column for column in there.setting.columns if not column.anytime]
    return replace(
        ground,
        order=tuple(column.id for column in path),
        x=there.setting.centres,
        column={column.id: there.homes[column.index] for column in path},
        types={touchpoint.id: touchpoint.type for touchpoint in there.setting.graph.on_path},
        titles={column.id: column.title for column in path},
        names=names,
    )


def _feelings(setting: Setting, there: There, other: Other) -> Feelings:
    """The curves of the other layer, with every mark under the column of ours it belongs to."""
    drawn, homes = draw_feelings(there.setting), there.homes

    def moved(hatch: Hatch) -> Hatch:
        start, end = homes[hatch.start], homes[hatch.start + hatch.span - 1]
        return replace(hatch, start=start, span=end - start + 1)

    return replace(
        drawn,
        points=tuple(replace(point, column=homes[point.column]) for point in drawn.points),
        hatches=(*(moved(hatch) for hatch in drawn.hatches), *_gone(setting, there, other)),
        names=tuple(replace(name, column=homes[name.column]) for name in drawn.names),
    )


def _gone(setting: Setting, there: There, other: Other) -> list[Hatch]:
    """Columns that the other layer does not have feel nothing there."""
    word, whole = _gone_word(setting, other), setting.path_weight
    return [
        Hatch(column.left / whole * 100, column.weight / whole * 100, "gone", word, column.index, 1)
        for column in (setting.columns[index] for index in there.gone)
        if not column.anytime
    ]


def _anytime(setting: Setting, there: There, other: Other) -> tuple[tuple[Cell, Cell], ...]:
    """Feelings at steps of any time, one cell for each, where the layers differ."""
    places = {home: index for index, home in enumerate(there.homes) if there.setting.columns[index].anytime}
    pairs = []
    for column in setting.columns:
        if column.anytime:
            here, at = felt_lines(setting, column.index), places.get(column.index)
            gone = (Line(_gone_word(setting, other), "none"),)
            then = felt_lines(there.setting, at) if at is not None else gone
            pairs.append((Cell(column.index, 1, here), Cell(column.index, 1, then)))
    return tuple(pairs) if any(here != then for here, then in pairs) else ()


def _gone_word(setting: Setting, other: Other) -> str:
    return setting.words("plan_goes" if is_ahead(other) else "plan_absent")


def _says(setting: Setting, other: Other, there: There, before: Crowd | None) -> str:
    """The biggest differences in people of a hundred, and the steps that come and go."""
    words, layer = setting.words, other.layer
    says = []
    if before is None:
        says.append(words("no_shares"))
    else:
        after = claimed_crowd(other.graph)
        order = [name for name in before.visits if name in after.visits]
        titles = {column.id: column.title for column in setting.columns}
        differ = [name for name in biggest(before, after, order) if name in titles]
        steps = [
            words(
                "plan_step", title=titles[name], a=people(before.visits[name]), b=people(after.visits[name])
            )
            for name in differ
        ]
        says.append(
            words("plan_reach", layer=layer, steps="; ".join(steps))
            if steps
            else words("plan_equal", layer=layer)
        )
    known = {touchpoint.id for touchpoint in setting.graph.touchpoints}
    come = [setting.say(one) for one in other.graph.touchpoints if one.id not in known]
    go = [setting.columns[index].title for index in there.gone]
    ahead = is_ahead(other)
    if come:
        says.append(words("plan_comes" if ahead else "plan_still", titles=", ".join(come)))
    if go:
        says.append(words("plan_leaves" if ahead else "plan_not_yet", titles=", ".join(go)))
    return " ".join(says)
