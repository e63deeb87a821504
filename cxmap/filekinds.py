"""Files beside journeys: registers, layers of change, and observations."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic import ValidationInfo as Info

from cxmap.element import Part
from cxmap.fields import Count, Day, Identifier, Own, Period, Value, ref
from cxmap.parts import SOURCES, ListOf
from cxmap.register import Register


class LayerFile(Part):
    """What will be different: changes to one journey on the same ids."""

    noun: ClassVar[str] = "a layer"

    model_config = ConfigDict(extra="allow")

    cxmap: str = Field("1", description="Version of the language.")
    layer: Identifier = Field(..., description="Usually `to-be`.", examples=["to-be"])
    of: Annotated[str, ref("journey")] = Field(..., description="The journey it changes.")
    due: Day | None = Field(None, description="When it should be real.")

    @classmethod
    def _known_keys(cls, value: Any, info: Info) -> Any:
        return value


class Observation(Part):
    """What was measured: a metric at a place, or the share of customers on an edge."""

    noun: ClassVar[str] = "an observation"

    metric: Annotated[str | None, ref("metric")] = Field(None, description="Which metric.", examples=["ces"])
    edge: str | None = Field(None, description="Which edge, `a -> b`.", examples=["quote_web -> renew"])
    journey: Annotated[str | None, ref("journey")] = Field(
        None, description="Which journey, when the place alone does not say.", examples=["example"]
    )
    at: Annotated[str | None, ref("touchpoint", "stage", "journey")] = Field(
        None, description="Touchpoint, stage or journey.", examples=["quote_web"]
    )
    by: Annotated[dict[str, str], Own] = Field(
        default_factory=dict, description="Dimension -> word.", examples=[{"persona": "fay"}]
    )
    value: Value | None = Field(None, description="The value; absent when suppressed.")
    low: Value | None = Field(None, description="Lower end of its interval.")
    high: Value | None = Field(None, description="Upper end of its interval.")
    n: Count | None = Field(None, description="How many counted.")
    excluded: Count | None = Field(None, description="How many were left out.")
    asof: Day | None = Field(None, description="When.")
    period: Period | None = Field(None, description="Covering.")
    from_: Annotated[str | None, SOURCES] = Field(None, alias="from", description="Source or log.")
    method: str | None = Field(None, description="How.")


class ObservationFile(Part):
    """Observations, written by `cxmap measure` and `cxmap trace`."""

    noun: ClassVar[str] = "a file of observations"

    cxmap: str = Field("1", description="Version of the language.")
    observations: Annotated[tuple[Observation, ...], ListOf] = Field(
        ...,
        description="What was measured.",
        examples=[[{"metric": "fcr", "at": "quote_web", "value": "81%", "n": 310}]],
    )


class RegisterFile(Register):
    """A file of names that all journeys share."""

    noun: ClassVar[str] = "a register"
    also_near: ClassVar[frozenset[str]] = frozenset({"journey", "layer", "observations", "rules"})

    cxmap: str = Field("1", description="Version of the language.")
