"""Checks on data: who needs it, who has it, what stands between."""

from cxmap import Check, hookimpl
from cxmap_data.assumed_number import assumed_number
from cxmap_data.collected_never_used import collected_never_used
from cxmap_data.data_out_of_reach import data_out_of_reach
from cxmap_data.data_silo import data_silo
from cxmap_data.essential_app_missing import essential_app_missing
from cxmap_data.garbage_into_the_machine import garbage_into_the_machine
from cxmap_data.no_common_identity import no_common_identity
from cxmap_data.offer_already_owned import offer_already_owned
from cxmap_data.one_eyed_listening import one_eyed_listening
from cxmap_data.two_masters import two_masters
from cxmap_data.used_never_collected import used_never_collected


@hookimpl
def cxmap_checks() -> list[Check]:
    """The checks of this pack, in the order of their codes."""
    return [
        collected_never_used,
        used_never_collected,
        data_silo,
        data_out_of_reach,
        no_common_identity,
        two_masters,
        offer_already_owned,
        garbage_into_the_machine,
        one_eyed_listening,
        essential_app_missing,
        assumed_number,
    ]
