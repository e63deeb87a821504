"""What all journeys of a workspace share: owners, personas, systems, data, purposes, metrics, sources and their like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
)

from cxmap import shapes
from cxmap.element import Element, Part, Things
from cxmap.fields import (
    Count,
    Day,
    Flag,
    Identifier,
    Ids,
    Languages,
    Names,
    Number,
    Own,
    Positive,
    Share,
    Span,
    TextField,
    Texts,
    Value,
    Word,
    choice,
    ref,
    text_of,
    without_own,
    wrong,
)
from cxmap.ownwords import Attestation, NewWords, known_questions
from cxmap.parts import SOURCES, History, ListOf, Status
from cxmap.shapes import Bare
from cxmap.tables import Every, Log, Quality, Source
from cxmap.values import Unreadable, read_number


class Owner(Element):
    """A team that answers for something."""

    noun: ClassVar[str] = "an owner"

    unit: Annotated[str | None, ref("unit")] = Field(None, description="The division that holds the data.")
    lead: TextField | None = Field(
        None, description="The role that answers, not a person's name.", examples=["Head of customer care"]
    )
    level: Annotated[str | None, Word("level")] = Field(None, description="support, loyalty or advocacy.")
    skills: Ids = Field((), description="What the team can do.", examples=[["listening", "negotiating"]])
    training: Texts = Field((), description="What it learns.", examples=[["two weeks with the claims team"]])
    behaviours: Texts = Field(
        (), description="What good looks like.", examples=[["asks once and writes it down"]]
    )


class Unit(Element):
    """A division of the company."""

    noun: ClassVar[str] = "a unit"

    organisation: TextField | None = Field(
        None, description="The legal organisation it belongs to.", examples=["Example Ltd (fictional)"]
    )


class Stakeholder(Element):
    """Somebody affected by the journey who does not own it."""

    noun: ClassVar[str] = "a stakeholder"

    unit: Annotated[str | None, ref("unit")] = Field(None, description="Where they sit.")
    affected: Annotated[Names, ref("touchpoint", "stage")] = Field((), description="Where they are affected.")
    gains: TextField | None = Field(
        None, description="What they gain.", examples=["fewer complaints to answer"]
    )
    loses: TextField | None = Field(None, description="What they lose.", examples=["two people of the team"])
    informed: Annotated[Names, ref("source")] = Field((), description="What they get to see.")


class Segment(Element):
    """A group of customers."""

    noun: ClassVar[str] = "a segment"

    revenue: Share | None = Field(None, description="Share of revenue.")
    customers: Share | None = Field(None, description="Share of customers.")
    basis: Annotated[str, choice("revenue", "strategic", "growth", "clv")] = Field(
        "revenue", description="Why it is a tier."
    )


def _points(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = text_of(value, "a number of 1 to 10")
    try:
        number = read_number(text)
    except Unreadable as error:
        raise wrong(error.message, error.code) from None
    if not 1 <= number <= 10:
        raise wrong(f"`{text}` is not between 1 and 10; write a number of 1 to 10")
    return number


Points = Annotated[
    float,
    PlainValidator(_points),
    PlainSerializer(lambda points: f"{points:g}", return_type=str, when_used="json"),
    shapes.number("1 to 10", 7, minimum=1, maximum=10),
]


class Persona(Element):
    """A kind of customer who walks the journeys."""

    noun: ClassVar[str] = "a persona"

    segment: Annotated[str | None, ref("segment")] = Field(None, description="Which group.")
    wants: Annotated[Names, ref("touchpoint")] = Field((), description="Where this persona wants to get.")
    channels: Annotated[Names, Word("channel")] = Field(
        (), description="What they can and will use, preferred first.", examples=[["app", "chat", "phone"]]
    )
    age: Count | None = Field(None, description="Years.", examples=[24])
    language: Languages = Field((), description="What they speak.")
    needs: Annotated[Names, Word("need")] = Field((), description="Barriers.")
    expects: Annotated[dict[Annotated[str, Word("channel")], Span], Own] = Field(
        default_factory=dict,
        description="How fast they expect an answer, per channel.",
        examples=[{"phone": "2m", "email": "24h"}],
    )
    effort_budget: Number | None = Field(None, description="How much effort they put up with.")
    role: Annotated[str, choice("decision-maker", "recommender", "influencer")] | None = Field(
        None, description="In a company that buys."
    )
    subject: Annotated[str, Word("subject")] = Field(
        "customer", description="Data subject: customer, prospect, employee .."
    )
    manager: Annotated[str | None, ref("owner")] = Field(
        None, description="The one contact across the lifecycle."
    )
    job: TextField | None = Field(
        None, description="What they hire us for.", examples=["insure the first car without being cheated"]
    )
    outcomes: Annotated[dict[Annotated[str, choice("functional", "social", "personal")], TextField], Own] = (
        Field(
            default_factory=dict,
            description="What they hope for.",
            examples=[{"functional": "a price in minutes"}],
        )
    )
    values: Annotated[
        dict[Annotated[str, choice("product", "service", "personnel", "image")], Points], Own
    ] = Field(default_factory=dict, description="What they get: product, service, personnel, image, 1 to 10.")
    costs: Annotated[dict[Annotated[str, choice("money", "time", "energy", "worry")], Points], Own] = Field(
        default_factory=dict, description="What it costs them: money, time, energy, worry, 1 to 10."
    )


class Feed(Part):
    """Data flowing from one system to another."""

    short: ClassVar[str | None] = "delay"
    noun: ClassVar[str] = "a feed"

    delay: Span | None = Field(None, description="How late it arrives.")
    data: Annotated[Names, ref("data")] = Field((), description="Which items; default all.")


def _feeds(value: object) -> object:
    if isinstance(value, Mapping):
        return without_own(value)
    if isinstance(value, list | tuple):
        return {text_of(one, "a system"): Feed() for one in value}
    return {text_of(value, "a system"): Feed()}


class System(Element):
    """A system touchpoints run on."""

    noun: ClassVar[str] = "a system"

    app: Annotated[str | None, Word("app")] = Field(None, description="The role it plays.")
    unit: Annotated[str | None, ref("unit")] = Field(None, description="Who runs it.")
    feeds: Annotated[dict[Annotated[str, ref("system")], Feed], BeforeValidator(_feeds), Bare()] = Field(
        default_factory=dict, description="Where its data flows.", examples=["crm", {"crm": "1d"}]
    )
    master: Annotated[Names, ref("data")] = Field((), description="It holds the true copy of these.")
    provides: Annotated[Names, ref("data")] = Field((), description="Holds data that no touchpoint collects.")
    identifies_by: Annotated[Names, ref("data")] = Field((), description="How it recognises a customer.")
    quality: Quality | None = Field(
        None, description="Last data quality check.", examples=[{"complete": "97%", "checked": "2026-10-20"}]
    )
    external: Flag = Field(False, description="Run by another company.")
    region: TextField | None = Field(None, description="Where it stores and processes.", examples=["EU"])
    product: TextField | None = Field(None, description="The product's name.", examples=["Example CRM"])


class DataItem(Element):
    """A piece of data about customers."""

    short: ClassVar[str | None] = "is_"
    noun: ClassVar[str] = "a data item"

    is_: Annotated[str | None, Word("data")] = Field(
        None, alias="is", description="Taxonomy key.", examples=["user.contact.email"]
    )
    keep: Span | None = Field(None, description="How long we keep it.", examples=["3y"])
    keep_after: TextField | None = Field(
        None, description="From when that counts.", examples=["contract ends"]
    )
    how: Annotated[str, choice("asked", "observed", "derived", "received")] = Field(
        "asked", description="How we come by it."
    )
    special: Annotated[str | None, Word("special")] = Field(
        None, description="Condition for special-category data."
    )
    valid_for: Span | None = Field(None, description="Asking again is fair after this.")
    changes: Flag = Field(False, description="Differs each time, may always be asked.")


class Purpose(Element):
    """What data is used for."""

    short: ClassVar[str | None] = "is_"
    noun: ClassVar[str] = "a purpose"

    is_: Annotated[str | None, Word("purpose")] = Field(
        None, alias="is", description="Taxonomy key.", examples=["essential.service"]
    )
    basis: Annotated[str | None, Word("basis")] = Field(
        None, description="Lawful basis.", examples=["consent"]
    )
    special: Annotated[str | None, Word("special")] = Field(
        None, description="Condition for special categories."
    )
    assessment: TextField | None = Field(
        None, description="The balancing test or impact assessment.", examples=["docs/balancing.md"]
    )
    compatible: Annotated[Names, ref("purpose")] = Field(
        (), description="Further purposes assessed as compatible."
    )
    necessary: Flag | None = Field(None, description="The service does not work without it.")
    soft_opt_in: Flag = Field(False, description="The existing-customer exception is claimed.")
    lasts: Span | None = Field(None, description="How long a yes is valid.")
    keep: Span | None = Field(None, description="Upper limit for data used for it.")


class Sharing(Part):
    """Data crossing a unit's border, and why it may."""

    noun: ClassVar[str] = "a sharing"

    from_: Annotated[str, ref("unit")] = Field(
        ..., alias="from", description="Who gives.", examples=["growth"]
    )
    to: Annotated[str, ref("unit", "system")] = Field(..., description="Who gets.", examples=["service"])
    data: Annotated[Names, ref("data")] = Field(..., description="What.")
    for_: Annotated[Names, ref("purpose")] = Field(..., alias="for", description="Why.")
    notice: Annotated[Names, ref("touchpoint")] = Field((), description="Where customers are told.")
    basis: Annotated[str | None, Word("basis")] = Field(
        None, description="Why it may; default: the purpose's."
    )


