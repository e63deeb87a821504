"""`--policy-from` runs nothing of the repository it reads, and takes no word for an option."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.hazards.conftest import AS_OF, CONFIG, Command

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
STRICT = CONFIG + "fail_on: info\n"
LOOSE = "cxmap: 1\nworkspace: A lamp shop\nprofile: starter\n"
SETTINGS = (
    "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.external",
    "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "credential.helper", "alias.cat-file",
)  # fmt: skip
HOOKS = ("post-checkout", "pre-commit", "reference-transaction", "post-index-change", "fsmonitor-watchman")


def git(folder: Path, *words: str) -> None:
    """Run git without anything of this machine."""
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    found = shutil.which("git")
    assert found is not None
    subprocess.run(
        [found, *words], cwd=folder, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", **who}
    )


@pytest.fixture
def evil(tmp_path: Path, lamp: Path) -> Path:
    """A repository that would run a program at every turn; the tree is looser than its last commit."""
    repository = tmp_path / "repository"
    (repository / "deep").mkdir(parents=True)
    lamp.rename(repository / "deep" / "lamp")
    (repository / "deep" / "lamp" / "cxmap.yaml").write_text(STRICT)
    git(repository, "init", "-q", "-b", "main")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "strict")
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    script.chmod(0o755)
    (repository / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    for name in SETTINGS:
        git(repository, "config", name, f"!{script}" if name.startswith("alias") else str(script))
    for name in HOOKS:
        shutil.copy(script, repository / ".git" / "hooks" / name)
    (repository / "deep" / "lamp" / "cxmap.yaml").write_text(LOOSE)
    return repository


def test_the_policy_of_the_revision_holds_and_nothing_runs(
    tmp_path: Path, evil: Path, cxmap: Command
) -> None:
    words = ("check", "deep/lamp", *AS_OF, "--format", "json")
    assert cxmap(*words, cwd=evil).code == 0
    said = cxmap(*words, "--policy-from", "main", cwd=evil)
    assert said.code == 1
    assert cxmap("check", *AS_OF, "--policy-from", "HEAD", cwd=evil / "deep" / "lamp").code == 1
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "ref",
    [
        "--output=x",
        "-h",
        "--all",
        "main..main",
        "^main",
        "main\nx",
        "",
        "main:deep",
        "main^{tree}",
        "\x1b[31m",
        "a" * 5000,
    ],
)
def test_what_is_no_single_revision_is_refused(tmp_path: Path, evil: Path, cxmap: Command, ref: str) -> None:
    said = cxmap("check", "deep/lamp", *AS_OF, "--policy-from", ref, cwd=evil)
    assert said.code == 2
    assert said.err.startswith("--policy-from LNG011 ")
    assert len(said.err.splitlines()) == 1 and len(said.err) < 250
    assert "\x1b" not in said.err
    assert not (tmp_path / "ran").exists() and not (evil / "x").exists()


def test_a_shallow_clone_has_the_policy_of_its_own_commit_and_no_other(
    tmp_path: Path, evil: Path, cxmap: Command
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", evil.as_uri(), "shallow")
    words = ("check", "deep/lamp", *AS_OF, "--policy-from")
    assert cxmap(*words, "origin/main", cwd=tmp_path / "shallow").code == 1
    assert cxmap(*words, "HEAD~1", cwd=tmp_path / "shallow").code == 2
