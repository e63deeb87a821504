"""No kill, full disk, read-only folder, link or second run leaves a torn or missing file behind."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cxmap.writing import write_atomically
from tests.hazards.conftest import AS_OF, Command, command_line, make_lamp, surroundings
from tests.hazards.kills import COMMANDS, kill_once, prepared

MESSY = "cxmap: 1\njourney:   Buy a lamp\ntouchpoints:   [see,   pay]\n"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_kill_at_any_moment_leaves_whole_files(tmp_path: Path, name: str) -> None:
    draw = random.Random(name)
    case = prepared(tmp_path, name)
    for _ in range(3):
        kill_once(case, draw.uniform(0.05, 1.0) * case.seconds)


def test_the_nth_write_failing_leaves_the_old_file(tmp_path: Path) -> None:
    """A file may hold n bytes and no more: at every n the old file stays, and nothing lies beside it."""
    target = tmp_path / "report.json"
    target.write_text("old")
    content = "x" * 5000
    for most in (*range(0, 4096, 512), 4999):
        assert _write_limited(target, content, most) != 0
        assert target.read_text() == "old"
        assert [each.name for each in tmp_path.iterdir()] == ["report.json"]
    assert _write_limited(target, content, 5000) == 0
    assert target.read_text() == content


def _write_limited(target: Path, content: str, most: int) -> int:
    process = os.fork()
    if process == 0:
        code = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            write_atomically(target, content)
            code = 0
        except OSError:
            code = 2
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


STEPS = ("mkstemp", "fdopen", "fsync", "chmod", "replace")


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_a_write_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    home = "tempfile" if step == "mkstemp" else "os"
    monkeypatch.setattr(f"{home}.{step}", fail)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(target, "new")
    monkeypatch.undo()
    assert target.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.parametrize("most", [0, 1000, 30_000])
def test_a_full_disk_is_one_sentence_and_the_old_report_stays(tmp_path: Path, lamp: Path, most: int) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = subprocess.run(
        command_line("check", "lamp", *AS_OF, "--no-cache", "-o", "report.html"),
        cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, preexec_fn=limit, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"nothing was written" in done.stderr
    assert b"Traceback" not in done.stderr
    assert target.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lamp", "report.html"]


def _into_link(folder: Path) -> tuple[str, Path]:
    (folder / "elsewhere").write_text("old")
    (folder / "out.html").symlink_to(folder / "elsewhere")
    return "out.html", folder / "elsewhere"


def _into_folder(folder: Path) -> tuple[str, Path]:
    (folder / "out.html").mkdir()
    (folder / "out.html" / "mine").write_text("old")
    return "out.html", folder / "out.html" / "mine"


def _into_pipe(folder: Path) -> tuple[str, Path]:
    os.mkfifo(folder / "out.html")
    (folder / "mine").write_text("old")
    return "out.html", folder / "mine"


def _into_nothing(folder: Path) -> tuple[str, Path]:
    (folder / "mine").write_text("old")
    return "missing/out.html", folder / "mine"


@pytest.mark.parametrize("place", [_into_link, _into_folder, _into_pipe, _into_nothing])
def test_what_is_no_plain_place_is_refused(
    tmp_path: Path, lamp: Path, cxmap: Command, place: Callable[[Path], tuple[str, Path]]
) -> None:
    output, mine = place(tmp_path)
    before = sorted(str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*"))
    said = cxmap("check", "lamp", *AS_OF, "--no-cache", "-o", output)
    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert ".tmp" not in said.err
    assert mine.read_text() == "old"
    assert sorted(str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*")) == before


def test_a_read_only_folder_is_refused(tmp_path: Path, lamp: Path, cxmap: Command) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.joinpath("shut").mkdir(mode=0o500)
    said = cxmap("check", "lamp", *AS_OF, "--no-cache", "-o", "shut/out.html")
    assert said.code == 2
    assert "nothing was written" in said.err


def test_a_file_nobody_can_read_through_another_name_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "report"
    target.write_text("old")
    target.chmod(0o600)
    write_atomically(target, "new")
    assert target.stat().st_mode & 0o777 == 0o600


def test_two_runs_at_once_leave_one_whole_file(tmp_path: Path, lamp: Path) -> None:
    other = make_lamp(tmp_path / "other")
    (other / "cxmap.yaml").write_text("cxmap: 1\nworkspace: Another shop\nprofile: full\n")
    alone = {}
    for folder in ("lamp", "other"):
        words = command_line("check", folder, *AS_OF, "--format", "json", "-o", f"{folder}.json")
        subprocess.run(words, cwd=tmp_path, env=surroundings(tmp_path), check=False, capture_output=True)
        alone[folder] = (tmp_path / f"{folder}.json").read_bytes()
    running = [
        subprocess.Popen(
            command_line("check", folder, *AS_OF, "--no-cache", "--format", "json", "-o", "both.json"),
            cwd=tmp_path, env=surroundings(tmp_path), stderr=subprocess.DEVNULL,
        )
        for folder in ("lamp", "other", "lamp")
    ]  # fmt: skip
    assert {each.wait(120) for each in running} == {1}
    assert (tmp_path / "both.json").read_bytes() in alone.values()
    assert not [each for each in tmp_path.iterdir() if each.name.endswith(".tmp")]


def test_a_stopped_write_is_never_seen_by_a_reader(tmp_path: Path) -> None:
    """Somebody who reads all the time sees the old file or the new one, whole."""
    target = tmp_path / "page.html"
    whole = [letter * 200_000 for letter in "ab"]
    target.write_text(whole[0])
    process = os.fork()
    if process == 0:
        try:
            for turn in range(40):
                write_atomically(target, whole[turn % 2])
        finally:
            os._exit(0)
    seen = set()
    until = time.monotonic() + 60
    while not os.waitpid(process, os.WNOHANG)[0] and time.monotonic() < until:
        seen.add(target.read_text())
    assert seen <= set(whole)
