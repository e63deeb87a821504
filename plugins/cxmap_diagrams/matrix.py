"""Persona by touchpoint: who may and can be where, and whom no way leads there."""

from __future__ import annotations

from cxmap import Persona, Touchpoint, reachable
from cxmap_diagrams.over import with_overlay
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.tables import Cell, Table


def matrix_table(setting: Setting) -> Table:
    """One row for each touchpoint, one column for each persona."""
    graph, words = setting.graph, setting.words
    personas = graph.personas
    reach = {persona.id: reachable(graph, persona=persona.id) for persona in personas}
    wants = {persona.id: frozenset(graph.wants(persona)) for persona in personas}
    rows = []
    for one in setting.touchpoints:
        stage = graph.stage_of(one.id)
        where = words("anytime") if stage is None else setting.say(stage)
        cells = [cell_of(setting, persona, one, reach[persona.id], wants[persona.id]) for persona in personas]
        rows.append((Cell(setting.place(one)), Cell(where, "stage"), *cells))
    title = words("matrix_title", title=setting.say(graph.journey.journey))
    head = (words("touchpoint"), words("stage"), *(setting.say(persona) for persona in personas))
    table = Table(title, words("matrix_about"), head, tuple(rows), setting.notes())
    return with_overlay(setting, table, setting.touchpoints)


def cell_of(
    setting: Setting, persona: Persona, one: Touchpoint, reach: frozenset[str], wants: frozenset[str]
) -> Cell:
    """Whether a persona can be at a touchpoint, and wants to."""
    words, can = setting.words, setting.graph.can_use(persona, one)
    if can is False:
        look, text = "closed", words("closed")
    elif one.id not in reach:
        look, text = "cut", words("cut_off")
    elif can is None:
        look, text = "unsaid", words("channel_unsaid")
    else:
        look, text = "open", words("open")
    return Cell(f"{text}; {words('goal_of')}" if one.id in wants else text, look)
