"""The service blueprint: every step in the lane of whoever answers for it, what customers see above what they do not."""

from __future__ import annotations

from dataclasses import replace

from cxmap import Touchpoint, in_words
from cxmap_diagrams.diagram import Box, Diagram, Group
from cxmap_diagrams.flow import flow_diagram, flow_legend
from cxmap_diagrams.over import overlaid
from cxmap_diagrams.setting import Setting

CUSTOMER, FRONT, BACK = "0", "1", "2"
BEHIND = frozenset({"backstage"})


def blueprint_diagram(setting: Setting, lanes: str) -> Diagram:
    """The steps of the flow in lanes by owner, unit or channel; anytime steps stay out: they have no place in time."""
    graph, words = setting.graph, setting.words
    flow = flow_diagram(setting)
    kept = {one.id: one for one in setting.touchpoints if not graph.is_anytime(one.id)}
    homes = {key: lane_of(setting, one, lanes) for key, one in kept.items()}
    boxes = tuple(
        _box(setting, box, kept[box.key], homes[box.key], lanes) for box in flow.boxes if box.key in kept
    )
    order = sorted(dict.fromkeys(homes.values()), key=lambda lane: lane[0])
    first_behind = next((lane for lane in order if lane[0] == BACK), None)
    groups = tuple(
        Group(
            ":".join(lane),
            _title(setting, lane, lanes),
            tone="paper" if lane[0] == BACK else "band",
            rule=words("line_of_visibility") if lane == first_behind else "",
        )
        for lane in order
    )
    lines = tuple(line for line in flow.lines if line.source in kept and line.target in kept)
    title = words("blueprint_title", title=setting.say(graph.journey.journey))
    about = words("blueprint_about", lanes=words(f"lanes_{lanes}"))
    left = [setting.place(one) for one in setting.touchpoints if graph.is_anytime(one.id)]
    notes = setting.notes()
    notes += (words("not_in_time", names=", ".join(left)),) if left else ()
    legend = flow_legend(setting, lines, boxes)
    made = Diagram(title, about, boxes, lines, groups, "right", notes, legend, words.language)
    return overlaid(setting, made)


def lane_of(setting: Setting, touchpoint: Touchpoint, lanes: str) -> tuple[str, str]:
    """The zone and the lane of a step: the customer's own, in front of the line of visibility, or behind it."""
    channels = set(touchpoint.channel)
    if channels and channels <= {"own"}:
        return CUSTOMER, ""
    zone = BACK if channels and channels <= BEHIND else FRONT
    return zone, _lane(setting, touchpoint, lanes)


def _lane(setting: Setting, touchpoint: Touchpoint, lanes: str) -> str:
    if lanes == "channel":
        return next(iter(touchpoint.channel), "?")
    owner = touchpoint.lead or next(iter(touchpoint.owner), "?")
    return owner if lanes == "owner" else setting.graph.unit_of(owner) or "?"


def _title(setting: Setting, lane: tuple[str, str], lanes: str) -> str:
    words = setting.words
    if lane[0] == CUSTOMER:
        return words("customer")
    if lane[1] == "?":
        return words("lane_unsaid", lanes=words(f"lanes_{lanes}"))
    name = in_words(lane[1]) if lanes == "channel" else setting.name(f"{lanes}s", lane[1])
    return words("behind", lane=name) if lane[0] == BACK else name


def _box(setting: Setting, box: Box, touchpoint: Touchpoint, lane: tuple[str, str], lanes: str) -> Box:
    shown = lanes != "channel" and lane[0] == FRONT
    facts = [setting.channels(touchpoint.channel)] if shown else []
    if lanes != "owner":
        facts += (
            [", ".join(setting.name("owners", owner) for owner in touchpoint.owner)]
            if touchpoint.owner
            else []
        )
    if touchpoint.system:
        facts.append("\u2261 " + ", ".join(setting.name("systems", system) for system in touchpoint.system))
    facts += setting.measures(touchpoint)
    stage = setting.graph.stage_of(touchpoint.id)
    return replace(
        box,
        group=":".join(lane),
        facts=tuple(facts),
        stage="" if stage is None else setting.say(stage),
    )
