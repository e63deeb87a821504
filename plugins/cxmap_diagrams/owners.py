"""Owners and stakeholders: who answers for what, who hands over to whom, and who else is affected."""

from __future__ import annotations

from cxmap import JourneyGraph, Owner, owner_tone
from cxmap_diagrams.diagram import Box, Diagram, Foot, Group, Line, Sign
from cxmap_diagrams.flow import people
from cxmap_diagrams.over import lit_if, overlaid, stand_for
from cxmap_diagrams.setting import Setting


def owners_diagram(setting: Setting) -> Diagram:
    """Owners in the frame of their unit; lines are hand-offs, as broad as the customers handed over."""
    graph, words = setting.graph, setting.words
    held: dict[str, list[str]] = {}
    for touchpoint in setting.touchpoints:
        for owner in touchpoint.owner:
            held.setdefault(owner, []).append(touchpoint.id)
    kept = {name: owner for name, owner in graph.owners.items() if setting.chosen is None or name in held}
    affected = _affected(setting, kept)
    boxes = [
        stand_for(setting, _owner(setting, owner, held.get(name, [])), held.get(name, []))
        for name, owner in kept.items()
    ]
    boxes += [_stakeholder(setting, name) for name in affected]
    lines = [*_hand_offs(setting, kept), *(line for many in affected.values() for line in many)]
    units = dict.fromkeys(box.group for box in boxes if box.group is not None)
    groups = tuple(Group(unit, setting.name("units", unit)) for unit in units)
    signs = [Sign("next", words("handoff"))] if any(line.kind == "next" for line in lines) else []
    signs += [Sign("assumed", words("affected"))] if affected else []
    title = words("owners_title", title=setting.say(graph.journey.journey))
    about = words("owners_about")
    made = Diagram(
        title,
        about,
        tuple(boxes),
        tuple(lines),
        groups,
        "right",
        setting.notes(),
        tuple(signs),
        words.language,
    )
    return overlaid(setting, made)


def _owner(setting: Setting, owner: Owner, places: list[str]) -> Box:
    words, graph = setting.words, setting.graph
    facts = [setting.say(owner.lead)] if owner.lead is not None else []
    facts.append(words.count("answers_for", len(places)))
    mine = [name for name, metric in graph.metrics.items() if metric.owner == owner.id]
    if mine:
        facts.append(words("watches", metrics=", ".join(setting.name("metrics", name) for name in mine)))
    feet = (Foot(words("accountable"), "us"),) if owner.id in graph.journey.owner else ()
    names = ", ".join(map(setting.place_of, places))
    tone = owner_tone(owner.id, tuple(graph.owners))
    return Box(
        owner.id,
        setting.say(owner),
        tuple(facts),
        owner.unit,
        tone,
        "box",
        setting.marks(f"owner:{owner.id}", *places),
        feet,
        f"{owner.id}: {names}" if names else owner.id,
    )


def _stakeholder(setting: Setting, name: str) -> Box:
    person = setting.graph.register.stakeholders[name]
    facts = [f"+ {setting.say(person.gains)}"] if person.gains is not None else []
    facts += [f"\u2212 {setting.say(person.loses)}"] if person.loses is not None else []
    return Box(
        f"s:{name}",
        setting.say(person),
        tuple(facts),
        person.unit,
        "plain",
        "note",
        about=name,
        dim=bool(setting.path),
    )


def _affected(setting: Setting, owners: dict[str, Owner]) -> dict[str, list[Line]]:
    """Each stakeholder with lines to the owners of what affects them."""
    found: dict[str, list[Line]] = {}
    for name, person in setting.graph.register.stakeholders.items():
        places = [
            one for one in setting.touchpoints if one.id in person.affected or one.stage in person.affected
        ]
        if not places and (person.affected or setting.chosen is not None):
            continue
        ties: dict[str, list[str]] = {}
        for one in places:
            for owner in one.owner[:1]:
                ties.setdefault(owner, []).append(setting.place(one))
        found[name] = [
            Line(owner, f"s:{name}", "", "assumed", 0.06, ", ".join(at), dim=bool(setting.path))
            for owner, at in ties.items()
            if owner in owners
        ]
    return found


def _hand_offs(setting: Setting, owners: dict[str, Owner]) -> list[Line]:
    weights: dict[tuple[str, str], float] = {}
    steps: dict[tuple[str, str], list[str]] = {}
    lit: set[tuple[str, str]] = set()
    graph = setting.graph
    for edge in graph.edges:
        if not (setting.shows(edge.from_) and setting.shows(edge.to)) or not _crosses(
            graph, edge.from_, edge.to
        ):
            continue
        pair = graph.touchpoint(edge.from_).owner[0], graph.touchpoint(edge.to).owner[0]
        if pair[0] in owners and pair[1] in owners:
            weights[pair] = weights.get(pair, 0.0) + setting.visits.get(edge.from_, 0.0) * (edge.share or 0.0)
            steps.setdefault(pair, []).append(str(edge))
            if (edge.from_, edge.to) in setting.steps:
                lit |= {pair, pair[::-1]}
    order = {pair: number for number, pair in enumerate(weights)}
    lines = []
    for pair, weight in weights.items():
        other = pair[::-1]
        if order.get(other, len(order)) < order[pair]:
            continue  # drawn already, with arrows at both ends
        back = weights.get(other)
        about = "; ".join([*steps[pair], *steps.get(other, ())])
        broad = min(1.0, max(weight, back or 0.0))
        kind = "next" if back is None else "ways"
        line = Line(*pair, _said(setting, weight, back), kind, broad, about)
        lines.append(lit_if(setting, line, pair in lit))
    return lines


def _crosses(graph: JourneyGraph, source: str, target: str) -> bool:
    one, other = graph.touchpoint(source).owner, graph.touchpoint(target).owner
    return bool(one and other) and not set(one) & set(other)


def _said(setting: Setting, weight: float, back: float | None) -> str:
    if not setting.counted:
        return ""
    if back is None:
        return people(weight)
    return setting.words("there_and_back", n=people(weight), m=people(back))
