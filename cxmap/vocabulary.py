"""The words a field may use, and the nearest one to a word nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a list.

    `like` names the known word it behaves as in every rule; `family` groups channels, `group` causes and
    types, `value` is a feeling; `maps` holds what other vocabularies call it (`dpv`, `tcf`, ...).
    """

    id: str
    about: str = ""
    family: str | None = None
    like: str | None = None
    group: str | None = None
    value: float | None = None
    maps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """Every list of words in force: kind -> word -> Word. Keys of the taxonomy are the lists `data` and `purpose`."""

    lists: Mapping[str, Mapping[str, Word]]

    def get(self, kind: str, word: str) -> Word | None:
        """The word as this list knows it; None when it does not."""
        return self.lists.get(kind, {}).get(word)

    def words(self, kind: str) -> tuple[str, ...]:
        """The words of a list, in the order they were given."""
        return tuple(self.lists.get(kind, {}))

    def nearest(self, kind: str, word: str) -> str | None:
        """The word of the list an author probably meant."""
        return nearest(word, self.words(kind))

    def resolve_key(self, kind: str, key: str) -> str | None:
        """The known taxonomy key at or above `key`; None when the taxonomy has none."""
        known = self.lists.get(kind, {})
        parts = key.split(".")
        for length in range(len(parts), 0, -1):
            candidate = ".".join(parts[:length])
            if candidate in known:
                return candidate
        return None

    def joined(self, *more: Vocabulary) -> Vocabulary:
        """This vocabulary and others; a word already known stays what it was."""
        lists = {kind: dict(words) for kind, words in self.lists.items()}
        for other in more:
            for kind, words in other.lists.items():
                for word, meaning in words.items():
                    lists.setdefault(kind, {}).setdefault(word, meaning)
        return Vocabulary(lists)


EMPTY = Vocabulary({})


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word an author probably meant, or None when nothing is close."""
    candidates = sorted(known)
    if len(word) > 64 or not candidates:
        return None
    lowered = {candidate.lower(): candidate for candidate in candidates}
    if word.lower() in lowered:
        return lowered[word.lower()]
    if len(lowered) > _MANY:
        lowered = _alike(word.lower(), lowered)
    cutoff = 0.6 if len(word) <= 4 else 0.72  # two swapped letters are much of a short word
    close = get_close_matches(word.lower(), list(lowered), n=1, cutoff=cutoff)
    return lowered[close[0]] if close else None


_MANY = 400  # comparing letter by letter takes long with more


def _alike(word: str, lowered: Mapping[str, str]) -> dict[str, str]:
    """Those of about the same length that begin or end alike."""
    head, tail, length = word[:3], word[-3:], len(word)
    close = (one for one in lowered if abs(len(one) - length) <= 2 and (one[:3] == head or one[-3:] == tail))
    return {one: lowered[one] for one in islice(close, _MANY)}
