"""Declare a renderer, find one by name, and turn a report into text or bytes."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Literal, cast

from pydantic import BaseModel

from cxmap.options import options_model
from cxmap.report import Report

Kind = Literal["report", "picture", "register", "export", "import"]
Written = str | bytes


class RenderError(Exception):
    """No such renderer or format, a journey that must be chosen, or a renderer that failed."""

    def __init__(self, message: str, *, failed: bool = False) -> None:
        super().__init__(message)
        self.failed = failed


@dataclass(frozen=True)
class Renderer:
    """A renderer as the engine sees it; calling it calls the function it was made from."""

    name: str
    kind: Kind
    formats: tuple[str, ...]
    function: Callable[..., Written] = field(repr=False)
    plugin: str = ""
    doc: str = field(default="", repr=False)

    @cached_property
    def options(self) -> type[BaseModel]:
        """The model of its options; the format is chosen by whoever asks for it."""
        return options_model(self.function, without=("format",))

    @property
    def one_journey(self) -> bool:
        """Whether it draws one journey at a time."""
        return self.kind == "picture"

    def __call__(self, *arguments: Any, **options: Any) -> Written:
        """Call the function."""
        return self.function(*arguments, **options)


def renderer(
    name: str, *, kind: Kind = "report", formats: Iterable[str]
) -> Callable[[Callable[..., Written]], Renderer]:
    """Make a function a renderer.

    Args:
        name: what stands after `--format` (reports) or `--to` (all others).
        kind: `report`: a format of `check`; `picture`: one journey; `register` and `export`: the whole
            workspace; `import`: reads another tool's file.
        formats: what it can write, the default first.
    """

    def decorate(function: Callable[..., Written]) -> Renderer:
        made = Renderer(name, kind, tuple(formats), function, doc=function.__doc__ or "")
        if not made.formats:
            raise TypeError(f"the renderer `{name}` names no format")
        made.options  # noqa: B018  refuses parameters that cannot be options
        return made

    return decorate


def find_renderer(renderers: Iterable[Renderer], name: str, *, kinds: tuple[Kind, ...] = ()) -> Renderer:
    """Look a renderer up by name, and by kind where the caller wants one kind only.

    Raises:
        RenderError: there is none of that name.
    """
    fitting = {each.name: each for each in renderers if not kinds or each.kind in kinds}
    if name in fitting:
        return fitting[name]
    near = get_close_matches(name, sorted(fitting), n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(sorted(fitting)) or 'none'}"
    raise RenderError(f"`{name}` is not a format; {hint}")


def render(
    report: Report,
    name: str,
    *,
    format: str | None = None,
    journey: str | None = None,
    kinds: tuple[Kind, ...] = (),
    **options: object,
) -> Written:
    """Write a report, or a picture of one of its journeys, by the name of a renderer.

    Raises:
        RenderError: no such renderer, format or journey, or the renderer failed.
    """
    chosen = find_renderer(cast("tuple[Renderer, ...]", report.renderers), name, kinds=kinds)
    if format is not None and format not in chosen.formats:
        raise RenderError(f"`{name}` does not write `{format}`; it writes {', '.join(chosen.formats)}")
    if "format" in inspect.signature(chosen.function).parameters:
        options["format"] = format or chosen.formats[0]
    if not chosen.one_journey:
        return chosen(report, **options)
    return chosen(report, _chosen_graph(report, journey), **options)


def _chosen_graph(report: Report, journey: str | None) -> object:
    graphs = {graph.id: graph for graph in report.workspace.graphs} if report.workspace else {}
    if journey is None and len(report.journeys) == 1:
        journey = report.journeys[0]
    if journey in graphs:
        return graphs[journey]
    names = ", ".join(sorted(graphs))
    if journey is None:
        raise RenderError(f"there are several journeys; choose one of {names}")
    raise RenderError(f"`{journey}` is not a journey of this workspace; there are {names or 'none'}")
