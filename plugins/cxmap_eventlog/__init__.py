"""Event logs: what customers really did, held against the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmap import hookimpl

if TYPE_CHECKING:
    import click


@hookimpl
def cxmap_commands(app: click.Group) -> None:
    """Add `cxmap trace`."""
    from cxmap_eventlog.command import trace

    app.add_command(trace)
