"""The driver tree: which touchpoint moves which number, and which number moves the goal."""

from __future__ import annotations

from dataclasses import replace

from cxmap import owner_tone
from cxmap_diagrams.diagram import Box, Diagram, Foot, Group, Line, Sign
from cxmap_diagrams.over import belong_to, by_stage, lit_if, overlaid
from cxmap_diagrams.setting import Setting


def drivers_diagram(setting: Setting) -> Diagram:
    """Touchpoints, the numbers measured there, and the goals they drive."""
    graph, words = setting.graph, setting.words
    measured = [(one, name) for one in setting.touchpoints for name in one.metrics]
    measured += [
        (graph.containers[key], name)
        for key in graph.containers
        if setting.chosen is None
        for name in graph.containers[key].metrics
    ]
    wanted = dict.fromkeys(name for _, name in measured)
    drives = {name: metric.drives for name, metric in graph.metrics.items()}
    names = _onward(
        [*wanted, *(graph.journey.goals if setting.chosen is None else ())], drives, setting.chosen is None
    )
    goals = frozenset(graph.journey.goals)
    places = dict.fromkeys(one.id for one, _ in measured)
    owners = tuple(graph.owners)
    boxes = []
    for key in places:
        one = graph.touchpoint(key)
        owner = next(iter(one.owner), None)
        said = (setting.name("owners", owner),) if owner else ()
        box = Box(
            f"t:{key}",
            setting.place(one),
            said,
            "at",
            owner_tone(owner, owners),
            marks=setting.marks(key),
            about=key,
        )
        lit = key in setting.path
        boxes.append(replace(box, lit=lit, dim=bool(setting.path) and not lit))
    moved = {name for one, name in measured if one.id in setting.path}
    for name in names:
        box = _metric(setting, name, graph.metrics.get(name), name in goals)
        boxes.append(replace(box, lit=name in moved, dim=bool(setting.path) and name not in moved))
    lines = [
        belong_to(setting, Line(f"t:{one.id}", f"m:{name}", "", "next", 0.05, f"{one.id}: {name}"), [one.id])
        for one, name in measured
    ]
    lines += [
        lit_if(setting, Line(f"m:{name}", f"m:{target}", "", "data", 0.2, f"{name} -> {target}"), False)
        for name in names
        for target in drives.get(name, ())
        if target in names
    ]
    groups = [
        Group(key, words(f"drivers_{key}"))
        for key in ("at", "number", "goal")
        if any(box.group == key for box in boxes)
    ]
    title = words("drivers_title", title=setting.say(graph.journey.journey))
    notes = setting.notes()
    notes += (words("always_measured"),) if setting.overlay == "measures" else ()
    made = Diagram(
        title, words("drivers_about"), tuple(boxes), tuple(lines), tuple(groups), "right", notes,
        (Sign("thin", words("measured_at")), Sign("data", words("drives"))), words.language,
    )  # fmt: skip
    return by_stage(setting, overlaid(setting, made))


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


def _metric(setting: Setting, name: str, metric: object, goal: bool) -> Box:
    words = setting.words
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
