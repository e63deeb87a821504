"""A small static site: every journey with its map, its diagrams and its findings, the registers and a search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cxmap import Report, hookimpl

if TYPE_CHECKING:
    from cxmap_site.assembly import Page


def site_pages(report: Report) -> Iterator[Page]:
    """Every file of the site, the index last."""
    from cxmap_site.assembly import assemble

    return assemble(report)


@hookimpl
def cxmap_renderers() -> list[object]:
    """The site as an archive."""
    from cxmap_site.archive import site

    return [site]
