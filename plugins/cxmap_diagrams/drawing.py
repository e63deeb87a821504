"""Draw a placed diagram as SVG: our own shapes, words and colours; Graphviz only says where."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cxmap_diagrams.diagram import Box, Diagram, Line, Mark
from cxmap_diagrams.measure import width, wrap
from cxmap_diagrams.palette import SANS, SERIF, Palette
from cxmap_diagrams.placed import Frame, Layout, Route, Spot
from cxmap_diagrams.plain import plain
from cxmap_diagrams.sizes import FACT, LABEL, LINE_FACT, LINE_TITLE, PAD, TITLE, fact_lines, title_lines
from cxmap_diagrams.to_dot import pen, tone

MARGIN = 28.0
_DASHES = {"fails": "6 4", "recover": "2 3", "assumed": "1 4", "lost": "3 3"}


@dataclass
class Sheet:
    """An SVG picture that grows downwards."""

    root: Element
    palettes: tuple[Palette, Palette]
    used: set[str] = field(default_factory=set)
    names: int = 0

    def tone(self, kind: str, colour: str) -> str:
        """The class that paints with a colour of the palette, light or dark; `kind` is f(ill) or s(troke)."""
        self.used.add(f"{kind}-{colour}")
        return f"{kind}-{colour}"

    def style(self) -> str:
        """The rules of every class used, for both grounds."""
        light, dark = self.palettes
        rules = [f"text{{font-family:{SANS}}}.serif{{font-family:{SERIF}}}"]
        rules += [self._rule(name, light) for name in sorted(self.used)]
        night = "".join(self._rule(name, dark) for name in sorted(self.used))
        return "".join(rules) + "@media (prefers-color-scheme:dark){" + night + "}"

    @staticmethod
    def _rule(name: str, colours: Palette) -> str:
        kind, colour = name.split("-", 1)
        return f".{name}{{{'fill' if kind == 'f' else 'stroke'}:{colours[colour]}}}"


def add(parent: Element, tag: str, **attributes: object) -> Element:
    """A new element; numbers are written short, `class_` is class, `_` in a name is a hyphen."""
    named = {
        name.rstrip("_").replace("_", "-"): _short(value)
        for name, value in attributes.items()
        if value is not None
    }
    return SubElement(parent, tag, named)


def _short(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def write(
    parent: Element, x: float, y: float, words: str, size: float, class_: str, **more: object
) -> Element:
    """A line of text."""
    made = add(parent, "text", x=x, y=y, font_size=size, class_=class_, **more)
    made.text = plain(words)
    return made


def explain(parent: Element, words: str) -> None:
    """What a reader who hovers or listens is told."""
    if words:
        SubElement(parent, "title").text = plain(words)


def new_sheet(title: str, about: str, language: str, palettes: tuple[Palette, Palette]) -> Sheet:
    """An empty picture with its title and description."""
    root = Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "t d", "lang": language},
    )
    SubElement(root, "title", {"id": "t"}).text = plain(title)
    SubElement(root, "desc", {"id": "d"}).text = plain(about)
    SubElement(root, "style")
    return Sheet(root, palettes)


def finish(sheet: Sheet, wide: float, high: float) -> str:
    """The text of the picture, at its size."""
    for name, value in (
        ("viewBox", f"0 0 {_short(wide)} {_short(high)}"),
        ("width", _short(wide)),
        ("height", _short(high)),
    ):
        sheet.root.set(name, value)
    ground = Element("rect", {"width": "100%", "height": "100%", "class": sheet.tone("f", "paper")})
    sheet.root.insert(3, ground)
    style = sheet.root.find("style")
    assert style is not None
    style.text = sheet.style()
    indent(sheet.root, " ")
    return tostring(sheet.root, encoding="unicode") + "\n"


def draw(diagram: Diagram, panels: list[tuple[Diagram, Layout]], palettes: tuple[Palette, Palette]) -> str:
    """The picture: a heading, each panel below the last, the legend and the notes."""
    sheet = new_sheet(diagram.title, diagram.about, diagram.language, palettes)
    wide = max([420.0, *(layout.width for _, layout in panels)])
    y = _heading(sheet, diagram, wide)
    notes = list(diagram.notes)
    for panel, layout in panels:
        if panel is not diagram:
            write(
                sheet.root,
                MARGIN,
                y + 20,
                panel.title,
                15.0,
                f"serif {sheet.tone('f', 'ink')}",
                font_weight="bold",
            )
            y += 32
        place = add(sheet.root, "g", transform=f"translate({_short(MARGIN)} {_short(y)})")
        draw_panel(sheet, place, panel, layout)
        y += layout.height + 22
        notes += [layout.sentence] if layout.sentence and layout.sentence not in notes else []
    y = _legend(sheet, diagram, y, wide)
    for note in notes:
        for line in wrap(note, 11.0, wide):
            write(sheet.root, MARGIN, y + 11, line, 11.0, sheet.tone("f", "soft"))
            y += 15
    return finish(sheet, wide + 2 * MARGIN, y + 18)


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


def _frame_title(sheet: Sheet, parent: Element, frame: Frame) -> None:
    """Over the lines, with a rim of the ground, so that nothing crosses a word."""
    lines = wrap(frame.group.title, 13.0, max(60.0, frame.wide - 16))
    words = lines[0] if len(lines) == 1 else f"{lines[0]} …"
    look = f"serif {sheet.tone('f', 'ink')} {sheet.tone('s', frame.group.tone)}"
    rim = {"paint_order": "stroke", "stroke_width": "4", "stroke_linejoin": "round", "font_weight": "bold"}
    write(parent, frame.x + 9, frame.y + 18, words, 13.0, look, **rim)
    if frame.group.rule:
        add(
            parent,
            "path",
            d=f"M{_pair((frame.x, frame.y))}h{_short(frame.wide)}",
            class_=sheet.tone("s", "ink"),
            stroke_width=1.6,
            stroke_dasharray="7 4",
        )
        write(
            parent,
            frame.x + frame.wide - 8,
            frame.y - 5,
            frame.group.rule,
            10.5,
            sheet.tone("f", "ink"),
            text_anchor="end",
        )


def _line(sheet: Sheet, parent: Element, line: Line, route: Route) -> None:
    colour, broad = tone(line), pen(line)
    held = add(parent, "g", opacity="0.35" if line.dim else None)
    explain(held, line.about)
    first, *rest = route.points
    path = f"M{_pair(first)}" + "".join(
        f"C{_pair(rest[n])} {_pair(rest[n + 1])} {_pair(rest[n + 2])}" for n in range(0, len(rest) - 2, 3)
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


def _pair(point: tuple[float, float]) -> str:
    return f"{_short(point[0])} {_short(point[1])}"


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
    add(parent, "path", d=f"M{_pair(left)}L{_pair(tip)}L{_pair(right)}Z", class_=sheet.tone("f", colour))


def _label(sheet: Sheet, parent: Element, line: Line, route: Route) -> None:
    if not line.label or route.label is None:
        return
    x, y = route.label
    colour = {"fails": "them", "recover": "ok", "lost": "err"}.get(line.kind, "soft")
    more = {"paint_order": "stroke", "stroke_width": "3", "stroke_linejoin": "round", "text_anchor": "middle"}
    weight = "bold" if line.lit else None
    write(
        parent,
        x,
        y + 3.6,
        line.label,
        LABEL,
        f"{sheet.tone('f', 'ink' if line.lit else colour)} {sheet.tone('s', 'paper')}",
        font_weight=weight,
        **more,
    )


def draw_box(sheet: Sheet, parent: Element, box: Box, spot: Spot) -> None:
    """One box with its words, feet and signs."""
    held = add(parent, "g", opacity="0.45" if box.dim else None)
    explain(held, box.about)
    _outline(sheet, held, box, spot)
    left = spot.x - spot.wide / 2 + PAD + (4 if box.shape in ("drum", "diamond") else 0)
    y = spot.y - spot.high / 2 + PAD + TITLE - 2.5 + (4 if box.shape in ("drum", "diamond") else 0)
    text = f"p{box.tone[1:]}" if box.tone[0] == "o" and box.tone[1:].isdigit() and not box.lit else "soft"
    for line in title_lines(box):
        write(held, left, y, line, TITLE, sheet.tone("f", "ink"), font_weight="bold")
        y += LINE_TITLE
    for line in fact_lines(box):
        write(held, left, y - 1, line, FACT, sheet.tone("f", text))
        y += LINE_FACT
    for foot in box.feet:
        write(held, left, y - 0.5, foot.text, FACT, sheet.tone("f", foot.tone), font_weight="bold")
        y += LINE_FACT
    draw_marks(sheet, held, box.marks, spot.x + spot.wide / 2, spot.y - spot.high / 2)


def _outline(sheet: Sheet, parent: Element, box: Box, spot: Spot) -> None:
    ground = sheet.tone("f", "lit" if box.lit else box.tone)
    edge = sheet.tone(
        "s",
        "litline"
        if box.lit
        else "soft"
        if box.tone == "plain"
        else f"p{box.tone[1:]}"
        if box.tone[1:].isdigit()
        else "soft",
    )
    x, y = spot.x - spot.wide / 2, spot.y - spot.high / 2
    broad = 2.4 if box.lit else 1.0
    if box.shape == "drum":
        dip = 5.0
        path = (
            f"M{_pair((x, y + dip))}A{_short(spot.wide / 2)} {dip} 0 0 1 {_pair((x + spot.wide, y + dip))}V{_short(y + spot.high - dip)}"
            f"A{_short(spot.wide / 2)} {dip} 0 0 1 {_pair((x, y + spot.high - dip))}Z"
        )
        add(parent, "path", d=path, class_=f"{ground} {edge}", stroke_width=broad)
        add(
            parent,
            "path",
            d=f"M{_pair((x, y + dip))}A{_short(spot.wide / 2)} {dip} 0 0 0 {_pair((x + spot.wide, y + dip))}",
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
        draw_sign(sheet, held, mark.severity, x, top, mark.count)
        x -= 18


def draw_sign(sheet: Sheet, parent: Element, severity: str, x: float, y: float, count: int = 0) -> None:
    """One sign, its shape and its colour saying the severity."""
    if severity == "error":
        r, c = 8.2, 3.4
        points = [(-c, -r), (c, -r), (r, -c), (r, c), (c, r), (-c, r), (-r, c), (-r, -c)]
        add(
            parent,
            "path",
            d="M" + "L".join(_pair((x + a, y + b)) for a, b in points) + "Z",
            class_=sheet.tone("f", "err"),
        )
        shade = "paper"
    elif severity == "warning":
        add(
            parent,
            "path",
            d=f"M{_pair((x, y - 9.6))}L{_pair((x + 10, y + 7.4))}L{_pair((x - 10, y + 7.4))}Z",
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
    return y + high + 8


def _sample(sheet: Sheet, look: str, x: float, y: float) -> None:
    if look in ("error", "warning", "info"):
        draw_sign(sheet, sheet.root, look, x + 12, y)
    elif look.startswith("box:"):
        add(
            sheet.root,
            "rect",
            x=x,
            y=y - 7,
            width=24,
            height=14,
            rx=3,
            class_=f"{sheet.tone('f', look[4:])} {sheet.tone('s', 'soft')}",
        )
    else:
        line = Line("", "", kind=look, weight=0.35 if look == "next" else 0.05, lit=look == "lit")
        _line(sheet, sheet.root, line, Route(((x, y), (x + 8, y), (x + 12, y), (x + 18, y)), (x + 25, y)))
