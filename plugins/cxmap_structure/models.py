"""What stage of a model a stage is, and which stages a model requires."""

from __future__ import annotations

from cxmap import JourneyGraph, Stage


def required_stages(graph: JourneyGraph) -> tuple[str, ...]:
    """The stages the journey's model requires, in order; empty without a model."""
    model = graph.journey.model
    if model is None:
        return ()
    own = graph.register.models.get(model)
    if own is not None:
        return own.required or own.stages
    return graph.vocabulary.words(f"stages:{model}")


def model_stage(graph: JourneyGraph, stage: Stage) -> str | None:
    """The stage of the model that a stage is: as said, by its id, or by a word that means the same."""
    model = graph.journey.model
    name = stage.is_ or stage.id
    own = graph.register.models.get(model) if model is not None else None
    known = own.stages if own is not None else graph.vocabulary.words(f"stages:{model}")
    if name in known:
        return name
    if own is not None:
        found = (held for held, words in own.synonyms.items() if name in words)
        return next(found, None)
    row = graph.word("stage", name)
    if row is None:
        return None
    return next((one for one in known if _row(graph, one) == row.group), None)


def _row(graph: JourneyGraph, stage: str) -> str | None:
    word = graph.word("stage", stage)
    return None if word is None else word.group
