"""The questions about change: between two periods, and if a share were another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmap_eventlog.automaton import returning
from cxmap_eventlog.delta import Delta, compare
from cxmap_eventlog.eventlog import EventLog
from cxmap_eventlog.refusal import refuse
from cxmap_eventlog.running import Request
from cxmap_eventlog.whatif import WhatIf, imagine, read_wish

if TYPE_CHECKING:
    from cxmap import JourneyGraph


def answer(
    request: Request, log: EventLog, graph: JourneyGraph | None
) -> tuple[Delta | None, tuple[WhatIf, ...]]:
    """Answer --compare and --what-if where they were asked."""
    back = returning(graph) if graph is not None else frozenset()
    changed = compare(log, *request.compare, request.period, back) if request.compare else None
    imagined: tuple[WhatIf, ...] = ()
    if request.what_if:
        goal = _goal(request, log, graph)
        imagined = imagine(log, [read_wish(text, log) for text in request.what_if], goal, back)
    return changed, imagined


def _goal(request: Request, log: EventLog, graph: JourneyGraph | None) -> tuple[str, ...]:
    if request.goal is not None:
        if request.goal not in log.activities:
            raise refuse(log.file, "LOG006", f"--goal: the log has no activity `{request.goal}`")
        return (request.goal,)
    if graph is not None and graph.outcome:
        return graph.outcome
    if request.ends:
        return request.ends
    raise refuse(log.file, "LOG006", "--what-if needs a place to arrive at; name it with --goal")
