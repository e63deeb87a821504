"""A table as one page that stands alone: no script, no outside request."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cxmap import Report, look_of, page_policy

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent


def to_page(report: Report, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The register as HTML."""
    look = look_of(report.workspace)
    style = look.style() + (HERE / "templates" / "register.css").read_text(encoding="utf-8")
    name = report.workspace.name if report.workspace is not None else ""
    return _template().render(
        name=name,
        as_of=report.as_of.isoformat(),
        titles=titles,
        rows=rows,
        style=style,
        policy=page_policy(style),
        ground=look.attribute,
        logo=look.logo,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("register.html.j2")
