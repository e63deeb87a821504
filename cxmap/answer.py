"""An answer to a question about paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cxmap.place import Place

State = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a sentence, the path that shows it and where its steps are written.

    `number` is what was counted or how likely it is, `missing` the fact that would decide an unknown one.
    """

    state: State
    sentence: str
    path: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    journey: str = ""
    persona: str | None = None
    number: float | None = None
    missing: str | None = None