class Metric(Element):
    """A number somebody watches."""

    short: ClassVar[str | None] = "target"
    noun: ClassVar[str] = "a metric"

    kind: Annotated[str | None, Word("metric")] = Field(
        None, description="Which formula; default: the id when known, else kpi."
    )
    baseline: Value | None = Field(None, description="Before.")
    target: Value | None = Field(None, description="Aim.", examples=["83%"])
    now: Value | None = Field(None, description="Last measured.")
    n: Count | None = Field(None, description="Sample of `now`.")
    asof: Day | None = Field(None, description="Date of `now`.")
    due: Day | None = Field(None, description="By when the target should be met.")
    status: Status | None = Field(None, description="What you claim.")
    history: History = Field(
        default_factory=dict, description="Earlier points.", examples=[{"2025-10-01": "79%"}]
    )
    every: Every = Field("month", description="How often it is measured.")
    owner: Annotated[str | None, ref("owner")] = Field(None, description="Who answers for it.")
    from_: Annotated[str | None, SOURCES] = Field(None, alias="from", description="Where it comes from.")
    drives: Annotated[Names, ref("metric")] = Field((), description="Which number follows it.")
    by: Ids = Field(
        (), description="Drill-down: persona, segment, channel ..", examples=[["persona", "channel"]]
    )
    incentive: Flag = Field(False, description="People are paid by it.")
    watch: Flag = Field(False, description="Looked at, no target on purpose.")
    class_: Annotated[str, choice("cost", "revenue", "experience")] | None = Field(
        None, alias="class", description="For a kpi."
    )
    category: (
        Annotated[
            str,
            choice(
                "satisfaction",
                "loyalty-retention-churn",
                "advocacy",
                "product-quality",
                "employee-engagement",
                "operational",
            ),
        ]
        | None
    ) = Field(None, description="For a kpi.")
    better: Annotated[str, choice("higher", "lower", "neutral")] | None = Field(
        None, description="Direction."
    )
    unit: TextField | None = Field(None, description="For a kpi.", examples=["calls a day"])
    question: TextField | None = Field(
        None, description="Wording of the question.", examples=["How easy was it to get help?"]
    )
    scale: Positive | None = Field(None, description="Points of the scale.", examples=[7])
    variant: str | None = Field(None, description="Formula variant.", examples=["gross"])
    options: Annotated[dict[str, Any], Own] = Field(
        default_factory=dict,
        description="Options of the kind: window, grace, threshold ..",
        examples=[{"window": "7d"}],
    )


