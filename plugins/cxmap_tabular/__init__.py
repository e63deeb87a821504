"""Survey and operations data in tables: CSV, Parquet, spreadsheets and databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmap import Source, hookimpl

if TYPE_CHECKING:
    import click


@hookimpl
def cxmap_sources() -> list[Source]:
    """The reader of tables."""
    from cxmap_tabular.observe import tables

    return [tables]


@hookimpl
def cxmap_commands(app: click.Group) -> None:
    """The command `measure`."""
    from cxmap_tabular.command import measure

    app.add_command(measure)
