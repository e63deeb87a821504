"""Diagrams of a journey: flow, blueprint, systems, data and more."""

from __future__ import annotations

from cxmap import hookimpl


@hookimpl
def cxmap_renderers() -> list[object]:
    """Every diagram."""
    from cxmap_diagrams.pictures import ALL

    return list(ALL)