class StageModel(Element):
    """Which stages a complete journey has."""

    noun: ClassVar[str] = "a stage model"

    stages: Ids = Field((), description="The stages, in order.", examples=[["find", "buy", "use"]])
    required: Ids = Field((), description="Those no journey may lack.", examples=[["find"]])
    synonyms: Annotated[dict[Identifier, Ids], Own] = Field(
        default_factory=dict, description="Stage -> other words for it.", examples=[{"find": ["discovery"]}]
    )


class Register(Part):
    """Names that journeys share, or that only one journey needs."""

    noun: ClassVar[str] = "a register"

    owners: Things[Owner] = Field(
        default_factory=dict, description="Teams that answer.", examples=[{"care": {"unit": "service"}}]
    )
    units: Things[Unit] = Field(
        default_factory=dict, description="Divisions.", examples=[{"service": {}, "growth": {}}]
    )
    stakeholders: Things[Stakeholder] = Field(
        default_factory=dict,
        description="Others affected.",
        examples=[{"regulator": {"gains": "fewer complaints"}}],
    )
    personas: Things[Persona] = Field(
        default_factory=dict,
        description="Kinds of customers.",
        examples=[{"fay": {"channels": ["app", "phone"]}}],
    )
    segments: Things[Segment] = Field(
        default_factory=dict, description="Groups of customers.", examples=[{"gold": {"revenue": "60%"}}]
    )
    systems: Things[System] = Field(
        default_factory=dict, description="Systems.", examples=[{"crm": {"app": "crm"}}]
    )
    data: Things[DataItem] = Field(
        default_factory=dict,
        description="Data about customers.",
        examples=[{"email": {"is": "user.contact.email", "keep": "3y"}}],
    )
    purposes: Things[Purpose] = Field(
        default_factory=dict,
        description="What data is used for.",
        examples=[{"offers": {"is": "marketing.communications", "basis": "consent"}}],
    )
    sharing: Annotated[tuple[Sharing, ...], ListOf] = Field(
        (),
        description="Data that crosses a unit's border.",
        examples=[[{"from": "growth", "to": "service", "data": "email", "for": "offers"}]],
    )
    metrics: Things[Metric] = Field(
        default_factory=dict, description="Numbers somebody watches.", examples=[{"fcr": {"target": "83%"}}]
    )
    sources: Things[Source] = Field(
        default_factory=dict, description="What we listen to.", examples=[{"voc": {"type": "survey"}}]
    )
    logs: Things[Log] = Field(
        default_factory=dict, description="Event logs.", examples=[{"visits": {"path": "data/events.csv"}}]
    )
    models: Things[StageModel] = Field(
        default_factory=dict,
        description="Stage models.",
        examples=[{"ours": {"stages": ["find", "buy", "use"]}}],
    )
    vocabulary: NewWords = Field(
        default_factory=NewWords,
        description="Your own words.",
        examples=[{"channels": {"kiosk": {"family": "digital-self"}}}],
    )
    attestations: Annotated[dict[str, Attestation], AfterValidator(known_questions), Own] = Field(
        default_factory=dict, description="Answers only people can give.", examples=[{"q1": True}]
    )


SECTIONS = tuple(Register.model_fields)
KIND_OF_SECTION = {
    "owners": "owner", "units": "unit", "stakeholders": "stakeholder", "personas": "persona", "segments": "segment",
    "systems": "system", "data": "data", "purposes": "purpose", "metrics": "metric", "sources": "source",
    "logs": "log", "models": "model",
}  # fmt: skip
