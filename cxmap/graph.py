"""A journey as a graph: touchpoints and the ways between them, with every name resolved and every default filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import networkx as nx

from cxmap.completing import behaves_as, stages_of
from cxmap.element import Element
from cxmap.filekinds import Observation
from cxmap.model import SERVICE, Journey, Stage, Touchpoint
from cxmap.parts import Promise
from cxmap.place import Place
from cxmap.places import Places
from cxmap.register import DataItem, Metric, Owner, Persona, Purpose, Register, Segment, System
from cxmap.vocabulary import Vocabulary, Word
from cxmap.ways import Edge, Flat, flatten

Flow: TypeAlias = "nx.DiGraph[str]"
OPEN_TO_ALL = frozenset({"own", "backstage", "third-party"})
"""Channels every persona can use: they ask nothing of the customer."""
_SERVICE = Purpose.model_construct(_fields_set={"is_"}, is_="essential.service")
object.__setattr__(_SERVICE, "id", SERVICE)


@dataclass(frozen=True, eq=False, repr=False)
class JourneyGraph:
    """One journey with all it refers to, ready for questions.

    `register` holds every name the journey sees: its own and the workspace's. Nested journeys are laid flat:
    their touchpoints have ids `step/inner`. Nothing in it can be changed.
    """

    journey: Journey
    register: Register
    vocabulary: Vocabulary
    places: Places
    observations: tuple[Observation, ...]
    flat: Flat
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    """Every journey of the workspace, as written: customers walk more than one."""

    def __repr__(self) -> str:
        return f"JourneyGraph({self.id!r}: {len(self.touchpoints)} touchpoints)"

    # what is on the map

    @property
    def id(self) -> str:
        """The journey's id."""
        return self.journey.id

    @property
    def title(self) -> str:
        """The journey's title."""
        return self.journey.title

    @property
    def layer(self) -> str:
        """`as-is`, or the layer that was laid over it."""
        return self.places.layer

    @cached_property
    def on_path(self) -> tuple[Touchpoint, ...]:
        """The touchpoints of stages, in file order: the nodes of `flow`."""
        return tuple(self.flat.touchpoints.values())

    @cached_property
    def anytime(self) -> tuple[Touchpoint, ...]:
        """What customers can do from anywhere, in file order."""
        return tuple(self.flat.anytime.values())

    @cached_property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """Every touchpoint a customer can meet: those of stages, then those of anytime."""
        return (*self.on_path, *self.anytime)

    @property
    def containers(self) -> Mapping[str, Touchpoint]:
        """Steps that are journeys of their own; they carry feelings, pains and metrics, but nobody stands there."""
        return self.flat.containers

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages, in file order."""
        return tuple(stages_of(self.journey).values())

    def touchpoint(self, identifier: str) -> Touchpoint:
        """The touchpoint or nested step with this id.

        Raises:
            KeyError: the journey has none.
        """
        for held in (self.flat.touchpoints, self.flat.anytime, self.flat.containers):
            if identifier in held:
                return held[identifier]
        raise KeyError(identifier)

    def has(self, identifier: str) -> bool:
        """Whether the journey has a touchpoint or nested step with this id."""
        return any(
            identifier in held for held in (self.flat.touchpoints, self.flat.anytime, self.flat.containers)
        )

    def expand(self, identifier: str) -> tuple[str, ...]:
        """The touchpoints an id stands for: itself, or the doors of a nested journey."""
        return self.flat.doors.get(identifier, (identifier,))

    def is_anytime(self, identifier: str) -> bool:
        """Whether it can be visited from anywhere."""
        return identifier in self.flat.anytime

    def open_from(self, identifier: str) -> frozenset[str]:
        """From which steps an anytime touchpoint can be visited."""
        return self.flat.open_from.get(identifier) or self._everywhere

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        return frozenset(self.flat.touchpoints)

    def stage_of(self, identifier: str) -> Stage | None:
        """The stage a touchpoint stands in; None for anytime touchpoints."""
        name = self.touchpoint(identifier).stage
        return None if name is None else self._stage_named.get(name)

    @cached_property
    def _stage_named(self) -> Mapping[str, Stage]:
        return {stage.id: stage for stage in self.stages}

    def members(self, stage: str) -> tuple[Touchpoint, ...]:
        """The touchpoints of a stage, in order."""
        return self._members.get(stage, ())

    @cached_property
    def _members(self) -> Mapping[str, tuple[Touchpoint, ...]]:
        found: dict[str, list[Touchpoint]] = {}
        for touchpoint in self.on_path:
            if touchpoint.stage is not None:
                found.setdefault(touchpoint.stage, []).append(touchpoint)
        return {stage: tuple(held) for stage, held in found.items()}

    # names

    @cached_property
    def personas(self) -> tuple[Persona, ...]:
        """The personas who walk this journey."""
        only, barred = self.journey.only, self.journey.not_for
        return tuple(
            persona
            for persona in self.register.personas.values()
            if (not only or persona.id in only) and persona.id not in barred
        )

    def persona(self, identifier: str) -> Persona:
        """The persona with this id; KeyError when unknown."""
        return self.register.personas[identifier]

    def owner(self, identifier: str) -> Owner:
        """The owner with this id; KeyError when unknown."""
        return self.register.owners[identifier]

    def unit_of(self, owner: str) -> str | None:
        """The unit an owner belongs to; None when it is not said."""
        found = self.register.owners.get(owner)
        return None if found is None else found.unit

    @property
    def owners(self) -> Mapping[str, Owner]:
        """Owners by id."""
        return self.register.owners

    @property
    def segments(self) -> Mapping[str, Segment]:
        """Segments by id."""
        return self.register.segments

    @property
    def systems(self) -> Mapping[str, System]:
        """Systems by id."""
        return self.register.systems

    @property
    def data(self) -> Mapping[str, DataItem]:
        """Data items by id."""
        return self.register.data

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """Metrics by id."""
        return self.register.metrics

    @cached_property
    def purposes(self) -> Mapping[str, Purpose]:
        """Purposes by id; `service` exists without being defined."""
        return {SERVICE: _SERVICE, **self.register.purposes}

    def data_key(self, item: str) -> str | None:
        """The taxonomy key of a data item: as said, or the key whose plain word is its id."""
        found = self.data.get(item)
        if found is not None and found.is_ is not None:
            return found.is_
        word = self.vocabulary.get("plain-data", item)
        return None if word is None else word.like

    def purpose_key(self, purpose: str) -> str | None:
        """The taxonomy key of a purpose; None when it is not said."""
        found = self.purposes.get(purpose)
        return None if found is None else found.is_

    def basis(self, purpose: str) -> str | None:
        """The lawful basis of a purpose; None when it is not said."""
        found = self.purposes.get(purpose)
        return None if found is None else found.basis

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What customers were told they will get."""
        return self.journey.promises

    # words

    def word(self, kind: str, word: str) -> Word | None:
        """What the vocabulary knows of a word."""
        return self.vocabulary.get(kind, word)

    def family(self, channel: str) -> str | None:
        """The family of a channel: digital-self, live-voice, live-text, one-way, or None."""
        known = self.vocabulary.get("channel", channel)
        if known is None:
            return None
        if known.family is None and known.like is not None:
            return self.family(known.like)
        return known.family

    def acts_like(self, touchpoint: Touchpoint, *types: str) -> bool:
        """Whether a touchpoint is of one of these types, or of a type that behaves as one."""
        return touchpoint.type in types or behaves_as(touchpoint.type, "type", self.vocabulary) in types

    # the path

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Every way on, those to and from anytime touchpoints included; ways to `end` are `ends`."""
        return tuple(self.flat.edges)

    @cached_property
    def flow(self) -> Flow:
        """The ways between the touchpoints of stages, frozen; edge data `edge` and `kind`."""
        return self._flow_of(self.flat.touchpoints, self.edges)

    @staticmethod
    def _flow_of(nodes: Iterable[str], edges: Iterable[Edge]) -> Flow:
        flow: Flow = nx.DiGraph()
        flow.add_nodes_from(nodes)
        for edge in edges:
            if edge.from_ in flow and edge.to in flow and not flow.has_edge(edge.from_, edge.to):
                flow.add_edge(edge.from_, edge.to, edge=edge, kind=edge.kind)
        nx.freeze(flow)
        return flow

    @cached_property
    def _by_source(self) -> Mapping[str, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.from_)

    @cached_property
    def _by_target(self) -> Mapping[str, tuple[Edge, ...]]:
        return _grouped(self.edges, lambda edge: edge.to)

    def edges_from(self, identifier: str) -> tuple[Edge, ...]:
        """The ways on from a touchpoint, in the order written."""
        return self._by_source.get(identifier, ())

    def edges_into(self, identifier: str) -> tuple[Edge, ...]:
        """The ways that lead to a touchpoint."""
        return self._by_target.get(identifier, ())

    def edge(self, source: str, target: str) -> Edge | None:
        """The way from one touchpoint to another; None when there is none."""
        return next((edge for edge in self.edges_from(source) if edge.to == target), None)

    @cached_property
    def ends(self) -> frozenset[str]:
        """Touchpoints where a customer may properly stop."""
        return frozenset(self.flat.end_shares)

    def end_share(self, identifier: str) -> float:
        """The share of those at a touchpoint who end well here."""
        return self.flat.end_shares.get(identifier, 0.0)

    def drop_off(self, identifier: str) -> float:
        """The share of those at a touchpoint who leave without ending: what no way on explains."""
        onward = sum(edge.share or 0.0 for edge in self.edges_from(identifier))
        if self.is_anytime(identifier):
            return 0.0
        return max(0.0, round(1.0 - onward - self.end_share(identifier), 12))

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """Where customers come in, in file order."""
        return tuple(self.flat.entries)

    @cached_property
    def entry_shares(self) -> Mapping[str, float]:
        """Share of all starts at each entry: given ones first, the rest split equally."""
        given = {entry: share for entry, share in self.flat.entries.items() if share is not None}
        others = [entry for entry in self.flat.entries if entry not in given]
        left = max(0.0, 1.0 - sum(given.values()))
        return {entry: given.get(entry, left / len(others) if others else 0.0) for entry in self.flat.entries}

    @cached_property
    def outcome(self) -> tuple[str, ...]:
        """Where every persona must be able to get to; empty when it is not said."""
        return tuple(one for name in self.journey.outcome for one in self.expand(name))

    def wants(self, persona: Persona) -> tuple[str, ...]:
        """Where this persona wants to get: their own wish if the journey has it, else the outcome."""
        own = tuple(name for name in (_here(want, self.id) for want in persona.wants) if self.has(name))
        return tuple(one for name in own for one in self.expand(name)) or self.outcome

    # who may walk where

    @cached_property
    def unsaid_channels(self) -> frozenset[str]:
        """Touchpoints of stages whose channel is not said."""
        return frozenset(touchpoint.id for touchpoint in self.on_path if not touchpoint.channel)

    def may(self, persona: Persona, only: tuple[str, ...], not_for: tuple[str, ...]) -> bool:
        """Whether `only` and `not_for` both allow a persona."""
        return (not only or persona.id in only) and persona.id not in not_for

    def can_use(self, persona: Persona, touchpoint: Touchpoint) -> bool | None:
        """Whether a persona can and may be at a touchpoint; None when its channel is not said."""
        if not self.may(persona, touchpoint.only, touchpoint.not_for):
            return False
        if not touchpoint.channel:
            return None
        if not persona.channels or OPEN_TO_ALL & set(touchpoint.channel):
            return True
        return bool(set(persona.channels) & set(touchpoint.channel))

    def can_take(self, persona: Persona, edge: Edge) -> bool:
        """Whether a persona may take a way."""
        return self.may(persona, edge.transition.only, edge.transition.not_for)

    def flow_for(self, persona: Persona | None) -> Flow:
        """`flow` without what a persona cannot use or may not; the whole flow for None."""
        if persona is None:
            return self.flow
        if persona.id not in self._flows:
            open_to = [one.id for one in self.on_path if self.can_use(persona, one) is not False]
            self._flows[persona.id] = self._flow_of(
                open_to, (e for e in self.edges if self.can_take(persona, e))
            )
        return self._flows[persona.id]

    @cached_property
    def _flows(self) -> dict[str, Flow]:
        return {}

    # what customers are told, and their rights

    def notice(self, touchpoint: Touchpoint) -> frozenset[str]:
        """The purposes customers are told of at a touchpoint."""
        if touchpoint.notice is True:
            return frozenset(touchpoint.collects)
        return frozenset(touchpoint.notice)

    def rights(self, touchpoint: Touchpoint) -> frozenset[str]:
        """The rights customers can use at a touchpoint; `all` is every right of the laws that apply."""
        named = set(touchpoint.rights)
        if "all" in named:
            named.discard("all")
            laws = {law.removeprefix("uk-") for law in self.journey.law}  # the UK GDPR grants the same rights
            for word in self.vocabulary.lists.get("right", {}).values():
                if word.group is not None and word.group in laws:
                    named.add(word.id)
        return frozenset(named)

    # places

    def place(self, element: object, kind: str | None = None) -> Place:
        """Where an element is written: a model, an edge, an id, `a -> b` or `kind:id`; else the journey's first line."""
        if isinstance(element, Edge):
            return self.place(str(element))
        if isinstance(element, Element | Promise):
            return self.place(element.id, kind or _KINDS.get(type(element).__name__))
        name = str(element)
        if kind is None and ":" in name and " -> " not in name:
            kind, _, name = name.partition(":")
        origin = self.flat.origins.get(name)
        if kind in (None, "touchpoint") and origin is not None:
            return self.places.find(origin[0], "touchpoint", origin[1])
        if " -> " in name:
            return self._place_of_way(*name.split(" -> ", 1))
        return self.places.find(self.id, kind, name)

    def _place_of_way(self, source: str, target: str) -> Place:
        origin = self.flat.origins.get(source)
        if origin is None:
            return self.places.find(self.id, None, source)
        end = self.flat.origins.get(target, ("", target))[1]
        return self.places.find(origin[0], "touchpoint", origin[1], way=end)


