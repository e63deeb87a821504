"""Values as authors write them (durations, percentages, money, words in several languages) and what they mean.

Grammar: the scalar table of the language reference. Every reader takes the text of one scalar and
raises `Unreadable` with a sentence that says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import total_ordering

from cxmap.place import Place

__all__ = ["Duration", "Money", "Place", "Quantity", "Text", "Times", "Unreadable"]


class Unreadable(ValueError):
    """A scalar does not follow its grammar; the message says what to write."""

    def __init__(self, message: str, code: str = "LNG003") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


_UNITS = {
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
    "d": 86400.0,
    "w": 604800.0,
    "month": 365.25 * 86400 / 12,
    "y": 365.25 * 86400,
}
_UNIT_WORDS = {
    **{unit: unit for unit in _UNITS},
    "second": "s", "seconds": "s", "minute": "m", "minutes": "m", "hour": "h", "hours": "h",
    "day": "d", "days": "d", "week": "w", "weeks": "w", "months": "month", "year": "y", "years": "y",
}  # fmt: skip
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DURATION = re.compile(r"((?:0|[1-9][0-9]*)(?:\.[0-9]+)?) ?([a-z]+)")
_PERCENT = re.compile(r"((?:0|[1-9][0-9]*)(?:\.[0-9]+)?) ?%")
_MONEY = re.compile(r"(?:([A-Z]{3}) ?)?((?:0|[1-9][0-9]*)(?:\.[0-9]+)?) ?(k|M|bn)?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?")
_ID = re.compile(r"[a-z][a-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_MULTIPLES = {None: 1.0, "k": 1e3, "M": 1e6, "bn": 1e9}
FEELINGS = {"angry": -2.0, "frustrated": -1.0, "neutral": 0.0, "happy": 1.0, "delighted": 2.0}
RESERVED = frozenset({"end", "all", "none", "ignore", "entry", "outcome", "anytime"})
MOST_DIGITS = 18  # beyond this a number is a slip of the keyboard, and comparing it is no longer exact


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Duration:
    """A length of time, compared in seconds, shown as written. A month is 1/12 year, a year 365.25 days."""

    seconds: float
    text: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and self.seconds == other.seconds

    def __lt__(self, other: Duration) -> bool:
        return self.seconds < other.seconds

    def __hash__(self) -> int:
        return hash(self.seconds)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Times:
    """How long something takes: one duration, percentiles, or one per segment; `worst` is the largest."""

    worst: Duration
    p50: Duration | None = None
    p90: Duration | None = None
    by_segment: Mapping[str, Duration] = field(default_factory=dict)

    def __str__(self) -> str:
        named = {"p50": self.p50, "p90": self.p90, **self.by_segment}
        said = [f"{name} {duration}" for name, duration in named.items() if duration is not None]
        return ", ".join(said) or str(self.worst)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A metric's value: a number, a percentage (0 to 100), seconds or an amount of money, shown as written."""

    number: float
    unit: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Money:
    """An amount a year in a currency; `currency` is empty when the workspace's applies."""

    amount: float
    currency: str
    text: str

    def __str__(self) -> str:
        return self.text


_NO_LANGUAGES: Mapping[str, str] = {}


class Text(str):
    """Words for people: the text in the first language written, with its translations."""

    __slots__ = ("languages",)
    languages: Mapping[str, str]

    def __new__(cls, text: str, languages: Mapping[str, str] | None = None) -> Text:
        """Make a text; `languages` maps language tags to translations."""
        made = super().__new__(cls, text)
        made.languages = dict(languages) if languages else _NO_LANGUAGES
        return made

    def say(self, *languages: str) -> str:
        """The text in the first of `languages` that has one, else as first written."""
        for language in languages:
            if language in self.languages:
                return self.languages[language]
        return str(self)


