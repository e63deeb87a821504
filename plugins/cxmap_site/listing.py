"""What the search finds: journeys, touchpoints, register entries and findings, each with where to read on."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap import Report
from cxmap_site.drawings import map_address
from cxmap_site.registers import RegisterTable
from cxmap_site.words import say


@dataclass(frozen=True)
class Entry:
    """One thing to find."""

    text: str
    kind: str
    address: str
    more: str = ""


def find_entries(report: Report, tables: tuple[RegisterTable, ...]) -> tuple[Entry, ...]:
    """Everything worth finding, in the order of the journeys."""
    entries: list[Entry] = []
    for graph in report.workspace.graphs if report.workspace is not None else ():
        if graph.id not in report.journeys:
            continue
        title = say(graph.journey.journey)
        entries.append(Entry(title, "journey", f"{graph.id}/index.html", graph.id))
        for one in graph.touchpoints:
            place = map_address(report, graph.id, one.id) or f"{graph.id}/index.html"
            entries.append(Entry(say(one), "touchpoint", place, f"{one.id}; {title}"))
    for table in tables:
        for row in table.rows:
            entries.append(
                Entry(row.cells[0], table.title.lower(), f"registers.html#{table.id}-{row.id}", row.id)
            )
    for number, finding in enumerate(report.findings):
        page = f"{finding.journey}/index.html" if finding.journey is not None else "index.html"
        entries.append(
            Entry(
                say(finding.message),
                f"{finding.severity} {finding.code}",
                f"{page}#finding-{number + 1}",
                finding.element,
            )
        )
    return tuple(entries)
