"""Follow the events of the YAML parser, build the tree and note every construct an author may not use."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, NoReturn

from cxmap.ambiguous import AMBIGUOUS, LOOKS_LIKE_CLOCK, say_instead
from cxmap.encoding import Source, describe, find_refused
from cxmap.mistakes import Trouble, clip, explain, find_question_marks, forbidden
from cxmap.place import Problem
from cxmap.tree import Map, Seq, pack, unpack

Tree = Map | Seq | str | None
_LONGEST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold; `limits:` in cxmap.yaml raises them. Sizes are bytes."""

    file: int = 4 * 1024 * 1024
    depth: int = 64
    nodes: int = 400_000
    scalar: int = 64 * 1024
    errors: int = 50


class _Dropped(str):
    """A key that cannot be kept (written twice, or no text): equal to nothing but itself."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


_ITEM: Any = _Dropped()  # stands for the key while a list is filled


class _Stop(Exception):
    """Reading cannot go on; the problem is noted already."""


class TreeBuilder:
    """Builds the tree of one file; `problems` fills on the way."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.problems: list[Problem] = []
        self.event: Any = None  # the last event read: a syntax error is explained by what stands before it
        self.dropped = False
        self.nothing = False
        self.root = Seq()  # the document itself, as a list of one
        self.documents = 0
        self.clocks = LOOKS_LIKE_CLOCK.search(source.text) is not None
        self.escapes = "\\" in source.text
        self.foreign = self.escapes or not source.text.isascii()
        self.question_marks = find_question_marks(source.text)

    def build(self) -> Tree:
        """The tree, or None when reading had to stop or nothing is written."""
        import yaml

        parser = _open(self.source.text)
        try:
            tree = self.follow(parser.get_event)
        except _Stop:
            return None
        except yaml.MarkedYAMLError as error:
            self.note_syntax_error(error)
            return None
        return None if self.nothing else tree

    def sorted_problems(self) -> list[Problem]:
        """The problems in the order of their places."""
        return sorted(self.problems, key=lambda problem: (problem.place, problem.code, problem.message))

    def follow(self, get_event: Any) -> Tree:
        """The main loop: in one piece and with local names, because every node of every file passes it."""
        from yaml import events as of

        scalar, map_start, seq_start = of.ScalarEvent, of.MappingStartEvent, of.SequenceStartEvent
        ends = {of.MappingEndEvent, of.SequenceEndEvent}
        clocks, escapes, explicit = self.clocks, self.escapes, bool(self.question_marks)
        longest, room = self.limits.scalar // 4, self.limits.nodes
        stack: list[tuple[Any, Any]] = []
        into: Any = self.root
        key: Any = _ITEM  # None: a key is expected next
        while True:
            before, event = self.event, get_event()
            self.event = event
            kind = event.__class__
            if kind is scalar:
                value: Any = event.value
                start = event.start_mark
                mark = (start.line + 1 << 20) | start.column + 1
                if (
                    value in AMBIGUOUS
                    or event.anchor is not None
                    or event.tag is not None
                    or (clocks and ":" in value)
                    or (escapes and event.style == '"')
                    or len(value) > longest
                ):
                    value, mark = self.question(event, into, key, mark)
            elif kind in ends:
                if self.foreign or self.dropped:
                    self.tidy(into)
                into, key = stack.pop()
                continue
            elif kind is map_start or kind is seq_start:
                mark = self.enter(event, len(stack))
                value = Map() if kind is map_start else Seq()
            elif kind is of.StreamEndEvent:
                return into[0] if into else None
            elif kind is of.AliasEvent:
                value, mark = self.alias(event, key)
            else:
                self.count_documents(event)
                continue
            room -= 1
            if room < 0:
                self.stop(mark, self.too_many())
            if key is _ITEM:
                into.append(value)
                into.marks.append(mark)
            elif key is not None:
                into[key] = value
                into.value_marks.append(mark)
                key = None
            else:
                if explicit or value.__class__ is not str or value in into:
                    value = self.odd_key(into, value, mark, before, event)
                    room -= self.skip(event, get_event, len(stack))
                    kind = scalar
                into.marks.append(mark)
                key = value
            if kind is not scalar and value.__class__ is not str:
                stack.append((into, key))
                into, key = value, (None if kind is map_start else _ITEM)

    def note(self, mark: int, code: str, message: str, *related: int) -> None:
        """Add a problem, and stop when there are enough of them."""
        places = (self.source.place(*unpack(each)) for each in related)
        self.problems.append(self.source.problem(*unpack(mark), code, message, *places))
        if len(self.problems) >= self.limits.errors:
            raise _Stop

    def stop(self, mark: int, message: str) -> NoReturn:
        """A limit is passed: nothing after this place is read."""
        self.note(mark, "YML006", message)
        raise _Stop

    def too_many(self) -> str:
        """What to say about a file with too many nodes."""
        return (
            f"this file holds more than {self.limits.nodes} keys and values; "
            "split it, or raise `limits: {nodes: ..}` in cxmap.yaml"
        )

    def enter(self, event: Any, depth: int) -> int:
        """Check the beginning of a map or a list and return its place."""
        mark = pack(event.start_mark.line + 1, event.start_mark.column + 1)
        if depth >= self.limits.depth:
            self.stop(
                mark,
                f"this is nested more than {self.limits.depth} levels deep; "
                "write it flatter, or raise `limits: {depth: ..}` in cxmap.yaml",
            )
        self.refuse_properties(event, mark)
        return mark

    def refuse_properties(self, event: Any, mark: int) -> bool:
        """Note an anchor or a tag."""
        if event.anchor is None and event.tag is None:
            return False
        line, column = unpack(mark)
        sign = self.source.line(line)[column - 1 : column]
        self.note(mark, "YML003", forbidden(sign if sign in ("&", "!") else "!"))
        return True

    def alias(self, event: Any, key: str | None) -> tuple[str, int]:
        """Note an alias; an empty text stands for it."""
        mark = pack(event.start_mark.line + 1, event.start_mark.column + 1)
        if key.__class__ is not _Dropped or key is _ITEM:  # behind `<<` it is part of the same mistake
            self.note(mark, "YML003", forbidden("*"))
        return (_Dropped() if key is None else ""), mark

    def count_documents(self, event: Any) -> None:
        """Stop at a second document."""
        from yaml.events import DocumentStartEvent

        if not isinstance(event, DocumentStartEvent):
            return
        self.documents += 1
        if self.documents > 1:
            mark = pack(event.start_mark.line + 1, event.start_mark.column + 1)
            self.note(mark, "YML003", "a second document begins here; give it a file of its own")
            raise _Stop

    def question(self, event: Any, into: Any, key: str | None, mark: int) -> tuple[str, int]:
        """A scalar that may need a word: what to keep of it, and its place."""
        value: str = event.value
        if len(value) > self.limits.scalar or len(value.encode()) > self.limits.scalar:
            most = f"{self.limits.scalar / 1024:g} KiB"
            self.note(
                mark,
                "YML006",
                f"this text is longer than {most}; cut it, or raise `limits: {{scalar: ..}}` in cxmap.yaml",
            )
        elif self.refuse_properties(event, mark):
            return (_Dropped() if key is None else value), mark
        elif event.style == '"':
            refused = find_refused(value)
            if refused is not None:
                self.note(mark, "YML001", f"this text holds {describe(refused)}; delete it")
        elif not event.style and not value:
            return self.empty(event, into, key, mark)
        elif not event.style and value == "<<":
            if key is None:
                self.note(
                    mark, "YML003", "`<<` copies another part, which is not allowed; write its keys out"
                )
                return _Dropped(), mark
        elif not event.style:
            said = say_instead(value, key=key is None)
            if said is not None:
                self.note(mark, "YML005", said)
        return value, mark

    def empty(self, event: Any, into: Any, key: str | None, mark: int) -> tuple[str, int]:
        """Nothing is written where a key, a value or an item should stand."""
        if key is None:
            self.note(mark, "YML002", "nothing stands before this colon; write a key, or quote the text")
            return _Dropped(), mark
        if key is not _ITEM:
            place: int = into.marks[-1]
            if key.__class__ is str:
                self.note(place, *self.say_empty(event, key))
            return "", place
        if into is self.root:
            self.nothing = True
            return "", mark
        line, column = unpack(mark)
        mark = pack(line, max(column - 1, 1))
        self.note(mark, "YML005", "this list item is empty; write something behind `-` or delete the line")
        return "", mark

    def say_empty(self, event: Any, key: str) -> tuple[str, str]:
        """The code and the words for a key with nothing after it."""
        shown = clip(key)
        line, column = event.start_mark.line + 1, event.start_mark.column
        if self.source.line(line)[column - 1 : column] == ":":
            return "YML005", f"`{shown}` has nothing after it; write `{shown}: {{}}` or delete the line"
        joined = re.match(r"([\w-]+):(\S.*)", key)
        if joined is not None:
            name, value = joined.groups()
            return "YML002", f"a blank is missing after the colon; write `{clip(name)}: {clip(value)}`"
        return "YML005", f"`{shown}` has no value; write `{shown}: ..`, or `[{shown}, ..]` for a list"

    def odd_key(self, into: Map, value: Any, mark: int, before: Any, event: Any) -> str:
        """A key that is written twice, announced by `?`, or no text: the key to keep."""
        if value.__class__ is str:
            asked = self.find_question_mark(before.end_mark.index, event.start_mark.index)
            if asked is not None:
                self.note(
                    asked,
                    "YML003",
                    "`?` announces a long key, which is not allowed; write `key: value`",
                )
            elif value in into:
                first = into.mark_of(value)
                line = unpack(first)[0]
                self.note(
                    mark,
                    "YML004",
                    f"the key `{clip(value)}` is also in line {line}; keep one",
                    first,
                )
            else:
                return str(value)
        elif not isinstance(value, _Dropped):
            self.note(
                mark,
                "YML003",
                "a list or a mapping cannot be a key; quote a text that begins with a bracket",
            )
        self.dropped = True
        return _Dropped()

    def find_question_mark(self, begin: int, end: int) -> int | None:
        """The place of a `?` that announces a key between two offsets, outside comments."""
        position = bisect_left(self.question_marks, begin)
        text = self.source.text
        for index in self.question_marks[position:]:
            if index >= end:
                break
            line_start = text.rfind("\n", 0, index) + 1
            if "#" not in text[max(line_start, begin) : index]:
                return pack(text.count("\n", 0, index) + 1, index - line_start + 1)
        return None

    def skip(self, event: Any, get_event: Any, depth: int) -> int:
        """Read past a map or a list that stands as a key; how many nodes it held."""
        from yaml.events import CollectionEndEvent, CollectionStartEvent

        level, nodes = int(isinstance(event, CollectionStartEvent)), 0
        while level:
            event = get_event()
            nodes += 1
            if isinstance(event, CollectionStartEvent):
                self.enter(event, depth + level)
                level += 1
            elif isinstance(event, CollectionEndEvent):
                level -= 1
        self.event = event
        return nodes

    def tidy(self, into: Any) -> None:
        """Take out keys that cannot be kept, and note keys that only look different."""
        if into.__class__ is not Map:
            return
        if self.foreign and not "".join(into).isascii():
            self.find_lookalikes(into)
        if not any(key.__class__ is _Dropped for key in into):
            return
        kept = [
            (key, mark, value, value_mark)
            for (key, value), mark, value_mark in zip(into.items(), into.marks, into.value_marks, strict=True)
            if key.__class__ is not _Dropped
        ]
        into.clear()
        into.update((key, value) for key, _, value, _ in kept)
        into.marks[:] = [mark for _, mark, _, _ in kept]
        into.value_marks[:] = [value_mark for *_, value_mark in kept]

    def find_lookalikes(self, into: Map) -> None:
        """Note keys that are one key once their characters are brought into the common form (NFKC)."""
        seen: dict[str, int] = {}
        for key, mark in zip(into, into.marks, strict=True):
            # Normalising takes quadratic time on long runs of accents; an id is at most 64 characters.
            common = unicodedata.normalize("NFKC", key) if len(key) <= _LONGEST_COMPARED else str(key)
            if key.__class__ is _Dropped or seen.setdefault(common, mark) == mark:
                continue
            line = unpack(seen[common])[0]
            message = f"the key `{clip(key)}` is the one in line {line} in other characters; keep one"
            self.note(mark, "YML004", message, seen[common])

    def note_syntax_error(self, error: Any) -> None:
        """Explain where the parser stopped; what was noted on that line before follows from it."""
        from yaml.events import ScalarEvent

        def spot(mark: Any) -> tuple[int, int]:
            return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)

        last = self.event if isinstance(self.event, ScalarEvent) else None
        problem = explain(
            self.source,
            Trouble(
                words=error.problem or "",
                reading=error.context or "",
                at=spot(error.problem_mark),
                began=spot(error.context_mark),
                last_began=spot(last and last.start_mark),
                last_ended=spot(last and last.end_mark),
                last_style=(last and last.style) or "",
            ),
        )
        self.problems = [each for each in self.problems if each.place.line != problem.place.line]
        self.problems.append(problem)


def _open(text: str) -> Any:
    """A parser of events: libyaml where it is there, else the slower one that reads the same."""
    import yaml

    if yaml.__with_libyaml__:
        from yaml._yaml import CParser

        return CParser(text)
    return yaml.SafeLoader(text)
