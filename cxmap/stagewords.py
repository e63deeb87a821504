"""Which stage of its model a stage of a journey is, and which touchpoints stand before or after the sale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph
    from cxmap.model import Stage

Side = Literal["before", "sale", "after"]


def model_stage(graph: JourneyGraph, stage: Stage) -> str:
    """The word of the stage model for a stage: what `is` says, else its id, through the table of synonyms."""
    said = stage.is_ or stage.id
    own = graph.register.models.get(graph.journey.model or "")
    if own is not None:
        return next((word for word, others in own.synonyms.items() if said in others), said)
    known = graph.word("stage", said)
    return said if known is None or known.group is None else known.group


def side_of_sale(graph: JourneyGraph, touchpoint: str) -> Side | None:
    """Whether a touchpoint stands in a stage before the transaction, in it, or after it.

    None for anytime touchpoints and in journeys without a transaction stage.
    """
    words = {stage.id: model_stage(graph, stage) for stage in graph.stages}
    order = list(words)
    sale = next((number for number, name in enumerate(order) if words[name] == "transaction"), None)
    stage = graph.touchpoint(touchpoint).stage
    if sale is None or stage is None:
        return None
    here = order.index(stage)
    return "sale" if here == sale else "before" if here < sale else "after"
