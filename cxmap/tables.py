"""Where rows of data stand: sources of answers and figures, and event logs."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
)

from cxmap import shapes
from cxmap.element import Element, Part
from cxmap.fields import (
    Count,
    Day,
    Names,
    Own,
    Positive,
    Share,
    Span,
    Word,
    choice,
    ref,
    text_of,
    wrong,
)
from cxmap.files import unsafe_path
from cxmap.shapes import Shape
from cxmap.values import Unreadable, read_duration


class Quality(Part):
    """The last data quality check."""

    noun: ClassVar[str] = "a data quality check"

    complete: Share | None = Field(None, description="Share of records that are complete.")
    accurate: Share | None = Field(None, description="Share that are right.")
    fresh: Span | None = Field(None, description="How old the data may be.")
    checked: Day | None = Field(None, description="When it was checked.")


EVERY = ("hour", "day", "week", "month", "quarter", "year")


def _every(value: object) -> str:
    text = text_of(value, "`month` or a duration")
    if text not in EVERY:
        try:
            read_duration(text)
        except Unreadable:
            raise wrong(
                f"`{text[:60]}` is not an interval; write hour, day, week, month, quarter, year or a duration"
            ) from None
    return text


Every = Annotated[
    str,
    BeforeValidator(_every),
    Shape("`hour`, `day`, `week`, `month`, `quarter`, `year` or duration", {"type": "string"}, ("month",)),
]


class Reading(Part):
    """How the rows of a file are written."""

    noun: ClassVar[str] = "`read`"

    format: (
        Annotated[
            str,
            choice(
                "csv",
                "tsv",
                "jsonl",
                "parquet",
                "xlsx",
                "ods",
                "duckdb",
                "sqlite",
                "xes",
                "ocel",
                "json",
                "theydo",
            ),
        ]
        | None
    ) = Field(None, description="By extension when not said.")
    delimiter: str | None = Field(None, description="Between fields.", examples=[";"])
    quote: str = Field('"', description="Around fields.", examples=["'"])
    decimal: str = Field(".", description="Decimal mark.", examples=[","])
    encoding: str = Field("utf-8", description="Text encoding.", examples=["utf-8"])
    dates: Annotated[str, choice("iso", "day-first", "month-first")] = Field(
        "iso", description="Order of dates."
    )
    time_zone: str = Field("UTC", description="Zone of times that do not say.", examples=["Europe/Lisbon"])
    header: Positive = Field(1, description="Line of the header.")
    sheet: str | None = Field(None, description="Sheet; default the first.", examples=["answers"])
    min_rows: Count = Field(1, description="Fewer rows are an error.")


class Measure(Part):
    """Which columns feed one metric."""

    noun: ClassVar[str] = "a measure"
    model_config = ConfigDict(extra="allow")

    where: Annotated[dict[str, Names], Own] = Field(
        default_factory=dict,
        description="Only rows with these words.",
        examples=[{"channel": ["phone", "chat"]}],
    )
    counts: Annotated[dict[str, str], Own] = Field(
        default_factory=dict, description="Columns that hold counts.", examples=[{"promoters": "p"}]
    )

    @classmethod
    def _known_keys(cls, value: Any, info: Any) -> Any:
        return value

    @property
    def inputs(self) -> dict[str, str]:
        """Canon input -> column."""
        return {
            name: str(column)
            for name, column in (self.model_extra or {}).items()
            if not name.startswith("x-")
        }


def _file_path(value: object) -> str:
    text = text_of(value, "a path such as `data/voc.csv`")
    message = unsafe_path(text)
    if message is not None:
        raise wrong(message, "LNG011")
    return text


FilePath = Annotated[
    str, PlainValidator(_file_path), shapes.pattern("path", r"^[^/~\\$:][^\\$]*$", "data/voc.csv")
]


class Table(Element):
    """Rows somewhere: a file, or a table of a connection."""

    noun: ClassVar[str] = "a source"

    from_: Annotated[str | None, ref("system")] = Field(None, alias="from", description="Which system.")
    path: FilePath | None = Field(
        None, description="The file, relative to the workspace.", examples=["data/voc.csv"]
    )
    connection: str | None = Field(None, description="A connection of cxmap.yaml.", examples=["one"])
    table: str | None = Field(None, description="The table there.", examples=["cx.answers"])
    read: Reading = Field(default_factory=Reading, description="How it is written.")
    columns: Annotated[dict[str, str], Own] = Field(
        default_factory=dict,
        description="Meaning -> column.",
        examples=[{"touchpoint": "step", "time": "answered_at"}],
    )


class Source(Table):
    """What we listen to, and where its rows are."""

    type: Annotated[str | None, Word("source")] = Field(None, description="What kind of listening.")
    owner: Annotated[str | None, ref("owner")] = Field(None, description="Who answers for it.")
    readers: Annotated[Names, ref("owner", "unit")] = Field((), description="Who sees it.")
    provides: Annotated[Names, ref("data")] = Field((), description="Data it brings.")
    quality: Quality | None = Field(None, description="Last check.")
    grain: Annotated[str, choice("respondent", "contact", "customer", "case", "counts")] = Field(
        "respondent", description="One row is."
    )
    period: Every = Field("month", description="One delivery covers.")
    sql: str | None = Field(
        None, description="One SELECT over declared tables.", examples=["SELECT * FROM answers"]
    )
    words: Annotated[dict[str, Annotated[dict[str, str], Own]], Own] = Field(
        default_factory=dict,
        description="Meaning -> pattern -> id or `ignore`.",
        examples=[{"touchpoint": {"Web quote*": "quote_web", "Test*": "ignore"}}],
    )
    measures: Annotated[dict[Annotated[str, ref("metric")], Measure], Own] = Field(
        default_factory=dict,
        description="Which metric, from which columns.",
        examples=[{"fcr": {"solved": "q2"}}],
    )


class Lifecycle(Part):
    """Which events of an activity count."""

    noun: ClassVar[str] = "`lifecycle`"
    short: ClassVar[str | None] = "keep"

    column: str | None = Field(
        None, description="The column that says start or complete.", examples=["transition"]
    )
    keep: Annotated[str, choice("complete", "start", "all")] | None = Field(
        None, description="Which to keep."
    )


class Log(Table):
    """An event log: what customers really did."""

    noun: ClassVar[str] = "an event log"

    journey: Annotated[Names, ref("journey")] = Field(
        (), description="Default: every journey that has the touchpoints."
    )
    case: str | None = Field(None, description="Column of the case.", examples=["customer_id"])
    activity: str | None = Field(None, description="Column of the activity.", examples=["event"])
    time: str | None = Field(None, description="Column of the time.", examples=["happened_at"])
    lifecycle: Lifecycle = Field(default_factory=Lifecycle, description="Which events count.")
    object: str | None = Field(
        None, description="OCEL: the object type that is the case.", examples=["order"]
    )
    touchpoints: Annotated[dict[str, Annotated[str, ref("touchpoint", also=("ignore",))]], Own] = Field(
        default_factory=dict,
        description="Pattern -> touchpoint or `ignore`.",
        examples=[{"CALL_IN_*": "quote_web", "heartbeat*": "ignore"}],
    )
    timeout: Span | None = Field(None, description="Silent for so long = left.")