def read_number(text: str) -> float:
    """A decimal number without exponent, such as `35` or `-1.5`."""
    if _NUMBER.fullmatch(text) and len(text) <= MOST_DIGITS:
        return float(text)
    if text.endswith("%"):
        raise Unreadable(
            f"`{_short(text)}` is a percentage where a number belongs; write `{_short(text[:-1])}`"
        )
    plain = _plain_number(text)
    if plain is not None:
        raise Unreadable(f"`{_short(text)}` is not how numbers are written; write `{plain}`")
    raise Unreadable(f"`{_short(text)}` is not a number; write digits such as `35` or `-1.5`")


def read_count(text: str, least: int = 0) -> int:
    """A whole number, `least` or more."""
    number = read_number(text)
    if number != int(number):
        raise Unreadable(
            f"`{_short(text)}` is not a whole number; write one such as `{max(least, round(number))}`"
        )
    if number < least:
        raise Unreadable(f"`{_short(text)}` is too small; write `{least}` or more")
    return int(number)


def _plain_number(text: str) -> str | None:
    """How a number written for programs is written for people: without exponent, base, `_`, `+` or leading zeros."""
    bare = text.replace("_", "").removeprefix("+")
    if len(bare) > MOST_DIGITS:
        return None
    if re.fullmatch(r"-?0[xXoObB][0-9a-fA-F]+", bare):
        with suppress(ValueError):
            return str(int(bare, 0))
        return None
    if not re.fullmatch(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,2})?", bare):
        return None
    plain = f"{Decimal(bare):f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain if _NUMBER.fullmatch(plain) and len(plain) <= MOST_DIGITS else None


def read_share(text: str) -> float:
    """A percentage of 0 to 100, as a share of 1."""
    match = _PERCENT.fullmatch(text)
    if match and len(match[1]) <= MOST_DIGITS:
        share = float(match[1]) / 100
        if share <= 1:
            return share
        raise Unreadable(f"`{text}` is more than everybody; write at most `100%`")
    if _NUMBER.fullmatch(text) and len(text) <= MOST_DIGITS:
        number = float(text)
        if 0 <= number <= 100:
            shown = number * 100 if number <= 1 else number
            raise Unreadable(f"`{text}` is not a share; write `{shown:.6g}%`")
    plain = _plain_number(text.removesuffix("%").rstrip(" "))
    if plain is not None and text.endswith("%"):
        raise Unreadable(f"`{_short(text)}` is not how a percentage is written; write {_percent_mend(plain)}")
    raise Unreadable(f"`{_short(text)}` is not a percentage; write one such as `55%`")


def _percent_mend(plain: str) -> str:
    return (
        f"`{plain}%`" if _PERCENT.fullmatch(plain + "%") and float(plain) <= 100 else "one of `0%` to `100%`"
    )


def read_duration(text: str) -> Duration:
    """A number and a unit, such as `90s`, `24h`, `13 months`. Bare `m` is minutes."""
    match = _DURATION.fullmatch(text)
    if match and len(match[1]) <= MOST_DIGITS and match[2] in _UNIT_WORDS:
        return Duration(float(match[1]) * _UNITS[_UNIT_WORDS[match[2]]], text)
    if _NUMBER.fullmatch(text):
        raise Unreadable(
            f"`{_short(text)}` has no unit; write one such as `{_short(text)}m` (minutes) or `{_short(text)}d`"
        )
    if ":" in text:
        raise Unreadable(f"`{_short(text)}` is not a duration; write one such as `90s` or `90m`")
    raise Unreadable(
        f"`{_short(text)}` is not a duration; write a number and s, m, h, d, w, months or y, such as `10m`"
    )


def read_date(text: str) -> date:
    """A real day, `YYYY-MM-DD`."""
    match = _DATE.fullmatch(text)
    if match:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise Unreadable(f"`{text}` is not a day of the calendar; write a real date") from None
    raise Unreadable(f"`{_short(text)}` is not a date; write year-month-day such as `2026-10-01`")


