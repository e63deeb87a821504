"""Everything one `cxmap trace` found, for the writers of text, JSON and pages."""

from __future__ import annotations

from dataclasses import dataclass

from cxmap_eventlog.contacts import Contacts, Switches
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import Activity, Follow
from cxmap_eventlog.funnel import StageStop, Stop
from cxmap_eventlog.groups import Group
from cxmap_eventlog.outcomes import Outcomes
from cxmap_eventlog.rework import Repeat, ToAndFro
from cxmap_eventlog.variants import Variant
from cxmap_eventlog.waiting import Wait, Work


@dataclass(frozen=True)
class Stages:
    """The funnel over stages and how long customers stay in each."""

    stops: tuple[StageStop, ...]
    outside: int
    times: tuple[Wait, ...]


@dataclass(frozen=True)
class Trace:
    """What customers really did, as far as the log alone can say."""

    log: EventLog
    activities: tuple[Activity, ...]
    follows: tuple[Follow, ...]
    variants: tuple[Variant, ...]
    """The most walked of them; `variant_count` counts all, `variants_rare` those of fewer than `FEWEST` cases."""
    variant_count: int
    variants_rare: int
    outcomes: Outcomes
    stops: tuple[Stop, ...]
    next_times: tuple[Wait, ...]
    case_times: dict[str, float]
    work: tuple[Work, ...]
    repeats: tuple[Repeat, ...]
    to_and_fro: tuple[ToAndFro, ...]
    switches: Switches | None
    contacts: Contacts | None
    period: str
    periods: tuple[Group, ...]
    personas: tuple[Group, ...]
    stages: Stages | None = None
    names: tuple[tuple[str, str], ...] = ()

    def say(self, path: tuple[int, ...]) -> tuple[str, ...]:
        """The activities of a variant by name."""
        return tuple(self.log.activities[number] for number in path)
