"""A few damaged workspaces in every run; `python -m tests.fuzz workspace` tries many."""

from __future__ import annotations

import pytest

from tests.fuzz import fuzz_folders


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damaged_workspaces_are_answered(seed: int) -> None:
    assert fuzz_folders(seed, 25) == ""
