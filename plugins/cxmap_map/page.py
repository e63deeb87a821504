"""The journey map as one self-contained page: no request, no inline style, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    DictLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from cxmap import JourneyGraph, Look, RenderError, Report, look_of, page_policy, theme_path
from cxmap_map.advance import width
from cxmap_map.build import build_view, sizes, theme_of
from cxmap_map.drawings import Flow
from cxmap_map.numbers import feeling, people
from cxmap_map.page_data import page_data
from cxmap_map.paper import open_weights, sheet_for
from cxmap_map.readings import count_of
from cxmap_map.texts import Words
from cxmap_map.view import MapView, Reading, Stage, Step

TEMPLATES = (
    "page.html.j2", "body.html.j2", "table.j2", "flow.j2", "marks.j2", "reading.j2",
    "map.css", "map.js", "bar.js", "icons.svg", "poster.svg.j2",
)  # fmt: skip
# What no XML and no page may hold; a message of somebody else's check might.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_COMMENT = re.compile(r"^ */\*(?:[^*]|\*(?!/))*\*/ *\n", re.M)


class Placement:
    """Gives each declaration a class, since a page without inline styles has to place things by class."""

    def __init__(self) -> None:
        """Start with nothing placed."""
        self._classes: dict[str, str] = {}

    def __call__(self, declaration: str) -> str:
        """The class that holds `declaration`."""
        return self._classes.setdefault(declaration, f"p{len(self._classes):x}")

    def sheet(self) -> str:
        """The rules of every class given out."""
        return "".join(f".{name}{{{declaration}}}" for declaration, name in self._classes.items())


@cache
def template_text(name: str) -> str:
    """A template of this package."""
    return (files("cxmap_map") / "templates" / name).read_text(encoding="utf-8")


def environment(folder: Path | None) -> ImmutableSandboxedEnvironment:
    """Templates of the workspace first, then ours; sandboxed, since a workspace may come from anywhere."""
    loaders: list[BaseLoader] = [FileSystemLoader(folder)] if folder is not None else []
    loaders.append(DictLoader({name: template_text(name) for name in TEMPLATES}))
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def write_page(report: Report, graph: JourneyGraph, *, language: str | None, at: str | None = None) -> str:
    """The whole page."""
    view = build_view(report, graph, language=language, at=at)
    theme, look = theme_of(report), look_of(report.workspace)
    words = Words(view.language, getattr(theme, "texts", None))
    place = Placement()
    env = environment(theme_path(report.workspace, getattr(theme, "templates", None)))
    env.globals.update(
        both=both, words=words, place=place, spark=spark, spark_end=spark_end, signed=_signed, at=_at, short=_shortener(words), under=_under(view),
        starts=frozenset(stage.start for stage in view.stages), sizes=sizes(view, words),
        fold_icons=_fold_icons(view),
        feel_folds=next((lane.folds for lane in view.lanes if lane.key == "feelings"), ()), **_bands(view), icons=Markup(template_text("icons.svg")),
        logo=look.logo, filters=_filters(view, words), view=view,
    )  # fmt: skip
    body = fill(env, "body.html.j2")
    label = label_width(view)
    size, room = sheet_for(open_weights(view), label)
    weights = f":root{{--w:{view.weights};--lb:{label:.2f}rem;--sheet:{room:.0f}mm}}@page{{size:{size};margin:6mm 7mm}}"
    style = look.style() + _tints(look) + _source(env, "map.css") + weights + place.sheet()
    style, script = (
        style.replace("</", "<\\/"),
        (_source(env, "map.js") + _source(env, "bar.js")).replace("</", "<\\/"),
    )
    return fill(
        env,
        "page.html.j2",
        body=Markup(body),
        style=Markup(style),
        script=Markup(script),
        data=Markup(page_data(view, words, label)),
        policy=page_policy(style, script),
        version=_version(),
        ground=look.attribute,
    )


def label_width(view: MapView) -> float:
    """Room for the widest row label with its note, in rem."""
    rows = [row for lane in view.lanes for row in lane.rows]
    widest = max((width(row.title, 11.9) + width(row.note, 10.9) + 16 for row in rows), default=0.0)
    return min(10.5, max(6.85, widest / 16))


def fill(env: ImmutableSandboxedEnvironment, name: str, **values: object) -> str:
    """Fill a template.

    Raises:
        RenderError: a template, perhaps one of the workspace, does not work.
    """
    try:
        return _ILLEGAL.sub("\ufffd", env.get_template(name).render(**values))
    except TemplateError as error:
        where = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise RenderError(
            f"the template `{getattr(error, 'name', None) or name}`{where} does not work: {error}"
        ) from None


def _source(env: ImmutableSandboxedEnvironment, name: str) -> str:
    """A file as it stands, without comments that have a line of their own: the theme's folder may hold its own."""
    assert env.loader is not None
    text = env.loader.get_source(env, name)[0].replace("\r\n", "\n").replace("\r", "\n")
    return _COMMENT.sub("", text)


