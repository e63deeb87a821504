"""Answer inside a warehouse: paths and totals come out, and a journey is held against the paths."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from cxmap_eventlog.columns import check_columns, lifecycle_column
from cxmap_eventlog.conformance import hold
from cxmap_eventlog.engine_counts import Counted, count_in
from cxmap_eventlog.follows import count_activities
from cxmap_eventlog.funnel import count_stages, count_stops
from cxmap_eventlog.governance import hold_governance
from cxmap_eventlog.held import asked_of, find_silent
from cxmap_eventlog.mapping import Mapper
from cxmap_eventlog.rework import count_repeats, count_to_and_fro
from cxmap_eventlog.spec import LogSpec
from cxmap_eventlog.store import Store
from cxmap_eventlog.to_json import judged_values, log_values, outcome_values
from cxmap_eventlog.trace import Asked
from cxmap_eventlog.warehouse import columns_of, reach

if TYPE_CHECKING:
    from cxmap import JourneyGraph

# What needs every event: leave --in-place away, and it is answered too.
NOT_ANSWERED = (
    "by_period", "by_persona", "case_seconds", "channel_switches", "claims", "contacts", "seconds_in_stages",
    "seconds_to_next", "ways", "work_seconds",
)  # fmt: skip


def answer_in_place(
    store: Store,
    spec: LogSpec,
    mapper: Mapper,
    asked: Asked,
    graph: JourneyGraph | None,
    targets: frozenset[str] | None,
    work: int,
) -> dict[str, Any]:
    """Everything that paths, their fates and the times of ways can say, with the keys that a file has.

    Raises:
        LogRefused: the engine or its table is not what was declared.
    """
    asked = asked if graph is None else asked_of(graph, asked)
    with reach(spec) as (engine, table):
        there = list(columns_of(engine, spec, table))
        check_columns(spec, there)
        spec = replace(spec, lifecycle=lifecycle_column(spec, there))
        counted = count_in(engine, table, spec, mapper, store, asked)
    found = _values(counted, asked)
    if graph is not None:
        silent = find_silent(graph, counted.log, targets)
        conformance = hold(counted.log, graph, silent, work)
        found |= {"journey": graph.id} | judged_values(
            conformance, hold_governance(counted.log, graph, silent)
        )
    return found | {"not_answered": list(NOT_ANSWERED)}


def _values(counted: Counted, asked: Asked) -> dict[str, Any]:
    log = counted.log
    found = log_values(log, counted.follows, count_activities(log))
    found |= {
        "outcomes": outcome_values(counted.outcomes),
        "touchpoints": [asdict(one) for one in count_stops(log)],
        "rework": [asdict(one) for one in count_repeats(log)],
        "to_and_fro": [
            {"from": one.from_, "over": one.over, "count": one.count} for one in count_to_and_fro(log)
        ],
    }
    if asked.stages:
        stops, outside = count_stages(log, asked.stages, asked.stage_of)
        found["stages"] = {"funnel": [asdict(one) for one in stops], "outside": outside}
    return found
