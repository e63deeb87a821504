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
_LONGEST_SHOWN = 20
CLOCK = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
LOOKS_LIKE_CLOCK = re.compile(r":[0-9]")  # begins with a letter of its own: a quick search


def say_instead(word: str, *, key: bool) -> str | None:
    """What is wrong with a plain word and what to write; None for a word with one meaning."""
    if CLOCK.fullmatch(word):
        return _say_clock(word, key)
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
    return None


def _say_clock(word: str, key: bool) -> str:
    shown = word if len(word) <= _LONGEST_SHOWN else word[:_LONGEST_SHOWN] + ".."
    quoted = f'`"{shown}"`'
    if key or word.count(":") > 1 or len(word) > _LONGEST_SHOWN:
        return f"`{shown}` can mean a time or a number; write {quoted}"
    minutes, _, seconds = word.lstrip("+-").replace("_", "").partition(":")
    whole, _, part = seconds.partition(".")
    lasting = f"{int(minutes) * 60 + int(whole)}{'.' + part if part else ''}"
    return (
        f"`{word}` can mean a time or a number; write `{lasting}s` or `{lasting}m` for a duration, "
        f"or {quoted} for the text"
    )
