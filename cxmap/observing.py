"""Read the declared sources of a workspace and lay what they observe over its journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cxmap.filekinds import Observation
from cxmap.place import Place, Problem
from cxmap.plugins import Plugins
from cxmap.sources import Request, Source, SourceError
from cxmap.tables import Source as Declared
from cxmap.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cxmap.metrics import Metric

Progress = Callable[[str], None]


def observe_all(
    workspace: Workspace, plugins: Plugins, as_of: date, progress: Progress = lambda name: None
) -> Workspace:
    """The workspace with everything its sources observe, beside what was committed.

    A declared source without rows (no path and no table) says only what we listen to and is passed over.

    Raises:
        SourceError: a source cannot be read exactly, or no plugin reads its kind of file.
    """
    if workspace.root is None:
        return workspace
    metrics: Mapping[str, Metric] = {metric.id: metric for metric in plugins.metrics}
    seen: list[Observation] = []
    problems: list[Problem] = []
    for declared in _with_rows(workspace):
        progress(declared.id)
        try:
            reader = _reader_of(declared, plugins, workspace)
            request = Request(declared, workspace, workspace.root, as_of, metrics)
            seen.extend(reader.observe(request))
        except SourceError as error:
            problems.extend(error.problems)
    if problems:
        raise SourceError(*problems)
    return replace(workspace, observations=(*workspace.observations, *seen))


def _with_rows(workspace: Workspace) -> Iterator[Declared]:
    held = dict(workspace.register.sources)
    for journey in workspace.journeys.values():
        held.update(journey.sources)
    for name in sorted(held):
        declared = held[name]
        if declared.measures and (declared.path or declared.table or declared.sql):
            yield declared


def _reader_of(declared: Declared, plugins: Plugins, workspace: Workspace) -> Source:
    wanted = declared.read.format
    if wanted is None:
        wanted = (
            "connection" if declared.path is None else PurePosixPath(declared.path).suffix.lstrip(".").lower()
        )
    for reader in plugins.sources:
        if wanted in reader.formats:
            return reader
    place = workspace.places.find("", "source", declared.id)
    what = f"no plugin reads `{wanted}`" if wanted else "the ending of the path does not say its format"
    message = f"{what}; write `read: {{format: ..}}` or install a plugin that does"
    raise SourceError(Problem(Place(place.file, place.line, place.column), "SRC001", message))
