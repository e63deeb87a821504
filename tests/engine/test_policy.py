"""Policy from a revision: a change cannot loosen the audit that judges it."""

import os
import subprocess
from pathlib import Path

import pytest

from cxmap.audit import Settings, audit
from cxmap.choosing import Wishes
from cxmap.config import ConfigError
from cxmap.opening import Wanted, open_with_plugins
from cxmap.policy import read_policy
from cxmap.report import Report

from .conftest import JOURNEY, TODAY

PLUGIN = '''
from cxmap import Finding, check, hookimpl

@check("ACME001", severity="error")
def phones(graph):
    """A touchpoint phones."""
    for touchpoint in graph.touchpoints:
        if "phone" in touchpoint.channel:
            yield Finding(touchpoint, "phones")

@hookimpl
def cxmap_checks():
    return [phones]
'''
BASE = {
    "cxmap.yaml": "cxmap: 1\nplugins: [rules/acme.py]\nselect: [ACME001]\n",
    "buy.yaml": JOURNEY,
    "rules/acme.py": PLUGIN,
}
WAIVERS = "cxmap: 1\nwaivers: [{rule: ACME001, at: call, because: b, by: me, until: 2027-01-01}]\n"


def git(folder: Path, *arguments: str) -> None:
    """Run git quietly with an author of its own."""
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository whose workspace lies in a folder of it, with one commit."""
    folder = tmp_path / "repository" / "journeys"
    write(folder, BASE)
    git(folder.parent, "init", "-q", "-b", "main")
    git(folder.parent, "add", "-A")
    git(folder.parent, "commit", "-q", "-m", "base")
    return folder


def judged(folder: Path, policy_from: str | None) -> Report:
    """The audit of a workspace as its own or another revision's policy wants it."""
    opened = open_with_plugins(Wanted(folder, policy_from=policy_from))
    return audit(opened.workspace, Settings(TODAY, Wishes()), opened.plugins)


@pytest.mark.parametrize(
    "change",
    [
        {"waivers.yaml": WAIVERS},
        {"cxmap.yaml": BASE["cxmap.yaml"] + "checks: {ACME001: {severity: info}}\n"},
        {"rules/acme.py": PLUGIN.replace('"phone" in', '"nothing" in')},
        {
            "cxmap.yaml": "cxmap: 1\nselect: [ACME001]\nplugins: [rules/other.py]\n",
            "rules/other.py": PLUGIN.replace("error", "info"),
        },
    ],
)
def test_a_change_cannot_loosen_its_own_audit(clone: Path, change: dict[str, str]) -> None:
    write(clone, change)
    assert judged(clone, None).verdict.state == "pass"
    assert judged(clone, "main").verdict.state == "fail"


def test_the_journey_itself_comes_from_the_tree(clone: Path) -> None:
    write(clone, {"buy.yaml": JOURNEY.replace("phone", "chat")})
    assert judged(clone, "main").verdict.state == "pass"


def test_a_waiver_that_was_agreed_holds(clone: Path) -> None:
    write(clone, {"waivers.yaml": WAIVERS})
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "agreed")
    (clone / "waivers.yaml").unlink()
    assert judged(clone, None).verdict.state == "fail"
    assert judged(clone, "HEAD").verdict.state == "pass"


def test_the_commit_is_named(clone: Path) -> None:
    policy = read_policy(clone, "main")
    assert len(policy.commit) == 40
    assert sorted(policy.blobs) == ["buy.yaml", "cxmap.yaml", "rules/acme.py"]
    assert policy.read("nowhere.yaml") is None


@pytest.mark.parametrize("ref", ["nowhere", "--help", "--output=/tmp/x", "main:journeys", "", "main --"])
def test_what_is_no_revision_is_refused(clone: Path, ref: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_policy(clone, ref)
    assert "is not a revision of this repository" in str(caught.value)


def test_a_folder_without_git_is_refused(tmp_path: Path) -> None:
    write(tmp_path, BASE)
    with pytest.raises(ConfigError, match="in no git repository"):
        read_policy(tmp_path, "main")


def test_nothing_of_the_repository_is_run(clone: Path) -> None:
    mark = clone.parent / "ran"
    hook = f"#!/bin/sh\ntouch {mark}\n"
    for name in ("post-checkout", "reference-transaction", "fsmonitor"):
        path = clone.parent / ".git" / "hooks" / name
        path.write_text(hook)
        path.chmod(0o755)
    git(clone.parent, "config", "core.fsmonitor", str(clone.parent / ".git/hooks/fsmonitor"))
    git(clone.parent, "config", "diff.evil.textconv", f"touch {mark}")
    git(clone.parent, "config", "filter.evil.smudge", f"touch {mark}")
    write(clone.parent, {".gitattributes": "* diff=evil filter=evil\n"})
    mark.unlink(missing_ok=True)
    read_policy(clone, "main").read("cxmap.yaml")
    assert not mark.exists()


def test_variables_that_point_git_elsewhere_are_ignored(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_WORK_TREE", os.devnull)
    assert "cxmap.yaml" in read_policy(clone, "main").blobs


def test_links_in_the_revision_are_not_followed(clone: Path) -> None:
    (clone / "waivers.yaml").symlink_to("/etc/hostname")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "link")
    assert "waivers.yaml" not in read_policy(clone, "main").blobs


def test_a_plugin_named_by_hand_comes_from_the_revision_too(clone: Path, tmp_path: Path) -> None:
    write(clone.parent, {"tools/acme.py": PLUGIN})
    git(clone.parent, "add", "-A")
    git(clone.parent, "commit", "-q", "-m", "tools")
    write(clone.parent, {"tools/acme.py": "loosened", "tools/new.py": PLUGIN})
    policy = read_policy(clone, "main")
    assert policy.read_named(clone.parent / "tools/acme.py", "--plugin") == PLUGIN.encode()
    with pytest.raises(ConfigError, match=r"`new\.py` is not in that revision"):
        policy.read_named(clone.parent / "tools/new.py", "--plugin")
    (tmp_path / "elsewhere.py").write_text(PLUGIN)
    assert policy.read_named(tmp_path / "elsewhere.py", "--plugin") is None
