"""The compact log: cases and activities as small integers, sorted by case, time and row."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_eventlog.store import Store


@dataclass(frozen=True)
class Refused:
    """Events that were left out for one reason, and where the first of them stands."""

    reason: str
    events: int
    first: str


@dataclass(frozen=True)
class Reading:
    """What was read, what was used, what was left out and why; the three always add up."""

    read: int
    used: int
    refused: tuple[Refused, ...]
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many events were read and not used."""
        return sum(group.events for group in self.refused)


@dataclass(frozen=True)
class EventLog:
    """A log in a store. Its tables hold integers only:

    `trace(i, c, a, t, b, d, h, r, p)`: row in order, case, activity, microseconds in UTC, next activity of the case or
    NULL, microseconds to it, channel, reason of contact and persona or NULL.
    `cases(c, n, first, last, persona, start, finish, v)`: events, first and last time, persona or NULL, first and last
    activity, variant.
    `variants(v, path, n)`: a distinct path and its cases, the most frequent first.
    `hops(v, w, a, b)`: the steps of a variant with w cases, and the next one or NULL.
    `met(v, a, w, n, again)`: how often each case of a variant met an activity, and how often directly again.
    `starts(c, a, t)`: when activities began, where the log says so.
    """

    store: Store
    file: str
    format: str
    activities: tuple[str, ...]
    channels: tuple[str, ...]
    personas: tuple[str, ...]
    reasons: tuple[str, ...]
    reading: Reading
    cases: int
    first: int
    last: int
    has_starts: bool
    unmatched: tuple[tuple[str, int], ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What the log says of its events beyond activity and time."""
        words = {"channel": self.channels, "persona": self.personas, "reason": self.reasons}
        return tuple(name for name, found in words.items() if found)

    @property
    def events(self) -> int:
        """How many events were used."""
        return self.reading.used
