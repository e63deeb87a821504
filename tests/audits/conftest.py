"""Reports to render: real ones, large ones, and ones whose every word is hostile. Every company is fictional."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap import Place, Report, ReportedFinding, ReportedUnknown, Step, Verdict
from cxmap.audit import Settings, audit
from cxmap.report import CheckRecord, PluginState, WaiverRecord
from cxmap.testing import workspace
from cxmap.waivers import Waiver

DAY = date(2026, 10, 1)
ROOT = Path(__file__).parents[2]
FORMATS = ("text", "json", "sarif", "junit", "github", "markdown", "html")
SHOP = """
owners: {desk: {unit: shop}, cco: {lead: Head of everything}}
owner: cco
see: {channel: web, owner: desk}
ask: {channel: phone, owner: desk, system: crm}
buy: {channel: web, owner: desk, next: end}
"""


@dataclass(frozen=True)
class Kit:
    """Makes reports."""

    def finding(self, element: str = "ask", **more: object) -> ReportedFinding:
        """One finding, as the engine would report it."""
        made = ReportedFinding(
            code="FRI001",
            name="asks-again",
            severity="warning",
            message="`ask` asks again; write `confirms:`",
            journey="fragment",
            element=element,
            kind="touchpoint",
            place=Place("journey.yaml", 5, 1),
            path=(),
            related=(),
            fingerprint="0" * 16,
        )
        return replace(made, **more)  # type: ignore[arg-type]

    def report(self, *findings: ReportedFinding, text: str = SHOP, **more: object) -> Report:
        """A report with these findings."""
        built = workspace(text)
        checks = tuple(
            CheckRecord(
                code,
                name,
                "warning",
                "cxmap_friction",
                "1",
                "finding",
                {graph.id: "finding" for graph in built.graphs},
            )
            for code, name in sorted({(finding.code, finding.name) for finding in findings})
        )
        made = Report(
            workspace=built,
            as_of=DAY,
            profile="full",
            fail_on="error",
            selection=None,
            verdict=Verdict("pass", 0, "pass: it is what it is"),
            journeys=tuple(graph.id for graph in built.graphs),
            checks=(*checks, CheckRecord("STR003", "dead-end", "error", "cxmap_structure", "1", "clean")),
            findings=tuple(findings),
            renderers=cxmap.gather(only_ours=True).renderers,
        )
        return replace(made, **more)  # type: ignore[arg-type]

    def many(self, number: int) -> Report:
        """A report with very many findings; the last one is the only error."""
        path = tuple(
            Step(name, Place("journey.yaml", line, 1)) for line, name in enumerate(("see", "ask", "buy"), 4)
        )
        found = [
            self.finding(message=f"finding number {position}", path=path, fingerprint=f"{position:016x}")
            for position in range(number - 1)
        ]
        last = self.finding(
            message="the worst of all",
            severity="error",
            code="CON001",
            name="use-without-consent",
            fingerprint="f" * 16,
        )
        unknown = tuple(
            ReportedUnknown("FRI002", "fragment", "ask", f"field{position}", Place("journey.yaml", 5, 1))
            for position in range(min(number, 2000))
        )
        return self.report(*found, last, unknown=unknown)

    def hostile(self, word: str) -> Report:
        """A report in which every foreign text is `word`."""
        place = Place("journey.yaml", 2, 1)
        step = Step(word, place)
        waiver = Waiver(rule="FRI001", at=(word,), because=word, by=word, until=DAY, approved_by=word)
        findings = [
            self.finding(
                word,
                message=word,
                path=(step, step),
                related=(step,),
                persona=word,
                purpose=word,
                data=word,
                fingerprint="1" * 16,
            ),
            self.finding(
                word, message=f"`{word}` again", severity="error", related=(step, step), fingerprint="2" * 16
            ),
            self.finding(word, message=word, waived=waiver, fingerprint="3" * 16),
            self.finding(word, message=word, name=word, baseline="existing", fingerprint="4" * 16),
        ]
        checks = (
            CheckRecord(
                "FRI001",
                "asks-again",
                "warning",
                word,
                word,
                "finding",
                {"fragment": "finding"},
                doc=f"{word}\n\n{word}\n\nFix: {word}",
            ),
            CheckRecord("ZZZ001", word, "error", word, word, "not run", {}, why_not=word),
        )
        return self.report(
            *findings,
            checks=checks,
            notes=(word,),
            selection=word,
            unknown=(ReportedUnknown("FRI001", "fragment", word, word, place),),
            waivers=(WaiverRecord(waiver, "active"),),
            plugins=(PluginState(word, word, "failed", False, error=word),),
        )

    def audited(self, folder: Path, *, policy: str | None = None) -> Report:
        """The audit of a real workspace on a fixed day."""
        return audit(cxmap.load(folder), Settings(DAY, policy=policy))

    def render(self, report: Report, form: str, **options: Any) -> str:
        """One format as text."""
        written = cxmap.render(report, form, kinds=("report",), **options)
        assert isinstance(written, str)
        return written

    def codes(self, findings: Sequence[ReportedFinding]) -> list[str]:
        """The codes of findings."""
        return [finding.code for finding in findings]


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Makes reports."""
    return Kit()


@pytest.fixture(scope="session")
def broadband(kit: Kit) -> Report:
    """The audit of a complete example."""
    return kit.audited(ROOT / "journeys" / "broadband")


@pytest.fixture(scope="session")
def insurer(kit: Kit) -> Report:
    """The audit of the reference insurer."""
    home = os.environ.get("CXMAP_REFERENCE")
    if not home or not (Path(home) / "journeys" / "insurer").is_dir():
        pytest.skip("CXMAP_REFERENCE does not name the reference data")
    return kit.audited(Path(home) / "journeys" / "insurer")
