"""The words on diagrams, in the reader's language where there are some."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap_diagrams.texts_de import GERMAN
from cxmap_diagrams.texts_en import ENGLISH
from cxmap_diagrams.texts_pt import PORTUGUESE

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

    def count(self, key: str, n: int) -> str:
        """The phrase for one, or for many."""
        one = f"{key}_one"
        return self(one if n == 1 and one in self._phrases else key, n=n)

    @staticmethod
    def plain(identifier: str) -> str:
        """An id as words."""
        return identifier.removeprefix("x-").replace("_", " ").replace("-", " ")
