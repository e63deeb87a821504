"""The parts touchpoints are made of: evidence, feelings, transitions, consent, decisions, pains, chances, promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from cxmap import values
from cxmap.element import Part, read_key
from cxmap.fields import (
    Count,
    Day,
    Degree,
    Feeling,
    Flag,
    Identifier,
    MoneyField,
    Names,
    Number,
    Own,
    Positive,
    Share,
    Span,
    TextField,
    TimesField,
    Value,
    Word,
    choice,
    listed,
    ref,
    without_own,
    wrong,
)
from cxmap.shapes import Shape

SOURCES = ref("source", "system", "metric", "log")


class Claim(Part):
    """A claim with its evidence: where it comes from, how many answers, when, and how sure we are."""

    from_: Annotated[str | None, SOURCES] = Field(
        None,
        alias="from",
        description="The source, system or metric the number comes from.",
        examples=["voc"],
    )
    n: Count | None = Field(None, description="How many answers.", examples=[310])
    asof: Day | None = Field(None, description="When.", examples=["2026-09-30"])
    evidence: Annotated[str, choice("assumed", "observed", "measured")] | None = Field(
        None, description="How sure we are; default: measured with `from` and `n`, observed with `from`."
    )

    def evidence_kind(self, default: str = "assumed") -> str:
        """`assumed`, `observed` or `measured`, as said or as `from` and `n` imply."""
        if self.evidence is not None:
            return self.evidence
        if self.from_ is None:
            return default
        return "observed" if self.n is None else "measured"


class Feels(Claim):
    """How customers feel at a place, and what the company believes, -2 (angry) to 2 (delighted)."""

    short: ClassVar[str | None] = "customer"
    noun: ClassVar[str] = "a feeling"

    customer: Feeling | None = Field(None, description="How customers feel.", examples=[-1, "happy"])
    company: Feeling | None = Field(None, description="What we believe they feel.", examples=[1])
    target: Feeling | None = Field(None, description="What we aim at.", examples=[1])


class Effort(Claim):
    """Claimed effort points of a touchpoint, instead of the table."""

    short: ClassVar[str | None] = "points"
    noun: ClassVar[str] = "an effort"

    points: Number = Field(..., description="Effort points.", examples=[3])


class Transition(Claim):
    """One way on from a touchpoint."""

    short: ClassVar[str | None] = "share"
    noun: ClassVar[str] = "a way to the next touchpoint"
    hidden: ClassVar[frozenset[str]] = frozenset({"to"})
    instead: ClassVar[Mapping[str, str]] = {"probability": "write `share`", "if": "write `when`"}

    to: Annotated[str, ref("touchpoint", also=("end",))] = Field(
        "", description="Where it leads.", exclude=True
    )
    share: Share | None = Field(
        None, description="Of those at the touchpoint, how many go this way.", examples=["55%"]
    )
    when: TextField | None = Field(
        None, description="The reason or condition.", examples=["asks for the offer again"]
    )
    delay: TimesField | None = Field(None, description="Time that passes on the way.", examples=["2d"])
    max_times: Positive | None = Field(None, description="How often one customer can take it.", examples=[2])
    transfer: Flag | None = Field(None, description="The customer is passed on.")
    carries: Annotated[Names, ref("data", also=("all",))] = Field((), description="Data that travels along.")
    only: Annotated[Names, ref("persona")] = Field((), description="Personas who may take it.")
    not_for: Annotated[Names, ref("persona")] = Field((), description="Personas who may not.")


def _read_ways(value: object) -> object:
    """`end`, names, or a mapping name -> share or details, as a list of transitions in their order."""
    if isinstance(value, str):
        return (_way(value),)
    if isinstance(value, Mapping):
        ways = without_own(value)
        assert isinstance(ways, dict)
        # A bare share is by far the most frequent; what is wrong with one is said where all parts are read.
        return {
            target: _way(target, part) if part.__class__ is str else part for target, part in ways.items()
        }
    if isinstance(value, list | tuple):
        if value and all(isinstance(one, Transition) for one in value):
            return tuple(value)
        for one in value:
            if not isinstance(one, str):
                raise wrong("write names, or a mapping such as `{buy: 55%, call: 20%}`", "LNG002")
            if value.count(one) > 1:
                raise wrong(f"`{values._short(one)}` stands twice in the list; keep one", "LNG006")
        return tuple(_way(one) for one in value)
    raise wrong("write `end`, names, or a mapping such as `{buy: 55%, call: 20%}`", "LNG002")


def _way(target: str, written: str | None = None) -> Any:
    """A way that says nothing but a share; the text as it is when that is no share."""
    share = None
    if written is not None:
        share = _SHARES.get(written)
        if share is None:
            try:
                share = values.read_share(written)
            except values.Unreadable:
                return written
            if len(_SHARES) < _MOST_SHARES:
                _SHARES[written] = share
    way = Transition.__new__(Transition)
    set_field = object.__setattr__
    set_field(way, "__dict__", {**_BARE_WAY, "to": target, "share": share})
    set_field(way, "__pydantic_fields_set__", {"share"} if written is not None else set())
    set_field(way, "__pydantic_extra__", None)
    set_field(way, "__pydantic_private__", None)
    return way


def give_to(way: Transition, target: str) -> Transition:
    """Set where a transition leads, once, where it is read."""
    if way.to != target:
        object.__setattr__(way, "to", target)
    return way


_SHARES: dict[str, float] = {}
_MOST_SHARES = 2048
_BARE_WAY: dict[str, Any] = dict(Transition().__dict__)


class Keyed:
    """Reads a mapping key -> part, or a list of parts, as a tuple; `give` sets the key on each part."""

    def __init__(
        self,
        part: type[Part],
        read: Callable[[object], object],
        give: Callable[[Any, str], Any],
        dump: Callable[[Any], object],
    ) -> None:
        self.part, self.read, self.give, self.dump = part, read, give, dump

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """The schema pydantic runs: the mapping or the list, by what `read` returned."""
        part = handler.generate_schema(self.part)
        give = self.give
        mapping = core_schema.no_info_after_validator_function(
            lambda parts: tuple(give(one, key) for key, one in parts.items()),
            core_schema.dict_schema(core_schema.str_schema(), part),
        )
        choose = core_schema.tagged_union_schema(
            {"mapping": mapping, "list": core_schema.tuple_variable_schema(part)},
            discriminator=lambda value: "mapping" if isinstance(value, dict) else "list",
        )
        return core_schema.no_info_before_validator_function(
            self.read, choose, serialization=core_schema.plain_serializer_function_ser_schema(self.dump)
        )


def _dump_ways(ways: tuple[Transition, ...]) -> object:
    if all(not way.model_fields_set for way in ways):
        return [way.to for way in ways]
    return {
        way.to: way.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False) for way in ways
    }


Ways = Annotated[
    tuple[Transition, ...],
    Keyed(Transition, _read_ways, give_to, _dump_ways),
    Shape(
        "`end`, touchpoint(s), or touchpoint -> share or way", {}, ({"renew": "55%", "call": "20%"}, "end")
    ),
]


class Consent(Part):
    """What happens to a customer's consent at a touchpoint."""

    noun: ClassVar[str] = "`consent`"

    asks: Annotated[Names, ref("purpose")] = Field(
        (), description="The customer is asked, and may say yes or no."
    )
    requires: Annotated[Names, ref("purpose")] = Field(
        (), description="We look up the answer before using anything."
    )
    withdraws: Annotated[Names, ref("purpose")] = Field((), description="Here the customer can say no.")


