"""What a journey adds to the questions asked of a log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cxmap_eventlog.automaton import returning
from cxmap_eventlog.claims import Claims, compare_claims
from cxmap_eventlog.conformance import WORK, Conformance, hold
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.governance import Governance, hold_governance
from cxmap_eventlog.trace import Asked
from cxmap_eventlog.walked import Walked, compare_ways

if TYPE_CHECKING:
    from cxmap import JourneyGraph, Touchpoint

CONTACTS = ("human", "bot", "complaint", "problem", "claim")


@dataclass(frozen=True)
class Held:
    """A log held against one journey."""

    journey: str
    title: str
    conformance: Conformance
    walked: Walked
    governance: Governance
    claims: Claims


def asked_of(graph: JourneyGraph, asked: Asked) -> Asked:
    """Ends, stages, channels and contacts as the journey declares them; what the user said stays."""
    stage_of = {one.id: one.stage for one in graph.on_path if one.stage is not None}
    return replace(
        asked,
        ends=asked.ends or tuple(sorted(graph.ends)),
        contacts=asked.contacts
        or tuple(one.id for one in graph.touchpoints if graph.acts_like(one, *CONTACTS)),
        stages=tuple(stage.id for stage in graph.stages),
        stage_of=stage_of,
        channel_of={one.id: one.channel[0] for one in graph.touchpoints if one.channel},
        without_channel=tuple(one.id for one in graph.touchpoints if _passes_unseen(graph, one)),
        names={one.id: str(one.title) for one in graph.touchpoints},
        returning=returning(graph),
    )


def _passes_unseen(graph: JourneyGraph, one: Touchpoint) -> bool:
    """Whether it counts for no channel switch: the customer's own step, or a one-way message of ours."""
    if {"own", "backstage"} & set(one.channel):
        return True
    return one.by == "company" and any(graph.family(channel) == "one-way" for channel in one.channel)


def find_silent(graph: JourneyGraph, log: EventLog, targets: frozenset[str] | None) -> frozenset[str]:
    """Touchpoints this log does not record: those no pattern leads to, or, without patterns, customers' own steps."""
    met = set(log.activities)
    if targets is None:
        return frozenset(one.id for one in graph.touchpoints if one.id not in met and "own" in one.channel)
    return frozenset(one.id for one in graph.touchpoints if one.id not in met and one.id not in targets)


def hold_against(log: EventLog, graph: JourneyGraph, silent: frozenset[str], work: int = WORK) -> Held:
    """Conformance, real shares and governance of the log on this journey."""
    return Held(
        graph.id,
        str(graph.title),
        hold(log, graph, silent, work),
        compare_ways(log, graph, silent),
        hold_governance(log, graph, silent),
        compare_claims(log, graph, silent),
    )
