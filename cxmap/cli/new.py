"""`cxmap new plugin`: a plugin to start from."""

from __future__ import annotations

from pathlib import Path

import click

from cxmap.cli import BAD_INPUT, PASS
from cxmap.scaffolding import ScaffoldError, write_plugin


@click.group("new")
def new() -> None:
    """Start something new."""


@new.command("plugin")
@click.argument("name")
@click.option(
    "-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="Default: cxmap-NAME here."
)
def plugin(name: str, output: Path | None) -> int:
    """Write a plugin NAME with a check, a source, a renderer and a metric, and tests for each."""
    bare = name.removeprefix("cxmap-").removeprefix("cxmap_").replace("_", "-")
    folder = output or Path(f"cxmap-{bare}")
    try:
        written = write_plugin(name, folder)
    except ScaffoldError as error:
        click.echo(f"cxmap: {error}", err=True)
        return BAD_INPUT
    for path in written:
        click.echo(path.as_posix())
    click.echo(f"\nnext: cd {folder.as_posix()} && pip install -e '.[dev]' && pytest")
    return PASS