class Decision(Part):
    """Something is decided about the customer."""

    short: ClassVar[str | None] = "how"
    noun: ClassVar[str] = "a decision"

    how: Annotated[str, choice("automated", "assisted", "human")] = Field(..., description="Who decides.")
    what: Identifier | None = Field(None, description="What is decided; default: the touchpoint's id.")
    effect: Annotated[str, choice("significant", "minor")] = Field(
        "significant", description="For the customer."
    )
    basis: Annotated[str, choice("contract", "law", "explicit-consent")] | None = Field(
        None, description="Why a machine may decide; default: the purpose's basis."
    )


class Opportunity(Claim):
    """Something that could be done."""

    short: ClassVar[str | None] = "what"
    noun: ClassVar[str] = "an opportunity"

    what: TextField = Field(..., description="The idea.", examples=["prefill from plate number"])
    kind: (
        Annotated[str, choice("people", "reward", "process", "eliminate", "simplify", "automate", "grow")]
        | None
    ) = Field(None, description="What sort of change.")
    value: MoneyField | None = Field(None, description="Worth a year.", examples=["400k"])
    owner: Annotated[str | None, ref("owner")] = Field(None, description="Who does it.")
    due: Day | None = Field(None, description="By when.", examples=["2027-03-31"])
    status: Annotated[str, choice("idea", "planned", "started", "done")] = Field(
        "idea", description="Where it stands."
    )
    moves: Annotated[Names, ref("metric")] = Field((), description="Which number it should move.")


