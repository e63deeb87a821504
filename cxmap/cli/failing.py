"""Say what went wrong in one sentence each, with the line and a caret, and choose the exit status."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cxmap.cli import BAD_INPUT, INCOMPLETE
from cxmap.cli.terminal import prefix_of
from cxmap.config import ConfigError
from cxmap.discovery import PluginError
from cxmap.files import UnsafePath, read_file
from cxmap.loading import LoadError
from cxmap.place import Problem
from cxmap.printing import visible, width
from cxmap.rendering import RenderError
from cxmap.selecting import SelectorError
from cxmap.sources import SourceError


def tell(error: Exception) -> int:
    """Print an exception as a user should read it; the exit status it means."""
    if isinstance(error, LoadError | ConfigError | SourceError):
        tell_problems(error.problems, getattr(error, "root", None))
        return BAD_INPUT
    if isinstance(error, PluginError):
        click.echo(f"cxmap: {visible(str(error), one_line=True)}", err=True)
        return INCOMPLETE
    if isinstance(error, RenderError):
        click.echo(f"cxmap: {visible(str(error), one_line=True)}", err=True)
        return INCOMPLETE if error.failed else BAD_INPUT
    if isinstance(error, SelectorError | UnsafePath):
        click.echo(f"cxmap: {visible(str(error), one_line=True)}", err=True)
        return BAD_INPUT
    if isinstance(error, OSError):
        where = f"`{Path(str(error.filename)).name}`" if error.filename else "a file"
        reason = (error.strerror or type(error).__name__).lower()
        click.echo(
            f"cxmap: {visible(where, one_line=True)} cannot be used ({reason}); nothing was written", err=True
        )
        return BAD_INPUT
    click.echo(_crash(error), err=True)
    return INCOMPLETE


def tell_problems(problems: Iterable[Problem], root: Path | None) -> None:
    """One line a problem, with the line of the file and a caret below it when it can be read."""
    prefix = prefix_of(root)
    for problem in problems:
        place = problem.place
        where = f"{prefix}{place}" if "." in place.file and not place.file.startswith("-") else place.file
        where = (
            f"./{where}" if where.startswith("::") else where
        )  # a continuous-integration log would obey it
        click.echo(
            f"{visible(where, one_line=True)} {problem.code} {visible(problem.message, one_line=True)}",
            err=True,
        )
        line = _line(root, place.file, place.line, problem.line_text)
        if line.strip():
            click.echo(_frame(line, place.line, place.column), err=True)


def _line(root: Path | None, file: str, number: int, known: str) -> str:
    if known or root is None:
        return known
    content, _ = read_file(root, file, 1 << 22)
    if content is None:
        return ""
    text = content.decode("utf-8-sig", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _frame(line: str, number: int, column: int) -> str:
    """The line with a caret; a long line is cut around the place."""
    start = max(0, column - 60) if len(line) > 110 else 0
    cut = line[start : start + 110]
    before = visible(cut[: column - 1 - start], one_line=True)
    shown = before + visible(cut[column - 1 - start :], one_line=True)
    head = f"  {number} | "
    return f"{head}{shown}\n{' ' * (len(head) + width(before))}^"


def _crash(error: Exception) -> str:
    import platform

    from cxmap import __version__

    what = visible(f"{type(error).__name__}: {error}", one_line=True)[:300]
    return (
        f"cxmap: an internal error stopped it ({what}); the result is incomplete. Please report it with "
        f"`cxmap {__version__}`, Python {platform.python_version()}; CXMAP_TRACE=1 shows where"
    )
