"""What every diagram of a journey is drawn from: the journey, its audit, and what the reader asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cxmap import (
    JourneyGraph,
    Look,
    RenderError,
    Report,
    ReportedFinding,
    Touchpoint,
    chain_of,
    in_words,
    look_of,
    nearest,
    select,
)
from cxmap_diagrams.diagram import Mark
from cxmap_diagrams.plain import one_line
from cxmap_diagrams.texts import Words

OVERLAYS = ("findings", "measures", "none")
MOST = 3
"""Measures a box names where it stands for several touchpoints; the rest are counted."""


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
        if self.overlay.startswith("path:") and not self.path:
            raise RenderError("the path of the overlay is empty; write path:a,b,c with ids of touchpoints")
        for step in self.path:
            if not self.graph.has(step):
                near = nearest(step, (one.id for one in self.graph.touchpoints))
                hint = f"did you mean `{near}`?" if near else "write path:a,b,c with its ids"
                raise RenderError(f"`{step}` is not a touchpoint of `{self.graph.id}`; {hint}")

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
    def steps(self) -> frozenset[tuple[str, str]]:
        """Each step of the path with the next."""
        return frozenset(pairwise(self.path))

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
        return self.say(held[identifier]) if identifier in held else in_words(identifier)

    def place(self, touchpoint: Touchpoint) -> str:
        """The name of a touchpoint; where another has the same, with the journey or the stage it stands in."""
        name, around = self.say(touchpoint), self._around(touchpoint)
        return f"{name} ({around})" if around and len(self._homes[name]) > 1 else name

    def place_of(self, identifier: str) -> str:
        """The same by its id."""
        return self.place(self.graph.touchpoint(identifier))

    def _around(self, touchpoint: Touchpoint) -> str:
        outer = touchpoint.id.rpartition("/")[0]
        if outer and self.graph.has(outer):
            return self.say(self.graph.touchpoint(outer))
        stage = self.graph.stage_of(touchpoint.id)
        return "" if stage is None else self.say(stage)

    @cached_property
    def _homes(self) -> Mapping[str, set[str]]:
        """Every name, and what the touchpoints of this name stand in."""
        homes: dict[str, set[str]] = {}
        for one in self.graph.touchpoints:
            homes.setdefault(self.say(one), set()).add(self._around(one))
        return homes

    def channels(self, channels: Iterable[str]) -> str:
        """Channels as people say them."""
        return " / ".join(self.words("own") if one == "own" else self.words.plain(one) for one in channels)

    def nothing(self, why: str) -> RenderError:
        """What to raise where a diagram would be empty: because of the selection, else because of what is not written."""
        reason = (
            self.words("nothing_chosen", selection=one_line(str(self.at))) if self.chosen is not None else why
        )
        return RenderError(f"`{self.graph.id}` has nothing for this diagram; {reason}")

    def notes(self) -> tuple[str, ...]:
        """What has to be said of the whole: the layer, the selection, and the path with what is missing of it."""
        said = []
        if self.graph.layer not in ("", "as-is"):
            said.append(self.words("layer", layer=self.graph.layer))
        if self.at is not None and self.chosen is not None:
            said.append(self.words("only", selection=one_line(self.at)))
        if self.path:
            said.append(self.words("path", path=" > ".join(map(self.place_of, self.path))))
            hidden = [self.place_of(step) for step in self.path if not self.shows(step)]
            said += [self.words("path_hidden", names=", ".join(hidden))] if hidden else []
            said += [
                self.words("no_way", one=self.place_of(one), other=self.place_of(other))
                for one, other in pairwise(self.path)
                if all(edge.to != other for edge in self.graph.edges_from(one))
            ]
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

    def measures(self, *touchpoints: Touchpoint, most: int | None = None) -> list[str]:
        """What is measured at these touchpoints, with the value where one is known; nothing unless asked for."""
        if self.overlay != "measures":
            return []
        known: dict[str, list[str]] = {}
        for touchpoint in touchpoints:
            for name, local in touchpoint.metrics.items():
                held = known.setdefault(name, [])
                held += [str(local.now)] if local.now is not None else []
        shown = [f"{self.name('metrics', name)} {self._now(name, set(held))}" for name, held in known.items()]
        if most is None or len(shown) <= most:
            return shown
        return [*shown[:most], self.words("more_measures", n=len(shown) - most)]

    def _now(self, name: str, here: set[str]) -> str:
        """The value measured here; where places differ, or none has its own, that of the whole."""
        whole = self.graph.metrics.get(name)
        if whole is not None and whole.now is not None and len(here) != 1:
            return str(whole.now)
        return " / ".join(sorted(here)) or "?"

    @cached_property
    def visits(self) -> Mapping[str, float]:
        """How many of one who starts come to each touchpoint."""
        return chain_of(self.graph).visits

    @cached_property
    def wanted(self) -> frozenset[str]:
        """Where the company or a persona wants customers to get."""
        return frozenset(self.graph.outcome).union(*map(self.graph.wants, self.graph.personas))

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
