"""The five hooks a plugin may implement; each gathers from all plugins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from cxmap.checks import Check
    from cxmap.metrics import Metric
    from cxmap.rendering import Renderer
    from cxmap.sources import Source
    from cxmap.vocabulary import Vocabulary

PROJECT = "cxmap"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def cxmap_vocabularies() -> Sequence[Vocabulary]:
    """Return the words and keys to add to the language."""


@hookspec
def cxmap_sources() -> Sequence[Source | Metric]:
    """Return sources of observations, and metrics computed from them."""


@hookspec
def cxmap_checks() -> Sequence[Check]:
    """Return checks."""


@hookspec
def cxmap_renderers() -> Sequence[Renderer]:
    """Return renderers, importers and exporters."""


@hookspec
def cxmap_commands(app: click.Group) -> None:
    """Add commands to the command line."""
