"""Pictures in pages: SVG in HTML with the whole map behind it, PNG in LaTeX, words everywhere else."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.util import logging

from cxmap.rendering import RenderError, render
from cxmap.sphinxext.state import app_of, shown_by

logger = logging.getLogger(__name__)


class picture(nodes.General, nodes.Inline, nodes.Element):  # docutils names nodes in small letters
    """A picture of a journey; drawn when a page is written, in the form its builder wants."""


class PictureError(SphinxError):
    """A picture cannot be drawn."""

    category = "cxmap"


def _drawn(translator: Any, node: picture, form: str) -> bytes:
    """The picture in one format.

    Raises:
        PictureError: the renderer cannot draw it.
    """
    held = shown_by(app_of(translator.builder))
    assert held is not None
    try:
        made = render(
            held.report,
            node["what"],
            format=form,
            journey=node["journey"],
            kinds=("picture",),
            **node["options"],
        )
    except RenderError as error:
        raise PictureError(f"{node['what']} of {node['journey']}: {error}") from None
    return made.encode() if isinstance(made, str) else made


def _kept(translator: Any, content: bytes, ending: str) -> str:
    """Write a picture among the builder's images; the name it has there."""
    name = f"cxmap-{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
    folder = Path(translator.builder.outdir) / translator.builder.imagedir
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return name


def _visit_html(self: Any, node: picture) -> None:
    name = _kept(self, _drawn(self, node, "svg"), "svg")
    source = f"{self.builder.imgpath}/{name}"
    attributes = {"src": source, "alt": node["alt"], "class": "cxmap-picture"}
    if node.get("whole"):
        whole = _kept(self, _drawn(self, node, "html"), "html")
        self.body.append(
            self.starttag(node, "a", "", href=f"{self.builder.imgpath}/{whole}", CLASS="cxmap-whole")
        )
        self.body.append(self.emptytag(node, "img", "", **attributes))
        self.body.append("</a>")
    else:
        self.body.append(self.emptytag(node, "img", "", **attributes))
    raise nodes.SkipNode


def _visit_latex(self: Any, node: picture) -> None:
    try:
        name = _kept(self, _drawn(self, node, "png"), "png")
    except PictureError as error:
        logger.warning("%s; its description stands in for it", error, location=node)
        self.body.append(self.encode(node["alt"]))
        raise nodes.SkipNode from None
    folder = self.builder.imagedir
    path = f"{folder}/{name}" if folder else name
    self.body.append(rf"\sphinxincludegraphics[width=\linewidth]{{{path}}}")
    raise nodes.SkipNode


def _visit_words(self: Any, node: picture) -> None:
    self.add_text(f"[{node['alt']}]")
    raise nodes.SkipNode


def _visit_man(self: Any, node: picture) -> None:
    self.body.append(self.deunicode(f"[{node['alt']}]"))
    raise nodes.SkipNode


def add_pictures(app: Any) -> None:
    """Let every builder show pictures its own way."""
    app.add_node(
        picture,
        html=(_visit_html, None),
        latex=(_visit_latex, None),
        texinfo=(_visit_latex, None),
        text=(_visit_words, None),
        man=(_visit_man, None),
    )
