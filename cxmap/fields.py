"""The kinds of field a model may have: how each is read, what it refers to, how a schema shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar

from pydantic import (
    BeforeValidator,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from cxmap import shapes, values
from cxmap.shapes import Shape
from cxmap.tree import Seq
from cxmap.values import Duration, Money, Quantity, Text, Times, Unreadable

T = TypeVar("T")
_MOST_KNOWN = 2048
_MONEY = r"^([A-Z]{3} ?)?[0-9]+(\.[0-9]+)? ?(k|M|bn)?$"


@dataclass(frozen=True, slots=True)
class Ref:
    """The field names something defined elsewhere, of one of these kinds; or a word of the list `word`, or a path."""

    kinds: tuple[str, ...]
    word: str | None = None
    also: tuple[str, ...] = ()
    path: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """The field holds a word of this closed list, which plugins and registers may lengthen."""

    kind: str
    also: tuple[str, ...] = ()


def ref(*kinds: str, word: str | None = None, also: tuple[str, ...] = (), path: bool = False) -> Ref:
    """Mark a field as a reference to things of these kinds."""
    return Ref(kinds, word, also, path)


def wrong(message: str, code: str = "LNG003") -> PydanticCustomError:
    """A validation error that carries one of our codes and a sentence as it stands."""
    return PydanticCustomError(code, "{message}", {"message": message})


def text_of(value: object, wanted: str) -> str:
    """The text of a scalar; a mapping or a list in its place is a wrong shape."""
    if isinstance(value, str):
        return value
    shape = (
        "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, list | tuple) else "that"
    )
    raise wrong(f"{shape} cannot stand here; write {wanted}", "LNG002")


def _scalar(read: Callable[[str], T], kind: type | tuple[type, ...], wanted: str) -> Callable[[object], T]:
    known: dict[object, T] = {}  # the same few texts stand on every touchpoint

    def validate(value: object) -> T:
        if value.__class__ is str:
            made = known.get(value)
            if made is not None:
                return made
        elif isinstance(value, kind) and not (kind is not bool and isinstance(value, bool)):
            return value  # type: ignore[return-value]
        try:
            made = read(text_of(value, wanted))
        except Unreadable as error:
            raise wrong(error.message, error.code) from None
        if len(known) < _MOST_KNOWN:
            known[value] = made
        return made

    return validate


def _number_text(number: float) -> str:
    return f"{number:.15g}"


def share_text(share: float) -> str:
    """A share as an author writes it."""
    return f"{share * 100:.12g}%"


def _times_text(times: Times) -> object:
    named = {"p50": times.p50, "p90": times.p90, **times.by_segment}
    said = {name: str(duration) for name, duration in named.items() if duration is not None}
    return said or str(times.worst)


def text_as_written(text: Text) -> object:
    """A text, or its translations when there are any."""
    return dict(text.languages) or str(text)


_one_time = _scalar(lambda text: Times(values.read_duration(text)), Times, "a duration such as `10m`")


def _read_times(value: object) -> Times:
    if isinstance(value, str | Times):
        return _one_time(value)
    try:
        if not isinstance(value, Mapping):
            return Times(values.read_duration(text_of(value, "a duration such as `10m`")))
        if not value:
            raise wrong("no time is given; write a duration such as `10m`", "LNG010")
        parts = {
            str(key): values.read_duration(text_of(part, "a duration"))
            for key, part in value.items()
            if not str(key).startswith("x-")
        }
    except Unreadable as error:
        raise wrong(error.message, error.code) from None
    if not parts:
        raise wrong("no time is given; write a duration such as `10m`", "LNG010")
    percentiles = {key: parts[key] for key in ("p50", "p90") if key in parts}
    segments = {key: part for key, part in parts.items() if key not in percentiles}
    if percentiles and segments:
        raise wrong("percentiles and segments are mixed; write only `p50` and `p90`, or only segments")
    return Times(max(parts.values()), percentiles.get("p50"), percentiles.get("p90"), segments)


def _read_text(value: object) -> Text:
    if value.__class__ is str:
        return Text(value)
    if isinstance(value, Text):
        return value
    if not isinstance(value, Mapping):
        return Text(text_of(value, "a text"))
    if not value:
        raise wrong("no text is given; write a text, or `{en: ..}`", "LNG010")
    try:
        languages = {
            values.read_language(str(key)): text_of(part, "a text")
            for key, part in value.items()
            if not str(key).startswith("x-")
        }
    except Unreadable as error:
        raise wrong(error.message, error.code) from None
    if not languages:
        raise wrong("no text is given; write a text, or `{en: ..}`", "LNG010")
    return Text(next(iter(languages.values())), languages)


_feeling = _scalar(values.read_feeling, (int, float), "a feeling such as `-1` or `happy`")


def _read_feeling(value: object, info: ValidationInfo) -> float:
    """A feeling; a workspace may have words of its own for them."""
    own = info.context["feelings"] if info.context else {}
    if own and isinstance(value, str) and value in own:
        return float(own[value])
    return _feeling(value)


def _read_texts(value: object) -> tuple[object, ...]:
    """One text may stand alone, in several languages as well."""
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def without_own(value: object) -> object:
    """A mapping without the author's own `x-` entries, which may stand everywhere and are read by nothing."""
    if isinstance(value, dict):
        for key in value:
            if key.__class__ is str and key[:2] == "x-":
                return {key: part for key, part in value.items() if str(key)[:2] != "x-"}
    return value


