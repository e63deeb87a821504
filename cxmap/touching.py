"""Decide what touches a selection of touchpoints: findings on them, on their paths, on what they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from cxmap.config import ConfigError
from cxmap.place import Place, Problem
from cxmap.report import ReportedFinding, ReportedUnknown
from cxmap.selecting import SelectorError, select_all

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint
    from cxmap.workspace import Workspace

_AT = Place("--at", 1, 1)


class Touch:
    """A selection in every reported journey, and everything the selected touchpoints refer to.

    Raises:
        ConfigError: the selector cannot be read, or it matches nothing anywhere.
    """

    def __init__(self, workspace: Workspace, at: Iterable[str], findings: Iterable[ReportedFinding]) -> None:
        selector = " ".join(at)
        try:
            selected = select_all(workspace, selector, found=_found(findings))
        except SelectorError as error:
            raise ConfigError(Problem(_AT, "LNG005", str(error))) from None
        if not any(selected.values()):
            message = f"`{selector}` matches nothing; choose another selection"
            raise ConfigError(Problem(_AT, "LNG010", message))
        self._concerned = {graph.id: _Concerned(graph, selected[graph.id]) for graph in workspace.graphs}

    def finding(self, finding: ReportedFinding) -> bool:
        """Whether a finding is about the selection. What is wrong with waivers is about everything."""
        if finding.kind == "waiver":
            return True
        names = [finding.element, *(step.element for step in (*finding.path, *finding.related))]
        return self._touches(finding.journey, names)

    def unknown(self, unknown: ReportedUnknown) -> bool:
        """Whether a missing fact is about the selection."""
        return self._touches(unknown.journey, [unknown.element])

    def _touches(self, journey: str | None, names: Iterable[str]) -> bool:
        """Whether a name concerns the selection; one that belongs to no journey may do so in any."""
        ends = [end for name in names for end in name.split(" -> ")]
        if journey is not None:
            return any(end in self._concerned[journey] for end in ends)
        return any(end in concerned for concerned in self._concerned.values() for end in ends)


class _Concerned:
    """The names a selection in one journey concerns, by kind where a name says its kind."""

    def __init__(self, graph: JourneyGraph, chosen: frozenset[str]) -> None:
        self._graph = graph
        self._touchpoints = {*chosen, *(each.partition("/")[0] for each in chosen if "/" in each)}
        self._others = {pair for each in chosen for pair in _refers_to(graph.touchpoint(each))}
        if chosen:
            self._others.add(("journey", graph.id))
        self._bare = {identifier for _, identifier in self._others}

    def __contains__(self, name: str) -> bool:
        kind, colon, identifier = name.partition(":")
        if colon:
            return (
                identifier in self._touchpoints
                if kind == "touchpoint"
                else (kind, identifier) in self._others
            )
        here = name.removeprefix(f"{self._graph.id}.")
        if self._graph.has(here):
            return here in self._touchpoints
        return name in self._bare


def _found(findings: Iterable[ReportedFinding]) -> Mapping[str, frozenset[str]]:
    """Which touchpoints findings concern, by code and by name, for `finding:` in a selector."""
    concerned: dict[str, frozenset[str]] = {}
    for finding in findings:
        names = (finding.element, *(step.element for step in finding.path))
        ends = frozenset(end for name in names for end in name.split(" -> "))
        for word in (finding.code, finding.name):
            concerned[word] = concerned.get(word, frozenset()) | ends
    return concerned


def _refers_to(touchpoint: Touchpoint) -> Iterator[tuple[str, str]]:
    """Everything a touchpoint names, by kind."""
    consent = touchpoint.consent
    purposes = {*touchpoint.collects, *touchpoint.uses, *consent.asks, *consent.requires, *consent.withdraws}
    items = {
        item for held in (touchpoint.collects, touchpoint.uses) for part in held.values() for item in part
    }
    named = {
        "owner": touchpoint.owner,
        "system": touchpoint.system,
        "metric": touchpoint.metrics,
        "purpose": purposes,
        "data": items,
        "persona": touchpoint.only,
        "stage": () if touchpoint.stage is None else (touchpoint.stage,),
    }
    for kind, identifiers in named.items():
        for identifier in identifiers:
            yield kind, identifier
