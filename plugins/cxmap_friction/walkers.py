"""Who walks a journey, where they want to get, and whether a missing channel lies in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxmap import JourneyGraph, Persona, shortest_path


@dataclass(frozen=True)
class Walker:
    """A persona, or anybody in a journey without personas."""

    persona: Persona | None
    goals: tuple[str, ...]

    @property
    def id(self) -> str | None:
        """The persona's id."""
        return None if self.persona is None else self.persona.id

    @property
    def title(self) -> str:
        """What to call them in a message."""
        return "a customer" if self.persona is None else f"`{self.persona.id}`"

    def element(self) -> str:
        """What a finding about them is about: the persona, else the place they cannot get to in peace."""
        return self.goals[0] if self.persona is None else f"persona:{self.persona.id}"


def walkers(graph: JourneyGraph) -> Iterator[Walker]:
    """The personas, or anybody; without an outcome they want to get to an end."""
    ends = tuple(touchpoint.id for touchpoint in graph.on_path if touchpoint.id in graph.ends)
    if not graph.personas:
        yield Walker(None, graph.outcome or ends)
    for persona in graph.personas:
        yield Walker(persona, graph.wants(persona) or ends)


def goals_unsaid(graph: JourneyGraph) -> bool:
    """Whether nobody said where customers want to get."""
    return not graph.outcome and not any(graph.wants(persona) for persona in graph.personas)


def unsaid_on(graph: JourneyGraph, path: tuple[str, ...]) -> str | None:
    """The first step of a path whose channel is not said."""
    return next((step for step in path if step in graph.unsaid_channels), None)


def needs_unsaid(graph: JourneyGraph, walker: Walker) -> str | None:
    """A step without a channel that the walker cannot avoid on the way to the goals."""
    if not graph.unsaid_channels:
        return None
    avoiding = graph.unsaid_channels
    if shortest_path(graph, None, walker.goals, avoiding=avoiding, persona=walker.id) is not None:
        return None
    path = shortest_path(graph, None, walker.goals, persona=walker.id)
    return None if path is None else unsaid_on(graph, path)
