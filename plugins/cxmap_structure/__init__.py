"""Checks on the shape of a journey: ways in, dead ends, traps, stages."""

from __future__ import annotations

from cxmap import Check, hookimpl
from cxmap_structure.backward_jump import backward_jump
from cxmap_structure.company_view_only import company_view_only
from cxmap_structure.dead_end import dead_end
from cxmap_structure.empty_stage import empty_stage
from cxmap_structure.model_stage_missing import model_stage_missing
from cxmap_structure.no_way_in import no_way_in
from cxmap_structure.persona_cannot_reach_outcome import persona_cannot_reach_outcome
from cxmap_structure.persona_unused_touchpoint import persona_unused_touchpoint
from cxmap_structure.shares_over_100 import shares_over_100
from cxmap_structure.single_point_of_failure import single_point_of_failure
from cxmap_structure.stage_bypass import stage_bypass
from cxmap_structure.trap import trap
from cxmap_structure.unreachable_touchpoint import unreachable_touchpoint


@hookimpl
def cxmap_checks() -> list[Check]:
    """The thirteen rules of structure."""
    return [
        no_way_in,
        unreachable_touchpoint,
        dead_end,
        trap,
        persona_cannot_reach_outcome,
        empty_stage,
        model_stage_missing,
        stage_bypass,
        shares_over_100,
        single_point_of_failure,
        company_view_only,
        backward_jump,
        persona_unused_touchpoint,
    ]
