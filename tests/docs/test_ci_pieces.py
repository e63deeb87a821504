"""The pieces for build servers: their scripts are run as a build server would run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

JOURNEY = """cxmap: 1
journey: Renew
owner: shop
outcome: renewed
reviewed: 2026-10-01
owners: {shop: {unit: retail}}
data: {email: {is: user.contact.email, keep: 2y}}
purposes: {offers: {is: marketing.communications.email, basis: consent, lasts: 2y}}
stages:
  deciding:
    owner: shop
    touchpoints:
      see: {channel: web, consent: {asks: offers}, next: [offer, renewed]}
  renewing:
    owner: shop
    touchpoints:
      offer: {channel: email, by: company, consent: {requires: offers}, uses: {offers: [email]}}
      renewed: {channel: email, by: company}
"""
POLICY = "cxmap: 1\nselect: [CON001, STR003]\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose main branch passes, with a change that breaks consent and the policy at once."""
    folder = tmp_path / "repository"
    (folder / "journeys").mkdir(parents=True)
    (folder / "journeys" / "renew.yaml").write_text(JOURNEY)
    (folder / "journeys" / "cxmap.yaml").write_text(POLICY)
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", "Audited")
    return folder


def _git(folder: Path, *words: str) -> str:
    names = {
        f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **names}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _break(folder: Path) -> None:
    path = folder / "journeys" / "renew.yaml"
    path.write_text(
        path.read_text().replace("consent: {asks: offers}, ", "").replace("consent: {requires: offers}, ", "")
    )
    (folder / "journeys" / "cxmap.yaml").write_text("cxmap: 1\nignore: [CON]\n")


def _run(script: str, folder: Path, more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    surroundings = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "NO_COLOR": "1",
        **more,
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder, env=surroundings, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def _action_steps() -> dict[str, str]:
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    return {step["name"]: step["run"] for step in steps if "run" in step}


def _audit_on_github(folder: Path, base: str, policy: str = "") -> tuple[str, str]:
    temporary = folder.parent / "runner"
    (temporary / "cxmap" / "bin").mkdir(parents=True, exist_ok=True)
    link = temporary / "cxmap" / "bin" / "cxmap"
    if not link.exists():
        link.symlink_to(BIN / "cxmap")
    output, summary = temporary / "output", temporary / "summary"
    for file in (output, summary):
        file.write_text("")
    named = {
        "WORKSPACE": "journeys", "POLICY": policy, "BASE": base, "FAIL_ON": "", "RUNNER_TEMP": str(temporary),
        "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary),
    }  # fmt: skip
    done = _run(_action_steps()["Audit"], folder, named)
    assert done.returncode == 0, done.stderr
    return output.read_text().strip(), done.stdout + summary.read_text()


def test_the_action_passes_a_good_change_and_keeps_reports(repository: Path) -> None:
    status, said = _audit_on_github(repository, _git(repository, "rev-parse", "HEAD"))
    assert status == "status=0"
    assert "pass" in said
    sarif = json.loads((repository / "cxmap-report" / "cxmap.sarif").read_text())
    assert sarif["version"] == "2.1.0"
    assert ElementTree.parse(repository / "cxmap-report" / "cxmap.xml").getroot().tag == "testsuites"
    assert "<html" in (repository / "cxmap-report" / "cxmap.html").read_text()


def test_the_action_judges_a_change_by_the_policy_it_goes_to(repository: Path) -> None:
    base = _git(repository, "rev-parse", "HEAD")
    _break(repository)
    status, said = _audit_on_github(repository, base)
    assert status == "status=1"
    assert "CON001" in said
    assert _audit_on_github(repository, base, policy="none")[0] == "status=0"


def test_the_action_ends_with_the_status_of_the_audit(tmp_path: Path) -> None:
    judge = _action_steps()["Judge"]
    assert [_run(judge, tmp_path, {"STATUS": str(one)}).returncode for one in range(4)] == [0, 1, 2, 3]


def test_nothing_a_change_can_write_is_pasted_into_a_script() -> None:
    for name, script in _action_steps().items():
        assert "${{" not in script, name


def test_gitlab_judges_by_the_base_of_the_merge_request(repository: Path) -> None:
    template = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())
    script = "\n".join(template["cxmap"]["script"])
    base = _git(repository, "rev-parse", "HEAD")
    named = {"CXMAP_WORKSPACE": "journeys", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    assert _run(script, repository, named).returncode == 0
    _break(repository)
    done = _run(script, repository, named)
    assert done.returncode == 1, done.stderr
    assert "CON001" in done.stdout
    reports = template["cxmap"]["artifacts"]
    for file in (*reports["paths"], *reports["reports"].values()):
        assert (repository / file).exists()
    assert _run(script, repository, {"CXMAP_WORKSPACE": "journeys"}).returncode == 0


def test_hooks_for_pre_commit_run_commands_that_exist() -> None:
    from cxmap.cli import COMMANDS

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in hooks} == {"cxmap-check", "cxmap-fmt"}
    for hook in hooks:
        program, command, *_ = hook["entry"].split()
        assert program == "cxmap"
        assert command in COMMANDS
