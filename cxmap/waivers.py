"""Accepted exceptions: who accepts which finding, why, and until when."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from cxmap.element import Part
from cxmap.fields import Day, Names, TextField
from cxmap.parts import ListOf
from cxmap.place import Place

WaiverState = Literal["active", "expired", "invalid", "unused"]


class Waiver(Part):
    """One accepted exception, as written in waivers.yaml."""

    noun: ClassVar[str] = "a waiver"
    hidden: ClassVar[frozenset[str]] = frozenset({"place"})

    rule: str = Field(..., description="One code or rule name.", examples=["DAT003"])
    at: Names = Field(
        ...,
        description="The finding's element: an id, `kind:id`, `journey.touchpoint` or `a -> b`.",
        examples=["quote_web"],
    )
    journey: Names = Field((), description="Only in these journeys.", examples=[["example"]])
    purpose: Names = Field((), description="Only for these purposes.")
    data: Names = Field((), description="Only for these data.")
    persona: Names = Field((), description="Only for these personas.")
    because: TextField | None = Field(
        None, description="Why this is acceptable.", examples=["replaced in Q1, ticket CX-118"]
    )
    by: TextField | None = Field(None, description="Who accepts it: an owner or a name.", examples=["cco"])
    until: Day | None = Field(None, description="Until when, the day included.", examples=["2027-03-31"])
    approved_by: TextField | None = Field(None, description="Who agreed.", examples=["privacy"])
    place: Annotated[Place, Field(exclude=True)] = Place("waivers.yaml", 1, 1)


class WaiverFile(Part):
    """The file waivers.yaml."""

    noun: ClassVar[str] = "waivers.yaml"

    cxmap: str = Field("1", description="Version of the language.")
    waivers: Annotated[tuple[Waiver, ...], ListOf] = Field(
        ...,
        description="The exceptions.",
        examples=[
            [{"rule": "DAT003", "at": "crm", "because": "replaced in Q1", "by": "cco", "until": "2027-03-31"}]
        ],
    )
