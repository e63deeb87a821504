"""A short run of the fuzz command; the long one is `python -m tests.fuzz --cases 1000000`."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

_FUZZ = Path(__file__).parent.parent / "fuzz.py"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damaged_files_are_answered(seed):
    assert runpy.run_path(str(_FUZZ))["fuzz"]("syntax", seed, 1000) == ""


def test_the_command_prints_its_seed():
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--cases", "20"],
        capture_output=True,
        text=True,
        check=True,
        cwd=_FUZZ.parent.parent,
    )
    assert done.stdout.startswith("syntax: seed ")
    assert done.stdout.endswith(", 20 cases\nall answered\n")


def test_a_seed_makes_the_same_cases():
    make_cases = runpy.run_path(str(_FUZZ))["make_cases"]
    assert list(make_cases(7, 50)) == list(make_cases(7, 50))
