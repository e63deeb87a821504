"""The one place that knows Graphviz: which program lays out, for how long, and what we accept from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

TIME_LIMIT = 8.0
PURE = "graphviz-pure"


class LayoutError(Exception):
    """Graphviz is not there, took too long, refused the text, or lost a part of it."""


@cache
def find_program() -> str | None:
    """The `dot` of this computer, else the one that comes from PyPI as graphviz-pure."""
    system = shutil.which("dot")
    if system is not None:
        return system
    folders = os.pathsep.join((sysconfig.get_path("scripts"), str(Path(sys.executable).parent)))
    return shutil.which(PURE, path=folders) or _from_wheel()


def _from_wheel() -> str | None:
    from importlib.metadata import PackageNotFoundError, files

    try:
        held = files(PURE) or []
    except PackageNotFoundError:
        return None
    for each in held:
        if each.name in (PURE, f"{PURE}.exe"):
            path = Path(str(each.locate())).resolve()
            return str(path) if path.is_file() else None
    return None


def can_write_pdf() -> bool:
    """Whether the program found is a full Graphviz: the one from PyPI writes no PDF."""
    program = find_program()
    return program is not None and PURE not in Path(program).name


def run_dot(source: str, form: str, *, program: str | None = None, seconds: float = TIME_LIMIT) -> bytes:
    """What Graphviz makes of a text, in a process of its own under a time limit.

    Raises:
        LayoutError: it is not there, took too long, or refused.
    """
    from graphviz.backend.dot_command import command

    program = program or find_program()
    if program is None:
        raise LayoutError("Graphviz is not installed")
    arguments = [program, *(str(part) for part in command("dot", form)[1:])]
    try:
        done = subprocess.run(
            arguments, input=source.encode("utf-8"), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise LayoutError(f"Graphviz took longer than {seconds:g} s") from None
    except OSError as error:
        raise LayoutError(f"Graphviz cannot be started: {error.strerror}") from None
    if done.returncode != 0:
        raise LayoutError("Graphviz refused the diagram")
    return done.stdout


def lay_out(
    source: str, boxes: int, lines: int, *, program: str | None = None, seconds: float = TIME_LIMIT
) -> dict[str, Any]:
    """The layout of a text as Graphviz's JSON, complete or not at all.

    Raises:
        LayoutError: there is none that can be trusted.
    """
    try:
        made: dict[str, Any] = json.loads(run_dot(source, "json0", program=program, seconds=seconds))
    except ValueError:
        raise LayoutError("Graphviz wrote what cannot be read") from None
    nodes = [each for each in made.get("objects", ()) if "nodes" not in each and "pos" in each]
    edges = [each for each in made.get("edges", ()) if "pos" in each and "id" in each]
    if len(nodes) != boxes or len(edges) != lines:
        raise LayoutError("Graphviz lost a part of the diagram")
    return made
