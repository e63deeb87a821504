"""All that one call found: the log alone, the log against a journey, and answers to questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmap_eventlog.delta import Delta
from cxmap_eventlog.held import Held
from cxmap_eventlog.report import Trace
from cxmap_eventlog.whatif import WhatIf

if TYPE_CHECKING:
    from cxmap import JourneyGraph, Workspace


@dataclass(frozen=True)
class Found:
    """What the writers write; `source` names the log or system that observations come from."""

    trace: Trace
    held: Held | None = None
    graph: JourneyGraph | None = None
    changed: Delta | None = None
    imagined: tuple[WhatIf, ...] = ()
    source: str | None = None
    system: str | None = None
    workspace: Workspace | None = None
