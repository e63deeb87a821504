"""The distinct paths customers walked, and how many walked each."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_eventlog.eventlog import EventLog

# One letter an activity, beyond those that mean something; a log has at most 32,767, which end before the surrogates.
FIRST_LETTER = 0x100


@dataclass(frozen=True, slots=True)
class Variant:
    """One distinct path and its cases; hundreds of thousands of them are held as a word each, not as a tuple."""

    word: str
    cases: int

    @property
    def path(self) -> tuple[int, ...]:
        """The path as activity numbers."""
        return tuple(ord(letter) - FIRST_LETTER for letter in self.word)

    def __len__(self) -> int:
        """How many steps the path has."""
        return len(self.word)


def letter(activity: int) -> str:
    """The letter that stands for an activity in the word of a variant."""
    return chr(FIRST_LETTER + activity)


def variants(log: EventLog) -> tuple[Variant, ...]:
    """The distinct paths, most frequent first; equal ones in the order of their activities."""
    rows = log.store.rows(
        f"SELECT array_to_string(list_transform(path, lambda a: chr(a::INTEGER + {FIRST_LETTER})), ''), n FROM variants ORDER BY v"
    )
    return tuple(Variant(word, n) for word, n in rows)
