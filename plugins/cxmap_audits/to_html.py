"""The report as a page a board can read and print."""

from __future__ import annotations

from cxmap import Report, renderer


@renderer("html", formats=("html",))
def to_html(report: Report, *, most: int = 500) -> str:
    """For people who sign: verdict, evidence, who has work, waivers, unknowns, every finding with its path.

    Options:
        most: how many findings are drawn, the worst first; the rest are counted.
    """
    from cxmap_audits.page import write_page  # its template engine is not needed by other formats

    return write_page(report, most=most)
