"""What every diagram of a journey is drawn from: the journey, its audit, and what the reader asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cxmap import (
    JourneyGraph,
    Look,
    RenderError,
    Report,
    ReportedFinding,
    Touchpoint,
    chain_of,
    look_of,
    select,
)
from cxmap_diagrams.diagram import Mark
from cxmap_diagrams.plain import one_line
from cxmap_diagrams.texts import Words

OVERLAYS = ("findings", "measures", "none")


def capital(identifier: str) -> str:
    """An id nobody named, as people write a name."""
    words = identifier.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, eq=False)
class Setting:
    """One journey with its audit, a selection, an overlay and a language."""

    report: Report
    graph: JourneyGraph
    at: str | None = None
    overlay: str = "findings"
    language: str | None = None

    def __post_init__(self) -> None:
        if self.overlay not in OVERLAYS and not self.overlay.startswith("path:"):
            raise RenderError(
                f"`{self.overlay}` is not an overlay; write findings, measures, none or path:a,b,c"
            )
        for step in self.path:
            if not self.graph.has(step):
                raise RenderError(
                    f"`{step}` is not a touchpoint of `{self.graph.id}`; write path:a,b,c with its ids"
                )

    @cached_property
    def words(self) -> Words:
        """Phrases in the reader's language."""
        theme = self.theme
        first = next(iter(self.graph.journey.languages), "en")
        language = self.language or getattr(theme, "language", None) or first
        return Words(language, getattr(theme, "texts", None))

    @property
    def theme(self) -> object:
        """The theme of the workspace, or nothing."""
        return getattr(getattr(self.report.workspace, "config", None), "theme", None)

    @cached_property
    def look(self) -> Look:
        """Colours and fonts, with what the theme changes."""
        return look_of(self.report.workspace)

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The steps of the path that is shown, if one is."""
        if not self.overlay.startswith("path:"):
            return ()
        return tuple(part.strip() for part in self.overlay[5:].split(",") if part.strip())

    @cached_property
    def chosen(self) -> frozenset[str] | None:
        """The touchpoints that were asked for; None when all are."""
        if self.at is None:
            return None
        try:
            held = select(self.graph, self.at, found=self._found)
        except ValueError as error:
            raise RenderError(str(error)) from None
        if not held:
            raise RenderError(f"`{self.at}` matches nothing in `{self.graph.id}`; choose another selection")
        return None if len(held) == len(self.graph.touchpoints) else held

    @property
    def _found(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for finding in self.findings:
            for name in (finding.code, finding.name):
                found.setdefault(name, set()).update(finding.element.split(" -> "))
        return {name: frozenset(held) for name, held in found.items()}

    def shows(self, identifier: str) -> bool:
        """Whether a touchpoint is in the selection."""
        return self.chosen is None or identifier in self.chosen

    @cached_property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """The touchpoints that are shown, in file order."""
        return tuple(one for one in self.graph.touchpoints if self.shows(one.id))

    def say(self, thing: object) -> str:
        """A name in the reader's language, on one line."""
        said = thing.title if hasattr(thing, "title") and not isinstance(thing, str) else thing
        speak = getattr(said, "say", None)
        return one_line(speak(self.words.language) if callable(speak) else str(said))

    def name(self, kind: str, identifier: str) -> str:
        """The name of something in the register, or its id in words."""
        held: Mapping[str, object] = getattr(self.graph.register, kind, {})
        return self.say(held[identifier]) if identifier in held else capital(identifier)

    def notes(self) -> tuple[str, ...]:
        """What has to be said of the whole: the selection, and the verdict where nothing passed."""
        said = []
        if self.graph.layer not in ("", "as-is"):
            said.append(self.words("layer", layer=self.graph.layer))
        if self.at is not None and self.chosen is not None:
            said.append(self.words("only", selection=one_line(self.at)))
        if self.path:
            said.append(
                self.words(
                    "path", path=" > ".join(self.say(self.graph.touchpoint(step)) for step in self.path)
                )
            )
        return tuple(said)

    # findings

    @cached_property
    def findings(self) -> tuple[ReportedFinding, ...]:
        """The findings of this journey, waived ones left out."""
        return tuple(
            one for one in self.report.findings if one.journey in (self.graph.id, None) and one.waived is None
        )

    @cached_property
    def _by_element(self) -> Mapping[str, tuple[ReportedFinding, ...]]:
        held: dict[str, list[ReportedFinding]] = {}
        for finding in self.findings:
            name = finding.element
            for one in {name, name.partition(" -> ")[0], name.partition(":")[2] or name}:
                held.setdefault(one, []).append(finding)
        return {name: tuple(found) for name, found in held.items()}

    def marks(self, *elements: str) -> tuple[Mark, ...]:
        """What was found at an element, by severity; nothing unless findings are shown."""
        if self.overlay != "findings":
            return ()
        found = {one.fingerprint: one for element in elements for one in self._by_element.get(element, ())}
        return tuple(
            self._mark(severity, found.values())
            for severity in ("error", "warning", "info")
            if any(one.severity == severity for one in found.values())
        )

    def _mark(self, severity: str, found: Iterable[ReportedFinding]) -> Mark:
        held = sorted(
            (one for one in found if one.severity == severity), key=lambda one: (one.code, one.fingerprint)
        )
        text = "; ".join(f"{one.code} {one.name}: {one.message}" for one in held)
        return Mark(severity, len(held), f"{self.words(severity)}: {one_line(text)}")

    # numbers

    @cached_property
    def visits(self) -> Mapping[str, float]:
        """How many of one who starts come to each touchpoint."""
        return chain_of(self.graph).visits

    @cached_property
    def observed(self) -> Mapping[str, float]:
        """The share seen on each way, by `a -> b`: the newest that holds for everybody."""
        newest: dict[str, tuple[str, float]] = {}
        for one in self.graph.observations:
            if one.edge is None or one.value is None or one.by:
                continue
            share = one.value.number / 100 if one.value.unit == "%" else one.value.number
            seen = (str(one.asof or ""), share)
            if one.edge not in newest or newest[one.edge][0] <= seen[0]:
                newest[one.edge] = seen
        return {edge: share for edge, (_, share) in newest.items()}

    @cached_property
    def counted(self) -> bool:
        """Whether the author gave any share at all; without one, numbers of people would be invented."""
        return any(edge.transition.share is not None for edge in self.graph.edges) or any(
            isinstance(one.entry, float) for one in self.graph.on_path
        )
