"""From a positioned tree to a model: pydantic's errors become problems at the line an author wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from cxmap import values
from cxmap.element import Part
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


_MOST_ERRORS = 1000
_MOST_ROUNDS = 12  # each round drops at least one wrong part, so that the rest can still be read


@dataclass
class Reading(Generic[M]):
    """What a tree gave: the model, `made` without the parts that are wrong, and the problems found.

    `lost` holds the keys of parts that were dropped: names that seem missing only because of another mistake.
    """

    made: M | None = None
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)


def read(
    model: type[M], tree: Tree, file: str, *, root_mark: int = 0
) -> tuple[M | None, tuple[Problem, ...]]:
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
    unknown: list[tuple[Map, str, type[Part]]] = []
    found: set[Problem] = set()
    context = {"unknown": unknown, "feelings": feelings or {}}
    pruning = Pruning(tree)
    for _ in range(_MOST_ROUNDS):
        unknown.clear()
        try:
            reading.made = model.model_validate(pruning.tree, context=context)
            break
        except ValidationError as error:
            details = error.errors(include_url=False)
            if len(details) > _MOST_ERRORS:  # hopeless, and more than anybody will be shown
                found.update(_problems(details[:_MOST_ERRORS], pruning.tree, file))
                break
            told = [detail for detail in details if not pruning.caused(detail)]
            found.update(_problems(told, pruning.tree, file))
            if not pruning.drop(_locs(details)):
                break
            reading.lost |= pruning.lost
    for mapping, key, part in unknown[:_MOST_ERRORS]:
        mark = mapping.mark_of(key) if isinstance(mapping, Map) else root_mark
        found.add(Problem(place(file, mark), "LNG001", part.unknown_key(key)))
    reading.problems = sorted(found, key=lambda problem: (problem.place, problem.code, problem.message))
    return reading


def _locs(details: Iterable[Mapping[str, Any]]) -> list[Loc]:
    """Where the errors are, deepest and last first, so that dropping one does not move the others."""
    locs = {_plain(detail["loc"]) for detail in details}
    return sorted(
        locs, key=lambda loc: (-len(loc), [-part if isinstance(part, int) else 0 for part in loc], str(loc))
    )


def _plain(loc: Loc) -> Loc:
    return tuple(part for part in loc if part not in ("mapping", "list"))


class Pruning:
    """A tree from which wrong parts are taken, copied only along the ways that lead to them."""

    def __init__(self, tree: Tree) -> None:
        self.tree: Any = tree
        self.lost: set[str] = set()
        self._copies: dict[int, Any] = {}  # of an original and of a copy -> the copy
        self._emptied: set[int] = set()
        self._removed: set[tuple[int, str]] = set()

    def drop(self, locs: Iterable[Loc]) -> bool:
        """Take out what the ways lead to; whether there was something to take.

        A short form is emptied instead, so that the name in front of it is still read.
        """
        found = [self._follow(loc) for loc in locs]
        # The deepest and last first, so that taking one does not move the others.
        found.sort(
            key=lambda one: (-len(one[0]), -one[0][-1][1] if one[0] and isinstance(one[0][-1][1], int) else 0)
        )
        done: set[tuple[int, object]] = set()
        for way, rest in found:
            if way and (id(way[-1][0]), way[-1][1]) not in done:
                done.add((id(way[-1][0]), way[-1][1]))
                self._take(self._own(way), way[-1][1], rest)
        return bool(done)

    def caused(self, detail: Mapping[str, Any]) -> bool:
        """Whether an error only says that what was taken out or emptied is missing."""
        loc = _plain(detail["loc"])
        if id(self._node(loc)) in self._emptied:
            return True
        return detail["type"] == "missing" and (id(self._node(loc[:-1])), str(loc[-1])) in self._removed

    def _node(self, loc: Loc) -> Any:
        way, _ = self._follow(loc)
        return way[-1][0][way[-1][1]] if way else self.tree

    def _take(self, container: Any, key: Any, rest: Loc) -> None:
        if rest and isinstance(container, Map) and isinstance(container[key], str):
            container[key] = empty = Map()
            self._copies[id(empty)] = empty
            self._emptied.add(id(empty))
            return
        if isinstance(container, Map):
            position = list(container).index(key)
            del container.marks[position], container.value_marks[position], container[key]
            container.forget_order()
            self._removed.add((id(container), key))
        else:
            del container[key], container.marks[key]
        self.lost.add(str(key))

    def _follow(self, loc: Loc) -> tuple[list[tuple[Any, Any]], Loc]:
        """The containers and keys on the way, and what of `loc` is left where the way ends."""
        node: Any = self.tree
        way: list[tuple[Any, Any]] = []
        rest: list[int | str] = []
        for part in loc:
            key: Any = None
            if isinstance(node, Map):
                key = _key_of(node, part)
            elif isinstance(node, Seq):
                key = part if isinstance(part, int) and part < len(node) else _index_of(node, part)
            if key is None:
                rest.append(part)
                continue
            way.append((node, key))
            node, rest = node[key], []
        return way, tuple(part for part in rest if part != "[key]")

    def _own(self, way: list[tuple[Any, Any]]) -> Any:
        """Copies of the containers on the way, joined to the tree; the last of them."""
        above: tuple[Any, Any] | None = None
        for node, key in way:
            mine = self._copies.get(id(node))
            if mine is None:
                mine = _copy(node)
                self._copies[id(node)] = self._copies[id(mine)] = mine
                if above is None:
                    self.tree = mine
                else:
                    above[0][above[1]] = mine
            above = (mine, key)
        assert above is not None
        return above[0]


def _copy(node: Map | Seq) -> Map | Seq:
    if isinstance(node, Map):
        copied = Map()
        copied.update(node)
        copied.marks, copied.value_marks = list(node.marks), list(node.value_marks)
        return copied
    listed = Seq()
    listed.extend(node)
    listed.marks = list(node.marks)
    return listed


def place(file: str, mark: int) -> Place:
    """The place a mark stands for; an unknown mark is the beginning of the file."""
    return Place(file, *unpack(mark)) if mark else Place(file, 1, 1)


def _problems(details: Iterable[Mapping[str, Any]], tree: Tree, file: str) -> Iterable[Problem]:
    for detail in details:
        loc = _plain(detail["loc"])
        kind = detail["type"]
        if kind == "missing":
            key = str(loc[-1])
            message = f"`{key}` is missing; write `{key}:` and its value"
            yield Problem(place(file, find_mark(tree, loc[:-1])), "LNG007", message)
        elif len(kind) == 6 and kind[:3] in ("LNG", "YML"):
            wrong_shape = kind == "LNG002"
            message = _named_list(loc, detail["input"]) if detail["msg"] == IS_A_LIST else detail["msg"]
            yield Problem(
                place(file, find_mark(tree, loc, for_key=wrong_shape or _is_key(loc))), kind, message
            )
        elif kind in _SHAPES:
            yield Problem(place(file, find_mark(tree, loc)), "LNG002", f"{_field(loc)}: {_SHAPES[kind]}")
        else:
            message = (
                f"{_field(loc)} cannot be `{values._short(str(detail['input']))}`; {detail['msg'].lower()}"
            )
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
