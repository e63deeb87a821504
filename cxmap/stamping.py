"""Stamp what a check said: its place, the kind of thing it is about, a fingerprint without line numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from cxmap.checks import Check, Finding, Severity, Unknown, lower
from cxmap.naming import KINDS, RubbishError
from cxmap.place import Place
from cxmap.report import ReportedFinding, ReportedUnknown, Step

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.register import Register
    from cxmap.workspace import Workspace

# What a register calls them -> the word a reference uses.
_REGISTERS = {
    "personas": "persona", "segments": "segment", "owners": "owner", "units": "unit",
    "stakeholders": "stakeholder", "systems": "system", "data": "data", "purposes": "purpose",
    "metrics": "metric", "sources": "source", "logs": "log", "models": "model",
}  # fmt: skip
_ON_THE_MAP = ("touchpoint", "stage")


@dataclass(frozen=True)
class Located:
    """An element by kind and id, as it is written in a waiver's `at`, and its place."""

    kind: str
    identifier: str
    element: str
    place: Place

    @property
    def key(self) -> str:
        """What it is, whatever else may share its id."""
        return f"{self.kind}:{self.identifier}"


@dataclass(frozen=True)
class Locator:
    """Finds what a check named: in one journey, or in the registers of a workspace."""

    workspace: Workspace
    graph: JourneyGraph | None = None

    def locate(self, name: str) -> Located:
        """Find an element by name.

        Raises:
            RubbishError: neither the journey nor a register has it.
        """
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, Located]:
        return {}

    def has(self, name: str) -> bool:
        """Whether there is such an element."""
        try:
            at = self.locate(name)
        except RubbishError:
            return False
        return at.kind in ("edge", "channel") or at.kind in self._kinds.get(at.identifier, ())

    def _find(self, name: str) -> Located:
        if " -> " in name:
            return self._edge(name)
        kind, colon, identifier = name.partition(":")
        if not colon or kind not in KINDS:
            identifier, kinds = name, self._kinds.get(name, ())
            if not kinds:
                raise RubbishError(f"points at `{name}`, which does not exist")
            return self._located(kinds[0], identifier)
        if kind in _ON_THE_MAP and kind not in self._kinds.get(identifier, ()):
            raise RubbishError(f"points at `{name}`, which does not exist")
        return self._located(kind, identifier)

    def _located(self, kind: str, identifier: str) -> Located:
        kinds = self._kinds.get(identifier, ())
        element = identifier if kinds[:1] == (kind,) or len(kinds) < 2 else f"{kind}:{identifier}"
        return Located(kind, identifier, element, self._place(identifier, kind))

    def _edge(self, name: str) -> Located:
        for end in name.split(" -> ", 1):
            if "touchpoint" not in self._kinds.get(end, ()) and end != "end":
                raise RubbishError(f"points at `{name}`, but there is no touchpoint `{end}`")
        return Located("edge", name, name, self._place(name, None))

    def _place(self, identifier: str, kind: str | None) -> Place:
        if self.graph is not None:
            return self.graph.place(identifier, kind)
        journey, dot, inner = identifier.partition(".")
        if dot and kind == "touchpoint":
            return self.workspace.places.find(journey, kind, inner)
        return self.workspace.places.find(identifier if kind == "journey" else "", kind, identifier)

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[str, ...]]:
        """Every id and the kinds of things that have it; the likeliest first."""
        kinds: dict[str, list[str]] = {}
        for kind, identifiers in (*self._on_the_map(), *_registered(self._register)):
            for identifier in identifiers:
                if kind not in kinds.setdefault(identifier, []):
                    kinds[identifier].append(kind)
        return {identifier: tuple(found) for identifier, found in kinds.items()}

    @property
    def _register(self) -> Register:
        return self.graph.register if self.graph is not None else self.workspace.register

    def _on_the_map(self) -> list[tuple[str, Iterable[str]]]:
        journeys = ("journey", list(self.workspace.journeys))
        if self.graph is None:
            graphs = self.workspace.graphs
            everywhere = [f"{graph.id}.{each.id}" for graph in graphs for each in graph.touchpoints]
            return [("touchpoint", everywhere), journeys]
        here = [*(each.id for each in self.graph.touchpoints), *self.graph.containers]
        stages = [stage.id for stage in self.graph.stages]
        promises = [promise.id for promise in self.graph.promises]
        return [("touchpoint", here), ("stage", stages), journeys, ("promise", promises)]


def _registered(register: Register) -> Iterable[tuple[str, Iterable[str]]]:
    return [(kind, list(getattr(register, plural))) for plural, kind in _REGISTERS.items()]


def stamp_finding(
    check: Check, severity: Severity, journey: str | None, finding: Finding, locator: Locator
) -> ReportedFinding:
    """A finding with everything the engine adds.

    Raises:
        RubbishError: it points at something that does not exist.
    """
    at = locator.locate(str(finding.element))
    return ReportedFinding(
        code=check.code,
        name=check.name,
        severity=lower(severity, finding.severity or severity),
        message=finding.message,
        journey=journey,
        element=at.element,
        kind=at.kind,
        place=at.place,
        path=_steps(finding.path, locator),
        related=_steps(finding.related, locator),
        fingerprint=fingerprint(check.code, journey, at.key, finding.persona, finding.purpose, finding.data),
        persona=finding.persona,
        purpose=finding.purpose,
        data=finding.data,
    )


def stamp_unknown(check: Check, journey: str | None, unknown: Unknown, locator: Locator) -> ReportedUnknown:
    """An unknown with its place.

    Raises:
        RubbishError: it points at something that does not exist.
    """
    at = locator.locate(str(unknown.element))
    return ReportedUnknown(check.code, journey, at.element, unknown.missing, at.place)


def _steps(names: Iterable[object], locator: Locator) -> tuple[Step, ...]:
    located = (locator.locate(str(name)) for name in names)
    return tuple(Step(each.element, each.place) for each in located)


def fingerprint(
    code: str,
    journey: str | None,
    element: str,
    persona: str | None = None,
    purpose: str | None = None,
    data: str | None = None,
    *more: str,
) -> str:
    """Sixteen hexadecimal digits that stay the same while the finding is about the same thing."""
    parts = [code, journey or "", element, persona or "", purpose or "", data or "", *more]
    return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def tell_apart(findings: Iterable[ReportedFinding]) -> tuple[ReportedFinding, ...]:
    """Sort findings, and give those that share a fingerprint one each: by what is related, then by number."""
    seen: set[str] = set()
    apart = []
    for finding in sorted(findings, key=order):
        mark = finding.fingerprint
        if mark in seen:
            mark = fingerprint(
                mark, None, "", None, None, None, *sorted(step.element for step in finding.related)
            )
        while mark in seen:
            mark = fingerprint(mark, None, "again")
        seen.add(mark)
        apart.append(replace(finding, fingerprint=mark))
    return tuple(apart)


def order(finding: ReportedFinding) -> tuple[object, ...]:
    """The order in which findings are reported: by journey, place, code and what they are about."""
    return (
        finding.journey or "",
        finding.place,
        finding.code,
        finding.element,
        finding.persona or "",
        finding.purpose or "",
        finding.data or "",
        [step.element for step in finding.related],
        finding.message,
    )
