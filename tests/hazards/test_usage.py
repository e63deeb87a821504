"""Wrong words on the command line end with one sentence and the right status, never with a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxmap.cli import COMMANDS, run
from tests.hazards.conftest import AS_OF, Command, command_line, make_lamp, surroundings

OPTIONS = (
    "--select", "--ignore", "--profile", "--fail-on", "--format", "--baseline", "--policy-from", "--test-rules", "--no-cache",
    "--at", "--layer", "--measure", "--plugin", "--as-of", "-o", "--quiet", "--to", "--language", "--overlay", "--option",
    "--metric", "--column", "--by", "--period", "--case", "--time", "--dates", "--timeout", "--memory", "--compare",
    "--what-if", "--goal", "--log", "--journey", "--check", "--delimiter", "--encoding", "--header", "--port", "--nothing",
)  # fmt: skip
VALUES = (
    "lamp", "lamp/lamp.yaml", "lamp/cxmap.yaml", "nowhere", "", " ", "-", ".", "/", "STR", "STR003", "dead-end", "full", "html",
    "json", "text", "svg", "map", "flow", "register", "see", "journey:lamp", "owner:shop", "stage:", "a,b,,", "(((", "error",
    "2026-11-01", "9999-99-99", "-1", "0", "1e999", "nan", "=", "a=b", "path:see,pay", "\x1b[31m", "x\n::error::y", "\u202e",
    "é", "%", "100%", "nps", "trust", "en", "zz", "A -> B = 60%", "*", "~", "$HOME", "rows.csv", "log.csv", "x" * 400, "\udc80",
)  # fmt: skip
# Those that would wait for somebody, or write much; their options are tried below.
SAFE = sorted(set(COMMANDS) - {"serve", "lsp", "demo", "build"})


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("usage")
    make_lamp(folder / "lamp")
    (folder / "rows.csv").write_text("score,touchpoint\n9,see\n3,pay\n")
    (folder / "log.csv").write_text("case,activity,time\n1,see,2026-01-01\n1,pay,2026-01-02\n")
    return folder


def ask(folder: Path, words: list[str]) -> tuple[int, str]:
    """The exit status and the error output of a command in this process."""
    err, out = io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        return run(words), err.getvalue()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from(SAFE),
    words=st.lists(st.one_of(st.sampled_from(OPTIONS), st.sampled_from(VALUES)), max_size=5),
)
def test_no_words_bring_it_down(
    here: Path, monkeypatch: pytest.MonkeyPatch, command: str, words: list[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    code, err = ask(here, [command, *words])
    assert code in (0, 1, 2, 3)
    assert "Traceback" not in err and "internal error" not in err, err
    assert "\x1b" not in err and "\u202e" not in err
    assert not any(line.startswith("::") for line in err.splitlines())
    if code == 2:
        assert err.strip() or command in ("ask", "verify")


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("words", [["--nothing"], ["--as-of"], ["a", "b", "c", "d", "e", "--nothing=1"]])
def test_an_unknown_option_is_bad_input(here: Path, command: str, words: list[str]) -> None:
    code, err = ask(here, [command, *words])
    assert code == 2
    assert "Error: " in err


@pytest.mark.parametrize("command", ["chek\x1b[31m", "--\x1b[31m", "x\n::error::y"])
def test_even_on_a_terminal_foreign_words_steer_nothing(tmp_path: Path, command: str) -> None:
    """Click strips colours from files but not from terminals, so this needs one."""
    leader, follower = pty.openpty()
    done = subprocess.run(
        command_line(command),
        stdout=follower,
        stderr=follower,
        cwd=tmp_path,
        env=surroundings(tmp_path),
        check=False,
    )
    os.close(follower)
    said = os.read(leader, 1 << 16)
    os.close(leader)
    assert done.returncode == 2
    assert b"\x1b" not in said
    assert not any(line.startswith(b"::") for line in said.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ("check", "lamp", *AS_OF, "--format", "html"),
        ("plugins",),
        ("schema",),
        ("--help",),
        ("explain", "STR003"),
        ("--version",),
    ],
)
def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path, lamp: Path, words: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        command_line(*words),
        cwd=tmp_path,
        env=surroundings(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(120)
    assert err == b""
    assert process.returncode in (0, 1, 2, 3)


@pytest.mark.parametrize("words", [("check", "lamp", *AS_OF), ("plugins",), ("--version",), ("--help",)])
def test_a_full_disk_behind_the_output_is_said(tmp_path: Path, lamp: Path, words: tuple[str, ...]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command_line(*words),
            cwd=tmp_path,
            env=surroundings(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_process_without_streams_still_writes_its_file(tmp_path: Path, lamp: Path) -> None:
    words = command_line("check", "lamp", *AS_OF, "--format", "json", "-o", "out.json")
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *words],
        cwd=tmp_path,
        env=surroundings(tmp_path),
        check=False,
    )
    assert done.returncode == 1
    assert (tmp_path / "out.json").read_bytes().startswith(b"{")


def test_names_of_files_steer_neither_terminal_nor_log(lamp: Path, cxmap: Command) -> None:
    (lamp / "a\x1b[31m\n::error::b.yaml").write_text("cxmap: 1\n")
    for words in (
        ("check", "lamp"),
        ("fmt", "lamp"),
        ("render", "lamp"),
        ("check", "lamp", "--format", "github"),
    ):
        said = cxmap(*words)
        assert said.code == 2
        assert "\x1b" not in said.err
        assert not any(line.startswith("::") for line in said.err.splitlines())
