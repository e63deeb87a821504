"""The audit finds in each example exactly what its README says was planted there, and nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PLANTED = yaml.safe_load(Path(__file__).with_name("planted.yaml").read_text(encoding="utf-8"))
AS_OF = "2026-11-01"


def audit(name: str, *options: str) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "cxmap",
        "check",
        f"journeys/{name}",
        "--as-of",
        AS_OF,
        "--format",
        "json",
    ]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def places(findings: list[dict[str, Any]]) -> set[tuple[str, str | None, str, bool]]:
    return {(one["code"], one["journey"], one["element"], one.get("waived", False)) for one in findings}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_audit_finds_what_was_planted_and_nothing_else(name: str) -> None:
    assert places(audit(name)["findings"]) == places(PLANTED[name])


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_readme_names_every_planted_problem(name: str) -> None:
    readme = (ROOT / "journeys" / name / "README.md").read_text(encoding="utf-8")
    for planted in PLANTED[name]:
        assert f"| {planted['code']} | `{planted['element']}` |" in readme


def test_plan_mends_what_the_broadband_audit_found() -> None:
    left = audit("broadband", "--layer", "to-be")["findings"]
    assert {one["code"] for one in left if not one["waived"]} == set()
