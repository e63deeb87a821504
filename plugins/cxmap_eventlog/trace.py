"""Ask a log everything that needs no journey, and what a journey's stages and ends add."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cxmap_eventlog.contacts import WINDOW, count_contacts, count_switches
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.follows import count_activities, directly_follows
from cxmap_eventlog.funnel import count_stages, count_stops
from cxmap_eventlog.groups import by_period, by_persona
from cxmap_eventlog.outcomes import settle
from cxmap_eventlog.report import Stages, Trace
from cxmap_eventlog.rework import count_repeats, count_to_and_fro
from cxmap_eventlog.tables import FEWEST
from cxmap_eventlog.variants import SHOWN, count_variants, variants
from cxmap_eventlog.waiting import case_times, time_in_stages, time_to_next, work_times


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know beyond the log itself."""

    ends: Collection[str] = ()
    contacts: Collection[str] = ()
    timeout: float | None = None
    window: float = WINDOW
    period: str = "month"
    stages: tuple[str, ...] = ()
    stage_of: Mapping[str, str] = field(default_factory=dict)
    channel_of: Mapping[str, str] = field(default_factory=dict)
    without_channel: Collection[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    returning: Collection[str] = ()


def trace_log(log: EventLog, asked: Asked) -> Trace:
    """Run every analysis of the log."""
    outcomes = settle(log, asked.ends, asked.timeout, asked.returning)
    stages = None
    if asked.stages:
        stops, outside = count_stages(log, asked.stages, asked.stage_of)
        stages = Stages(stops, outside, time_in_stages(log, asked.stages))
    return Trace(
        log=log,
        activities=count_activities(log),
        follows=directly_follows(log),
        variants=variants(log, SHOWN),
        variant_count=count_variants(log),
        variants_rare=count_variants(log, FEWEST),
        outcomes=outcomes,
        stops=count_stops(log),
        next_times=time_to_next(log),
        case_times=case_times(log),
        work=work_times(log),
        repeats=count_repeats(log),
        to_and_fro=count_to_and_fro(log),
        switches=count_switches(log, asked.channel_of, asked.without_channel),
        contacts=count_contacts(log, asked.contacts, asked.window),
        period=asked.period,
        periods=by_period(log, asked.period),
        personas=by_persona(log),
        stages=stages,
        names=tuple(asked.names.items()),
    )
