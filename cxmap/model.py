"""What an author may write about a journey: its stages, its touchpoints, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, PrivateAttr

from cxmap.element import Element, Part, Things, read_key
from cxmap.fields import (
    Day,
    Degree,
    Flag,
    Identifier,
    Ids,
    Languages,
    Names,
    Own,
    Span,
    TextField,
    Texts,
    TimesField,
    Word,
    choice,
    ref,
    share_text,
    text_as_written,
    text_of,
    without_own,
    wrong,
)
from cxmap.parts import (
    Consent,
    Decision,
    Effort,
    Feels,
    ListOf,
    Opportunity,
    Pain,
    PlaceMetric,
    Promises,
    Ways,
)
from cxmap.register import Register
from cxmap.shapes import Bare, Shape
from cxmap.values import Text, Unreadable, read_bool, read_share

if TYPE_CHECKING:
    from cxmap.graph import JourneyGraph

SERVICE = "service"  # the purpose that exists without being defined


def _entry_text(entry: bool | float) -> object:
    return entry if isinstance(entry, bool) else share_text(entry)


def _read_entry(value: object) -> bool | float:
    if isinstance(value, bool | float):
        return value
    text = text_of(value, "`true`, `false` or a share such as `70%`")
    try:
        return read_bool(text) if text.isalpha() else read_share(text)
    except Unreadable as error:
        raise wrong(error.message, error.code) from None


def _read_purposes(value: object) -> object:
    """`{purpose: [data]}`; a bare list of data is for the purpose `service`."""
    return without_own(value) if isinstance(value, Mapping) else {SERVICE: value}


def _read_true_or_many(value: object) -> Literal[True] | tuple[str, ...]:
    if value is True or value == "true":
        return True
    if value is False or value == "false":
        return ()
    many = value if isinstance(value, list | tuple) else (value,)
    return tuple(text_of(one, "`true` or names, such as `[a, b]`") for one in many)


_UNMEASURED = PlaceMetric()


def _read_metrics(value: object) -> object:
    if isinstance(value, Mapping):
        return without_own(value)
    many = value if isinstance(value, list | tuple) else [value]
    return {text_of(one, "metrics, such as `[nps, ces]`"): _UNMEASURED for one in many}


def _read_leaves_out(value: object) -> object:
    if isinstance(value, Mapping):
        return without_own(value)
    many = value if isinstance(value, list | tuple) else [value]
    return {text_of(one, "stages"): None for one in many}


def _leaves_out(stages: dict[str, Text | None]) -> object:
    """Stages left out without a reason are a list."""
    said = {stage: text_as_written(why) for stage, why in stages.items() if why is not None}
    return said or list(stages)


def _read_stage(value: object) -> object:
    """A stage given as a list is its touchpoints."""
    return {"touchpoints": value} if isinstance(value, list | tuple) else value


Purposes = Annotated[
    dict[Annotated[str, ref("purpose")], Annotated[Names, ref("data")]],
    BeforeValidator(_read_purposes),
    Shape("purpose -> data; or data, for the purpose `service`", {}, ({"offers": ["email"]},)),
]
Metrics = Annotated[
    dict[Annotated[str, ref("metric")], PlaceMetric],
    BeforeValidator(_read_metrics),
    Shape("metric(s), or metric -> values", {}, (["ces", "fcr"], {"fcr": {"now": "81%", "n": 88}})),
]
Pains = Annotated[tuple[Pain, ...], ListOf]
Opportunities = Annotated[tuple[Opportunity, ...], ListOf]


class Touchpoint(Element):
    """One contact between a customer and the company, or a step either takes alone."""

    noun: ClassVar[str] = "a touchpoint"
    hidden: ClassVar[frozenset[str]] = frozenset({"id", "stage"})
    instead: ClassVar[Mapping[str, str]] = {
        "end": "write `next: end`",
        "title": "write `name:`",
        "to": "write `next:`",
    }

    stage: str | None = Field(None, exclude=True)
    channel: Annotated[Names, Word("channel")] = Field(
        (), description="Where it happens; several = the customer chooses.", examples=["web"]
    )
    type: Annotated[str | None, Word("type")] = Field(
        None, description="What kind of contact it is.", examples=["form"]
    )
    by: Annotated[str, choice("customer", "company")] | None = Field(
        None, description="Who starts it.", examples=["company"]
    )
    owner: Annotated[Names, ref("owner")] = Field((), description="Who answers for it.")
    lead: Annotated[str | None, ref("owner")] = Field(
        None, description="The one of several owners who decides."
    )
    helps: Annotated[Names, ref("owner")] = Field((), description="Who lends a hand without owning it.")
    system: Annotated[Names, ref("system")] = Field((), description="What it runs on; `[]` = nothing.")
    intent: Annotated[str | None, Word("intent")] = Field(None, description="Why the customer contacts us.")
    level: Annotated[str | None, Word("level")] = Field(None, description="What the step is meant to build.")
    stakes: Degree | None = Field(
        None, description="Cost of a wrong decision for the customer.", examples=["high"]
    )
    moment_of_truth: Flag = Field(False, description="The customer decides here what to think of us.")
    brand_moment: Flag = Field(False, description="Meant to be an experience of the brand.")
    senses: Annotated[
        dict[Annotated[str, choice("sight", "sound", "touch", "taste", "smell")], TextField], Own
    ] = Field(default_factory=dict, description="What the senses meet.", examples=[{"sight": "calm colours"}])
    expects: Texts = Field(
        (), description="What customers expect here.", examples=[["an answer within a day"]]
    )
    quotes: Texts = Field(
        (), description="What customers said, without names.", examples=[["I gave up after the third form"]]
    )
    content: Texts = Field((), description="Articles and videos shown.", examples=[["how to read your bill"]])
    skills: Ids = Field((), description="What the people here must be able to do.", examples=[["listening"]])
    entry: Annotated[
        bool | float,
        PlainValidator(_read_entry),
        PlainSerializer(_entry_text, when_used="json"),
        Shape("true/false or share", {"enum": [True, False]}, ("70%",)),
    ] = Field(False, description="Customers come in here, with this share of all starts.")
    next: Ways | None = Field(None, description="Where customers go; the missing share is drop-off.")
    fails: Ways = Field((), description="Where the customer lands when this step goes wrong.")
    recover: Ways = Field((), description="The way back once it was put right.")
    resolves: Annotated[Names, ref("touchpoint")] = Field(
        (), description="The problem, claim or complaint settled here."
    )
    only: Annotated[Names, ref("persona")] = Field((), description="Personas who may be here.")
    not_for: Annotated[Names, ref("persona")] = Field((), description="Personas who may not.")
    journey: Annotated[str | None, ref("journey")] = Field(
        None, description="This step is a whole journey of its own."
    )
    enter: str | None = Field(
        None, description="By which of its entries customers come in.", examples=["credit_limit"]
    )
    exits: Annotated[dict[str, Annotated[str, ref("touchpoint", also=("end",))]], Own] = Field(
        default_factory=dict,
        description="Where each of its exits leads.",
        examples=[{"credit_limit": "renew"}],
    )
    sla: TimesField | None = Field(
        None, description="How long we promise to take.", examples=["24h", {"p50": "2d", "p90": "8d"}]
    )
    takes: TimesField | None = Field(None, description="How long the customer is busy.", examples=["5m"])
    effort: Effort | None = Field(None, description="Claimed effort points.")
    time_limit: Span | None = Field(None, description="The step times out.", examples=["20m"])
    extendable: Flag = Field(False, description="The customer can ask for more time.")
    acknowledges: Span | None = Field(
        None, description="A complaint is acknowledged within.", examples=["4h"]
    )
    collects: Purposes = Field(
        default_factory=dict, description="What we ask or record here, and for which purpose."
    )
    uses: Purposes = Field(default_factory=dict, description="What is used here, for which purpose.")
    confirms: Annotated[Names, ref("data")] = Field(
        (), description="Shown for confirmation, not asked again."
    )
    notice: Annotated[
        Literal[True] | Annotated[tuple[str, ...], ref("purpose")], PlainValidator(_read_true_or_many)
    ] = Field((), description="What customers are told before we collect: true or purposes.")
    consent: Consent = Field(
        Consent(), description="asks, requires, withdraws.", examples=[{"asks": "offers"}]
    )
    rights: Annotated[Names, Word("right", also=("all",))] = Field(
        (), description="Rights the customer can use here.", examples=["all"]
    )
    decision: Decision | None = Field(
        None, description="Something is decided about the customer.", examples=["automated"]
    )
    parental: Flag = Field(False, description="A parent agrees here.")
    discloses_bot: Flag = Field(False, description="The bot says that it is one.")
    discloses_emotion_ai: Flag = Field(False, description="Customers are told that emotions are analysed.")
    identifies: Annotated[
        Literal[True] | Annotated[tuple[str, ...], Word("identification")], PlainValidator(_read_true_or_many)
    ] = Field((), description="Customers prove who they are, and how.")
    trusts: Annotated[Names, ref("touchpoint")] = Field(
        (), description="Takes over the identification made there."
    )
    can_resolve: Ids = Field(
        (), description="What the people here may settle on the spot.", examples=[["discount", "refund"]]
    )
    knows: Annotated[Names, ref("touchpoint", "promise")] = Field(
        (), description="Offers and promises the people here are briefed on."
    )
    languages: Languages = Field((), description="Languages spoken here.", examples=[["en", "pt"]])
    supports: Annotated[Names, Word("support")] = Field((), description="Aids that lift a barrier.")
    demands: Annotated[Names, Word("demand")] = Field(
        (), description="What the step demands of the customer."
    )
    help: Annotated[Names, ref("touchpoint", word="channel")] = Field(
        (), description="Help offered on this very page.", examples=[["chat"]]
    )
    metrics: Metrics = Field(default_factory=dict, description="What is measured here.")
    feels: Feels = Field(
        Feels(),
        description="How customers feel, and what we believe.",
        examples=[-1, {"customer": 1, "company": 2, "from": "crm", "n": 310}],
    )
    pains: Pains = Field(
        (),
        description="What hurts.",
        examples=[[{"what": "12 questions before a price", "cause": "process"}]],
    )
    opportunities: Opportunities = Field(
        (),
        description="What we could do.",
        examples=[[{"what": "prefill from plate number", "value": "400k"}]],
    )
    linked_from: Annotated[Names, ref("touchpoint", word="channel")] = Field(
        (), description="Only under `anytime`: one step away from there.", examples=[["web", "email"]]
    )


class Stage(Element):
    """A stretch of the path."""

    noun: ClassVar[str] = "a stage"

    is_: str | None = Field(
        None, alias="is", description="Which stage of the model this is.", examples=["discovery"]
    )
    touchpoints: Things[Touchpoint] = Field(
        default_factory=dict,
        description="The steps in order.",
        examples=[{"quote_web": {"channel": "web"}}, ["quote_web", "renew"]],
    )
    owner: Annotated[Names, ref("owner")] = Field((), description="Inherited by its touchpoints.")
    channel: Annotated[Names, Word("channel")] = Field((), description="Inherited by its touchpoints.")
    system: Annotated[Names, ref("system")] = Field((), description="Inherited by its touchpoints.")
    level: Annotated[str | None, Word("level")] = Field(None, description="Inherited by its touchpoints.")
    stakes: Degree | None = Field(None, description="Inherited by its touchpoints.")
    languages: Languages = Field((), description="Inherited by its touchpoints.")
    required: Flag | None = Field(None, description="Nobody should get to the outcome without it.")
    repeats: Flag = Field(False, description="Customers go through it again and again.")
    metrics: Metrics = Field(default_factory=dict, description="Measured for the stage as a whole.")
    pains: Pains = Field(
        (), description="What hurts.", examples=[[{"what": "nobody calls back", "cause": "process"}]]
    )
    opportunities: Opportunities = Field(
        (), description="What we could do.", examples=[[{"what": "one number for all questions"}]]
    )


Answer = Annotated[str | None, ref("metric", "source", "system", "touchpoint", path=True)]


class JourneyEvidence(Part):
    """What answers the five retention questions, and the default for claims."""

    noun: ClassVar[str] = "`evidence`"

    default: Annotated[str, choice("assumed", "observed", "measured")] = Field(
        "assumed", description="Kind of every claim that does not say."
    )
    trend: Answer = Field(None, description="What shows the trend.")
    at_risk: Answer = Field(None, description="What shows who is at risk.")
    reasons_lost: Answer = Field(None, description="What shows why customers leave.")
    actions_that_worked: Answer = Field(None, description="What shows what saved customers.")
    reasons_stayed: Answer = Field(None, description="What shows why loyal ones stay.")


def _door(value: object) -> str:
    """The name of a way out: an id, or `end`."""
    return "end" if value == "end" else read_key(value)


Door = Annotated[str, BeforeValidator(_door)]
StageThings = Things[Annotated[Stage, BeforeValidator(_read_stage)]]


class Journey(Register, Element):
    """A customer journey: its stages and touchpoints in order, and the names only it needs."""

    noun: ClassVar[str] = "a journey"
    short: ClassVar[str | None] = None
    hidden: ClassVar[frozenset[str]] = frozenset({"id", "name"})
    instead: ClassVar[Mapping[str, str]] = {"name": "its title is `journey:`", "title": "write `journey:`"}

    cxmap: str = Field("1", description="Version of the language.")
    journey: TextField = Field(..., description="The title people read.", examples=["Keep good drivers"])
    model: str | None = Field(
        None, description="Which stages a complete journey has.", examples=["opentext-6"]
    )
    leaves_out: Annotated[
        dict[str, TextField | None],
        BeforeValidator(_read_leaves_out),
        Bare(),
        PlainSerializer(_leaves_out, when_used="json"),
    ] = Field(
        default_factory=dict,
        description="Stages left out on purpose, and why.",
        examples=[{"advocacy": "next year"}],
    )
    scope: Texts = Field(
        (), description="Processes that should be on the map.", examples=[["renewal", "claims"]]
    )
    owner: Annotated[Names, ref("owner")] = Field((), description="The accountable owner, exactly one.")
    outcome: Annotated[Names, ref("touchpoint")] = Field(
        (), description="Where every persona must be able to get to."
    )
    goals: Annotated[Names, ref("metric")] = Field((), description="The numbers this journey must move.")
    evidence: JourneyEvidence = Field(
        JourneyEvidence(), description="What answers the five retention questions."
    )
    reviewed: Day | None = Field(None, description="Last time the owner went through it.")
    review_every: Span | None = Field(None, description="How often it must be.", examples=["6 months"])
    law: Annotated[Names, Word("law")] = Field(("gdpr",), description="Which jurisdictions apply.")
    languages: Languages = Field(
        (), description="Languages the touchpoints speak; first = language of labels."
    )
    only: Annotated[Names, ref("persona")] = Field((), description="Personas who walk this journey.")
    not_for: Annotated[Names, ref("persona")] = Field((), description="Personas who do not.")
    stages: StageThings = Field(
        default_factory=dict,
        description="The path, in order.",
        examples=[{"retention": {"touchpoints": {"quote_web": {"channel": "web"}}}}],
    )
    touchpoints: Things[Touchpoint] = Field(
        default_factory=dict,
        description="For a small journey without stages.",
        examples=[{"quote_web": {"channel": "web"}, "renew": {"next": "end"}}],
    )
    anytime: Things[Touchpoint] = Field(
        default_factory=dict,
        description="What customers can do from anywhere.",
        examples=[{"preferences": {"channel": "app"}}],
    )
    promises: Promises = Field((), description="What customers were told they will get.")
    pains: Pains = Field(
        (),
        description="Those that belong to no single step.",
        examples=[[{"what": "nobody owns the whole way", "cause": "process"}]],
    )
    opportunities: Opportunities = Field(
        (),
        description="Those that belong to no single step.",
        examples=[[{"what": "one contact from start to end"}]],
    )
    entries: Annotated[dict[Identifier, Annotated[str, ref("touchpoint")]], Own] = Field(
        default_factory=dict, description="Named doors in, for journeys that contain this one."
    )
    exits: Annotated[dict[Door, Annotated[str, ref("touchpoint")]], Own] = Field(
        default_factory=dict, description="Named doors out.", examples=[{"done": "renew"}]
    )

    _graph: Callable[[], JourneyGraph] | None = PrivateAttr(None)

    def __eq__(self, other: object) -> bool:
        # How its graph is built is no part of what a journey says.
        if not isinstance(other, Journey):
            return NotImplemented
        return self.__dict__ == other.__dict__ and self.model_fields_set == other.model_fields_set

    __hash__ = object.__hash__

    @property
    def title(self) -> str:
        """What people read."""
        return str(self.journey)

    def say(self, *languages: str) -> str:
        """The title in the first of `languages` that has one."""
        return self.journey.say(*languages)

    @property
    def graph(self) -> JourneyGraph:
        """The journey as a graph, with every name resolved.

        Raises:
            LookupError: the journey belongs to no workspace.
        """
        if self._graph is None:
            raise LookupError("a journey has a graph once it belongs to a workspace; load it with cxmap.load")
        return self._graph()

    def bind(self, build: Callable[[], JourneyGraph]) -> None:
        """Let the workspace that owns this journey say how its graph is built."""
        self._graph = build
