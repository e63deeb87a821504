"""A small workspace, and the command run as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = "cxmap: 1\nworkspace: A lamp shop\nprofile: full\n"
LAMP = """cxmap: 1
journey: Buy a lamp
owner: shop
outcome: thanks
reviewed: 2026-10-01
owners: {shop: {unit: retail}}
touchpoints:
  see: {channel: web, owner: shop}
  pay: {channel: web, owner: shop, next: {thanks: 90%}}
  thanks: {channel: email, by: company, owner: shop}
"""
AS_OF = ("--as-of", "2026-11-01")


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    out: bytes
    err: str


Command = Callable[..., Said]


def surroundings(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: nothing of this machine but the way to Python."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "plugins")])
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": paths,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **(more or {}),
    }


def command_line(*arguments: str) -> list[str]:
    """The command as a list of words."""
    return [sys.executable, "-m", "cxmap", *arguments]


@pytest.fixture
def cxmap(tmp_path: Path) -> Command:
    """Run `cxmap` in `tmp_path`, in a process of its own; a traceback is never an answer."""

    def run(
        *arguments: str, env: Mapping[str, str] | None = None, cwd: Path | None = None, seconds: float = 120
    ) -> Said:
        done = subprocess.run(
            command_line(*arguments),
            cwd=cwd or tmp_path,
            env=surroundings(tmp_path, env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        said = Said(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
        assert "Traceback" not in said.err, said.err
        assert said.code in (0, 1, 2, 3), said
        return said

    return run


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    """A workspace of one small journey."""
    return make_lamp(tmp_path / "lamp")


def make_lamp(home: Path) -> Path:
    """Write the small workspace."""
    home.mkdir()
    (home / "cxmap.yaml").write_text(CONFIG)
    (home / "lamp.yaml").write_text(LAMP)
    return home
