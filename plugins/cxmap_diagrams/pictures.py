"""The renderers: each diagram by name, with what a reader may ask of it."""

from __future__ import annotations

from cxmap import JourneyGraph, Report, renderer


@renderer("flow", kind="picture", formats=("svg", "dot", "png"))
def flow(
    report: Report, graph: JourneyGraph, *, format: str = "svg", at: str | None = None,
    overlay: str = "findings", language: str | None = None,
) -> str | bytes:  # fmt: skip
    """Which way customers go, how many, and where they leave.

    Options:
        at: draw only these touchpoints, a selector.
        overlay: findings, measures, none, or path:a,b,c to light a path.
        language: the language of its words; default: the theme's, else the journey's first.
    """
    from cxmap_diagrams.flow import flow_diagram
    from cxmap_diagrams.setting import Setting
    from cxmap_diagrams.writing import write_diagram

    setting = Setting(report, graph, at, overlay, language)
    return write_diagram(flow_diagram(setting), format, setting.palettes)
