"""Checks on consent, purposes, notices and rights."""

from cxmap import Check, hookimpl
from cxmap_consent.automated_decision_without_human import automated_decision_without_human
from cxmap_consent.bot_not_disclosed import bot_not_disclosed
from cxmap_consent.child_consent_without_parent import child_consent_without_parent
from cxmap_consent.collected_without_notice import collected_without_notice
from cxmap_consent.consent_never_renewed import consent_never_renewed
from cxmap_consent.creepy_cross_unit_use import creepy_cross_unit_use
from cxmap_consent.forced_consent import forced_consent
from cxmap_consent.kept_too_long import kept_too_long
from cxmap_consent.legitimate_interest_not_balanced import legitimate_interest_not_balanced
from cxmap_consent.minor_profiled import minor_profiled
from cxmap_consent.no_lawful_basis import no_lawful_basis
from cxmap_consent.no_opt_out_in_message import no_opt_out_in_message
from cxmap_consent.no_way_to_withdraw import no_way_to_withdraw
from cxmap_consent.recorded_without_telling import recorded_without_telling
from cxmap_consent.refusal_ignored import refusal_ignored
from cxmap_consent.repurposed_data import repurposed_data
from cxmap_consent.rights_path_missing import rights_path_missing
from cxmap_consent.sale_without_opt_out import sale_without_opt_out
from cxmap_consent.special_category_unguarded import special_category_unguarded
from cxmap_consent.tcf_purpose_needs_consent import tcf_purpose_needs_consent
from cxmap_consent.unsolicited_marketing import unsolicited_marketing
from cxmap_consent.use_without_consent import use_without_consent
from cxmap_consent.withdrawing_harder_than_consenting import withdrawing_harder_than_consenting


@hookimpl
def cxmap_checks() -> list[Check]:
    """The checks of this pack, in the order of their codes."""
    return [
        use_without_consent,
        refusal_ignored,
        no_way_to_withdraw,
        withdrawing_harder_than_consenting,
        no_lawful_basis,
        repurposed_data,
        creepy_cross_unit_use,
        collected_without_notice,
        special_category_unguarded,
        child_consent_without_parent,
        minor_profiled,
        automated_decision_without_human,
        bot_not_disclosed,
        kept_too_long,
        forced_consent,
        unsolicited_marketing,
        no_opt_out_in_message,
        consent_never_renewed,
        sale_without_opt_out,
        rights_path_missing,
        legitimate_interest_not_balanced,
        recorded_without_telling,
        tcf_purpose_needs_consent,
    ]
