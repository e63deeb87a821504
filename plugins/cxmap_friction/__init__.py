"""Checks on friction: asked twice, passed on, kept waiting, sent round in circles."""

from __future__ import annotations

from cxmap import Check, hookimpl
from cxmap_friction.agents_do_not_know_the_offer import agents_do_not_know_the_offer
from cxmap_friction.asks_again import asks_again
from cxmap_friction.drop_off_hotspot import drop_off_hotspot
from cxmap_friction.effort_budget_exceeded import effort_budget_exceeded
from cxmap_friction.failure_only_found_by_customer import failure_only_found_by_customer
from cxmap_friction.forced_channel_switch import forced_channel_switch
from cxmap_friction.leaving_harder_than_joining import leaving_harder_than_joining
from cxmap_friction.multi_contact_resolution import multi_contact_resolution
from cxmap_friction.no_human_within_reach import no_human_within_reach
from cxmap_friction.no_recovery_from_failure import no_recovery_from_failure
from cxmap_friction.preferred_channel_absent import preferred_channel_absent
from cxmap_friction.promise_not_met_on_path import promise_not_met_on_path
from cxmap_friction.repeated_identification import repeated_identification
from cxmap_friction.resolution_not_confirmed import resolution_not_confirmed
from cxmap_friction.slow_answer import slow_answer
from cxmap_friction.too_many_channel_switches import too_many_channel_switches
from cxmap_friction.transaction_too_long import transaction_too_long
from cxmap_friction.transfer_chain import transfer_chain
from cxmap_friction.unbounded_loop import unbounded_loop


@hookimpl
def cxmap_checks() -> list[Check]:
    """The nineteen rules of friction."""
    return [
        asks_again,
        forced_channel_switch,
        too_many_channel_switches,
        transfer_chain,
        slow_answer,
        promise_not_met_on_path,
        unbounded_loop,
        no_human_within_reach,
        effort_budget_exceeded,
        multi_contact_resolution,
        no_recovery_from_failure,
        repeated_identification,
        drop_off_hotspot,
        agents_do_not_know_the_offer,
        failure_only_found_by_customer,
        leaving_harder_than_joining,
        transaction_too_long,
        resolution_not_confirmed,
        preferred_channel_absent,
    ]
