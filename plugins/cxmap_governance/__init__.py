"""Checks on ownership, hand-offs, complaints and review."""

from __future__ import annotations

from cxmap import Check, hookimpl
from cxmap_governance.blame_the_customer_mix import blame_the_customer_mix
from cxmap_governance.complaint_not_answered import complaint_not_answered
from cxmap_governance.complaint_path_missing import complaint_path_missing
from cxmap_governance.escalation_before_goodwill import escalation_before_goodwill
from cxmap_governance.front_line_cannot_act import front_line_cannot_act
from cxmap_governance.hand_off_loses_context import hand_off_loses_context
from cxmap_governance.insight_not_shared import insight_not_shared
from cxmap_governance.loop_not_closed import loop_not_closed
from cxmap_governance.map_out_of_date import map_out_of_date
from cxmap_governance.no_owner import no_owner
from cxmap_governance.pain_without_action import pain_without_action
from cxmap_governance.shared_touchpoint import shared_touchpoint
from cxmap_governance.too_many_hand_offs import too_many_hand_offs
from cxmap_governance.who_owns_the_customer import who_owns_the_customer


@hookimpl
def cxmap_checks() -> list[Check]:
    """The rules of governance; the one on waivers belongs to the engine."""
    return [
        no_owner,
        who_owns_the_customer,
        shared_touchpoint,
        too_many_hand_offs,
        hand_off_loses_context,
        pain_without_action,
        map_out_of_date,
        complaint_path_missing,
        complaint_not_answered,
        escalation_before_goodwill,
        front_line_cannot_act,
        loop_not_closed,
        insight_not_shared,
        blame_the_customer_mix,
    ]
