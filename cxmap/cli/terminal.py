"""What a command knows of the terminal: the way to the workspace, colours, and where output goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from cxmap.writing import write_atomically


def prefix_of(root: Path | None) -> str:
    """The way from the current folder to the workspace, when it lies below; else nothing."""
    if root is None:
        return ""
    try:
        way = root.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except (ValueError, OSError):
        return ""
    return "" if way == "." else f"{way}/"


def split(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words given one by one or with commas."""
    return tuple(word.strip() for part in words for word in part.split(",") if word.strip())


def coloured(output: Path | None) -> bool:
    """Whether to colour: on a terminal, unless `NO_COLOR`; anywhere with `FORCE_COLOR`."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return (output is None or str(output) == "-") and sys.stdout.isatty()


def columns(output: Path | None) -> int:
    """How wide lines may be: the terminal's width where there is one, else 0: not wrapped, so that they can be searched."""
    import shutil

    if (output is None or str(output) == "-") and sys.stdout.isatty():
        return shutil.get_terminal_size((100, 24)).columns
    return 0


def put(written: str | bytes, output: Path | None) -> None:
    """Write to a file as a whole, or to the terminal."""
    if output is not None and str(output) != "-":
        write_atomically(output, written)
    else:
        click.echo(written if isinstance(written, bytes) else written.encode(), nl=False)


def piped(path: Path) -> bytes | None:
    """What comes through the pipe when the path is `-`; a byte more than a file may hold is enough to refuse it."""
    return sys.stdin.buffer.read((4 << 20) + 1) if str(path) == "-" else None
