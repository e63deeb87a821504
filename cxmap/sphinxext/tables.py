"""Tables and definitions as docutils nodes; text from a workspace is only ever text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx import addnodes

Cell = str | nodes.Node | Sequence[nodes.Node]


def table(
    head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int] | None = None
) -> nodes.table:
    """A table with a head."""
    made = nodes.table(classes=["cxmap-table"])
    group = nodes.tgroup(cols=len(head))
    made += group
    for width in widths or [1] * len(head):
        group += nodes.colspec(colwidth=width)
    heading = nodes.thead()
    heading += _row(head)
    group += heading
    body = nodes.tbody()
    group += body
    for row in rows:
        body += _row(row)
    return made


def _row(cells: Sequence[Cell]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        paragraph = nodes.paragraph()
        for part in [cell] if isinstance(cell, str | nodes.Node) else cell:
            paragraph += words(part) if isinstance(part, str) else [part]
        entry += paragraph
        row += entry
    return row


def words(text: str) -> list[nodes.Node]:
    """A message as nodes: what stands between backticks is literal."""
    parts = text.split("`")
    made: list[nodes.Node] = []
    for position, part in enumerate(parts):
        if part:
            made.append(nodes.literal(part, part) if position % 2 else nodes.Text(part))
    return made


def reference(kind: str, target: str, text: str, page: str) -> nodes.Node:
    """A reference to an object of the domain; plain text where no page defines it."""
    return addnodes.pending_xref(
        "", nodes.literal(text, text), refdomain="cxmap", reftype=kind, reftarget=target, refexplicit=True,
        refdoc=page, optional=True,
    )  # fmt: skip
