"""The data-flow map: where each item is collected, what it is used for and on which basis, and who it is given to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cxmap import DataItem, Purpose, Touchpoint
from cxmap_diagrams.diagram import Box, Diagram, Foot, Group, Line, Sign
from cxmap_diagrams.over import belong_to, by_stage, lit_if, overlaid, stand_for
from cxmap_diagrams.setting import Setting

MOST = 6
"""Places a box names; the rest are counted."""


@dataclass(frozen=True)
class _Ways:
    """Which purposes an item is collected for at a touchpoint, and at which touchpoints it is used for a purpose."""

    collected: Mapping[tuple[str, str], list[str]]
    used: Mapping[tuple[str, str], list[str]]


def data_diagram(setting: Setting) -> Diagram:
    """Four columns: collected at, data, used for, given to."""
    words, ways = setting.words, _ways(setting)
    items = {item for _, item in ways.collected} | {item for item, _ in ways.used}
    given, sharing = _given(setting, frozenset(items))
    boxes = [*_boxes(setting, ways, items), *(_lit(setting, box, ()) for box in given)]
    lines = [*_lines(setting, ways), *(lit_if(setting, line, False) for line in sharing)]
    groups = [
        Group(key, words(f"data_{key}"))
        for key in ("at", "item", "for", "to")
        if any(box.group == key for box in boxes)
    ]
    title = words("data_title", title=setting.say(setting.graph.journey.journey))
    legend = (Sign("data", words("data_line")), *((Sign("lost", words("given_for")),) if sharing else ()))
    made = Diagram(
        title, words("data_about"), tuple(boxes), tuple(lines), tuple(groups), "right", setting.notes(), legend,
        words.language,
    )  # fmt: skip
    return by_stage(setting, overlaid(setting, made))


def _ways(setting: Setting) -> _Ways:
    collected: dict[tuple[str, str], list[str]] = {}
    used: dict[tuple[str, str], list[str]] = {}
    for touchpoint in setting.touchpoints:
        for purpose, items in touchpoint.collects.items():
            for item in items:
                collected.setdefault((touchpoint.id, item), []).append(purpose)
        for purpose, items in touchpoint.uses.items():
            for item in items:
                used.setdefault((item, purpose), []).append(touchpoint.id)
    return _Ways(collected, used)


def _boxes(setting: Setting, ways: _Ways, items: set[str]) -> Iterator[Box]:
    """Touchpoints that collect, data, and purposes."""
    graph, handled = setting.graph, _handled(ways)
    for one in setting.touchpoints:
        if any(at == one.id for at, _ in ways.collected):
            yield stand_for(setting, _place(setting, one), [one.id])
    for item in _ordered(graph.data, items):
        yield _lit(setting, _item(setting, item, graph.data.get(item)), handled[item])
    for purpose in _ordered(graph.purposes, {purpose for _, purpose in ways.used}):
        places = list(
            dict.fromkeys(at for (_, why), ats in ways.used.items() if why == purpose for at in ats)
        )
        yield _lit(setting, _purpose(setting, purpose, graph.purposes.get(purpose), places), places)


def _lines(setting: Setting, ways: _Ways) -> Iterator[Line]:
    """From where an item is collected to it, and from it to what it is used for."""
    for (at, item), whys in ways.collected.items():
        line = Line(f"t:{at}", f"d:{item}", "", "data", 0.06, f"{at}: {', '.join(whys)}")
        yield belong_to(setting, line, [at])
    for (item, purpose), ats in ways.used.items():
        weight = min(1.0, 0.03 * len(ats))
        yield belong_to(setting, Line(f"d:{item}", f"p:{purpose}", "", "data", weight, ", ".join(ats)), ats)


def _handled(ways: _Ways) -> Mapping[str, set[str]]:
    """Where each item is collected or used."""
    found: dict[str, set[str]] = {}
    for at, item in ways.collected:
        found.setdefault(item, set()).add(at)
    for (item, _), ats in ways.used.items():
        found.setdefault(item, set()).update(ats)
    return found


def _lit(setting: Setting, box: Box, places: Iterable[str]) -> Box:
    """A box of data, lit where the path comes to a place that handles it."""
    lit = not frozenset(places).isdisjoint(setting.path)
    return replace(box, lit=lit, dim=bool(setting.path) and not lit)


def _place(setting: Setting, one: Touchpoint) -> Box:
    facts = (setting.channels(one.channel),) if one.channel else ()
    return Box(f"t:{one.id}", setting.place(one), facts, "at", marks=setting.marks(one.id), about=one.id)


def _ordered(known: Iterable[str], wanted: set[str]) -> list[str]:
    order = list(known)
    return [name for name in order if name in wanted] + sorted(wanted - set(order))


def _item(setting: Setting, name: str, item: DataItem | None) -> Box:
    words = setting.words
    key = setting.graph.data_key(name)
    facts = [key] if key else []
    feet = []
    if item is not None and item.keep is not None:
        facts.append(words("kept", time=words.time(str(item.keep))))
    elif item is not None:
        feet.append(Foot(words("keep_unsaid"), "warn"))
    if item is not None and item.how != "asked":
        facts.append(words(f"how_{item.how}"))
    return Box(
        f"d:{name}",
        setting.name("data", name),
        tuple(facts),
        "item",
        "okbg",
        "pill",
        setting.marks(f"data:{name}"),
        tuple(feet),
        name,
    )


def _purpose(setting: Setting, name: str, purpose: Purpose | None, places: list[str]) -> Box:
    basis = setting.graph.basis(name)
    facts = [basis.replace("-", " ")] if basis else []
    titles = [setting.place_of(at) for at in places]
    facts.append(
        ", ".join(titles[:MOST])
        + (setting.words("and_more", n=len(titles) - MOST) if len(titles) > MOST else "")
    )
    feet = [] if basis or name == "service" else [Foot(setting.words("basis_unsaid"), "err")]
    about = f"{name}: {purpose.is_}; " if purpose is not None and purpose.is_ else f"{name}: "
    return Box(
        f"p:{name}",
        setting.name("purposes", name),
        tuple(facts),
        "for",
        "o0" if basis != "consent" else "o1",
        "box",
        setting.marks(f"purpose:{name}"),
        tuple(feet),
        about + ", ".join(titles),
    )


def _given(setting: Setting, items: frozenset[str]) -> tuple[list[Box], list[Line]]:
    """Who else gets the data, and why they may."""
    boxes: dict[str, Box] = {}
    lines = []
    for number, share in enumerate(setting.graph.register.sharing):
        for item in share.data:
            if item not in items:
                continue
            key = f"g:{share.to}"
            kind = "systems" if share.to in setting.graph.systems else "units"
            boxes.setdefault(
                key,
                Box(
                    key,
                    setting.name(kind, share.to),
                    (setting.words("from_unit", unit=setting.name("units", share.from_)),),
                    "to",
                    "o3",
                    "box",
                    about=share.to,
                ),
            )
            why = ", ".join(setting.name("purposes", purpose) for purpose in share.for_)
            lines.append(
                Line(f"d:{item}", key, why, "lost", 0.04, f"{number + 1}: {share.from_} -> {share.to}")
            )
    return list(boxes.values()), lines
