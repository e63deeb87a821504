"""The site as a zip file with fixed dates: the same pages, the same bytes."""

from __future__ import annotations

import io
import zipfile

from cxmap import Report, renderer
from cxmap_site.assembly import assemble

_DATE = (1980, 1, 1, 0, 0, 0)


@renderer("site", kind="export", formats=("zip",))
def site(report: Report) -> bytes:
    """The whole site as one archive; `cxmap build` writes the same pages into a folder."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in assemble(report):
            entry = zipfile.ZipInfo(page.path, _DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, page.content)
    return held.getvalue()