def _grouped(edges: Iterable[Edge], key: Callable[[Edge], str]) -> Mapping[str, tuple[Edge, ...]]:
    groups: dict[str, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(key(edge), []).append(edge)
    return {name: tuple(group) for name, group in groups.items()}


def _here(reference: str, journey: str) -> str:
    """The touchpoint a reference names in this journey: `journey.touchpoint` and `touchpoint:id` unwrapped."""
    reference = reference.removeprefix("touchpoint:")
    home, dot, name = reference.partition(".")
    return name if dot and home == journey else reference


_KINDS = {
    "Touchpoint": "touchpoint", "Stage": "stage", "Journey": "journey", "Persona": "persona", "Segment": "segment",
    "Owner": "owner", "Unit": "unit", "Stakeholder": "stakeholder", "System": "system", "DataItem": "data",
    "Purpose": "purpose", "Metric": "metric", "Source": "source", "Log": "log", "Promise": "promise",
}  # fmt: skip


def build_graph(
    journey: Journey,
    register: Register,
    journeys: Mapping[str, Journey],
    vocabulary: Vocabulary,
    places: Places,
    observations: tuple[Observation, ...] = (),
) -> JourneyGraph:
    """Resolve a journey against everything it sees."""
    flat = flatten(journey, journeys, vocabulary)
    return JourneyGraph(journey, register, vocabulary, places, observations, flat, journeys)
