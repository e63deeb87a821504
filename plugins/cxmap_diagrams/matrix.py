"""Persona by touchpoint: who may and can be where, and whom no way leads there."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cxmap import Persona, Touchpoint, reachable
from cxmap_diagrams.measure import width, wrap
from cxmap_diagrams.over import over_head, with_overlay
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.sheet import MARGIN, add, explain, finish, new_sheet, write
from cxmap_diagrams.tables import Cell, Table

_TONES = {"open": "okbg", "closed": "silo", "cut": "flow", "unsaid": "band"}
_INKS = {"open": "ok", "closed": "err", "cut": "gone", "unsaid": "soft"}
_LEGEND = {"open": "open", "closed": "closed", "cut": "cut_off", "unsaid": "channel_unsaid"}
_SIGNS = {"open": "\u25cf", "closed": "\u00d7", "cut": "\u25cb", "unsaid": "?"}


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


def matrix_svg(setting: Setting, table: Table) -> str:
    """The same as a picture: a sign and a colour in each cell, the legend below."""
    words = setting.words
    sheet = new_sheet(table.title, table.about, words.language, setting.look)
    names = max([120.0, *(width(row[0].text, 12.0, bold=True) for row in table.rows)]) + 18
    stages = max([80.0, *(width(row[1].text, 11.0) for row in table.rows)]) + 18
    many = len(setting.graph.personas)
    cell = max([76.0, *(width(head, 11.5, bold=True) + 16 for head in table.head[2 : 2 + many])])
    beside = names + stages + cell * many
    over = over_head(setting)
    said = [row[-1].text for row in table.rows] if over is not None else []
    total = beside + (max(width(text, 11.5, bold=True) for text in [over or "", *said]) + 16 if said else 0.0)
    y = _title(sheet.root, sheet.tone("f", "ink"), sheet.tone("f", "soft"), table, total)
    for number, head in enumerate(table.head[2 : 2 + many]):
        x = MARGIN + names + stages + cell * (number + 0.5)
        write(sheet.root, x, y, head, 11.5, sheet.tone("f", "ink"), font_weight="bold", text_anchor="middle")
    if over is not None:
        write(sheet.root, MARGIN + beside + 10, y, over, 11.5, sheet.tone("f", "ink"), font_weight="bold")
    y += 10
    before = ""
    for row in table.rows:
        if row[1].text != before:
            add(
                sheet.root,
                "path",
                d=f"M{MARGIN:g} {y:g}h{total:.1f}",
                class_=sheet.tone("s", "hair"),
                stroke_width=1,
            )
        write(
            sheet.root,
            MARGIN,
            y + 16,
            row[1].text if row[1].text != before else "",
            11.0,
            f"serif {sheet.tone('f', 'soft')}",
        )
        write(sheet.root, MARGIN + stages, y + 16, row[0].text, 12.0, sheet.tone("f", "ink"))
        if over is not None:
            write(sheet.root, MARGIN + beside + 10, y + 16, row[-1].text, 11.0, sheet.tone("f", "ink"))
        for number, found in enumerate(row[2 : 2 + many]):
            x = MARGIN + names + stages + cell * number
            held = add(sheet.root, "g")
            explain(held, f"{row[0].text}, {table.head[2 + number]}: {found.text}")
            add(
                held,
                "rect",
                x=x + 2,
                y=y + 2,
                width=cell - 4,
                height=20,
                rx=2,
                class_=sheet.tone("f", _TONES[found.look]),
            )
            sign = _SIGNS[found.look] + (" \u25b2" if words("goal_of") in found.text else "")
            write(
                held,
                x + cell / 2,
                y + 16.5,
                sign,
                12.0,
                sheet.tone("f", _INKS[found.look]),
                font_weight="bold",
                text_anchor="middle",
            )
        before = row[1].text
        y += 24
    y += 20
    x = MARGIN
    used = {found.look for row in table.rows for found in row[2 : 2 + many]}
    for look, key in _LEGEND.items():
        if look not in used:
            continue
        add(
            sheet.root, "rect", x=x, y=y - 12, width=20, height=16, rx=2, class_=sheet.tone("f", _TONES[look])
        )
        write(
            sheet.root,
            x + 10,
            y,
            _SIGNS[look],
            11.0,
            sheet.tone("f", _INKS[look]),
            font_weight="bold",
            text_anchor="middle",
        )
        write(sheet.root, x + 26, y, words(key), 10.5, sheet.tone("f", "soft"))
        x += 46 + width(words(key), 10.5)
    write(sheet.root, x, y, f"\u25b2 {words('goal_of')}", 10.5, sheet.tone("f", "soft"))
    x += 30 + width(words("goal_of"), 10.5)
    return finish(sheet, max(total, x - MARGIN, 420.0) + 2 * MARGIN, y + 24)


def _title(root: Element, ink: str, soft: str, table: Table, wide: float) -> float:
    y = 44.0
    for line in wrap(table.title, 22.0, max(380.0, wide)):
        write(root, MARGIN, y, line, 22.0, f"serif {ink}")
        y += 26
    for line in (line for text in (table.about, *table.notes) for line in wrap(text, 11.5, max(380.0, wide))):
        write(root, MARGIN, y, line, 11.5, soft)
        y += 16
    return y + 22
