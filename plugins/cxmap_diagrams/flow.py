"""The flow: which way customers go, how many, and where they leave."""

from __future__ import annotations

from cxmap import Edge, Touchpoint, owner_tone
from cxmap_diagrams.diagram import Box, Diagram, Foot, Group, Line, Sign
from cxmap_diagrams.over import overlaid
from cxmap_diagrams.setting import Setting


def flow_diagram(setting: Setting, direction: str = "down") -> Diagram:
    """Stages as frames, touchpoints as boxes, ways as lines as broad as their share."""
    graph, words = setting.graph, setting.words
    shown = setting.touchpoints
    kept = {one.id for one in shown}
    used = {one.stage for one in shown if not graph.is_anytime(one.id)}
    groups = [Group(stage.id, setting.say(stage)) for stage in graph.stages if stage.id in used]
    if any(graph.is_anytime(one.id) for one in shown):
        groups.append(Group("anytime:", words("anytime"), words("anytime_about")))
    boxes = tuple(_box(setting, one) for one in shown)
    lines = tuple(_line(setting, edge) for edge in graph.edges if edge.from_ in kept and edge.to in kept)
    title = words("flow_title", title=setting.say(graph.journey.journey))
    made = Diagram(
        title, words("flow_about"), boxes, lines, tuple(groups), direction, setting.notes(),
        legend=flow_legend(setting, lines, boxes), language=words.language, unit="touchpoint",
    )  # fmt: skip
    return overlaid(setting, made)


def _box(setting: Setting, touchpoint: Touchpoint) -> Box:
    graph = setting.graph
    facts = [setting.channels(touchpoint.channel)] if touchpoint.channel else []
    if touchpoint.owner:
        facts.append(", ".join(setting.name("owners", owner) for owner in touchpoint.owner))
    facts += setting.measures(touchpoint)
    key = touchpoint.id
    return Box(
        key,
        setting.place(touchpoint),
        tuple(facts),
        "anytime:" if graph.is_anytime(key) else touchpoint.stage,
        owner_tone(next(iter(touchpoint.owner), None), tuple(graph.owners)),
        "note" if graph.acts_like(touchpoint, "own-step") or touchpoint.channel == ("own",) else "box",
        setting.marks(key),
        _feet(setting, touchpoint),
        about=f"{key}: {setting.say(touchpoint.about)}" if touchpoint.about is not None else key,
        lit=key in setting.path,
        dim=bool(setting.path) and key not in setting.path,
    )


def _feet(setting: Setting, touchpoint: Touchpoint) -> tuple[Foot, ...]:
    graph, words, key = setting.graph, setting.words, touchpoint.id
    feet = []
    if touchpoint.moment_of_truth:
        feet.append(Foot(f"\u2666 {words('moment')}", "ink"))
    if key in graph.entries:
        feet.append(Foot(f"\u25ba {words('starts')}", "us"))
    if not setting.counted or graph.is_anytime(key):
        return tuple(feet)
    ends, leaves = graph.end_share(key), graph.drop_off(key)
    come = setting.visits.get(key, 0.0)
    if ends > 0:
        well = key in setting.wanted
        said = words("end" if well else "end_here", n=people(come * ends))
        feet.append(Foot(f"\u25a0 {said}", "ok" if well else "soft"))
    if leaves > 0.0005:
        feet.append(Foot(f"\u2193 {words('leave', n=people(come * leaves))}", "gone"))
    return tuple(feet)


def _line(setting: Setting, edge: Edge) -> Line:
    label, about = "", f"{edge.from_} -> {edge.to}"
    if edge.share is not None and (edge.transition.share is not None or edge.assumed):
        label = ("~" if edge.assumed else "") + percent(edge.share)
    seen = setting.observed.get(str(edge)) if setting.overlay == "measures" else None
    if seen is not None:
        label = f"{label}, {setting.words('seen', share=percent(seen))}".removeprefix(", ")
    if edge.kind != "next":
        label = f"{setting.words(edge.kind)} {label}".strip()
    if edge.transition.when is not None:
        about += f": {setting.say(edge.transition.when)}"
    weight = setting.visits.get(edge.from_, 0.0) * (edge.share or 0.0) if setting.counted else 0.1
    kind = edge.kind if edge.kind != "next" else "assumed" if edge.assumed else "next"
    lit = (edge.from_, edge.to) in setting.steps
    return Line(
        edge.from_, edge.to, label, kind, min(1.0, weight), about, lit, bool(setting.path) and not lit
    )


def people(share: float) -> str:
    """A share of those who start, as whole people of 100."""
    whole = round(share * 100)
    return str(whole) if whole or share <= 0 else "<1"


def percent(share: float) -> str:
    """A share as it is read."""
    return f"{share * 100:.1f}".rstrip("0").rstrip(".") + "%"


def flow_legend(setting: Setting, lines: tuple[Line, ...], boxes: tuple[Box, ...]) -> tuple[Sign, ...]:
    """What the signs of a flow mean: only those that are used."""
    words = setting.words
    kinds = {line.kind for line in lines}
    signs = [Sign("next", words("legend_next"))] if "next" in kinds else []
    signs += [Sign(kind, words(kind)) for kind in ("assumed", "fails", "recover") if kind in kinds]
    signs += [Sign("own", words("own"))] if any(box.shape == "note" for box in boxes) else []
    return tuple(signs)
