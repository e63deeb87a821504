"""Join the registers of a workspace, remember where everything is written, and refuse names defined twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cxmap.model import Journey
from cxmap.ownwords import NewWord, NewWords
from cxmap.place import Place
from cxmap.reading import find_mark, place
from cxmap.references import Loc
from cxmap.register import KIND_OF_SECTION, Register
from cxmap.syntax import Map, Seq

if TYPE_CHECKING:
    from cxmap.assembly import Assembly


def join_registers(assembly: Assembly) -> Register:
    """One register of all register files."""
    sections: dict[str, Any] = {section: {} for section in KIND_OF_SECTION}
    sharing: list[Any] = []
    words: dict[str, dict[str, NewWord]] = {name: {} for name in NewWords.model_fields}
    answers: dict[str, Any] = {}
    first: dict[Loc, Place] = {}
    for path, tree, register in assembly.registers:
        for section in KIND_OF_SECTION:
            _join_section(assembly, section, sections[section], register, path, tree)
        sharing.extend(register.sharing)
        for name, held in words.items():
            for word, meaning in getattr(register.vocabulary, name).items():
                if not _is_second(
                    assembly, first, ("vocabulary", name, word), f"the word `{word}`", path, tree
                ):
                    held[word] = meaning
        for key, answer in register.attestations.items():
            if not _is_second(assembly, first, ("attestations", key), f"the answer to `{key}`", path, tree):
                answers[key] = answer
    extra = {
        "sharing": tuple(sorted(sharing, key=lambda one: (one.from_, one.to, one.data, one.for_))),
        "vocabulary": NewWords().model_copy(update=words),
        "attestations": answers,
    }
    return Register().model_copy(update={**sections, **extra})


def _join_section(
    assembly: Assembly, section: str, into: dict[str, Any], register: Register, path: str, tree: Map
) -> None:
    for key, thing in getattr(register, section).items():
        if key in into:
            _defined_twice(assembly, section, key, path, tree)
        else:
            into[key] = thing
            _note(assembly, section, key, path, tree)


def _is_second(
    assembly: Assembly, first: dict[Loc, Place], loc: Loc, what: str, path: str, tree: Map
) -> bool:
    here = place(path, find_mark(tree, loc, for_key=True))
    other = first.setdefault(loc, here)
    if other is here:
        return False
    assembly.refuse(here, "LNG006", f"{what} is defined twice, also in {other}; keep one", other)
    return True


def _note(assembly: Assembly, section: str, key: str, path: str, tree: Map, journey: str = "") -> None:
    held = tree.get(section)
    mark = find_mark(tree, (section, key), for_key=True)
    node = held.get(key) if isinstance(held, Map) else None
    assembly.places.add(journey, KIND_OF_SECTION[section], key, path, mark, node)


def _defined_twice(
    assembly: Assembly, section: str, key: str, path: str, tree: Map, other: Place | None = None
) -> None:
    kind = KIND_OF_SECTION[section]
    other = other or assembly.places.find("", kind, key)
    here = place(path, find_mark(tree, (section, key), for_key=True))
    assembly.refuse(here, "LNG006", f"the {kind} `{key}` is defined twice, also in {other}; keep one", other)


def note_journeys(assembly: Assembly) -> None:
    """Remember where every element of every journey is written, and refuse names defined twice."""
    private: dict[tuple[str, str], Place] = {}
    for identifier, (path, tree) in sorted(assembly.trees.items()):
        assembly.places.files[identifier] = path
        mark = tree.mark_of("journey") if "journey" in tree else 0
        assembly.places.add(identifier, "journey", identifier, path, mark, tree)
        journey = assembly.journeys.get(identifier)
        if journey is None:
            continue
        for section, kind in KIND_OF_SECTION.items():
            for key in getattr(journey, section):
                here = place(path, find_mark(tree, (section, key), for_key=True))
                if ("", kind, key) in assembly.places.marks:
                    _defined_twice(assembly, section, key, path, tree)
                elif private.setdefault((kind, key), here) != here:
                    _defined_twice(assembly, section, key, path, tree, private[kind, key])
                _note(assembly, section, key, path, tree, identifier)
        _note_steps(assembly, identifier, journey, path, tree)


def _note_steps(assembly: Assembly, identifier: str, journey: Journey, path: str, tree: Map) -> None:
    seen: dict[str, int] = {}
    for name in journey.stages:
        assembly.places.add(
            identifier,
            "stage",
            name,
            path,
            find_mark(tree, ("stages", name), for_key=True),
            _node(tree, ("stages", name)),
        )
    for steps, held in _written_steps(journey, tree):
        for key, mark, node in _marked(held, steps):
            if key in seen:
                other = place(path, seen[key])
                message = f"the touchpoint `{key}` is defined twice, also in {other}; keep one"
                assembly.refuse(place(path, mark), "LNG006", message, other)
                continue
            seen[key] = mark
            assembly.places.add(identifier, "touchpoint", key, path, mark, node)
    for index, promise in enumerate(journey.promises):
        if (identifier, "promise", promise.id) not in assembly.places.marks:
            loc = ("promises", index)
            assembly.places.add(
                identifier, "promise", promise.id, path, find_mark(tree, loc, for_key=True), _node(tree, loc)
            )
    if not seen:
        where = "stages" if "stages" in tree else "journey"
        hint = "under a stage" if journey.stages else "under `stages:`"
        message = f"this journey has no touchpoint; write at least one {hint}"
        assembly.refuse(place(path, tree.mark_of(where)), "LNG010", message)


def _written_steps(journey: Journey, tree: Map) -> Iterator[tuple[Mapping[str, object], object]]:
    """The touchpoints of each stage and section, with what is written there."""
    for name, stage in journey.stages.items():
        held = _node(tree, ("stages", name))
        yield stage.touchpoints, held.get("touchpoints") if isinstance(held, Map) else held
    for section in ("touchpoints", "anytime"):
        yield getattr(journey, section), tree.get(section)


def _marked(held: object, steps: Mapping[str, object]) -> Iterator[tuple[str, int, object]]:
    """Each step with its place and what stands behind its key; a list or a word defines steps bare."""
    if isinstance(held, Map):
        for (key, node), mark in zip(held.items(), held.marks, strict=True):
            if key in steps:
                yield key, mark, node
        return
    for key in steps:
        yield key, find_mark(held, (key,)) if isinstance(held, Seq) else 0, None


def _node(tree: Any, loc: Loc) -> Any:
    node = tree
    for part in loc:
        if isinstance(node, Map):
            key = list(node)[part] if isinstance(part, int) and part < len(node) else str(part)
            if key not in node:
                return None
            node = node[key]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return None
    return node
