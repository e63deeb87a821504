"""The data register as the audit shows it: one line for each item, with the findings that concern it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxmap import RenderError, Report, ReportedFinding, render
from cxmap_audits.standing import standing, worst_first
from cxmap_audits.wording import NOUNS, spoken


@dataclass(frozen=True)
class Entry:
    """One data item: what for, on which basis, how long, who has it, and how it stands."""

    data: str
    category: str
    special: bool
    purposes: tuple[tuple[str, str], ...]
    kept: str
    held_by: str
    systems: str
    recipients: str
    status: str
    tone: str


def show_register(report: Report) -> tuple[Entry, ...] | None:
    """The register, by data item; None where no plugin writes one."""
    try:
        written = render(report, "register", format="json", kinds=("register",))
    except RenderError:
        return None
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in json.loads(written)["processing"]:
        rows.setdefault(row["data"], []).append(row)
    concerned = _concerned(report)
    return tuple(_entry(same, _about(item, same, concerned)) for item, same in sorted(rows.items()))


def _about(
    item: str, rows: Sequence[Mapping[str, Any]], concerned: Mapping[str, list[ReportedFinding]]
) -> list[ReportedFinding]:
    """Findings about an item itself, else about what it is used for."""
    own = concerned.get(f"data:{item}", [])
    return own or worst_first(one for row in rows for one in concerned.get(f"purpose:{row['purpose']}", ()))


def _entry(rows: Sequence[Mapping[str, Any]], findings: Sequence[ReportedFinding]) -> Entry:
    first = rows[0]
    kept = first["keep"] and f"{first['keep']}{_after(first['keep_after'])}"
    status, tone = _status(findings)
    return Entry(
        data=first["data_title"],
        category=first["data_key"] or "",
        special=first["special"],
        purposes=tuple((row["purpose_title"], row["basis"] or "") for row in rows),
        kept=kept or "",
        held_by=_all(rows, "units"),
        systems=_all(rows, "systems"),
        recipients=_all(rows, "recipients"),
        status=status,
        tone=tone,
    )


def _after(moment: str | None) -> str:
    return f" after {moment}" if moment else ""


def _all(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    return ", ".join(sorted({value for row in rows for value in row[name]}))


def _concerned(report: Report) -> dict[str, list[ReportedFinding]]:
    """Findings by the data item they are about, or by the purpose when they name no item; the worst first."""
    found: dict[str, list[ReportedFinding]] = {}
    for finding in worst_first(report.findings):
        item = finding.data or (finding.element.removeprefix("data:") if finding.kind == "data" else None)
        if item is not None:
            found.setdefault(f"data:{item}", []).append(finding)
        elif finding.purpose is not None:
            found.setdefault(f"purpose:{finding.purpose}", []).append(finding)
    return found


def _status(findings: Sequence[ReportedFinding]) -> tuple[str, str]:
    if not findings:
        return "clean", "mute"
    worst = findings[0]
    how = standing(worst)
    more = f" and {len(findings) - 1} more" if len(findings) > 1 else ""
    tone = {"error": "bad", "warning": "wn"}.get(how, "mute")
    return f"{NOUNS.get(how, how)}: {spoken(worst.name)}{more}", tone
