"""The words on diagrams, in the reader's language where there are some."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cxmap import in_words
from cxmap_diagrams.texts_de import GERMAN
from cxmap_diagrams.texts_en import ENGLISH
from cxmap_diagrams.texts_pt import PORTUGUESE

_TIME = re.compile(r"([0-9.]+) ?([a-z]+)")
_UNITS = {
    written: unit
    for unit, short in (
        ("second", "s"),
        ("minute", "m"),
        ("hour", "h"),
        ("day", "d"),
        ("week", "w"),
        ("month", "month"),
        ("year", "y"),
    )
    for written in (short, unit, f"{unit}s")
}
LANGUAGES = {"de": GERMAN, "pt": PORTUGUESE}


class Words:
    """Says a phrase by its key, the theme's own words first, English last."""

    def __init__(self, language: str, overrides: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.language = language
        near = language.split("-")[0]
        said = overrides or {}
        self._phrases = {**ENGLISH, **LANGUAGES.get(near, {}), **said.get(near, {}), **said.get(language, {})}

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with its blanks filled."""
        phrase = self._phrases[key]
        for name, value in values.items():
            phrase = phrase.replace("{" + name + "}", str(value))
        return phrase

    def count(self, key: str, n: int | str) -> str:
        """The phrase for one, or for many."""
        one = f"{key}_one"
        return self(one if str(n) == "1" and one in self._phrases else key, n=n)

    def time(self, written: str) -> str:
        """A length of time in words: `7y` is 7 years; what is no number and unit stays as it is written."""
        said = _TIME.fullmatch(written)
        if said is None or said[2] not in _UNITS:
            return written
        return self.count(f"time_{_UNITS[said[2]]}", said[1])

    @staticmethod
    def plain(identifier: str) -> str:
        """An id as words inside a sentence: small, abbreviations in capitals."""
        said = in_words(re.sub("^x[-_]", "", identifier))
        return said if said[:2].isupper() else said[:1].lower() + said[1:]
