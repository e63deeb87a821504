"""Your words to ours: which touchpoint an activity of the log is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

IGNORE = "ignore"
Mapper = Callable[[str], str | None]


def keep_names(activity: str) -> str | None:
    """Every activity is itself: the log is read without a journey."""
    return activity


def by_patterns(patterns: Sequence[tuple[str, str]], touchpoints: Sequence[str]) -> Mapper:
    """A mapper by patterns with `*` and `?`, first match wins; what none matches must be an id as it is."""
    compiled = [(_compile(pattern), target) for pattern, target in patterns]
    ids = frozenset(touchpoints)

    def mapper(activity: str) -> str | None:
        for pattern, target in compiled:
            if pattern.fullmatch(activity):
                return target
        return activity if activity in ids else None

    return mapper


def _compile(pattern: str) -> re.Pattern[str]:
    # Runs of `*` are one `*`: otherwise a pattern could take exponential time.
    parts = re.split(r"(\*+|\?)", pattern)
    shown = ["." if part == "?" else ".*?" if part.startswith("*") else re.escape(part) for part in parts]
    return re.compile("".join(shown), re.DOTALL)
