"""Resolve every name of a workspace: references that lead nowhere and words nobody knows become problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from pydantic import BaseModel

from cxmap.fields import Ref, Word, ref
from cxmap.filekinds import Observation
from cxmap.judging import judge_journey, judge_register
from cxmap.model import Journey
from cxmap.names import Names, names_of_journey, names_of_registers
from cxmap.nesting import judge_nesting
from cxmap.place import Problem
from cxmap.planning import resolve_layer
from cxmap.reading import find_mark, place
from cxmap.references import MARKERS, Loc, Mention, collect, mentions
from cxmap.register import Register
from cxmap.syntax import Map
from cxmap.tables import Source

if TYPE_CHECKING:
    from cxmap.assembly import Assembly

_WAY_END = ref("touchpoint", also=("end", "entry"))
_KINDS_OF_WORDS: dict[str, Ref | Word] = {
    **{
        kind: ref(kind, also=("ignore",))
        for kind in ("touchpoint", "stage", "persona", "segment", "owner", "unit")
    },
    "channel": Word("channel", also=("ignore",)),
}


def resolve_all(
    assembly: Assembly,
    register: Register,
    journeys: Mapping[str, Journey],
    planned: Mapping[str, Mapping[str, Journey]],
) -> Iterator[Problem]:
    """Every reference that leads nowhere, every word nobody knows, in all files that could be read."""
    nested = judge_nesting(assembly, journeys)
    yield from nested.problems
    if nested.too_large:
        return
    shared = names_of_registers(register, journeys, assembly.vocabulary)
    for path, tree, held in assembly.registers:
        yield from resolve(assembly, held, shared, path, tree)
        yield from judge_register(assembly, held, register, path, tree)
    for identifier, journey in journeys.items():
        if identifier in nested.circular:
            continue
        path, tree = assembly.trees[identifier]
        names = names_of_journey(journey, shared, shared.steps[identifier])
        yield from resolve(assembly, journey, names, path, tree)
        yield from judge_journey(assembly, journey, register, names, path, tree)
    for path, tree, group in assembly.observations:
        for index, seen in enumerate(group):
            yield from resolve(assembly, seen, shared, path, tree, ("observations", index))
    for layer, tree in assembly.layers:
        yield from resolve_layer(assembly, layer, tree, journeys, planned, shared)


def resolve(
    assembly: Assembly, model: BaseModel, names: Names, path: str, tree: Map, above: Loc = ()
) -> Iterator[Problem]:
    """The problems with what one model names; the way to each is only looked for when there is one."""
    sink: dict[int, set[str]] = defaultdict(set)
    collect(model, sink)
    wrong = {MARKERS[number]: names.unknown(MARKERS[number], texts) for number, texts in sink.items()}
    if any(wrong.values()):
        # Only so many are listed, and looking for the nearest name takes long: the first ones must do.
        refused = (
            (loc, marker, text)
            for loc, marker, text in mentions(model, above)
            if text in wrong.get(marker, ())
        )
        for loc, marker, text in islice(refused, assembly.config.limits.errors + 1):
            said = names.refuse(marker, text)
            if said is not None:
                yield from _problem(assembly, said, loc, text, names, path, tree)
    for loc, marker, text in _more_mentions(model, above):
        said = names.refuse(marker, text)
        if said is not None:
            yield from _problem(assembly, said, loc, text, names, path, tree)


def _more_mentions(model: BaseModel, above: Loc) -> Iterator[Mention]:
    """What a source's `words` lead to, and both ends of an observed way."""
    if isinstance(model, Observation) and model.edge is not None:
        for end in model.edge.split(" -> "):
            yield (*above, "edge"), _WAY_END, end
    if isinstance(model, Register):
        for name, source in model.sources.items():
            yield from _words_of(source, (*above, "sources", name))


def _words_of(source: Source, above: Loc) -> Iterator[Mention]:
    for meaning, patterns in source.words.items():
        marker = _KINDS_OF_WORDS.get(meaning)
        if marker is not None:
            for pattern, text in patterns.items():
                yield (*above, "words", meaning, pattern), marker, text


def _problem(
    assembly: Assembly, refused: tuple[str, str], loc: Loc, text: str, names: Names, path: str, tree: Map
) -> Iterator[Problem]:
    code, message = refused
    if code == "LNG005" and (assembly.broken or text in assembly.lost):
        return  # it may be defined in what could not be read
    is_key = loc[-1] == "[key]"
    if loc[-1] == "to" and len(loc) > 1:
        loc, is_key = loc[:-1], True
    where = place(path, find_mark(tree, loc, for_key=is_key))
    if (where.line, where.column) not in assembly.spoilt_of.get(path, ()):
        yield Problem(where, code, _with_line(message, names, assembly, path))


def _with_line(message: str, names: Names, assembly: Assembly, path: str) -> str:
    """Add the line of the name that was probably meant."""
    head, marker, rest = message.partition("did you mean `")
    if not marker or names.journey is None:
        return message
    close = rest.partition("`")[0]
    held = assembly.places.marks.get((names.journey, "touchpoint", close))
    if "a touchpoint" not in head or held is None or held[0] != path:
        return message
    return f"{head}did you mean `{close}` (line {place(*held).line})?"
