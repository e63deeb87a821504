"""Map the words of a table to ids: patterns in order, first match wins, what matches none is counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

IGNORE = "ignore"


def matches(pattern: str, word: str) -> bool:
    """Whether a word fits a pattern in which `*` is any text and `?` one character; never slower than both lengths."""
    at, star, mark = 0, -1, 0
    i = 0
    while i < len(word):
        if at < len(pattern) and pattern[at] == "*":
            star, mark, at = at, i, at + 1
        elif at < len(pattern) and pattern[at] in ("?", word[i]):
            i, at = i + 1, at + 1
        elif star >= 0:
            mark += 1
            i, at = mark, star + 1
        else:
            return False
    return all(one == "*" for one in pattern[at:])


@dataclass
class Words:
    """The words of one meaning. `known` are the ids it may be; None lets every word stand for itself."""

    meaning: str
    patterns: Mapping[str, str] = field(default_factory=dict)
    known: Collection[str] | None = None
    unmatched: dict[str, int] = field(default_factory=dict)
    ignored: int = 0
    _seen: dict[str, str | None] = field(default_factory=dict)

    def find(self, word: str) -> str | None:
        """The id for a word, `ignore`, or None when nothing matches."""
        if word not in self._seen:
            self._seen[word] = self._look(word)
        return self._seen[word]

    def _look(self, word: str) -> str | None:
        for pattern, target in self.patterns.items():
            if matches(pattern, word):
                return target
        return word if self.known is None or word in self.known else None

    def note(self, word: str | None, many: int) -> None:
        """Take note of rows that are ignored or match nothing."""
        if not word:
            return
        target = self.find(word)
        if target == IGNORE:
            self.ignored += many
        elif target is None:
            self.unmatched[word] = self.unmatched.get(word, 0) + many
