"""`cxmap lsp`: the language server, over standard input and output."""

from __future__ import annotations

from datetime import date

import click

from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.options import as_of_option, today


@click.command("lsp")
@as_of_option
def lsp(as_of: date | None) -> int:
    """Serve an editor: diagnostics while typing, completion, hover, definitions, renames and quick fixes."""
    try:
        from cxmap.language_server import make_server
    except ImportError:
        click.echo(
            "cxmap: the language server needs an extra; install it with `pip install 'cxmap[lsp]'`", err=True
        )
        return BAD_INPUT
    make_server(as_of or today()).start_io()
    return PASS
