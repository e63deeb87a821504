"""Numbers, dates and messages in words a board reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

SEVERITIES = ("error", "warning", "info")
NOUNS = {"error": "error", "warning": "warning", "info": "note"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(number: int, noun: str) -> str:
    """`1 finding`, `3 findings`, `1,200 findings`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def on(day: date | None) -> str:
    """A day as people write it, in no locale but ours."""
    return "no date" if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def join(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def pieces(message: str) -> tuple[tuple[str, bool], ...]:
    """A message cut at its backticks: each piece, and whether it is code."""
    parts = message.split("`")
    if len(parts) % 2 == 0:  # an odd backtick: the last piece is plain text
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return tuple((part, position % 2 == 1) for position, part in enumerate(parts) if part)


def spoken(name: str) -> str:
    """The name of a check as words; what English joins with a hyphen keeps it."""
    words = name.replace("-", " ")
    for pair in _JOINED:
        words = words.replace(pair.replace("-", " "), pair)
    return words


_JOINED = (
    "cross-unit",
    "opt-out",
    "hand-off",
    "drop-off",
    "one-sided",
    "one-eyed",
    "multi-contact",
    "front-line",
)


def law_title(law: str) -> str:
    """What people call a law."""
    return _LAWS.get(law, law.replace("-", " "))


_LAWS = {
    "gdpr": "GDPR", "uk-gdpr": "UK GDPR", "eprivacy": "ePrivacy", "ccpa": "CCPA", "eu-ai-act": "EU AI Act",
    "coppa": "COPPA", "dsa": "DSA",
}  # fmt: skip


def capital(message: str) -> str:
    """A message as a sentence: the first letter large, unless it begins with code."""
    return message[:1].upper() + message[1:]
