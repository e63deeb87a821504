"""The result of an audit: everything a renderer may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from cxmap.checks import Outcome, Severity
from cxmap.place import Place, Problem
from cxmap.waivers import Waiver, WaiverState

if TYPE_CHECKING:
    from cxmap.workspace import Workspace

State = Literal["pass", "fail", "error", "incomplete"]


@dataclass(frozen=True)
class Step:
    """One place on a path or beside a finding."""

    element: str
    place: Place


@dataclass(frozen=True)
class Verdict:
    """What the audit comes to, in a word, an exit code and a sentence."""

    state: State
    exit_code: int
    sentence: str


@dataclass(frozen=True)
class CheckRecord:
    """What became of one planned check, in each journey and as a whole."""

    code: str
    name: str
    severity: Severity
    plugin: str
    version: str
    outcome: Outcome
    journeys: Mapping[str, Outcome] = field(default_factory=dict)
    why_not: str = ""
    doc: str = field(default="", repr=False)


@dataclass(frozen=True)
class ReportedFinding:
    """A finding with everything the engine stamps on it."""

    code: str
    name: str
    severity: Severity
    message: str
    journey: str | None
    element: str
    kind: str
    place: Place
    path: tuple[Step, ...]
    related: tuple[Step, ...]
    fingerprint: str
    waived: Waiver | None = None
    baseline: Literal["new", "existing"] | None = None
    persona: str | None = None
    purpose: str | None = None
    data: str | None = None


@dataclass(frozen=True)
class ReportedUnknown:
    """A place where a check lacked a fact."""

    code: str
    journey: str | None
    element: str
    missing: str
    place: Place


@dataclass(frozen=True)
class WaiverRecord:
    """A waiver and what became of it."""

    waiver: Waiver
    state: WaiverState


@dataclass(frozen=True)
class PluginState:
    """A plugin, what it adds, and whether it could be used."""

    name: str
    version: str
    state: Literal["loaded", "failed", "missing"]
    first_party: bool
    adds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class Report:
    """An audit of one workspace on one day."""

    workspace: Workspace | None
    as_of: date
    profile: str
    fail_on: Severity
    selection: str | None
    verdict: Verdict
    journeys: tuple[str, ...] = ()
    checks: tuple[CheckRecord, ...] = ()
    findings: tuple[ReportedFinding, ...] = ()
    unknown: tuple[ReportedUnknown, ...] = ()
    waivers: tuple[WaiverRecord, ...] = ()
    errors: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    plugins: tuple[PluginState, ...] = ()
    policy: str | None = None
    asked: Mapping[str, object] = field(default_factory=dict)
    renderers: tuple[object, ...] = field(default=(), repr=False, compare=False)
