"""What a folded stage says in each lane, and which stages stand open at first."""

from __future__ import annotations

from dataclasses import replace

from cxmap_map.advance import width
from cxmap_map.columns import UNIT
from cxmap_map.heading import counted
from cxmap_map.lanes import ideas_of, leading
from cxmap_map.numbers import feeling
from cxmap_map.setting import Setting
from cxmap_map.view import Stage
from cxmap_map.view_cells import Lane

AS_DRAWN = 25
STAGES = 80
OVERVIEW = 300


def folding_for(count: int) -> str:
    """How a map of `count` touchpoints is folded: not at all, by stage, as an overview, as a list."""
    if count <= AS_DRAWN:
        return ""
    return "stages" if count <= STAGES else "overview" if count <= OVERVIEW else "list"


def weights_for(count: int) -> tuple[float, float]:
    """The least and the most a column may weigh."""
    if count <= AS_DRAWN:
        return 7.0, 14.0
    return (6.8, 10.0) if count <= STAGES else (6.6, 9.0)


def open_stages(setting: Setting, folding: str) -> tuple[Stage, ...]:
    """Open at first: stages with an error or a moment of truth; in an overview none."""
    stages = []
    for stage in setting.stages:
        columns = range(stage.start, stage.start + stage.span)
        marks = [note.mark for index in columns for note in setting.by_column.get(index, ())]
        worst = next((mark for mark in ("error", "warning", "waived", "info") if mark in marks), "")
        moment = any(setting.columns[index].moment for index in columns)
        if folding == "stages":
            opened = worst == "error" or moment or stage.span == 1 or stage.anytime
        else:
            opened = not folding
        stages.append(
            replace(
                stage,
                worst=worst,
                open_first=opened,
                fold_weight=_fold_weight(stage),
                question=_question(setting, stage),
            )
        )
    if folding == "stages" and not any(stage.open_first for stage in stages):
        stages[0] = replace(stages[0], open_first=True)
    return tuple(stages)


def _question(setting: Setting, stage: Stage) -> str:
    room = (
        sum(column.weight for column in setting.columns[stage.start : stage.start + stage.span]) * UNIT - 16
    )
    return stage.about if width(stage.about, 12.8) <= room else ""


def _fold_weight(stage: Stage) -> float:
    """Wide enough for its heading."""
    return round(max(9.0, (width(f"{stage.number} {stage.title}", 17, bold=True) + 16) / UNIT), 1)


def fold_lane(setting: Setting, lane: Lane) -> Lane:
    """The lane with a few words for each of its stages."""
    if lane.kind in {"folded", "flow", "line"}:
        return lane
    return replace(lane, folds=tuple(fold_words(setting, lane.key, stage) for stage in setting.stages))


def fold_words(setting: Setting, lane: str, stage: Stage) -> str:
    """What one folded stage says in a lane."""
    columns = [setting.columns[index] for index in range(stage.start, stage.start + stage.span)]
    touchpoints = [setting.touchpoints[column.index] for column in columns]
    words = setting.words
    if lane == "customer":
        return columns[0].title if len(columns) == 1 else f"{columns[0].title} … {columns[-1].title}"
    if lane == "touchpoints":
        channels = list(dict.fromkeys(channel for column in columns for channel in column.channel_ids))
        rest = [words("steps_more", n=len(channels) - 4)] if len(channels) > 5 else []
        return ", ".join([*(channels[:4] if rest else channels), *rest]) or words("channel_unsaid")
    if lane == "people":
        count = sum(each.type == "human" for each in touchpoints)
        return counted(words, "fold_people", count) if count else words("no_one")
    if lane == "feelings":
        felt = [each.feels.customer for each in touchpoints if each.feels.customer is not None]
        return words("fold_least", n=feeling(min(felt))) if felt else words("not_asked")
    if lane == "pains":
        count = sum(len(each.pains) for each in touchpoints)
        return counted(words, "fold_pains", count) if count else words("none_recorded")
    if lane == "opportunities":
        count = sum(len(ideas_of(each)) for each in touchpoints)
        return counted(words, "fold_ideas", count) if count else words("none_proposed")
    if lane == "owners":
        names = dict.fromkeys(leading(setting, column.index) for column in columns if column.owners)
        return ", ".join(setting.owner_title(name) for name in names) or words("no_owner")
    if lane == "metrics":
        count = sum(len(each.metrics) for each in touchpoints)
        return counted(words, "fold_measures", count) if count else words("not_measured")
    if lane == "findings":
        marks = [note.mark for column in columns for note in setting.by_column.get(column.index, ())]
        counts = [
            (mark, marks.count(mark)) for mark in ("error", "warning", "waived", "info") if mark in marks
        ]
        return ", ".join(f"{n} {words(mark)}" for mark, n in counts) or words("clean")
    return ""
