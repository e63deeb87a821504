"""The renderers: each diagram by name, with what a reader may ask of it.

All take the same options: `at` draws only what a selector chooses; `overlay` is findings, measures, none, or
path:a,b,c to light a path (pictures show findings unless told otherwise, tables and charts nothing); `language` is
that of the words (default: the theme's, else the journey's first).
"""

from __future__ import annotations

from typing import Literal

from cxmap import JourneyGraph, RenderError, Report, renderer
from cxmap_diagrams.setting import Setting
from cxmap_diagrams.writing import FORMATS, as_picture, write_diagram, write_table

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


@renderer("blueprint", kind="picture", formats=FORMATS)
def blueprint(
    report: Report, graph: JourneyGraph, *, format: str = "svg", at: str | None = None,
    overlay: str = "findings", language: str | None = None, lanes: Literal["owner", "unit", "channel"] = "owner",
) -> str | bytes:  # fmt: skip
    """The service blueprint: steps in the lanes of their owners, units or channels."""
    from cxmap_diagrams.blueprint import blueprint_diagram
    from cxmap_diagrams.lanes import lane_layout
    from cxmap_diagrams.to_lanes import to_lanes

    setting = Setting(report, graph, at, overlay, language)
    return write_diagram(
        blueprint_diagram(setting, lanes), format, setting, placing=lane_layout, plantuml=to_lanes
    )


@renderer("systems", kind="picture", formats=FORMATS)
def systems(
    report: Report, graph: JourneyGraph, *, format: str = "svg", at: str | None = None,
    overlay: str = "findings", language: str | None = None,
) -> str | bytes:  # fmt: skip
    """Systems and silos: what feeds what."""
    from cxmap_diagrams.systems import systems_diagram

    setting = Setting(report, graph, at, overlay, language)
    return write_diagram(systems_diagram(setting), format, setting)


@renderer("data-flow", kind="picture", formats=FORMATS)
def data_flow(
    report: Report, graph: JourneyGraph, *, format: str = "svg", at: str | None = None,
    overlay: str = "findings", language: str | None = None,
) -> str | bytes:  # fmt: skip
    """Where data is collected, what it is used for, and who it is given to."""
    from cxmap_diagrams.data_ways import data_diagram

    setting = Setting(report, graph, at, overlay, language)
    return write_diagram(data_diagram(setting), format, setting)


@renderer("drivers", kind="picture", formats=FORMATS)
def drivers(
    report: Report, graph: JourneyGraph, *, format: str = "svg", at: str | None = None,
    overlay: str = "findings", language: str | None = None,
) -> str | bytes:  # fmt: skip
    """Which touchpoint moves which number, and which number moves the goal."""
    from cxmap_diagrams.drivers import drivers_diagram

    setting = Setting(report, graph, at, overlay, language)
    return write_diagram(drivers_diagram(setting), format, setting)


@renderer("owners", kind="picture", formats=FORMATS)
def owners(
    report: Report, graph: JourneyGraph, *, format: str = "svg", at: str | None = None,
    overlay: str = "findings", language: str | None = None,
) -> str | bytes:  # fmt: skip
    """Who answers for what, who hands over to whom, and who else is affected."""
    from cxmap_diagrams.owners import owners_diagram

    setting = Setting(report, graph, at, overlay, language)
    return write_diagram(owners_diagram(setting), format, setting)


@renderer("matrix", kind="picture", formats=("html", "csv", "svg", "png"))
def matrix(
    report: Report,
    graph: JourneyGraph,
    *,
    format: str = "html",
    at: str | None = None,
    overlay: str = "none",
    language: str | None = None,
) -> str | bytes:
    """Persona by touchpoint: who can be where."""
    from cxmap_diagrams.matrix import matrix_table
    from cxmap_diagrams.matrix_picture import matrix_svg

    setting = Setting(report, graph, at, overlay, language)
    table = matrix_table(setting)
    if format in ("html", "csv"):
        return write_table(table, format, setting)
    return as_picture(matrix_svg(setting, table), format)


@renderer("pains", kind="picture", formats=("html", "csv"))
def pains(
    report: Report,
    graph: JourneyGraph,
    *,
    format: str = "html",
    at: str | None = None,
    overlay: str = "none",
    language: str | None = None,
) -> str | bytes:
    """Pains, ranked by what mending them would do."""
    from cxmap_diagrams.pains import pains_table

    setting = Setting(report, graph, at, overlay, language)
    return write_table(pains_table(setting), format, setting)


@renderer("value-map", kind="picture", formats=("svg", "png", "pdf", "html", "csv"))
def value_map(
    report: Report,
    graph: JourneyGraph,
    *,
    format: str = "svg",
    overlay: str = "none",
    language: str | None = None,
) -> str | bytes:
    """What each persona gets, and what it costs them."""
    from cxmap_diagrams.value_map import value_svg, value_table

    if overlay != "none":
        raise RenderError(
            "a value map shows personas and no touchpoint, so nothing lies over it; use `matrix`"
        )
    setting = Setting(report, graph, overlay=overlay, language=language)
    if format in ("html", "csv"):
        return write_table(value_table(setting), format, setting)
    return as_picture(value_svg(setting), format)


@renderer("journey", kind="picture", formats=("mermaid",))
def journey(
    report: Report, graph: JourneyGraph, *, at: str | None = None, overlay: str = "none",
    language: str | None = None,
) -> str:  # fmt: skip
    """The journey with the feelings customers gave, as Mermaid draws it."""
    from cxmap_diagrams.charts import journey_chart

    return journey_chart(Setting(report, graph, at, overlay, language))


@renderer("quadrant", kind="picture", formats=("mermaid",))
def quadrant(
    report: Report, graph: JourneyGraph, *, at: str | None = None, overlay: str = "none",
    language: str | None = None,
) -> str:  # fmt: skip
    """How many come to each touchpoint, and how they feel there, as Mermaid draws it."""
    from cxmap_diagrams.charts import quadrant_chart

    return quadrant_chart(Setting(report, graph, at, overlay, language))


ALL = (flow, blueprint, systems, data_flow, drivers, owners, matrix, pains, value_map, journey, quadrant)
