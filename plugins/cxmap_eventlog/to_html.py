"""Write what was found as one self-contained page: no script, no request, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from cxmap_eventlog.found import Found
from cxmap_eventlog.page import make_page

TEMPLATES = Path(__file__).parent / "templates"


def write_html(found: Found) -> str:
    """The page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style = (TEMPLATES / "trace.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    # Our own file, whose hash the policy names; nothing foreign is in it.
    page = environment.get_template("trace.html.j2").render(
        page=make_page(found), policy=policy, style=Markup(style)
    )
    return str(page)
