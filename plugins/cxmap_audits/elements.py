"""What people call an element of a report, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable

from cxmap import JourneyGraph, Report

_REGISTERS = {
    "persona": "personas", "segment": "segments", "owner": "owners", "unit": "units", "stakeholder": "stakeholders",
    "system": "systems", "data": "data", "purpose": "purposes", "metric": "metrics", "source": "sources",
    "log": "logs", "model": "models",
}  # fmt: skip


class Elements:
    """Looks elements up by the name a report gives them, in one journey or in the whole workspace."""

    def __init__(self, report: Report) -> None:
        graphs = report.workspace.graphs if report.workspace is not None else ()
        self._graphs = {graph.id: graph for graph in graphs}
        shared = [report.workspace.register] if report.workspace is not None else []
        self._registers = [*shared, *(graph.register for graph in graphs)]

    def title(self, journey: str | None, element: str) -> str:
        """The words people read; the element as written when nothing of that name is known."""
        if " -> " in element:
            return " to ".join(self.title(journey, end) for end in element.split(" -> ", 1))
        found = self._find(journey, element)
        return str(getattr(found, "title", "") or _plain(element))

    def owners(self, journey: str | None, element: str) -> tuple[str, ...]:
        """Ids of those who answer for an element: its own owners, else those of the journey."""
        found = self._find(journey, element.split(" -> ", 1)[0])
        own = _ids(getattr(found, "owner", ()))
        if own:
            return own
        graph, _ = self._home(journey, element)
        return graph.journey.owner if graph is not None else ()

    def owner_title(self, owner: str) -> str:
        """What people call an owner."""
        for graph in self._graphs.values():
            if owner in graph.owners:
                return graph.owners[owner].title
        return _plain(owner)

    def lead(self, owner: str) -> str:
        """The role that answers for an owner, else what people call the owner."""
        for graph in self._graphs.values():
            if owner in graph.owners and graph.owners[owner].lead is not None:
                return str(graph.owners[owner].lead)
        return self.owner_title(owner)

    def _find(self, journey: str | None, element: str) -> object:
        graph, name = self._home(journey, element)
        kind, colon, bare = name.partition(":")
        if not colon:
            kind, bare = "", name
        if graph is not None and kind in ("", "touchpoint", "stage", "journey", "promise"):
            found = _on_the_map(graph, bare, kind)
            if found is not None:
                return found
        registers = [graph.register] if graph is not None else self._registers
        for register in registers:
            for section_kind, section in _REGISTERS.items():
                things = getattr(register, section, {})
                if kind in ("", section_kind) and bare in things:
                    return things[bare]
        return None

    def _home(self, journey: str | None, element: str) -> tuple[JourneyGraph | None, str]:
        if journey in self._graphs:
            return self._graphs[journey], element
        home, dot, inner = element.partition(".")
        if dot and home in self._graphs:
            return self._graphs[home], inner
        return self._graphs.get(element), element


def _on_the_map(graph: JourneyGraph, name: str, kind: str) -> object:
    if kind in ("", "touchpoint") and graph.has(name):
        return graph.touchpoint(name)
    if kind in ("", "touchpoint") and name in graph.containers:
        return graph.containers[name]
    if kind in ("", "stage"):
        for stage in graph.stages:
            if stage.id == name:
                return stage
    if kind in ("", "journey") and name == graph.id:
        return graph.journey
    if kind in ("", "promise"):
        return next((promise for promise in graph.promises if promise.id == name), None)
    return None


def _ids(owner: object) -> tuple[str, ...]:
    if isinstance(owner, str):
        return (owner,)
    return tuple(str(one) for one in owner) if isinstance(owner, Iterable) else ()


def _plain(name: str) -> str:
    return name.rpartition(":")[2].replace("_", " ")