def _version() -> str:
    import cxmap

    return cxmap.__version__


def _tints(look: Look) -> str:
    """A class for each owner's ground and text."""
    return "".join(
        f".o{number}{{background:var(--o{number});color:var(--p{number})}}" for number in range(look.tints)
    )


def spark(trend: Sequence[float]) -> str:
    """Points of a sparkline in 38 by 14."""
    return " ".join(
        f"{2 + 32 * number / (len(trend) - 1):.1f},{_high(trend, value)}"
        for number, value in enumerate(trend)
    )


def spark_end(trend: Sequence[float]) -> str:
    """The height of its last point."""
    return _high(trend, trend[-1])


def _high(trend: Sequence[float], value: float) -> str:
    least, most = min(trend), max(trend)
    return f"{7.5 if most == least else 12 - 9 * (value - least) / (most - least):.1f}"


def _signed(value: float | None) -> str:
    return "?" if value is None else feeling(value)


def _at(value: float) -> str:
    """The place of a feeling between 8 and 92 percent."""
    return f"{50 + value * 21:.1f}"


def _under(view: MapView) -> Any:
    groups: dict[int, dict[int, list[Any]]] = {}
    stage_of = [column.stage for column in view.columns]

    def under(stage: Stage, cells: Sequence[Any]) -> list[Any]:
        """The cells of a lane under one stage; they are sorted out once."""
        if id(cells) not in groups:
            made: dict[int, list[Any]] = {}
            for cell in cells:
                made.setdefault(stage_of[cell.start], []).append(cell)
            groups[id(cells)] = made
        return groups[id(cells)].get(stage.index, [])

    return under


def _shortener(words: Words) -> Any:
    def short(steps: Sequence[Step]) -> list[Step | str]:
        """A long witness: its ends, and how many steps lie between."""
        if len(steps) <= 7:
            return list(steps)
        return [*steps[:3], words("steps_more", n=len(steps) - 6), *steps[-3:]]

    return short


def _filters(view: MapView, words: Words) -> list[tuple[str, str, Any]]:
    return [
        (words("owner"), words("all_owners"), view.owners),
        (words("channel"), words("all_channels"), view.channels),
        (words("family"), words("all_families"), view.families),
    ]


def _fold_icons(view: MapView) -> list[list[str]]:
    icons = []
    for stage in view.stages:
        columns = view.columns[stage.start : stage.start + stage.span]
        icons.append(list(dict.fromkeys(name for column in columns for name in column.icons))[:6])
    return icons


def _bands(view: MapView) -> dict[str, Any]:
    """The flow bands that can be chosen, as tall as the tallest, and their numbers stage by stage."""
    there = view.overlay.flow if view.overlay is not None else None
    flows = [flow for flow in (view.flow, view.measured, there) if flow is not None]
    return {
        "many_views": len(flows) > 1,
        "flow_height": max(flow.height for flow in flows),
        "fold_flows": _fold_flows(view, view.flow),
        "fold_flows_measured": _fold_flows(view, view.measured) if view.measured is not None else [],
        "fold_flows_there": _fold_flows(view, there) if there is not None else [],
        "numbers_of": _numbers_of(view),
    }


def both(own: Sequence[Any], there: Sequence[Any] | None) -> list[tuple[Any, str]]:
    """Marks of a drawing with the class that shows them: those of both layers need none."""
    if there is None:
        return [(mark, "") for mark in own]
    shared = [(mark, "" if mark in there else " v-own") for mark in own]
    return [*shared, *((mark, " v-plan") for mark in there if mark not in own)]


def _numbers_of(view: MapView) -> Any:
    measured = view.measured.visits if view.measured is not None else None

    def numbers_of(reading: Reading) -> list[tuple[tuple[str, float], str]]:
        """How many get to a step in each view, with the class that shows it; once where all are alike."""
        numbers = {" v-claimed": (reading.count, reading.rail)}
        if measured is not None:
            numbers[" v-measured"] = count_of(measured.get(reading.column.id))
        if view.overlay is not None:
            numbers[" v-plan"] = view.overlay.counts[reading.column.index]
        if len(set(numbers.values())) == 1:
            return [(numbers[" v-claimed"], "")]
        return [(number, name) for name, number in numbers.items()]

    return numbers_of


def _fold_flows(view: MapView, flow: Flow) -> list[str]:
    """How many come into each stage and get out, where somebody counted."""
    counted = not flow.note
    flows = [f"{people(part[0])} → {people(part[1])}" if counted else "" for part in flow.through]
    return [*flows, *("" for stage in view.stages if stage.anytime)]
