"""Where observed facts come from: a source reads what a workspace declares and yields observations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cxmap.place import Problem

if TYPE_CHECKING:
    from cxmap.filekinds import Observation
    from cxmap.metrics import Metric
    from cxmap.tables import Source as Declared
    from cxmap.workspace import Workspace


class SourceError(Exception):
    """Rows cannot be read exactly; `problems` says where and what to write."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Request:
    """What a source needs to know: the declaration it reads, the workspace around it, and the day of measuring."""

    declared: Declared
    workspace: Workspace
    root: Path
    as_of: date
    metrics: Mapping[str, Metric]


@dataclass(frozen=True)
class Source:
    """A way to read rows. `formats` are the words of `read: {format: ..}` and the endings it answers to."""

    name: str
    formats: tuple[str, ...]
    observe: Callable[[Request], Iterable[Observation]]

    @property
    def summary(self) -> str:
        """The first sentence of its documentation."""
        return (self.observe.__doc__ or self.name).strip().partition("\n")[0]


def source(
    name: str, *, formats: Iterable[str] = ()
) -> Callable[[Callable[[Request], Iterable[Observation]]], Source]:
    """Make a source of a function from a request to observations."""

    def decorate(observe: Callable[[Request], Iterable[Observation]]) -> Source:
        return Source(name, tuple(formats), observe)

    return decorate
