"""Take the code blocks out of a page and do what they say, in order, in one folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from ready import ReadyCommand

_FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=ticks)[ \t]*$", re.MULTILINE | re.DOTALL
)
_SHELL = re.compile(r"[|&;<>$`\\\\*~]")  # what only a shell understands
KINDS = frozenset({"console", "yaml", "python", "text", "toml"})
WORDS = frozenset({"file", "skip", "exit"})


@dataclass(frozen=True)
class Block:
    """One block: its language, where it stands, what its info string says, and what is in it."""

    kind: str
    line: int
    body: str
    words: dict[str, str] = field(default_factory=dict)


def find_blocks(text: str) -> Iterator[Block]:
    """The code blocks of a page; directives in braces are Sphinx's own."""
    for found in _FENCE.finditer(text):
        kind, _, rest = found["info"].strip().partition(" ")
        if kind.startswith("{"):
            continue
        words = dict(word.partition("=")[::2] for word in shlex.split(rest))
        yield Block(kind, text.count("\n", 0, found.start()) + 1, found["body"], words)


def run_block(block: Block, folder: Path, ready: ReadyCommand | None = None) -> None:
    """Do what a block says, and hold it to what it shows.

    Raises:
        AssertionError: it is not as the page says.
    """
    assert block.kind in KINDS, f"line {block.line}: a block of `{block.kind}` is not run by anything"
    assert set(block.words) <= WORDS, (
        f"line {block.line}: {sorted(set(block.words) - WORDS)} means nothing here"
    )
    if "skip" in block.words:
        return
    if "file" in block.words:
        _write(block, folder)
    elif block.kind == "console":
        _run_commands(block, folder, ready)
    elif block.kind == "yaml":
        _load(block)
    elif block.kind == "python":
        _run(block, [sys.executable, "-c", block.body], folder)
    else:
        raise AssertionError(
            f"line {block.line}: a block of {block.kind} needs `file=`, so that something reads it"
        )


def _write(block: Block, folder: Path) -> None:
    path = folder / block.words["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.body, encoding="utf-8")
    if block.kind == "yaml":
        yaml.safe_load(block.body)


def _load(block: Block) -> None:
    from cxmap.testing import workspace

    try:
        assert workspace(block.body).graphs
    except Exception as error:
        raise AssertionError(f"line {block.line}: {error}") from error


def _run_commands(block: Block, folder: Path, ready: ReadyCommand | None) -> None:
    for command, expected in commands_of(block.body):
        wanted = int(block.words.get("exit", "0"))
        if ready is not None and command.startswith("cxmap ") and not _SHELL.search(command):
            status, done = ready.run(shlex.split(command)[1:], folder, _surroundings(folder))
            assert status == wanted, f"line {block.line}: exit status {status}, not {wanted}:\n{done}"
        else:
            done = _run(block, ["bash", "-c", command], folder, wanted)
        if expected.strip():
            assert matches(expected, done), (
                f"line {block.line}: `{command}` says\n{done}\nand the page says\n{expected}"
            )


def commands_of(body: str) -> Iterator[tuple[str, str]]:
    """Each command after `$ `, with the lines that follow it until the next one."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines()
        taken = 1
        while lines[taken - 1].endswith("\\") and taken < len(lines):
            taken += 1
        yield "\n".join(lines[:taken]), "\n".join(lines[taken:])


def matches(expected: str, said: str) -> bool:
    """Whether the output is as shown; a line of `...` stands for any lines, and `...` in a line for any text."""
    lines = [line.rstrip() for line in expected.strip("\n").splitlines()]
    pattern = ""
    for line in lines:
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(map(re.escape, line.split("..."))) + "\n"
    held = "".join(line.rstrip() + "\n" for line in said.strip("\n").splitlines())
    return re.fullmatch(pattern, held) is not None


def _run(block: Block, command: list[str], folder: Path, status: int = 0) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=_surroundings(folder),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == status, (
        f"line {block.line}: exit status {done.returncode}, not {status}:\n{said}"
    )
    return said


def _surroundings(folder: Path) -> dict[str, str]:
    """A clean home, the commands of this environment, and a terminal that is always the same."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    here = str(Path(sys.executable).parent)
    author = {
        f"GIT_{who}_{what}": "docs@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return {
        **kept, **author, "HOME": str(home), "PATH": here + os.pathsep + os.environ["PATH"], "NO_COLOR": "1",
        "COLUMNS": "100", "XDG_CACHE_HOME": str(home / ".cache"), "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""), "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
