"""Audit reports for people and machines."""

from __future__ import annotations

from cxmap import Renderer, hookimpl
from cxmap_audits.to_json import to_json
from cxmap_audits.to_text import to_text


@hookimpl
def cxmap_renderers() -> list[Renderer]:
    """The formats of `cxmap check`."""
    return [to_json, to_text]
