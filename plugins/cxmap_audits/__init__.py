"""Audit reports for people and machines."""

from __future__ import annotations

from cxmap import Renderer, hookimpl
from cxmap_audits.to_github import to_github
from cxmap_audits.to_html import to_html
from cxmap_audits.to_json import to_json
from cxmap_audits.to_junit import to_junit
from cxmap_audits.to_markdown import to_markdown
from cxmap_audits.to_pdf import to_pdf
from cxmap_audits.to_sarif import to_sarif
from cxmap_audits.to_text import to_text


@hookimpl
def cxmap_renderers() -> list[Renderer]:
    """The formats of `cxmap check`."""
    return [to_github, to_html, to_json, to_junit, to_markdown, to_pdf, to_sarif, to_text]