def _read_many(value: object) -> Sequence[object]:
    """One value may stand alone wherever several are allowed."""
    if value.__class__ is Seq:
        return value
    if value.__class__ is str:
        return (value,)
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, Mapping):
        raise wrong("a mapping cannot stand here; write one or several names, such as `[a, b]`", "LNG002")
    return (value,)


IS_A_LIST = "this is a list; write `[..]` or one `- ` line each"


def listed(value: object) -> object:
    """A list that must be written as one, because its members are more than names."""
    if isinstance(value, list | tuple):
        return tuple(value)
    raise wrong(IS_A_LIST, "LNG002")


def choice(*words: str) -> BeforeValidator:
    """A closed list that nobody lengthens."""

    def validate(value: object) -> str:
        from cxmap.vocabulary import nearest  # late: only a wrong word needs it

        text = text_of(value, " or ".join(f"`{word}`" for word in words))
        if text not in words:
            close = nearest(text, words)
            hint = (
                f"did you mean `{close}`?" if close else "write " + ", ".join(f"`{word}`" for word in words)
            )
            raise wrong(f"`{values._short(text)}` is not one of the words allowed here; {hint}", "LNG004")
        return text

    validate.words = words  # type: ignore[attr-defined]  # for schemas and the reference
    return BeforeValidator(validate)


Number = Annotated[
    float,
    PlainValidator(_scalar(lambda text: float(values.read_number(text)), (int, float), "a number")),
    PlainSerializer(_number_text, return_type=str, when_used="json"),
    shapes.number("number", 35),
]
Count = Annotated[
    int,
    PlainValidator(_scalar(values.read_count, int, "a whole number")),
    PlainSerializer(str, return_type=str, when_used="json"),
    shapes.number("whole number", 310, minimum=0),
]
Positive = Annotated[
    int,
    PlainValidator(_scalar(lambda text: values.read_count(text, 1), int, "a whole number")),
    PlainSerializer(str, return_type=str, when_used="json"),
    shapes.number("whole number from 1", 2, minimum=1),
]
Flag = Annotated[
    bool,
    PlainValidator(_scalar(values.read_bool, bool, "`true` or `false`")),
    Shape("true/false", {"enum": [True, False, "true", "false"]}, (True,)),
]
Share = Annotated[
    float,
    PlainValidator(_scalar(values.read_share, float, "a percentage such as `55%`")),
    PlainSerializer(share_text, return_type=str, when_used="json"),
    shapes.pattern("percent", r"^[0-9]+(\.[0-9]+)? ?%$", "55%"),
]
Span = Annotated[
    Duration,
    PlainValidator(_scalar(values.read_duration, Duration, "a duration such as `10m`")),
    PlainSerializer(str, return_type=str, when_used="json"),
    shapes.pattern("duration", r"^[0-9]+(\.[0-9]+)? ?[a-z]+$", "10m", "13 months"),
]
TimesField = Annotated[
    Times, PlainValidator(_read_times), PlainSerializer(_times_text, when_used="json"), shapes.TIMES
]
Day = Annotated[
    date,
    PlainValidator(_scalar(values.read_date, date, "a date such as `2026-10-01`")),
    shapes.pattern("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2026-10-01"),
]
Period = Annotated[
    str,
    PlainValidator(_scalar(values.read_period, (), "a period such as `2026-Q3`")),
    Shape("period", {"type": ["string", "number"]}, ("2026-Q3",)),
]
MoneyField = Annotated[
    Money,
    PlainValidator(_scalar(values.read_money, Money, "an amount such as `400k`")),
    PlainSerializer(str, return_type=str, when_used="json"),
    Shape("money", {"type": ["string", "number"], "pattern": _MONEY}, ("400k", "EUR 1.2M")),
]
Value = Annotated[
    Quantity,
    PlainValidator(_scalar(values.read_quantity, Quantity, "a value such as `83%`")),
    PlainSerializer(str, return_type=str, when_used="json"),
    Shape("value", {"type": ["number", "string"]}, ("83%",)),
]
Feeling = Annotated[
    float,
    PlainValidator(_read_feeling),
    PlainSerializer(_number_text, return_type=str, when_used="json"),
    Shape("feeling", {"type": ["number", "string"], "minimum": -2, "maximum": 2}, (-1, "happy")),
]
TextField = Annotated[
    Text, PlainValidator(_read_text), PlainSerializer(text_as_written, when_used="json"), shapes.TEXT
]
Many = BeforeValidator(_read_many)
Own = BeforeValidator(without_own)
"""Lets the author's own `x-` entries pass in a mapping from names to things."""
Names = Annotated[tuple[str, ...], Many]
Texts = Annotated[tuple[TextField, ...], BeforeValidator(_read_texts), shapes.TEXTS]
Language = Annotated[
    str,
    PlainValidator(_scalar(values.read_language, (), "a language such as `en`")),
    shapes.pattern("language", "^[a-z]{2,3}(-[a-z0-9]{2,8})*$", "en"),
]
Languages = Annotated[tuple[Language, ...], Many]
Identifier = Annotated[str, PlainValidator(_scalar(values.read_id, (), "an id")), shapes.IDENTIFIER]
Ids = Annotated[tuple[Identifier, ...], Many]
Degree = Annotated[str, choice("low", "medium", "high")]
