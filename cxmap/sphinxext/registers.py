"""The registers a page may show, and what their tables hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cxmap.register import Register


@dataclass(frozen=True)
class Columns:
    """The head of a register's table, the kind of its members, and a row for each."""

    kind: str | None
    head: tuple[str, ...]
    row: Callable[[Any], tuple[str, ...]]


def _list(names: Any) -> str:
    return ", ".join(map(str, names)) or "none"


def _said(value: Any) -> str:
    return "not said" if value is None or value == "" else str(value)


REGISTERS: dict[str, Columns] = {
    "owners": Columns("owner", ("Owner", "Unit", "Lead"), lambda o: (o.title, _said(o.unit), _said(o.lead))),
    "personas": Columns(
        "persona",
        ("Persona", "Segment", "Channels", "About"),
        lambda p: (p.title, _said(p.segment), _list(p.channels) if p.channels else "all", _said(p.about)),
    ),
    "segments": Columns(
        "segment",
        ("Segment", "Share of revenue", "Share of customers"),
        lambda s: (s.title, _percent(s.revenue), _percent(s.customers)),
    ),
    "systems": Columns(
        "system",
        ("System", "Role", "Unit", "Feeds"),
        lambda s: (s.title, _said(s.app), _said(s.unit), _list(s.feeds)),
    ),
    "data": Columns(
        "data", ("Data", "Category", "Kept", "How"), lambda d: (d.title, _said(d.is_), _said(d.keep), d.how)
    ),
    "purposes": Columns(
        "purpose", ("Purpose", "Use", "Basis"), lambda p: (p.title, _said(p.is_), _said(p.basis))
    ),
    "sharing": Columns(
        None,
        ("From", "To", "Data", "For", "Told at"),
        lambda s: (s.from_, s.to, _list(s.data), _list(s.for_), _list(s.notice)),
    ),
}


def _percent(share: float | None) -> str:
    return "not said" if share is None else f"{share:.0%}"


def register_rows(name: str, register: Register) -> Iterator[tuple[str, ...]]:
    """The rows of a register's table, in the order written."""
    held = getattr(register, name)
    members = held.values() if isinstance(held, dict) else held
    for member in members:
        yield REGISTERS[name].row(member)
