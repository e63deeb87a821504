"""Draw a box: its outline, its words, and the signs of what was found there."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cxmap_diagrams.diagram import Box, Mark
from cxmap_diagrams.measure import width
from cxmap_diagrams.placed import Spot
from cxmap_diagrams.sheet import Sheet, add, explain, pair, short, write, write_over
from cxmap_diagrams.sizes import FACT, LINE_FACT, LINE_TITLE, PAD, TITLE, fact_lines, title_lines

FULL = 100
"""A sign holds two digits; from here on the number stands beside it."""


def draw_box(sheet: Sheet, parent: Element, box: Box, spot: Spot) -> None:
    """One box with its words, feet and signs."""
    held = add(parent, "g")
    explain(held, box.about)
    _outline(sheet, held, box, spot)
    left = spot.x - spot.wide / 2 + PAD + (4 if box.shape in ("drum", "diamond") else 0)
    y = spot.y - spot.high / 2 + PAD + TITLE - 2.5 + (4 if box.shape in ("drum", "diamond") else 0)
    text = "soft" if box.lit or box.dim else _on(box.tone)
    for line in title_lines(box):
        write(held, left, y, line, TITLE, sheet.tone("f", "soft" if box.dim else "ink"), font_weight="bold")
        y += LINE_TITLE
    for line in fact_lines(box):
        write(held, left, y - 1, line, FACT, sheet.tone("f", text))
        y += LINE_FACT
    for foot in box.feet:
        write(
            held,
            left,
            y - 0.5,
            foot.text,
            FACT,
            sheet.tone("f", "soft" if box.dim else foot.tone),
            font_weight="bold",
        )
        y += LINE_FACT
    draw_marks(sheet, held, box.marks, spot.x + spot.wide / 2, spot.y - spot.high / 2)


def _on(ground: str) -> str:
    """The colour of words and edges on a ground."""
    return f"p{ground[1:]}" if ground[1:].isdigit() else "soft"


def _outline(sheet: Sheet, parent: Element, box: Box, spot: Spot) -> None:
    ground = sheet.tone("f", "lit" if box.lit else "paper" if box.dim else box.tone)
    edge = sheet.tone("s", "litline" if box.lit else "hair" if box.dim else _on(box.tone))
    x, y = spot.x - spot.wide / 2, spot.y - spot.high / 2
    broad = 2.4 if box.lit else 1.0
    if box.shape == "drum":
        dip = 5.0
        path = (
            f"M{pair((x, y + dip))}A{short(spot.wide / 2)} {dip} 0 0 1 {pair((x + spot.wide, y + dip))}V{short(y + spot.high - dip)}"
            f"A{short(spot.wide / 2)} {dip} 0 0 1 {pair((x, y + spot.high - dip))}Z"
        )
        add(parent, "path", d=path, class_=f"{ground} {edge}", stroke_width=broad)
        add(
            parent,
            "path",
            d=f"M{pair((x, y + dip))}A{short(spot.wide / 2)} {dip} 0 0 0 {pair((x + spot.wide, y + dip))}",
            fill="none",
            class_=edge,
            stroke_width=broad,
        )
        return
    round_ = min(16.0, spot.high / 2) if box.shape == "pill" else 4.0
    dash = "4 3" if box.shape == "note" else None
    add(
        parent,
        "rect",
        x=x,
        y=y,
        width=spot.wide,
        height=spot.high,
        rx=round_,
        class_=f"{ground} {edge}",
        stroke_width=broad,
        stroke_dasharray=dash,
    )


def draw_marks(sheet: Sheet, parent: Element, marks: tuple[Mark, ...], right: float, top: float) -> None:
    """Findings at the upper right corner: octagon, triangle or ring, with how many."""
    x = right - 4
    for mark in reversed(marks):
        held = add(parent, "g")
        explain(held, mark.text)
        if mark.count < FULL:
            draw_sign(sheet, held, mark.severity, x, top, mark.count)
        else:
            draw_sign(sheet, held, mark.severity, x, top)
            said, ink = str(mark.count), sheet.tone("f", "ink")
            write_over(
                sheet,
                held,
                x - 11,
                top + 3.6,
                said,
                10.0,
                ink,
                "paper",
                font_weight="bold",
                text_anchor="end",
            )
            x -= width(said, 10.0, bold=True) + 6
        x -= 18


def draw_sign(sheet: Sheet, parent: Element, severity: str, x: float, y: float, count: int = 0) -> None:
    """One sign, its shape and its colour saying the severity."""
    if severity == "error":
        r, c = 8.2, 3.4
        points = [(-c, -r), (c, -r), (r, -c), (r, c), (c, r), (-c, r), (-r, c), (-r, -c)]
        add(
            parent,
            "path",
            d="M" + "L".join(pair((x + a, y + b)) for a, b in points) + "Z",
            class_=sheet.tone("f", "err"),
        )
        shade = "paper"
    elif severity == "warning":
        add(
            parent,
            "path",
            d=f"M{pair((x, y - 9.6))}L{pair((x + 10, y + 7.4))}L{pair((x - 10, y + 7.4))}Z",
            class_=f"{sheet.tone('f', 'warnfill')} {sheet.tone('s', 'warn')}",
            stroke_width=1,
            stroke_linejoin="round",
        )
        shade = "onwarn"
    else:
        add(
            parent,
            "circle",
            cx=x,
            cy=y,
            r=7.4,
            class_=f"{sheet.tone('f', 'paper')} {sheet.tone('s', 'info')}",
            stroke_width=2,
        )
        shade = "info"
    if count:
        write(
            parent,
            x,
            y + (5.2 if severity == "warning" else 3.6),
            str(count),
            10.0,
            sheet.tone("f", shade),
            font_weight="bold",
            text_anchor="middle",
        )
