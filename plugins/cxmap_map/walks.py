"""The map as each persona meets it: which columns are closed, and what that means for them."""

from __future__ import annotations

from typing import Any

import networkx as nx

from cxmap import chain_of
from cxmap_map.numbers import people
from cxmap_map.setting import Setting
from cxmap_map.view import Walk


def make_walks(setting: Setting) -> tuple[Walk, ...]:
    """One walk for each persona of the journey."""
    return tuple(_walk(setting, persona) for persona in setting.graph.personas)


def _walk(setting: Setting, persona: Any) -> Walk:
    graph, words = setting.graph, setting.words
    name = setting.say(persona)
    barred = [
        column.index
        for column in setting.columns
        if graph.can_use(persona, setting.touchpoints[column.index]) is False
    ]
    unsaid = [
        column.title
        for column in setting.columns
        if graph.can_use(persona, setting.touchpoints[column.index]) is None
    ]
    reached = _reached(setting, persona)
    cut_off = [
        column.index
        for column in setting.columns
        if not column.anytime and column.index not in barred and column.id not in reached
    ]
    says = [f"{name}: {setting.say(persona.about).rstrip('.')}." if persona.about is not None else ""]
    if not barred and not cut_off and not unsaid:
        says.append(words("can_all", name=name))
    if barred:
        says.append(words("cannot", name=name, titles=_titles(setting, barred)))
    if cut_off:
        says.append(words("cannot_reach", name=name, titles=_titles(setting, cut_off)))
    share = sum(chain_of(graph, persona=persona.id).turned_away.values())
    if share > 0:
        says.append(words("closed_share", n=people(share), name=name))
    if unsaid:
        says.append(words("unsaid", name=name, titles=", ".join(unsaid[:4])))
    says.append(words("numbers_everyone"))
    return Walk(persona.id, name, tuple(sorted([*barred, *cut_off])), " ".join(part for part in says if part))


def _titles(setting: Setting, indexes: list[int]) -> str:
    titles = [setting.columns[index].title for index in indexes]
    if len(titles) <= 6:
        return ", ".join(titles)
    return f"{', '.join(titles[:5])}, {setting.words('steps_more', n=len(titles) - 5)}"


def _reached(setting: Setting, persona: Any) -> set[str]:
    flow = setting.graph.flow_for(persona)
    starts = [name for name in setting.graph.entries if name in flow]
    found = set(starts)
    for start in starts:
        found |= nx.descendants(flow, start)
    return found
