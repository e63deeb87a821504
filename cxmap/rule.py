"""What an author may write of a rule: a selector with an assertion, or a question about paths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from cxmap.checks import Severity
from cxmap.element import Part
from cxmap.fields import Flag, Names, Number, Span, TextField, choice, text_of, wrong

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _rule_name(value: object) -> str:
    text = text_of(value, "a name with hyphens")
    if not _NAME.fullmatch(text):
        raise wrong(
            f"`{text[:60]}` cannot be a rule's name; write small words with hyphens, such as `no-call-without-consent`"
        )
    return text


def _examples(value: object) -> tuple[str, ...]:
    many = value if isinstance(value, list | tuple) else [value]
    return tuple(text_of(one, "the text of a journey, after `|`") for one in many)


Examples = Annotated[tuple[str, ...], BeforeValidator(_examples)]


class Every(Part):
    """Each selected touchpoint has, lacks, meets or reaches something."""

    noun: ClassVar[str] = "`every`"

    select: str = Field(..., description="Which touchpoints.", examples=["type:offer"])
    has: Names = Field((), description="Fields each of them must have.")
    lacks: Names = Field((), description="Fields none of them may have.")
    where: dict[str, str] = Field(default_factory=dict, description='Conditions on fields: {sla: "<= 10m"}.')
    reaches: str | None = Field(
        None, description="What each must be able to get to.", examples=["type:human"]
    )
    steps: Number | None = Field(None, description="Within so many steps.")


class Never(Part):
    """No path leads from here to there without passing that."""

    noun: ClassVar[str] = "`never`"

    from_: str = Field("entry", alias="from", description="Where paths begin.")
    to: str = Field(..., description="Where no path may get to.")
    without: str | None = Field(None, description="What every such path must pass.")
    persona: str | None = Field(None, description="Only for this persona.")


def _limits(value: object) -> object:
    if not isinstance(value, Mapping) or not value:
        raise wrong("`at_most` needs something to count; write `{hand_offs: 2}`", "LNG002")
    return value


class AtMost(Part):
    """How much the best path may need."""

    noun: ClassVar[str] = "`at_most`"

    steps: Number | None = Field(None, description="Steps.")
    hand_offs: Number | None = Field(None, description="Changes of owner.")
    channel_switches: Number | None = Field(None, description="Changes of channel.")
    contacts: Number | None = Field(None, description="Times customers get in touch.")
    transfers: Number | None = Field(None, description="Times customers are passed on.")
    effort: Number | None = Field(None, description="Effort points.")
    likely: Flag = Field(False, description="On the likeliest path instead of the best.")


class Rule(Part):
    """One rule without Python."""

    noun: ClassVar[str] = "a rule"

    name: Annotated[str, BeforeValidator(_rule_name)] = Field(..., description="What people write.")
    severity: Annotated[Severity, choice("error", "warning", "info")] = Field(
        ..., description="How bad a finding is."
    )
    because: TextField = Field(..., description="Why the rule exists.")
    message: TextField | None = Field(
        None, description="What the reader sees; {touchpoint}, {path}, {from}, {to}, {value}."
    )
    every: Every | None = Field(None, description="An assertion on touchpoints.")
    never: Never | None = Field(None, description="A path that must not exist.")
    from_: str | None = Field(
        None, alias="from", description="Where the path of `within` and `at_most` begins."
    )
    to: str | None = Field(None, description="Where it ends.")
    persona: str | None = Field(None, description="Only for this persona.")
    within: Span | None = Field(None, description="The slowest path takes at most.")
    at_most: Annotated[AtMost, BeforeValidator(_limits)] | None = Field(
        None, description="The best path needs at most."
    )
    passes: Examples = Field((), description="Journeys in which the rule finds nothing.")
    fails: Examples = Field((), description="Journeys in which it finds something.")
