"""Which stage of a customer's life a stage is, whatever a journey calls it."""

from __future__ import annotations

from cxmap import JourneyGraph, Stage


def means_stage(graph: JourneyGraph, stage: Stage, *names: str) -> bool:
    """Whether a stage is one of these, by its `is:`, its id or a word that means the same."""
    name = stage.is_ or stage.id
    word = graph.word("stage", name)
    return name in names or (word is not None and word.group in names)


def find_stages(graph: JourneyGraph, name: str) -> tuple[Stage, ...]:
    """The stages that are this one, in order."""
    return tuple(stage for stage in graph.stages if means_stage(graph, stage, name))
