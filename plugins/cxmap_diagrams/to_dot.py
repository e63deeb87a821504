"""Write a diagram as Graphviz DOT: ids of our own, every label quoted, no HTML-like label, no record."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from cxmap_diagrams.diagram import Box, Diagram, Group, Line
from cxmap_diagrams.palette import LIGHT, SEVERITY
from cxmap_diagrams.plain import plain
from cxmap_diagrams.sizes import box_size, label_size

INLINE_LABELS = 150
"""More lines than this carry no label on the way: label nodes are what makes dot slow."""
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
_STYLES = {"fails": "dashed", "recover": "dashed", "assumed": "dotted", "lost": "dotted"}
_COLOURS = {
    "fails": "them",
    "recover": "ok",
    "data": "us",
    "next": "flowedge",
    "assumed": "flowedge",
    "lost": "err",
    "ways": "flowedge",
    "thin": "flowedge",
}
_SHAPES = {"box": "box", "pill": "box", "drum": "cylinder", "diamond": "diamond", "note": "note"}


def quote(text: str) -> str:
    """A DOT string that shows exactly this text: no escape, no entity, no end of string in it."""
    shown = _ENTITY.sub("&amp;", plain(text)).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + shown.replace("\n", "\\n") + '"'


def to_dot(diagram: Diagram, *, palette: dict[str, str] | None = None, exact: bool = False) -> str:
    """The whole text. `exact` gives every box the size we draw it in, for a layout we draw ourselves."""
    colours = palette or LIGHT
    names = {box.key: f"n{number}" for number, box in enumerate(diagram.boxes)}
    lines = ["digraph {", *_head(diagram, colours, exact)]
    for number, group in enumerate(diagram.groups):
        lines += _group(number, group, diagram, names, colours, exact)
    grouped = {group.key for group in diagram.groups}
    lines += [_box(box, names, colours, exact) for box in diagram.boxes if box.group not in grouped]
    labelled = len(diagram.lines) <= INLINE_LABELS
    lines += [
        _line(number, line, names, colours, labelled, exact) for number, line in enumerate(diagram.lines)
    ]
    lines += [f"  {names[above]} -> {names[below]} [style=invis];" for above, below in stacks(diagram)]
    return "\n".join([*lines, "}", ""])


def _head(diagram: Diagram, colours: dict[str, str], exact: bool) -> Iterator[str]:
    rankdir = "LR" if diagram.direction == "right" else "TB"
    many = len(diagram.boxes) > 150
    yield f"  graph [rankdir={rankdir}, bgcolor={quote(colours['paper'])}, fontname=Helvetica, fontsize=13,"
    yield f"    fontcolor={quote(colours['ink'])}, nodesep=0.28, ranksep=0.5, pad=0.2, newrank=false,"
    if many:
        yield "    nslimit=1, nslimit1=1, mclimit=0.3, splines=polyline,"
    if not exact:
        foot = "\n".join((diagram.title, *diagram.notes))
        yield f"    label={quote(foot)}, labelloc=t, labeljust=l, tooltip={quote(diagram.about)},"
    yield '    charset="UTF-8"];'
    yield '  node [shape=box, style="rounded,filled", fontname=Helvetica, fontsize=11, margin="0.11,0.06",'
    yield f"    color={quote(colours['hair'])}, fillcolor={quote(colours['plain'])}, fontcolor={quote(colours['ink'])}];"
    yield f"  edge [fontname=Helvetica, fontsize=10, arrowsize=0.7, color={quote(colours['flowedge'])}, fontcolor={quote(colours['soft'])}];"


def _group(
    number: int, group: Group, diagram: Diagram, names: dict[str, str], colours: dict[str, str], exact: bool
) -> list[str]:
    title = f"{group.title}\n{group.about}" if group.about and not exact else group.title
    lines = [
        f"  subgraph cluster_{number} {{",
        f"    graph [label={quote(title)}, style=filled, color={quote(colours['hair'])}, margin=12, labeljust=l,"
        f" fillcolor={quote(colours.get(group.tone, colours['band']))}, tooltip={quote(group.title)}];",
    ]
    lines += ["  " + _box(box, names, colours, exact) for box in diagram.members(group.key)]
    return [*lines, "  }"]


def _box(box: Box, names: dict[str, str], colours: dict[str, str], exact: bool) -> str:
    attributes: dict[str, str] = {}
    if exact:
        wide, high = box_size(box)
        attributes |= {
            "label": '""',
            "fixedsize": "true",
            "width": f"{wide / 72:.4f}",
            "height": f"{high / 72:.4f}",
            "shape": "box",
        }
        return f"  {names[box.key]} [{_list(attributes)}];"
    tip = "\n".join([box.about or box.key, *(mark.text for mark in box.marks)])
    attributes |= {
        "label": quote("\n".join(box.said)),
        "tooltip": quote(tip),
        "id": quote(names[box.key]),
    }
    ground = "lit" if box.lit else box.tone
    if colours.get(ground) and ground != "plain":
        attributes["fillcolor"] = quote(colours[ground])
    if box.shape != "box":
        attributes["shape"] = _SHAPES.get(box.shape, "box")
    if box.marks:
        attributes |= {"color": quote(colours[SEVERITY[box.marks[0].severity]]), "penwidth": "2"}
    if box.lit:
        attributes |= {"color": quote(colours["litline"]), "penwidth": "2.5"}
    if box.dim:
        attributes["fontcolor"] = quote(colours["soft"])
    return f"  {names[box.key]} [{_list(attributes)}];"


def _line(
    number: int, line: Line, names: dict[str, str], colours: dict[str, str], labelled: bool, exact: bool
) -> str:
    attributes = {"id": quote(f"e{number}")}
    if labelled and line.label:
        attributes["label"] = _room(line.label) if exact else quote(line.label)
    if not exact:
        attributes |= {
            "penwidth": f"{pen(line):.2f}",
            "color": quote(colours[tone(line)]),
            "tooltip": quote(line.about or line.label),
        }
        if line.kind in _STYLES:
            attributes["style"] = _STYLES[line.kind]
    if line.kind == "ways":
        attributes["dir"] = "both"
    if line.kind in ("fails", "lost"):
        attributes["weight"] = "0"
    return f"  {names[line.source]} -> {names[line.target]} [{_list(attributes)}];"


def stacks(diagram: Diagram) -> list[tuple[str, str]]:
    """Pairs to set below each other: boxes without any line would else stand in one long row."""
    tied = {end for line in diagram.lines for end in (line.source, line.target)}
    pairs: list[tuple[str, str]] = []
    for group in {box.group: None for box in diagram.boxes}:
        alone = [box.key for box in diagram.members(group) if box.key not in tied]
        deep = max(2, math.ceil(math.sqrt(len(alone)))) if diagram.direction == "down" else 3
        pairs += [(above, below) for number, (above, below) in enumerate(pairwise(alone), 1) if number % deep]
    return pairs


def _room(label: str) -> str:
    """A label of as many plain letters as take the room of ours, so that no font decides the layout."""
    return '"' + "0" * max(1, round(label_size(label) / 5.56)) + '"'


def pen(line: Line) -> float:
    """How broad a line is drawn, in points."""
    return 2.6 + 6 * line.weight if line.lit else 0.9 + 9 * max(0.0, min(1.0, line.weight))


def tone(line: Line) -> str:
    """The colour of a line by what it is."""
    return "litline" if line.lit else _COLOURS.get(line.kind, "soft")


def _list(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())
