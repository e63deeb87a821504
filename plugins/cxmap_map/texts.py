"""The words on the map, in the reader's language where there are some."""

from __future__ import annotations

from collections.abc import Mapping

from cxmap_map.texts_en import ENGLISH
from cxmap_map.texts_more import LANGUAGES


class Words:
    """Says a phrase by its key; what the theme does not say is said by us."""

    def __init__(self, language: str, overrides: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """Take the phrases of `language`, its theme's changes first, English last."""
        self.language = language
        said = dict(overrides or {})
        near = language.split("-")[0]
        self._phrases = {
            **ENGLISH,
            **LANGUAGES.get(near, {}),
            **LANGUAGES.get(language, {}),
            **said.get(near, {}),
            **said.get(language, {}),
        }

    def __call__(self, key: str, **values: object) -> str:
        """The phrase `key` with its blanks filled."""
        phrase = self._phrases[key]
        for name, value in values.items():
            phrase = phrase.replace("{" + name + "}", str(value))
        return phrase

    def knows(self, key: str) -> bool:
        """Whether there is such a phrase."""
        return key in self._phrases

    def first(self, *keys: str) -> str:
        """The first of these phrases that exists."""
        return next(self._phrases[key] for key in keys if key in self._phrases)
