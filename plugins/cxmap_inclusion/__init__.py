"""Checks on accessibility and language."""

from __future__ import annotations

from cxmap import Check, hookimpl
from cxmap_inclusion.clock_without_mercy import clock_without_mercy
from cxmap_inclusion.digital_only import digital_only
from cxmap_inclusion.help_moves_around import help_moves_around
from cxmap_inclusion.language_gap import language_gap
from cxmap_inclusion.memory_test_login import memory_test_login
from cxmap_inclusion.needs_not_met_on_path import needs_not_met_on_path


@hookimpl
def cxmap_checks() -> list[Check]:
    """The six rules of inclusion."""
    return [
        needs_not_met_on_path,
        digital_only,
        help_moves_around,
        memory_test_login,
        language_gap,
        clock_without_mercy,
    ]
