"""How findings stand: open, waived or accepted in a baseline, and how many of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cxmap import Report, ReportedFinding
from cxmap_audits.wording import SEVERITIES


def standing(finding: ReportedFinding) -> str:
    """`waived`, `accepted` (in the baseline), or its severity while it is open."""
    if finding.waived is not None:
        return "waived"
    if finding.baseline == "existing":
        return "accepted"
    return finding.severity


def blocks(finding: ReportedFinding, report: Report) -> bool:
    """Whether a finding fails the audit."""
    rank = SEVERITIES.index(finding.severity)
    return standing(finding) in SEVERITIES and rank <= SEVERITIES.index(report.fail_on)


def worst_first(findings: Iterable[ReportedFinding]) -> list[ReportedFinding]:
    """Open ones by severity, then accepted and waived ones; otherwise in the order of the report."""
    order = (*SEVERITIES, "accepted", "waived")
    return sorted(
        findings, key=lambda finding: (order.index(standing(finding)), SEVERITIES.index(finding.severity))
    )


@dataclass(frozen=True)
class Tally:
    """How many findings stand how."""

    error: int = 0
    warning: int = 0
    info: int = 0
    waived: int = 0
    accepted: int = 0

    @property
    def open(self) -> int:
        """Those neither waived nor accepted."""
        return self.error + self.warning + self.info

    @property
    def marks(self) -> tuple[tuple[str, int], ...]:
        """Each standing that occurs, the worst first."""
        named = ("error", "warning", "info", "accepted", "waived")
        return tuple((name, getattr(self, name)) for name in named if getattr(self, name))


def tally(findings: Iterable[ReportedFinding]) -> Tally:
    """Count findings by how they stand."""
    return Tally(**Counter(standing(finding) for finding in findings))
