"""The registers of a workspace as tables: whatever journeys share, and what only one of them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxmap import Report
from cxmap_site.words import capital, say


@dataclass(frozen=True)
class Row:
    """One thing of a register."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RegisterTable:
    """One register: its head and its rows."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def _names(things: Iterable[object]) -> str:
    return ", ".join(capital(str(thing)) for thing in things)


def _text(value: object) -> str:
    return "" if value is None else say(value)


Columns = tuple[tuple[str, Callable[[Any], str]], ...]
_COLUMNS: dict[str, Columns] = {
    "owners": (
        ("Unit", lambda one: _names([one.unit] if one.unit else [])),
        ("Led by", lambda one: _text(one.lead)),
    ),
    "personas": (
        ("Segment", lambda one: _names([one.segment] if one.segment else [])),
        ("Channels", lambda one: ", ".join(one.channels)),
        ("About", lambda one: _text(one.about)),
    ),
    "systems": (
        ("What it is", lambda one: capital(one.app) if one.app else ""),
        ("Run by", lambda one: _names([one.unit] if one.unit else [])),
        ("Feeds", lambda one: _names(one.feeds)),
        ("True copy of", lambda one: _names(one.master)),
    ),
    "data": (
        ("What it is", lambda one: one.is_ or ""),
        ("Kept", lambda one: _text(one.keep)),
        ("How we come by it", lambda one: one.how),
    ),
    "purposes": (
        ("What it is", lambda one: one.is_ or ""),
        ("Lawful basis", lambda one: (one.basis or "").replace("-", " ")),
        ("Assessment", lambda one: _text(one.assessment)),
    ),
    "metrics": (
        ("Now", lambda one: _text(one.now)),
        ("Aim", lambda one: _text(one.target)),
        ("As of", lambda one: _text(one.asof)),
        ("Owner", lambda one: _names([one.owner] if one.owner else [])),
        ("Drives", lambda one: _names(one.drives)),
    ),
    "stakeholders": (("Gains", lambda one: _text(one.gains)), ("Loses", lambda one: _text(one.loses))),
    "sources": (
        ("Type", lambda one: (one.type or "").replace("-", " ")),
        ("Owner", lambda one: _names([one.owner] if one.owner else [])),
    ),
}


def register_tables(report: Report) -> tuple[RegisterTable, ...]:
    """Every register that has something in it."""
    tables = []
    for section, columns in _COLUMNS.items():
        held = _gather(report, section)
        if held:
            head = ("Name", *(title for title, _ in columns))
            rows = tuple(
                Row(name, (say(thing), *(read(thing) for _, read in columns))) for name, thing in held.items()
            )
            tables.append(RegisterTable(section, capital(section), head, rows))
    return tuple(tables)


def _gather(report: Report, section: str) -> Mapping[str, object]:
    if report.workspace is None:
        return {}
    found: dict[str, object] = dict(getattr(report.workspace.register, section))
    for graph in report.workspace.graphs:
        for name, thing in getattr(graph.register, section).items():
            found.setdefault(name, thing)
    return found
