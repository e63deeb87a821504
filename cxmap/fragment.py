"""Complete a fragment of a journey: examples in docstrings, case files and rules show only what matters."""

from __future__ import annotations

from cxmap.fields import Word
from cxmap.model import Journey
from cxmap.names import names_of_journey, names_of_registers
from cxmap.place import Problem
from cxmap.reading import read_what_can_be
from cxmap.references import mentions
from cxmap.register import KIND_OF_SECTION, Register
from cxmap.syntax import Map, parse
from cxmap.vocabulary import Vocabulary

_DEFINABLE = (
    "owner",
    "persona",
    "segment",
    "system",
    "data",
    "purpose",
    "metric",
    "source",
    "unit",
    "stakeholder",
)
_SECTION = {kind: section for section, kind in KIND_OF_SECTION.items()}


def complete_fragment(text: bytes, file: str, vocabulary: Vocabulary) -> Map | tuple[Problem, ...]:
    """A whole journey from a fragment, or the problems of its syntax.

    Top keys that are no fields are touchpoints of one stage, in their order; names nobody defines are defined bare.
    """
    tree, problems = parse(text, file)
    if problems:
        return problems
    fragment = tree if isinstance(tree, Map) else Map()
    made = Map()
    _put(made, "cxmap", "1")
    _put(made, "journey", fragment.get("journey", "Fragment"))
    fields = Journey.keys()
    steps = Map()
    for key, value in fragment.items():
        mark, value_mark = fragment.mark_of(key), fragment.value_mark_of(key)
        if key in ("cxmap", "journey"):
            continue
        if key in fields or key.startswith("x-"):
            _put(made, key, value, mark, value_mark)
        else:
            _put(steps, key, value, mark, value_mark)
    if steps:
        _add_steps(made, steps)
    _define_missing(made, file, vocabulary)
    return made


def _put(into: Map, key: str, value: object, mark: int = 0, value_mark: int = 0) -> None:
    into[key] = value
    into.marks.append(mark)
    into.value_marks.append(value_mark)


def _add_steps(made: Map, steps: Map) -> None:
    if "stages" not in made and "touchpoints" not in made:
        _put(made, "touchpoints", steps)
        return
    if "touchpoints" in made and isinstance(made["touchpoints"], Map):
        held = made["touchpoints"]
        for key, value in steps.items():
            _put(held, key, value, steps.mark_of(key), steps.value_mark_of(key))
        return
    stage = Map()
    _put(stage, "touchpoints", steps)
    if isinstance(made["stages"], Map):
        _put(made["stages"], "path", stage)


def _define_missing(made: Map, file: str, vocabulary: Vocabulary) -> None:
    """Define bare what the fragment names and nobody defines."""
    journey = read_what_can_be(Journey, made, file).made
    if journey is None:
        return
    object.__setattr__(journey, "id", file.rpartition(".")[0])
    shared = names_of_registers(Register(), {journey.id: journey}, vocabulary)
    names = names_of_journey(journey, shared, shared.steps[journey.id])
    for _, marker, text in mentions(journey):
        if isinstance(marker, Word) or names.refuse(marker, text) is None:
            continue
        kind = next((kind for kind in marker.kinds if kind in _DEFINABLE), None)
        if kind is None or not text.replace("_", "a").replace("-", "a").isalnum():
            continue
        section = _SECTION[kind]
        if section not in made:
            _put(made, section, Map())
        if isinstance(made[section], Map) and text not in made[section]:
            _put(made[section], text, Map())
        names.own[kind] = names.own.get(kind, set()) | {text}
