"""`cxmap fmt`: format YAML files; comments stay."""

from __future__ import annotations

from pathlib import Path

import click

from cxmap.cli import FINDINGS, PASS
from cxmap.cli.terminal import prefix_of
from cxmap.formatting import format_files
from cxmap.printing import visible
from cxmap.writing import write_atomically


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; end with 1 when something would change."
)
@click.option("-q", "--quiet", is_flag=True, help="Do not name files.")
def fmt(paths: tuple[Path, ...], only_check: bool, quiet: bool) -> int:
    """Format YAML files, or all files of a workspace (default: the one around the current folder).

    Only blanks and line ends change. A file that cannot be read is refused, and then nothing is written.
    """
    changed = [each for each in format_files(paths or (Path(),)) if each.changed]
    for each in changed:
        if not only_check:
            write_atomically(each.root / each.path, each.after)
        if not quiet:
            click.echo(
                f"{'would format' if only_check else 'formatted'} {visible(prefix_of(each.root) + each.path, one_line=True)}"
            )
    if not changed and not quiet:
        click.echo("nothing to format")
    return FINDINGS if only_check and changed else PASS