class Pain(Claim):
    """What hurts customers, in their words."""

    short: ClassVar[str | None] = "what"
    noun: ClassVar[str] = "a pain"

    what: TextField | None = Field(None, description="What hurts.", examples=["12 questions before a price"])
    cause: Annotated[str | None, Word("cause")] = Field(None, description="Root cause.", examples=["process"])
    severity: Degree = Field("medium", description="How bad.")
    owner: Annotated[str | None, ref("owner")] = Field(None, description="Who must know.")
    fix: Opportunity | None = Field(
        None, description="What will mend exactly this.", examples=["let customers send a photo instead"]
    )


class Promise(Part):
    """What customers were told they will get."""

    noun: ClassVar[str] = "a promise"
    hidden: ClassVar[frozenset[str]] = frozenset({"id"})

    id: str = Field("", exclude=True)
    what: TextField | None = Field(None, description="What customers were told.", examples=["a free router"])
    from_: Annotated[str, ref("touchpoint")] = Field(..., alias="from", description="Where it is made.")
    to: Annotated[str | None, ref("touchpoint")] = Field(None, description="Where it is kept.")
    within: Span | None = Field(None, description="By then; needs `to`.", examples=["10d"])
    briefed: Annotated[Names, ref("touchpoint", "owner")] = Field((), description="Who has been told of it.")


class Point(Part):
    """An earlier value of a metric."""

    short: ClassVar[str | None] = "now"
    noun: ClassVar[str] = "an earlier value"

    now: Value = Field(..., description="The value then.", examples=["81%"])
    n: Count | None = Field(None, description="Its sample.", examples=[2100])


History = Annotated[dict[Day, Point], Own]
Status = Annotated[str, choice("met", "improved", "missed")]


class PlaceMetric(Part):
    """A metric measured at one place: its own values there."""

    noun: ClassVar[str] = "a metric of a touchpoint"
    short: ClassVar[str | None] = "target"

    baseline: Value | None = Field(None, description="Before.")
    target: Value | None = Field(None, description="Aim; default: the register's.")
    due: Day | None = Field(None, description="By when; default: the register's.")
    now: Value | None = Field(None, description="Last measured.")
    n: Count | None = Field(None, description="Sample of `now`.")
    asof: Day | None = Field(None, description="Date of `now`.")
    from_: Annotated[str | None, SOURCES] = Field(
        None, alias="from", description="Source; default: the register's."
    )
    status: Status | None = Field(None, description="What you claim.")
    history: History = Field(
        default_factory=dict,
        description="Earlier points: date -> value or {now, n}.",
        examples=[{"2025-10-01": "79%", "2026-04-01": {"now": "81%", "n": 2100}}],
    )


def _read_promises(value: object) -> object:
    if isinstance(value, Mapping):
        return {read_key(key): part for key, part in without_own(value).items()}  # type: ignore[attr-defined]
    return listed(value)


def _give_promise_id(promise: Promise, identifier: str) -> Promise:
    object.__setattr__(promise, "id", identifier)
    return promise


def _named_by_its_places(promises: tuple[Promise, ...]) -> tuple[Promise, ...]:
    for promise in promises:
        if not promise.id:
            _give_promise_id(promise, "-".join(part for part in (promise.from_, promise.to) if part))
    return promises


def _dump_promises(promises: tuple[Promise, ...]) -> object:
    return {
        one.id: one.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
        for one in promises
    }


Promises = Annotated[
    tuple[Promise, ...],
    Keyed(Promise, _read_promises, _give_promise_id, _dump_promises),
    AfterValidator(_named_by_its_places),
    Shape(
        "promises, or id -> promise",
        {},
        ({"free_router": {"from": "quote_web", "to": "renew", "within": "10d"}},),
    ),
]
ListOf = BeforeValidator(listed)
"""A list that must be written as one."""
