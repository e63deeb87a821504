"""Draw a placed diagram as SVG: our own shapes, words and colours; Graphviz only says where."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cxmap import Look
from cxmap_diagrams.boxes import draw_box, draw_sign
from cxmap_diagrams.diagram import Diagram, Line
from cxmap_diagrams.measure import width, wrap
from cxmap_diagrams.placed import Frame, Head, Layout, Route
from cxmap_diagrams.sheet import (
    MARGIN,
    Sheet,
    add,
    explain,
    finish,
    new_sheet,
    pair,
    short,
    write,
    write_over,
)
from cxmap_diagrams.sizes import HEAD_LINE, HEAD_SIZE, LABEL
from cxmap_diagrams.to_dot import pen, tone

APART = 40.0
FAR = 1800.0
"""A frame wider than this says its name at its right end as well: who scrolls there cannot see the left one."""
_DASHES = {"fails": "6 4", "recover": "2 3", "assumed": "1 4", "lost": "3 3"}


def draw(diagram: Diagram, panels: list[tuple[Diagram, Layout]], look: Look) -> str:
    """The picture: a heading, the panels in rows, the legend and the notes."""
    sheet = new_sheet(diagram.title, diagram.about, diagram.language, look)
    rows = in_rows(panels)
    wide = max([420.0, *(sum(layout.width for _, layout in row) + APART * (len(row) - 1) for row in rows)])
    y = _legend(sheet, diagram, _heading(sheet, diagram, wide), wide)
    for row in rows:
        x = MARGIN
        for panel, layout in row:
            titled = panel is not diagram and panel.title != ""
            if titled:
                face = f"serif {sheet.tone('f', 'ink')}"
                write(sheet.root, x, y + 20, panel.title, 15.0, face, font_weight="bold")
            below = 32 if titled else 0
            place = add(sheet.root, "g", transform=f"translate({short(x)} {short(y + below)})")
            draw_panel(sheet, place, panel, layout)
            x += layout.width + APART
        y += max(layout.height for _, layout in row) + (22 if row[0][0] is diagram else 54)
    for note in dict.fromkeys(
        [*diagram.notes, *(layout.sentence for _, layout in panels if layout.sentence)]
    ):
        for line in wrap(note, 11.0, wide):
            write(sheet.root, MARGIN, y + 11, line, 11.0, sheet.tone("f", "soft"))
            y += 15
    return finish(sheet, wide + 2 * MARGIN, y + 18)


def in_rows(panels: list[tuple[Diagram, Layout]]) -> list[list[tuple[Diagram, Layout]]]:
    """The first panel alone, the others side by side until a row is as wide as a poster of them all would be."""
    rows = [panels[:1]]
    area = sum((layout.width + APART) * (layout.height + APART) for _, layout in panels[1:])
    widest = max([(area * 1.6) ** 0.5, *(layout.width for _, layout in panels)])
    used = widest
    for panel, layout in panels[1:]:
        if used + APART + layout.width > widest:
            rows.append([])
            used = -APART
        rows[-1].append((panel, layout))
        used += APART + layout.width
    return rows


def _heading(sheet: Sheet, diagram: Diagram, wide: float) -> float:
    y = 44.0
    for line in wrap(diagram.title, 22.0, wide * 0.95):
        write(sheet.root, MARGIN, y, line, 22.0, f"serif {sheet.tone('f', 'ink')}")
        y += 26
    for line in wrap(diagram.about, 11.5, min(wide, 760.0)):
        write(sheet.root, MARGIN, y, line, 11.5, sheet.tone("f", "soft"))
        y += 16
    return y + 10


def draw_panel(sheet: Sheet, parent: Element, diagram: Diagram, layout: Layout) -> None:
    """Frames, then lines, then boxes, then what must stay readable over them."""
    for frame in layout.frames:
        _frame(sheet, parent, frame)
    for head in layout.heads:
        _head(sheet, parent, head, layout)
    order = sorted(range(len(diagram.lines)), key=lambda number: (diagram.lines[number].lit, number))
    for number in order:
        _line(sheet, parent, diagram.lines[number], layout.routes[number])
    for frame in layout.frames:
        _frame_title(sheet, parent, frame)
    for box in diagram.boxes:
        draw_box(sheet, parent, box, layout.spots[box.key])
    for number in order:
        _label(sheet, parent, diagram.lines[number], layout.routes[number])


def _frame(sheet: Sheet, parent: Element, frame: Frame) -> None:
    held = add(parent, "g")
    explain(held, frame.group.about)
    add(
        held,
        "rect",
        x=frame.x,
        y=frame.y,
        width=frame.wide,
        height=frame.high,
        rx=3,
        class_=f"{sheet.tone('f', frame.group.tone)} {sheet.tone('s', 'hair')}",
        stroke_width=1,
    )


def _head(sheet: Sheet, parent: Element, head: Head, layout: Layout) -> None:
    """The title of a stage over a rule as long as its columns, and a hair down to the last lane."""
    top = layout.frames[0].y
    for number, line in enumerate(reversed(head.lines)):
        ink, y = sheet.tone("f", "ink"), top - 14 - HEAD_LINE * number
        write(parent, head.x, y, line, HEAD_SIZE, ink, font_weight="bold")
    rule = f"M{pair((head.x, top - 7))}h{short(head.wide)}"
    add(parent, "path", d=rule, class_=sheet.tone("s", "ink"), stroke_width=1.6)
    hair = f"M{pair((head.x - APART / 2, top))}V{short(layout.height)}"
    add(parent, "path", d=hair, class_=sheet.tone("s", "hair"), stroke_width=1, stroke_dasharray="2 4")


def _frame_title(sheet: Sheet, parent: Element, frame: Frame) -> None:
    """Over the lines, with a rim of the ground, so that nothing crosses a word."""
    look, title, ground = f"serif {sheet.tone('f', 'ink')}", frame.group.title, frame.group.tone
    write_over(sheet, parent, frame.x + 9, frame.y + 18, title, 13.0, look, ground, font_weight="bold")
    if frame.wide > FAR:
        right, look = frame.x + frame.wide - 9, f"serif {sheet.tone('f', 'soft')}"
        write_over(sheet, parent, right, frame.y + 18, title, 13.0, look, ground, text_anchor="end")
    if frame.group.rule:
        add(
            parent,
            "path",
            d=f"M{pair((frame.x, frame.y))}h{short(frame.wide)}",
            class_=sheet.tone("s", "ink"),
            stroke_width=1.6,
            stroke_dasharray="7 4",
        )
        for x, anchor in ((frame.x + 9, "start"), (frame.x + frame.wide - 8, "end")):
            ink = sheet.tone("f", "ink")
            write(parent, x, frame.y - 5, frame.group.rule, 10.5, ink, text_anchor=anchor)


def _line(sheet: Sheet, parent: Element, line: Line, route: Route) -> None:
    colour, broad = "hair" if line.dim else tone(line), pen(line)
    held = add(parent, "g")
    explain(held, line.about)
    first, *rest = route.points
    path = f"M{pair(first)}" + "".join(
        f"C{pair(rest[n])} {pair(rest[n + 1])} {pair(rest[n + 2])}" for n in range(0, len(rest) - 2, 3)
    )
    add(
        held,
        "path",
        d=path,
        fill="none",
        class_=sheet.tone("s", colour),
        stroke_width=broad,
        stroke_dasharray=_DASHES.get(line.kind),
        stroke_linecap="round" if line.kind == "assumed" else None,
    )
    if route.tip is not None:
        _arrow(sheet, held, route.points[-1], route.tip, broad, colour)
    if route.tail is not None:
        _arrow(sheet, held, route.points[0], route.tail, broad, colour)


def _arrow(
    sheet: Sheet,
    parent: Element,
    base: tuple[float, float],
    tip: tuple[float, float],
    broad: float,
    colour: str,
) -> None:
    x, y = tip[0] - base[0], tip[1] - base[1]
    length = max(0.1, (x * x + y * y) ** 0.5)
    x, y = x / length, y / length
    half = max(3.4, broad / 2 + 2.2)
    left = (base[0] - y * half, base[1] + x * half)
    right = (base[0] + y * half, base[1] - x * half)
    add(parent, "path", d=f"M{pair(left)}L{pair(tip)}L{pair(right)}Z", class_=sheet.tone("f", colour))


def _label(sheet: Sheet, parent: Element, line: Line, route: Route) -> None:
    if not line.label or route.label is None:
        return
    x, y = route.label
    colour = {"fails": "them", "recover": "ok", "lost": "err"}.get(line.kind, "soft")
    look = sheet.tone("f", "ink" if line.lit else "soft" if line.dim else colour)
    weight = "bold" if line.lit else None
    write_over(
        sheet, parent, x, y + 3.6, line.label, LABEL, look, "paper", font_weight=weight, text_anchor="middle"
    )


def _legend(sheet: Sheet, diagram: Diagram, y: float, wide: float) -> float:
    """One line, or more, of what the signs mean."""
    if not diagram.legend:
        return y
    x, high = MARGIN, 20.0
    for sign in diagram.legend:
        room = 30 + width(sign.text, 10.5) + 18
        if x > MARGIN and x + room > MARGIN + wide:
            x, y = MARGIN, y + high
        _sample(sheet, sign.look, x, y + 8)
        write(sheet.root, x + 30, y + 11.6, sign.text, 10.5, sheet.tone("f", "soft"))
        x += room
    return y + high + 14


def _sample(sheet: Sheet, look: str, x: float, y: float) -> None:
    if look in ("error", "warning", "info"):
        draw_sign(sheet, sheet.root, look, x + 12, y)
    elif look == "own" or look.startswith("box:"):
        ground = "plain" if look == "own" else look[4:]
        add(
            sheet.root,
            "rect",
            x=x,
            y=y - 7,
            width=24,
            height=14,
            rx=3,
            class_=f"{sheet.tone('f', ground)} {sheet.tone('s', 'soft')}",
            stroke_dasharray="4 3" if look == "own" else None,
        )
    else:
        line = Line("", "", kind=look, weight=0.35 if look == "next" else 0.05, lit=look == "lit")
        _line(sheet, sheet.root, line, Route(((x, y), (x + 8, y), (x + 12, y), (x + 18, y)), (x + 25, y)))
