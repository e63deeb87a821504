"""Commands of plugins that are not ours: imported only when the word typed is none of our own."""

from __future__ import annotations

import click

from cxmap.discovery import find_plugins, new_manager, register


def add_foreign_commands(app: click.Group) -> None:
    """Let every foreign plugin add its commands.

    Raises:
        PluginError: one of them cannot be loaded.
    """
    manager = new_manager()
    for found in find_plugins():
        if not found.first_party:
            register(manager, found.name, found.load())
    manager.hook.cxmap_commands(app=app)
