"""The data register: who holds what, why, on which basis, for how long, and who else gets it."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

from cxmap import Report, renderer
from cxmap_exchange.page import to_page
from cxmap_exchange.processing import Processing, find_processing

COLUMNS: tuple[tuple[str, str], ...] = (
    ("Purpose", "purpose_title"),
    ("Purpose id", "purpose"),
    ("Purpose key", "purpose_key"),
    ("Lawful basis", "basis"),
    ("Art. 9 condition", "condition"),
    ("Assessment", "assessment"),
    ("Data", "data_title"),
    ("Data id", "data"),
    ("Data category", "data_key"),
    ("Special category", "special"),
    ("How obtained", "how"),
    ("Data subjects", "subjects"),
    ("Controller", "controllers"),
    ("Held by (units)", "units"),
    ("Owners", "owners"),
    ("Systems", "systems"),
    ("Regions", "regions"),
    ("Recipients", "recipients"),
    ("Kept for", "keep"),
    ("Counted from", "keep_after"),
    ("Consent lasts", "lasts"),
    ("Collected at", "collected_at"),
    ("Used at", "used_at"),
    ("Told at", "told_at"),
    ("Asked at", "asked_at"),
    ("Consent on every path", "carried_by"),
    ("Withdrawn at", "withdrawn_at"),
    ("Rights used at", "rights_at"),
    ("May surprise at", "surprises"),
    ("Journeys", "journeys"),
)
RISKY = ("=", "+", "-", "@", "\t", "\r")


@renderer("register", kind="register", formats=("csv", "xlsx", "html", "json"))
def register(report: Report, *, format: str = "csv") -> str | bytes:
    """The data register of the workspace, after Art. 30 GDPR: one line per purpose and data item."""
    rows = find_processing(report)
    if format == "xlsx":
        return _workbook(report, rows)
    if format == "html":
        return to_page(report, [title for title, _ in COLUMNS], [cells(row) for row in rows])
    if format == "json":
        return _json(report, rows)
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([title for title, _ in COLUMNS])
    writer.writerows([[harmless(cell) for cell in cells(row)] for row in rows])
    return held.getvalue()


def cells(row: Processing) -> list[str]:
    """A line as texts; several names are joined by commas."""
    return [_text(getattr(row, name)) for _, name in COLUMNS]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _json(report: Report, rows: tuple[Processing, ...]) -> str:
    lines = [{name: getattr(row, name) for _, name in COLUMNS} for row in rows]
    name = report.workspace.name if report.workspace is not None else ""
    document = {"workspace": name, "as_of": report.as_of.isoformat(), "processing": lines}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _workbook(report: Report, rows: tuple[Processing, ...]) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        # A fixed date, so that the same register gives the same file.
        book.set_properties({"title": "Data register", "created": datetime(1980, 1, 1)})
        sheet = book.add_worksheet("Data register")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (title, _) in enumerate(COLUMNS):
            sheet.write_string(0, column, title, head)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(cells(row)):
                sheet.write_string(line, column, cell, body)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 22)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    return held.getvalue()
