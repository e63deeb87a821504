"""The renderers: each diagram by name, with what a reader may ask of it.

All take the same options: `at` draws only what a selector chooses; `overlay` is findings, measures, none, or
path:a,b,c to light a path; `language` is that of the words (default: the theme's, else the journey's first).
"""

from __future__ import annotations

from typing import Literal

from cxmap import JourneyGraph, Report, renderer
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.writing import FORMATS, write_diagram

Direction = Literal["down", "right"]


@renderer("flow", kind="picture", formats=FORMATS)
def flow(
    report: Report,
    graph: JourneyGraph,
    *,
    format: str = "svg",
    at: str | None = None,
    overlay: str = "findings",
    language: str | None = None,
    direction: Direction = "down",
) -> str | bytes:
    """Which way customers go, how many, and where they leave."""
    from cxmap_diagrams.flow import flow_diagram

    setting = Setting(report, graph, at, overlay, language)
    return write_diagram(flow_diagram(setting, direction), format, setting)
