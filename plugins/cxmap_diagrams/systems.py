"""Systems and silos: what feeds what, and what nothing flows out of."""

from __future__ import annotations

from cxmap import System, feed_islands
from cxmap_diagrams.diagram import Box, Diagram, Foot, Group, Line, Sign
from cxmap_diagrams.over import lit_if, overlaid, stand_for
from cxmap_diagrams.setting import Setting


def systems_diagram(setting: Setting) -> Diagram:
    """Systems as drums in the frame of the unit that runs them; feeds as lines with their delay."""
    graph, words = setting.graph, setting.words
    users: dict[str, list[str]] = {}
    for touchpoint in setting.touchpoints:
        for system in touchpoint.system:
            users.setdefault(system, []).append(touchpoint.id)
    kept = {name: system for name, system in graph.systems.items() if setting.chosen is None or name in users}
    main = frozenset(next(iter(feed_islands(graph)), ()))
    lonely = frozenset(name for name in kept if name not in main or (len(main) == 1 and len(kept) > 1))
    boxes = tuple(
        stand_for(setting, _box(setting, system, users.get(name, []), name in lonely), users.get(name, []))
        for name, system in kept.items()
    )
    lit = {box.key for box in boxes if box.lit}
    lines = tuple(
        lit_if(setting, _feed(setting, name, target, system), {name, target} <= lit)
        for name, system in kept.items()
        for target in system.feeds
        if target in kept
    )
    units = {system.unit for system in kept.values() if system.unit is not None}
    known = [unit for unit in graph.register.units if unit in units]
    groups = [Group(unit, setting.name("units", unit)) for unit in (*known, *sorted(units - set(known)))]
    legend = [Sign("data", words("feeds"))] + ([Sign("box:silo", words("silo"))] if lonely else [])
    title = words("systems_title", title=setting.say(graph.journey.journey))
    about = words("systems_about")
    made = Diagram(
        title, about, boxes, lines, tuple(groups), "right", setting.notes(), tuple(legend), words.language
    )
    return overlaid(setting, made)


def _box(setting: Setting, system: System, users: list[str], lonely: bool) -> Box:
    words = setting.words
    title, kind = setting.say(system), words.plain(system.app) if system.app else ""
    facts = [kind] if kind and kind.casefold() != title.casefold() else []
    if system.master:
        facts.append(words("master_of", data=", ".join(setting.name("data", item) for item in system.master)))
    if users:
        facts.append(words.count("used_by", len(users)))
    feet = [Foot(words("silo"), "err")] if lonely else []
    if system.external:
        feet.append(Foot(words("external"), "info"))
    names = ", ".join(map(setting.place_of, users))
    return Box(
        system.id, title, tuple(facts), system.unit, "silo" if lonely else "plain", "drum",
        setting.marks(f"system:{system.id}", system.id), tuple(feet), f"{system.id}: {names}" if names else system.id,
    )  # fmt: skip


def _feed(setting: Setting, name: str, target: str, system: System) -> Line:
    feed = system.feeds[target]
    parts = [setting.words.time(str(feed.delay))] if feed.delay is not None else []
    parts += [", ".join(setting.name("data", item) for item in feed.data)] if feed.data else []
    return Line(name, target, "; ".join(parts), "data", 0.08, f"{name} -> {target}")