def read_period(text: str) -> str:
    """A date, a month, a quarter or a year."""
    if _PERIOD.fullmatch(text):
        return text
    return read_date(text).isoformat()


def read_money(text: str) -> Money:
    """An amount such as `400k` or `EUR 1.2M`."""
    match = _MONEY.fullmatch(text)
    if match and len(match[2]) <= MOST_DIGITS:
        return Money(float(match[2]) * _MULTIPLES[match[3]], match[1] or "", text)
    if text.endswith("m") and _MONEY.fullmatch(text[:-1]):
        raise Unreadable(f"`{text}` could be thousands or millions; write `{text[:-1]}M` for million")
    raise Unreadable(f"`{_short(text)}` is not an amount of money; write one such as `400k` or `EUR 1.2M`")


def read_quantity(text: str) -> Quantity:
    """The value of a metric: a percentage, a duration, an amount or a plain number."""
    if _NUMBER.fullmatch(text) and len(text) <= MOST_DIGITS:
        return Quantity(float(text), "number", text)
    if text.endswith("%"):
        return Quantity(_any_percent(text), "%", text)
    match = _DURATION.fullmatch(text)
    if match and match[2] in _UNIT_WORDS and match[2] != "k":
        return Quantity(read_duration(text).seconds, "duration", text)
    if _MONEY.fullmatch(text):
        return Quantity(read_money(text).amount, "money", text)
    raise Unreadable(f"`{_short(text)}` is not a value; write one such as `83%`, `35`, `4m` or `EUR 12`")


def _any_percent(text: str) -> float:
    """A percentage that may be negative or above 100, as growth and net scores are."""
    bare = text[:-1].rstrip(" ")
    if _NUMBER.fullmatch(bare) and len(bare) <= MOST_DIGITS:
        return float(bare)
    raise Unreadable(f"`{_short(text)}` is not a percentage; write one such as `83%`")


def read_feeling(text: str) -> float:
    """A number of -2 to 2 or one of the five words."""
    if text in FEELINGS:
        return FEELINGS[text]
    if _NUMBER.fullmatch(text) and len(text) <= MOST_DIGITS and -2 <= float(text) <= 2:
        return float(text)
    words = ", ".join(f"`{word}`" for word in FEELINGS)
    raise Unreadable(f"`{_short(text)}` is not a feeling; write a number of -2 to 2 or one of {words}")


def read_bool(text: str) -> bool:
    """`true` or `false`."""
    if text in ("true", "false"):
        return text == "true"
    raise Unreadable(f"`{_short(text)}` is not yes or no; write `true` or `false`")


def read_id(text: str) -> str:
    """The id of something: small letters, digits, `_` and `-`, beginning with a letter."""
    if not _ID.fullmatch(text):
        raise Unreadable(f"`{_short(text)}` cannot be an id; write {_id_mend(text)}")
    if len(text) > 64:
        raise Unreadable(f"`{_short(text)}` is longer than 64 characters; write a shorter id")
    if text in RESERVED or text.startswith("x-"):
        raise Unreadable(
            f"`{text}` is a word of the language and cannot be an id; write another, such as `{text}_step`"
        )
    return text


def _id_mend(text: str) -> str:
    made = re.sub(r"[^a-z0-9_-]+", "_", text.lower()).strip("_-")
    made = re.sub(r"^[^a-z]+", "", made)[:64]
    if made and made not in RESERVED:
        return f"`{made}` and put the words in `name:`"
    return "small letters, digits, `_` and `-`, and put the words in `name:`"


def read_language(text: str) -> str:
    """A BCP 47 tag in small letters, such as `en` or `pt-br`."""
    if _LANGUAGE.fullmatch(text):
        return text
    raise Unreadable(f"`{_short(text)}` is not a language; write a tag such as `en` or `pt-br`")


def _short(text: str) -> str:
    """Foreign text for a message: one line, at most 60 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."
