"""`cxmap schema`: write the JSON Schema that lets an editor complete, explain and check."""

from __future__ import annotations

from pathlib import Path

import click

from cxmap.cli import PASS
from cxmap.cli.options import plugin_option
from cxmap.config import ConfigError
from cxmap.files import find_root
from cxmap.loading import LoadError
from cxmap.opening import Wanted, open_with_plugins, own_vocabulary
from cxmap.schema import MODELINE, schema_text
from cxmap.writing import write_atomically


@click.command("schema")
@click.argument("path", default=None, required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write here instead of the terminal.",
)
@plugin_option
def schema(path: Path | None, output: Path | None, plugin_files: tuple[Path, ...]) -> int:
    """Write the JSON Schema of the language, with the words and ids of a workspace when there is one.

    An editor with YAML support reads it when a file begins with the line
    `# yaml-language-server: $schema=cxmap.schema.json`.
    """
    text = _schema(path, plugin_files)
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
        return PASS
    write_atomically(output, text)
    click.echo(
        f"wrote {output.name}; put `{MODELINE}{output.name}` on the first line of your files", err=True
    )
    return PASS


def _schema(path: Path | None, plugin_files: tuple[Path, ...]) -> str:
    if path is None and not find_root(Path())[1] and not plugin_files:
        return schema_text(own_vocabulary())
    try:
        opened = open_with_plugins(Wanted(path or Path(), plugin_files))
    except (LoadError, ConfigError) as error:
        if path is not None and not path.exists():
            raise
        count = len(error.problems)
        click.echo(
            f"the workspace does not load ({count} problem{'s' * (count > 1)}), so its own ids are left out; see `cxmap check`",
            err=True,
        )
        return schema_text(own_vocabulary())
    return schema_text(workspace=opened.workspace)
