"""The value map: what each persona gets, and what it costs them."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap import Persona, RenderError
from cxmap_diagrams.measure import width, wrap
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.sheet import MARGIN, Sheet, add, explain, finish, new_sheet, write
from cxmap_diagrams.tables import Cell, Table

BAR = 22.0
"""Points for one of ten."""


def value_table(setting: Setting) -> Table:
    """One row for each persona and number."""
    words = setting.words
    rows = []
    for persona in personas_of(setting):
        for key, numbers in (("gets", persona.values), ("pays", persona.costs)):
            rows += [
                (
                    Cell(setting.say(persona)),
                    Cell(words(key)),
                    Cell(words.plain(name)),
                    Cell(f"{number:g}", "num"),
                )
                for name, number in numbers.items()
            ]
    title = words("value_title", title=setting.say(setting.graph.journey.journey))
    return Table(
        title,
        words("value_about"),
        (words("persona"), "", words("number"), words("of_ten")),
        tuple(rows),
        setting.notes(),
    )


def personas_of(setting: Setting) -> tuple[Persona, ...]:
    """Personas who say what they get or pay.

    Raises:
        RenderError: none does.
    """
    found = tuple(persona for persona in setting.graph.personas if persona.values or persona.costs)
    if not found:
        raise RenderError(f"`{setting.graph.id}` has nothing for this diagram; {setting.words('no_values')}")
    return found


def value_svg(setting: Setting) -> str:
    """For each persona: gains as bars to the right, costs as bars to the left, on one scale."""
    words, personas = setting.words, personas_of(setting)
    title = words("value_title", title=setting.say(setting.graph.journey.journey))
    sheet = new_sheet(title, words("value_about"), words.language, setting.look)
    labels = (
        max(
            [
                60.0,
                *(
                    width(words.plain(name), 11.0)
                    for persona in personas
                    for name in (*persona.values, *persona.costs)
                ),
            ]
        )
        + 12
    )
    middle = MARGIN + labels + 10 * BAR
    total = middle + 10 * BAR + labels
    y = 44.0
    for line in wrap(title, 22.0, total):
        write(sheet.root, MARGIN, y, line, 22.0, f"serif {sheet.tone('f', 'ink')}")
        y += 26
    write(sheet.root, MARGIN, y, words("value_about"), 11.5, sheet.tone("f", "soft"))
    y += 26
    for persona in personas:
        y = _persona(sheet, setting, persona, middle, y, total)
    return finish(sheet, total + MARGIN, y + 10)


def _persona(
    sheet: Sheet, setting: Setting, persona: Persona, middle: float, y: float, total: float
) -> float:
    words = setting.words
    add(
        sheet.root, "path", d=f"M{MARGIN:g} {y:g}H{total:.1f}", class_=sheet.tone("s", "hair"), stroke_width=1
    )
    write(
        sheet.root,
        MARGIN,
        y + 20,
        setting.say(persona),
        14.0,
        f"serif {sheet.tone('f', 'ink')}",
        font_weight="bold",
    )
    y += 34
    sums = [
        (words("pays"), sum(persona.costs.values()), len(persona.costs), -1, "them"),
        (words("gets"), sum(persona.values.values()), len(persona.values), 1, "us"),
    ]
    for word, amount, count, side, tone in sums:
        said = words("average", what=word, n=f"{amount / count:.1f}") if count else f"{word}: ?"
        write(
            sheet.root,
            middle + side * 8,
            y,
            said,
            11.5,
            sheet.tone("f", tone),
            font_weight="bold",
            text_anchor="start" if side > 0 else "end",
        )
    y += 8
    start = y
    low = max(
        _bars(sheet, setting, persona.costs, middle, start, -1),
        _bars(sheet, setting, persona.values, middle, start, 1),
    )
    add(
        sheet.root,
        "path",
        d=f"M{middle:.1f} {start - 20:.1f}V{low:.1f}",
        class_=sheet.tone("s", "ink"),
        stroke_width=1.2,
    )
    return low + 16


def _bars(
    sheet: Sheet, setting: Setting, numbers: Mapping[str, float], middle: float, y: float, side: int
) -> float:
    tone = "us" if side > 0 else "them"
    for name, number in numbers.items():
        held = add(sheet.root, "g")
        said = setting.words.plain(name)
        explain(held, f"{said}: {number:g}")
        long = max(0.0, min(10.0, number)) * BAR
        add(
            held,
            "rect",
            x=middle if side > 0 else middle - long,
            y=y + 3,
            width=long,
            height=13,
            class_=sheet.tone("f", tone),
            opacity="0.85",
        )
        write(
            held,
            middle + side * (long + 6),
            y + 13.5,
            f"{said} {number:g}" if side > 0 else f"{number:g} {said}",
            11.0,
            sheet.tone("f", "ink"),
            text_anchor="start" if side > 0 else "end",
        )
        y += 19
    return y + 6
