"""`cxmap serve`: the workspace in the browser, updated as files are saved."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import click

from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.options import as_of_option, layer_option, plugin_option, today, workspace_argument
from cxmap.cli.running import Run, make_report
from cxmap.config import ConfigError
from cxmap.files import find_root
from cxmap.loading import LoadError
from cxmap.opening import Wanted
from cxmap.place import Problem
from cxmap.preview import Preview
from cxmap.report import Report
from cxmap.sources import SourceError

LOOPBACK = "127.0.0.1"
NEEDS = "the preview needs an extra; install it with `pip install 'cxmap[serve]'`"


@click.command("serve")
@workspace_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help="0 takes any free one."
)
@layer_option
@plugin_option
@as_of_option
def serve(path: Path, port: int, **given: Any) -> int:
    """Show maps, findings and files of the workspace at PATH on this machine only, updated after every save."""
    try:
        import uvicorn

        from cxmap.serving import make_app
    except ImportError:
        click.echo(f"cxmap: {NEEDS}", err=True)
        return BAD_INPUT
    if not path.exists():
        click.echo(f"cxmap: there is no `{path.name}`; check the path", err=True)
        return BAD_INPUT
    as_of = given["as_of"] or today()

    def build() -> Report | tuple[Problem, ...]:
        try:
            return make_report(Run(Wanted(path, given["plugin_files"], given["layer"]), as_of, quiet=True))
        except (LoadError, ConfigError, SourceError) as error:
            return error.problems

    preview = Preview(build)
    preview.refresh()
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
        except OSError:
            click.echo(f"cxmap: port {port} is taken; choose another with `--port`", err=True)
            return BAD_INPUT
        port = listening.getsockname()[1]
        hosts = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})
        click.echo(f"open http://{LOOPBACK}:{port}/ (stop with Ctrl+C)", err=True)
        config = uvicorn.Config(
            make_app(preview, hosts, find_root(path)[0]),
            log_level="warning",
            server_header=False,
            date_header=False,
        )
        uvicorn.Server(config).run(sockets=[listening])
    return PASS
