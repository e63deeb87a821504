"""`cxmap measure [PATH]`: every measure of the workspace's sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click


def run_workspace(ctx: click.Context, path: Path, said: Mapping[str, Any]) -> None:
    """Print or write what the sources of a workspace say."""
    raise click.UsageError("give a file of rows with --metric")
