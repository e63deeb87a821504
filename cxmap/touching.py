"""Decide what touches a selection of touchpoints: findings on them, on their paths, on what they use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from cxmap.config import ConfigError
from cxmap.place import Place, Problem
from cxmap.report import ReportedFinding, ReportedUnknown
from cxmap.selecting import SelectorError, select_all

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Touchpoint
    from cxmap.workspace import Workspace


class Touch:
    """A selection in every reported journey, and everything the selected touchpoints refer to.

    Raises:
        ConfigError: the selector cannot be read, or it matches nothing anywhere.
    """

    def __init__(self, workspace: Workspace, at: Iterable[str]) -> None:
        selector = " ".join(at)
        place = Place("--at", 1, 1)
        try:
            self.selected = select_all(workspace, selector)
        except SelectorError as error:
            raise ConfigError(Problem(place, "LNG005", str(error))) from None
        self._graphs = {graph.id: graph for graph in workspace.graphs}
        if not any(self.selected.values()):
            raise ConfigError(
                Problem(place, "LNG010", f"`{selector}` matches nothing; choose another selection")
            )

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
        if journey is None:
            return any(self._touches(each, names) for each in self.selected)
        named = {end for name in names for end in name.split(" -> ")}
        bare = {name.partition(":")[2] if ":" in name else name.removeprefix(f"{journey}.") for name in named}
        return bool((named | bare) & self._concerned[journey])

    @cached_property
    def _concerned(self) -> dict[str, frozenset[str]]:
        """By journey: the selected touchpoints, the journey itself, and whatever those touchpoints name."""
        return {
            journey: frozenset(chosen)
            | ({journey} if chosen else set())
            | _named(self._graphs[journey], chosen)
            for journey, chosen in self.selected.items()
        }


def _named(graph: JourneyGraph, chosen: Iterable[str]) -> set[str]:
    named: set[str] = set()
    for identifier in chosen:
        named |= _refers_to(graph.touchpoint(identifier))
        named |= {identifier.partition("/")[0]}
    return named


def _refers_to(touchpoint: Touchpoint) -> set[str]:
    held = {
        *touchpoint.owner,
        *touchpoint.system,
        *touchpoint.metrics,
        *touchpoint.collects,
        *touchpoint.uses,
    }
    for items in (*touchpoint.collects.values(), *touchpoint.uses.values()):
        held.update(items)
    consent = touchpoint.consent
    held.update(consent.asks, consent.requires, consent.withdraws, touchpoint.only)
    if touchpoint.stage is not None:
        held.add(touchpoint.stage)
    return held
