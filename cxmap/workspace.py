"""A workspace: journeys, the registers they share, the policy they are held to, and the files all of it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from cxmap.completing import changed, stages_of
from cxmap.config import Config
from cxmap.element import give_id
from cxmap.filekinds import Observation
from cxmap.files import SourceFile
from cxmap.graph import JourneyGraph, build_graph
from cxmap.model import Journey
from cxmap.places import Places
from cxmap.register import SECTIONS, Metric, Register
from cxmap.tree import Map
from cxmap.vocabulary import Vocabulary
from cxmap.waivers import Waiver


@dataclass(frozen=True)
class RuleFile:
    """A file of rules without Python, as written."""

    path: str
    rules: Map
    text: str


@dataclass(frozen=True, eq=False)
class Workspace:
    """Everything in one folder, read, resolved and frozen.

    `root` is where it lies (None for one made of texts); it never appears in any output. `alone` names the
    journeys to report when a single file was given.
    """

    name: str
    config: Config
    vocabulary: Vocabulary
    journeys: Mapping[str, Journey]
    register: Register
    places: Places
    files: tuple[SourceFile, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    rules: tuple[RuleFile, ...] = ()
    observations: tuple[Observation, ...] = ()
    layers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    root: Path | None = None
    marked: bool = False
    alone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for identifier, journey in self.journeys.items():
            journey.bind(partial(self.graph, identifier))

    def __repr__(self) -> str:
        return f"Workspace({self.name!r}: {', '.join(self.journeys)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Workspace):
            return NotImplemented
        return self._says() == other._says()

    __hash__ = object.__hash__

    def _says(self) -> tuple[object, ...]:
        """What is compared: everything said, wherever and in whatever style it is written."""
        waivers = [one.model_copy(update={"place": None}) for one in self.waivers]
        return self.journeys, self.register, waivers, self.observations, self.config.__dict__

    def journey(self, identifier: str) -> Journey:
        """The journey with this id; its `graph` has every name resolved.

        Raises:
            KeyError: the workspace has none.
        """
        return self.journeys[identifier]

    def graph(self, identifier: str) -> JourneyGraph:
        """The graph of a journey, built once."""
        if identifier not in self._graphs:
            self._graphs[identifier] = self._build(self.journeys[identifier])
        return self._graphs[identifier]

    @property
    def graphs(self) -> tuple[JourneyGraph, ...]:
        """The graphs of the journeys to report, sorted by id."""
        return tuple(self.graph(identifier) for identifier in self.reported)

    @property
    def reported(self) -> tuple[str, ...]:
        """The ids of the journeys to report: all, or those of the file given."""
        return self.alone or tuple(sorted(self.journeys))

    @cached_property
    def _graphs(self) -> dict[str, JourneyGraph]:
        return {}

    def _build(self, journey: Journey) -> JourneyGraph:
        seen = tuple(one for one in self.observations if self._concerns(one, journey))
        register = self.register_of(journey)
        if not journey.languages:
            journey = changed(journey, {"languages": self.config.languages})
        return build_graph(journey, register, self.journeys, self.vocabulary, self.places, seen)

    def register_of(self, journey: Journey) -> Register:
        """Every name a journey sees: its own, the registers', and those of the journeys inside it."""
        sections: dict[str, object] = {}
        nested = [self.journeys[name] for name in _inside(journey, self.journeys)]
        for section in SECTIONS:
            shared, own = getattr(self.register, section), getattr(journey, section)
            if section == "sharing":
                sections[section] = (*shared, *own)
            elif section == "vocabulary":
                sections[section] = own
            else:
                inner = {key: thing for one in nested for key, thing in getattr(one, section).items()}
                sections[section] = {**inner, **shared, **own} if inner or own else shared
        sections["metrics"] = {**sections["metrics"], **_bare_metrics(journey, sections["metrics"])}  # type: ignore[dict-item]
        return changed(Register(), sections)

    def _concerns(self, seen: Observation, journey: Journey) -> bool:
        if seen.journey is not None:
            return seen.journey == journey.id
        if seen.at is None:
            return seen.edge is not None
        home, dot, _ = seen.at.partition(".")
        return home == journey.id if dot and home in self.journeys else True


def _bare_metrics(journey: Journey, known: object) -> dict[str, Metric]:
    """Metrics the journey names and no register defines: the vocabulary knows them, nothing is said about them."""
    named: dict[str, None] = dict.fromkeys(journey.goals)
    for stage in stages_of(journey).values():
        named.update(dict.fromkeys(stage.metrics))
        for touchpoint in stage.touchpoints.values():
            named.update(dict.fromkeys(touchpoint.metrics))
    for touchpoint in journey.anytime.values():
        named.update(dict.fromkeys(touchpoint.metrics))
    assert isinstance(known, dict)
    return {name: give_id(Metric(), name) for name in named if name not in known}


def _inside(journey: Journey, journeys: Mapping[str, Journey]) -> tuple[str, ...]:
    """The ids of the journeys nested in a journey, at any depth."""
    found: dict[str, None] = {}
    waiting = [journey]
    while waiting:
        for stage in waiting.pop().stages.values():
            for touchpoint in stage.touchpoints.values():
                name = touchpoint.journey
                if name is not None and name in journeys and name not in found:
                    found[name] = None
                    waiting.append(journeys[name])
    return tuple(found)
