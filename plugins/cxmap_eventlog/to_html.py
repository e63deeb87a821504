"""Write what was found as one self-contained page: no script, no request, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from cxmap import look_of, page_policy
from cxmap_eventlog.found import Found
from cxmap_eventlog.page import make_page

TEMPLATES = Path(__file__).parent / "templates"


def write_html(found: Found) -> str:
    """The page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    look = look_of(found.workspace)
    style = look.style() + (TEMPLATES / "trace.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    page = environment.get_template("trace.html.j2").render(
        page=make_page(found), policy=page_policy(style), style=Markup(style), ground=look.attribute
    )
    return str(page)
