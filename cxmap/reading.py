"""From a positioned tree to a model: pydantic's errors become problems at the line an author wrote."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from cxmap import values
from cxmap.fields import IS_A_LIST
from cxmap.place import Place, Problem
from cxmap.tree import Map, Seq, Tree, unpack

M = TypeVar("M", bound=BaseModel)
Loc = tuple[int | str, ...]

_SHAPES = {
    "dict_type": "a mapping belongs here; write `key: value` lines or `{..}`",
    "model_type": "a mapping belongs here; write `key: value` lines or `{..}`",
    "tuple_type": "a list belongs here; write `[..]`",
    "list_type": "a list belongs here; write `[..]`",
    "string_type": "a word belongs here; write it without brackets",
    "literal_error": "that cannot stand here; write `true` or names",
}


_MOST_ROUNDS = 12  # each round drops at least one wrong part, so that the rest can still be read


@dataclass
class Reading(Generic[M]):
    """What a tree gave: the model, `made` without the parts that are wrong, and the problems found.

    `lost` holds the keys of parts that were dropped: names that seem missing only because of another mistake.
    """

    made: M | None = None
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)


def read(model: type[M], tree: Tree, file: str, *, root_mark: int = 0) -> tuple[M | None, tuple[Problem, ...]]:
    """The model this tree describes, or the problems that stop it from being one.

    Every problem names the file, line and column of what is wrong. A model is returned only when there is none.
    """
    reading = read_what_can_be(model, tree, file, root_mark=root_mark)
    return (None if reading.problems else reading.made), tuple(reading.problems)


def read_what_can_be(
    model: type[M], tree: Tree, file: str, *, root_mark: int = 0, feelings: Mapping[str, float] | None = None
) -> Reading[M]:
    """Like `read`, but with the model of all that is right: one mistake must not hide the others."""
    reading: Reading[M] = Reading()
    unknown: list[tuple[Map, str, str]] = []
    found: set[Problem] = set()
    current = tree
    for _ in range(_MOST_ROUNDS):
        unknown.clear()
        try:
            reading.made = model.model_validate(current, context={"unknown": unknown, "feelings": feelings or {}})
            break
        except ValidationError as error:
            fresh = set(_problems(error, current, file)) - found
            found |= fresh
            current = copy.deepcopy(current) if current is tree else current
            dropped = [_drop(current, one) for one in _locs(error)]
            reading.lost.update(name for name in dropped if name is not None)
            if not fresh and not any(dropped):
                break
    for mapping, key, message in unknown:
        mark = mapping.mark_of(key) if isinstance(mapping, Map) else root_mark
        found.add(Problem(place(file, mark), "LNG001", message))
    reading.problems = sorted(found, key=lambda problem: (problem.place, problem.code, problem.message))
    return reading


def _locs(error: ValidationError) -> list[Loc]:
    """Where the errors are, deepest first, so that dropping one does not move the others."""
    locs = {_plain(detail["loc"]) for detail in error.errors(include_url=False, include_input=False)}
    return sorted(locs, key=lambda loc: (-len(loc), tuple((isinstance(p, str), str(p).zfill(8)) for p in loc)), reverse=False)


def _plain(loc: Loc) -> Loc:
    return tuple(part for part in loc if part not in ("mapping", "list"))


def _drop(tree: Tree, loc: Loc) -> str | None:
    """Take the part a `loc` leads to out of the tree; its key, or None when nothing could be taken."""
    node: Any = tree
    holder: tuple[Any, Any] | None = None
    for part in loc:
        if isinstance(node, Map):
            key = _key_of(node, part)
            if key is None:
                continue
            holder, node = (node, key), node[key]
        elif isinstance(node, Seq):
            index = part if isinstance(part, int) and part < len(node) else _index_of(node, part)
            if index is None:
                continue
            holder, node = (node, index), node[index]
    if holder is None:
        return None
    container, key = holder
    if isinstance(container, Map):
        position = list(container).index(key)
        del container.marks[position], container.value_marks[position], container[key]
        container.forget_order()
    else:
        del container[key], container.marks[key]
    return str(key)


def place(file: str, mark: int) -> Place:
    """The place a mark stands for; an unknown mark is the beginning of the file."""
    return Place(file, *unpack(mark)) if mark else Place(file, 1, 1)


def _problems(error: ValidationError, tree: Tree, file: str) -> Iterable[Problem]:
    for detail in error.errors(include_url=False):
        loc = _plain(detail["loc"])
        kind = detail["type"]
        if kind == "missing":
            key = str(loc[-1])
            message = f"`{key}` is missing; write `{key}:` and its value"
            yield Problem(place(file, find_mark(tree, loc[:-1])), "LNG007", message)
        elif len(kind) == 6 and kind[:3] in ("LNG", "YML"):
            wrong_shape = kind == "LNG002"
            message = _named_list(loc, detail["input"]) if detail["msg"] == IS_A_LIST else detail["msg"]
            yield Problem(place(file, find_mark(tree, loc, for_key=wrong_shape or _is_key(loc))), kind, message)
        elif kind in _SHAPES:
            yield Problem(place(file, find_mark(tree, loc)), "LNG002", f"{_field(loc)}: {_SHAPES[kind]}")
        else:
            message = f"{_field(loc)} cannot be `{values._short(str(detail['input']))}`; {detail['msg'].lower()}"
            yield Problem(place(file, find_mark(tree, loc)), "LNG003", message)


def _named_list(loc: Loc, value: object) -> str:
    """The sentence for one thing where a list belongs, with the line to write."""
    name = next((part for part in reversed(loc) if isinstance(part, str)), "this")
    shown = values._short(value) if isinstance(value, str) else "{..}"
    return f"`{name}` is a list; write `{name}: [{shown}]`"


def _is_key(loc: Loc) -> bool:
    return bool(loc) and loc[-1] == "[key]"


def _field(loc: Loc) -> str:
    named = [part for part in loc if isinstance(part, str) and part != "[key]" and "-" not in part[:1]]
    return f"`{named[-1]}`" if named else "this"


def find_mark(tree: Tree, loc: Loc, *, for_key: bool = False) -> int:
    """The mark of what `loc` leads to, or of the nearest thing around it that was written.

    A `loc` follows the model, the tree what was written: where a short form was used, the walk stays.
    """
    node: Any = tree
    mark = 0
    key_mark = 0
    for part in loc:
        if isinstance(node, Map):
            key = _key_of(node, part)
            if key is None:
                continue
            key_mark, mark, node = node.mark_of(key), node.value_mark_of(key), node[key]
        elif isinstance(node, Seq):
            index = part if isinstance(part, int) and part < len(node) else _index_of(node, part)
            if index is None:
                continue
            mark = key_mark = node.marks[index]
            node = node[index]
    if for_key:
        return key_mark or mark
    return key_mark if isinstance(node, Map | Seq) and key_mark else mark or key_mark


def _key_of(node: Map, part: int | str) -> str | None:
    """The key a part of a way means: itself, the n-th, or the one behind a Python name."""
    if isinstance(part, str) and part in node:
        return part
    if isinstance(part, int) and part < len(node):
        return str(list(node)[part])
    if isinstance(part, str) and part.endswith("_") and part[:-1] in node:
        return part[:-1]
    return None


def _index_of(node: Seq, part: int | str) -> int | None:
    return node.index(part) if part in node else None
