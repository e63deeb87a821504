"""Follow the events of the YAML parser and build the tree of one file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import yaml
from yaml import events
from yaml.error import MarkedYAMLError

from cxmap.ambiguous import AMBIGUOUS, LOOKS_LIKE_CLOCK
from cxmap.encoding import Source
from cxmap.place import Problem
from cxmap.prescan import may_hold_question_marks
from cxmap.refusals import ITEM, Dropped, Refusals, Stop, begin_of, is_odd, may_hold_properties
from cxmap.tree import Limits, Map, Seq, Tree, pack

_FIRST = pack(1, 1)


def build(
    source: Source, limits: Limits, *, libyaml: bool = yaml.__with_libyaml__
) -> tuple[Tree, tuple[Problem, ...]]:
    """The tree of a file and its problems; no tree when reading had to stop or nothing is written."""
    refusals = Refusals(source, limits)
    tree: Tree = None
    with suppress(Stop):
        tree = _follow(_open(source.text, libyaml), source.text, refusals)
    return tree, tuple(refusals.sorted_problems())


def _follow(get_event: Callable[[], Any], text: str, refusals: Refusals) -> Tree:
    """The main loop: in one piece and with local names, because every node of every file passes it."""
    scalar, map_start, seq_start = events.ScalarEvent, events.MappingStartEvent, events.SequenceStartEvent
    map_end, seq_end = events.MappingEndEvent, events.SequenceEndEvent
    escapes, odd, first = "\\" in text, AMBIGUOUS, _FIRST
    wary = escapes or may_hold_properties(text) or LOOKS_LIKE_CLOCK.search(text) is not None
    foreign, explicit = escapes or not text.isascii(), may_hold_question_marks(text)
    room, deepest, longest = refusals.limits.nodes, refusals.limits.depth, refusals.limits.scalar // 4
    stack: list[tuple[Any, Any]] = []
    into: Any = refusals.root
    marks = into.marks
    key: Any = ITEM  # None: a key is expected next
    event: Any = None
    try:
        while True:
            before, event = event, get_event()
            kind = event.__class__
            if kind is scalar:
                value: Any = event.value
                start = event.start_mark
                mark = (start.line << 20) + start.column + first
                if value in odd or len(value) > longest or (wary and is_odd(event, value)):
                    value, mark = refusals.question(event, into, key, mark)
            elif kind is map_end or kind is seq_end:
                if kind is map_end and (refusals.dropped or (foreign and not "".join(into).isascii())):
                    _tidy(into, refusals)
                into, key = stack.pop()
                marks = into.marks
                continue
            elif kind is map_start or kind is seq_start:
                start = event.start_mark
                mark = (start.line << 20) + start.column + first
                if len(stack) >= deepest or event.anchor is not None or event.tag is not None:
                    refusals.enter(event, len(stack))
                value = Map() if kind is map_start else Seq()
            elif kind is events.AliasEvent:
                value, mark = refusals.alias(event, key)
            elif kind is events.StreamEndEvent:
                return refusals.root[0] if refusals.root and refusals.root[0] != "" else None
            else:
                refusals.count_documents(event)
                continue
            room -= 1
            if room < 0:
                refusals.too_many(mark)
            if key is None:
                if (
                    value.__class__ is not str
                    or value in into
                    or (explicit and text.find("?", before.end_mark.index, event.start_mark.index) >= 0)
                ):
                    value = refusals.odd_key(into, value, mark, before, event)
                    if kind is not scalar:
                        room -= _skip(event, get_event, len(stack), refusals, room)
                marks.append(mark)
                key = value
                continue
            if key is ITEM:
                into.append(value)
                marks.append(mark)
            else:
                into[key] = value
                into.value_marks.append(mark)
                key = None
            if kind is map_start or kind is seq_start:
                stack.append((into, key))
                into, marks, key = value, value.marks, None if kind is map_start else ITEM
    except MarkedYAMLError as error:
        refusals.note_syntax_error(error, event, _find_opening(stack, event, key))
        return None


def _find_opening(stack: list[tuple[Any, Any]], event: Any, key: Any) -> int:
    """The place of the innermost map or list that is still open."""
    if key is None and isinstance(event, events.CollectionStartEvent):
        return begin_of(event)
    if not stack:
        return 0
    parent = stack[-1][0]
    marks: list[int] = parent.value_marks if isinstance(parent, Map) else parent.marks
    return marks[-1]


def _skip(event: Any, get_event: Callable[[], Any], depth: int, refusals: Refusals, room: int) -> int:
    """Read past a map or a list that stands as a key, within the limits; how many nodes it held."""
    level, nodes = int(isinstance(event, events.CollectionStartEvent)), 0
    while level:
        event = get_event()
        if isinstance(event, events.CollectionEndEvent):
            level -= 1
            continue
        nodes += 1
        if nodes > room:
            refusals.too_many(begin_of(event))
        if isinstance(event, events.CollectionStartEvent):
            if depth + level >= refusals.limits.depth:
                refusals.enter(event, depth + level)
            level += 1
    return nodes


def _tidy(into: Map, refusals: Refusals) -> None:
    """Take out keys that cannot be kept, and note keys that only look different."""
    refusals.find_lookalikes(into)
    if not refusals.dropped:
        return
    kept = [
        (key, mark, value, value_mark)
        for (key, value), mark, value_mark in zip(into.items(), into.marks, into.value_marks, strict=True)
        if key.__class__ is not Dropped
    ]
    if len(kept) < len(into):
        into.clear()
        into.update((key, value) for key, _, value, _ in kept)
        into.marks[:] = [mark for _, mark, _, _ in kept]
        into.value_marks[:] = [value_mark for *_, value_mark in kept]


def _open(text: str, libyaml: bool) -> Callable[[], Any]:
    """What gives the next event: libyaml where it is there, else the slower parser that reads the same."""
    if libyaml:
        from yaml._yaml import CParser

        return CParser(text).get_event
    from cxmap.pureyaml import PureLoader

    return PureLoader(text).get_event
