"""The plain words YAML readers disagree about, and what to write instead of each."""

from __future__ import annotations

import re
from itertools import product


def _any_case(word: str) -> list[str]:
    return ["".join(letters) for letters in product(*({each.lower(), each.upper()} for each in word))]


_TRUE = frozenset(word for text in ("yes", "on") for word in _any_case(text))
_FALSE = frozenset(word for text in ("no", "off") for word in _any_case(text))
_CAPITALS = frozenset((*_any_case("true"), *_any_case("false"))) - {"true", "false"}
_NULL = frozenset((*_any_case("null"), "~"))
_NOT_FINITE = frozenset(
    sign + word for text in (".nan", ".inf") for word in _any_case(text) for sign in ("", "+", "-")
)
AMBIGUOUS = _TRUE | _FALSE | _CAPITALS | _NULL | _NOT_FINITE | {"", "<<"}

# Minutes and seconds to some readers of YAML, a text or a time of day to others.
CLOCK = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
LOOKS_LIKE_CLOCK = re.compile(r":[0-9]")  # begins with a letter of its own: a quick search


def say_instead(word: str, *, key: bool) -> str | None:
    """What is wrong with a plain word and what to write; None for a word with one meaning."""
    quoted = f'`"{word}"`'
    if word in _TRUE or word in _FALSE:
        meaning = "true" if word in _TRUE else "false"
        written = f"write {quoted}" if key else f"write `{meaning}` or {quoted}"
        return f"`{word}` can mean {meaning} or the word {word}; {written}"
    if word in _CAPITALS:
        written = f"write {quoted}" if key else f"write `{word.lower()}`, or {quoted} for the word"
        return f"`{word}` is not how true and false are written; {written}"
    if word in _NULL:
        if key:
            return f"`{word}` means nothing at all; write {quoted} for the word"
        return f"`{word}` means nothing at all; write `{{}}`, delete the line, or write {quoted} for the word"
    if word in _NOT_FINITE:
        return f"`{word}` is not a number anyone can measure; write a number, or {quoted} for the text"
    if CLOCK.fullmatch(word):
        if key or word.count(":") > 1:
            return f"`{word}` can mean a time or a number; write {quoted}"
        first, second = word.lstrip("+-").split(":")
        minutes = first.replace("_", "")
        lasting = f"`{minutes}m`" if not second.strip("0.") else f"`{_seconds(minutes, second)}s`"
        return (
            f"`{word}` can mean a time or a number; write {lasting} for a duration, or {quoted} for the text"
        )
    return None


def _seconds(minutes: str, seconds: str) -> str:
    whole, _, part = seconds.replace("_", "").partition(".")
    total = str(int(minutes[:15] or "0") * 60 + int(whole))
    return f"{total}.{part}" if part else total
