"""An SVG picture under way: its elements, its words, and one class for each colour on light and on dark."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cxmap import Look
from cxmap_diagrams.palette import SANS, SERIF, Palette
from cxmap_diagrams.plain import plain

MARGIN = 28.0


@dataclass
class Sheet:
    """An SVG picture that grows downwards."""

    root: Element
    look: Look
    used: set[str] = field(default_factory=set)
    names: int = 0

    def tone(self, kind: str, colour: str) -> str:
        """The class that paints with a colour of the palette, light or dark; `kind` is f(ill) or s(troke)."""
        self.used.add(f"{kind}-{colour}")
        return f"{kind}-{colour}"

    def style(self) -> str:
        """The rules of every class used, for both grounds unless the theme decides."""
        day, night = (self._rules(colours) for colours in (self.look.light, self.look.dark))
        faces = f"text{{font-family:{SANS}}}.serif{{font-family:{SERIF}}}"
        if self.look.starts_dark is not None:
            return faces + (night if self.look.starts_dark else day)
        return faces + day + "@media (prefers-color-scheme:dark){" + night + "}"

    def _rules(self, colours: Palette) -> str:
        return "".join(self._rule(name, colours) for name in sorted(self.used))

    @staticmethod
    def _rule(name: str, colours: Palette) -> str:
        kind, colour = name.split("-", 1)
        return f".{name}{{{'fill' if kind == 'f' else 'stroke'}:{colours[colour]}}}"


def add(parent: Element, tag: str, **attributes: object) -> Element:
    """A new element; numbers are written short, `class_` is class, `_` in a name is a hyphen."""
    named = {
        name.rstrip("_").replace("_", "-"): short(value)
        for name, value in attributes.items()
        if value is not None
    }
    return SubElement(parent, tag, named)


def short(value: object) -> str:
    """A number in as few digits as it needs."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def write(
    parent: Element, x: float, y: float, words: str, size: float, class_: str, **more: object
) -> Element:
    """A line of text."""
    made = add(parent, "text", x=x, y=y, font_size=size, class_=class_, **more)
    made.text = plain(words)
    return made


def write_over(
    sheet: Sheet,
    parent: Element,
    x: float,
    y: float,
    words: str,
    size: float,
    class_: str,
    ground: str,
    **more: object,
) -> None:
    """A line of text with a rim of its ground, so that nothing crosses a word.

    The rim is an element of its own: not every reader of SVG knows `paint-order`.
    """
    rim = {"fill": "none", "stroke_width": 3.5, "stroke_linejoin": "round", "aria_hidden": "true"}
    look = " ".join(part for part in class_.split() if not part.startswith("f-"))
    write(parent, x, y, words, size, f"{look} {sheet.tone('s', ground)}".strip(), **rim, **more)
    write(parent, x, y, words, size, class_, **more)


def explain(parent: Element, words: str) -> None:
    """What a reader who hovers or listens is told."""
    if words:
        SubElement(parent, "title").text = plain(words)


def new_sheet(title: str, about: str, language: str, look: Look) -> Sheet:
    """An empty picture with its title and description."""
    root = Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "t d", "lang": language},
    )
    SubElement(root, "title", {"id": "t"}).text = plain(title)
    SubElement(root, "desc", {"id": "d"}).text = plain(about)
    SubElement(root, "style")
    return Sheet(root, look)


def finish(sheet: Sheet, wide: float, high: float) -> str:
    """The text of the picture, at its size."""
    for name, value in (
        ("viewBox", f"0 0 {short(wide)} {short(high)}"),
        ("width", short(wide)),
        ("height", short(high)),
    ):
        sheet.root.set(name, value)
    ground = Element("rect", {"width": "100%", "height": "100%", "class": sheet.tone("f", "paper")})
    sheet.root.insert(3, ground)
    style = sheet.root.find("style")
    assert style is not None
    style.text = sheet.style()
    indent(sheet.root, " ")
    return tostring(sheet.root, encoding="unicode") + "\n"


def pair(point: tuple[float, float]) -> str:
    """A point as SVG writes it."""
    return f"{short(point[0])} {short(point[1])}"
