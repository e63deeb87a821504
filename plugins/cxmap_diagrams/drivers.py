"""The driver tree: which touchpoint moves which number, and which number moves the goal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cxmap import Touchpoint, owner_tone
from cxmap_diagrams.diagram import Box, Diagram, Foot, Group, Line, Sign
from cxmap_diagrams.over import belong_to, by_stage, lit_if, overlaid
from cxmap_diagrams.setting import Setting


def drivers_diagram(setting: Setting) -> Diagram:
    """Touchpoints, the numbers measured there, and the goals they drive."""
    words, measured = setting.words, _measured(setting)
    drives = {name: metric.drives for name, metric in setting.graph.metrics.items()}
    goals = setting.graph.journey.goals
    wanted = dict.fromkeys(name for _, name in measured)
    whole = setting.chosen is None
    names = _onward([*wanted, *(goals if whole else ())], drives, whole)
    boxes = [_place(setting, one) for one in {one.id: one for one, _ in measured}.values()]
    moved = {name for one, name in measured if one.id in setting.path}
    boxes += [_stand(setting, _metric(setting, name, name in goals), name in moved) for name in names]
    groups = [
        Group(key, words(f"drivers_{key}"))
        for key in ("at", "number", "goal")
        if any(box.group == key for box in boxes)
    ]
    title = words("drivers_title", title=setting.say(setting.graph.journey.journey))
    notes = setting.notes()
    notes += (words("always_measured"),) if setting.overlay == "measures" else ()
    made = Diagram(
        title, words("drivers_about"), tuple(boxes), tuple(_lines(setting, measured, names, drives)), tuple(groups),
        "right", notes, (Sign("thin", words("measured_at")), Sign("data", words("drives"))), words.language,
    )  # fmt: skip
    return by_stage(setting, overlaid(setting, made))


def _measured(setting: Setting) -> list[tuple[Touchpoint, str]]:
    """Each touchpoint (and nested journey, where all are shown) with each number measured there."""
    nested = setting.graph.containers.values() if setting.chosen is None else ()
    return [(one, name) for one in (*setting.touchpoints, *nested) for name in one.metrics]


def _place(setting: Setting, one: Touchpoint) -> Box:
    owner = next(iter(one.owner), None)
    said = (setting.name("owners", owner),) if owner else ()
    tone = owner_tone(owner, tuple(setting.graph.owners))
    marks = setting.marks(one.id)
    box = Box(f"t:{one.id}", setting.place(one), said, "at", tone, marks=marks, about=one.id)
    return _stand(setting, box, one.id in setting.path)


def _stand(setting: Setting, box: Box, lit: bool) -> Box:
    return replace(box, lit=lit, dim=bool(setting.path) and not lit)


def _lines(
    setting: Setting,
    measured: list[tuple[Touchpoint, str]],
    names: list[str],
    drives: Mapping[str, tuple[str, ...]],
) -> Iterator[Line]:
    """From touchpoints to their numbers, and from numbers to what they drive."""
    for one, name in measured:
        line = Line(f"t:{one.id}", f"m:{name}", "", "next", 0.05, f"{one.id}: {name}")
        yield belong_to(setting, line, [one.id])
    for name in names:
        for target in drives.get(name, ()):
            if target in names:
                line = Line(f"m:{name}", f"m:{target}", "", "data", 0.2, f"{name} -> {target}")
                yield lit_if(setting, line, False)


def _onward(names: list[str], drives: dict[str, tuple[str, ...]], back: bool) -> list[str]:
    """The numbers measured, what they drive, and (`back`) what drives them."""
    held = dict.fromkeys(names)
    waiting = list(held)
    while waiting:
        name = waiting.pop(0)
        near = list(drives.get(name, ()))
        near += [one for one, targets in drives.items() if back and name in targets]
        for one in near:
            if one not in held:
                held[one] = None
                waiting.append(one)
    order = {name: number for number, name in enumerate(drives)}
    return sorted(held, key=lambda name: (order.get(name, len(order)), name))


def _metric(setting: Setting, name: str, goal: bool) -> Box:
    words, metric = setting.words, setting.graph.metrics.get(name)
    now = getattr(metric, "now", None)
    target = getattr(metric, "target", None)
    sample = getattr(metric, "n", None)
    facts = [
        words("now", value=now) + (words("sample", n=f"{sample:g}") if sample is not None else "")
        if now is not None
        else words("not_measured")
    ]
    if target is not None:
        due = getattr(metric, "due", None)
        facts.append(words("aim", value=target) + (f", {due}" if due is not None else ""))
    feet = (Foot(words("goal"), "us"),) if goal else ()
    tone = "lit" if goal else "plain" if now is not None else "band"
    return Box(
        f"m:{name}",
        setting.name("metrics", name),
        tuple(facts),
        "goal" if goal else "number",
        tone,
        "pill" if goal else "box",
        setting.marks(f"metric:{name}"),
        feet,
        name,
    )
