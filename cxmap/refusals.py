"""Note what an author may not write, each with its place and what to write instead."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NoReturn

from yaml.events import DocumentStartEvent, ScalarEvent

from cxmap.ambiguous import say_instead
from cxmap.encoding import Source, describe, find_refused
from cxmap.mistakes import (
    SECOND_DOCUMENT,
    Trouble,
    clip,
    explain,
    find_remark,
    forbidden,
    split_joined,
)
from cxmap.place import Place, Problem
from cxmap.prescan import find_question_mark
from cxmap.tree import Limits, Map, Seq, pack, unpack

_LONGEST_COMPARED = 200
_PROPERTY = re.compile(r"(?:\A|[\s\[\]{},:\"'?&!-])[&!]")


class Dropped(str):
    """A key that cannot be kept (written twice, or no text): equal to nothing but itself."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


ITEM = Dropped()  # stands for the key while a list is filled


class Stop(Exception):
    """Reading cannot go on; the problem is noted already."""


class Refusals:
    """The problems of one file, gathered while its events pass."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.problems: list[Problem] = []
        self.dropped = False
        self.documents = 0
        self.root = Seq()  # the document itself, as a list of one

    def sorted_problems(self) -> list[Problem]:
        """The problems in the order of their places: of several at one place the first that was noted."""
        first: dict[Place, Problem] = {}
        for problem in self.problems:
            first.setdefault(problem.place, problem)
        return [first[place] for place in sorted(first)]

    def note(self, mark: int, code: str, message: str, *related: int) -> None:
        """Add a problem, and stop when there are enough of them."""
        places = (self.source.place(*unpack(each)) for each in related)
        self.problems.append(self.source.problem(*unpack(mark), code, message, *places))
        if len(self.problems) >= self.limits.errors:
            raise Stop

    def stop(self, mark: int, message: str) -> NoReturn:
        """A limit is passed: nothing after this place is read."""
        self.note(mark, "YML006", message)
        raise Stop

    def too_many(self, mark: int) -> NoReturn:
        """The file holds too many nodes."""
        self.stop(
            mark,
            f"this file holds more than {self.limits.nodes} keys and values; "
            "split it, or raise `limits: {nodes: ..}` in cxmap.yaml",
        )

    def too_deep(self, mark: int) -> NoReturn:
        """The file is nested too deeply."""
        self.stop(
            mark,
            f"this is nested more than {self.limits.depth} levels deep; "
            "write it flatter, or raise `limits: {depth: ..}` in cxmap.yaml",
        )

    def enter(self, event: Any, depth: int) -> None:
        """Check the beginning of a map or a list."""
        if depth >= self.limits.depth:
            self.too_deep(begin_of(event))
        self.refuse_properties(event, begin_of(event))

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
        mark = begin_of(event)
        if key.__class__ is not Dropped or key is ITEM:  # behind `<<` it is part of the same mistake
            self.note(mark, "YML003", forbidden("*"))
        return (Dropped() if key is None else ""), mark

    def count_documents(self, event: Any) -> None:
        """Stop at a second document."""
        if not isinstance(event, DocumentStartEvent):
            return
        self.documents += 1
        if self.documents > 1:
            self.note(begin_of(event), "YML003", SECOND_DOCUMENT)
            raise Stop

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
            return (Dropped() if key is None else value), mark
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
                return Dropped(), mark
        elif not event.style:
            said = say_instead(value, key=key is None)
            if said is not None:
                self.note(mark, "YML005", said)
        return value, mark

    def empty(self, event: Any, into: Any, key: str | None, mark: int) -> tuple[str, int]:
        """Nothing is written where a key, a value or an item should stand."""
        if key is None:
            self.note(mark, "YML002", "nothing stands before this colon; write a key, or quote the text")
            return Dropped(), mark
        if key is not ITEM:
            place: int = into.marks[-1]
            if key.__class__ is str:
                self.note(place, *self.say_empty(event, key))
            return "", place
        if into is self.root:
            return "", mark
        line, column = unpack(mark)
        mark = pack(line, max(column - 1, 1))
        self.note(mark, "YML005", "this list item is empty; write something behind `-` or delete the line")
        return "", mark

    def say_empty(self, event: Any, key: str) -> tuple[str, str]:
        """The code and the words for a key with nothing after it."""
        shown = clip(key)
        index = event.start_mark.index
        if self.source.text[max(index - _LONGEST_COMPARED, 0) : index].rstrip().endswith(":"):
            _, remark = find_remark(self.source.line(event.start_mark.line + 1))
            if remark:
                return (
                    "YML005",
                    f'`#` begins a remark, so `{shown}` has nothing after it; write `{shown}: "{remark}"`',
                )
            return "YML005", f"`{shown}` has nothing after it; write `{shown}: {{}}` or delete the line"
        joined = split_joined(key)
        if joined is not None:
            return "YML002", f"a blank is missing after the colon; write `{joined}`"
        return "YML005", f"`{shown}` has no value; write `{shown}: ..`, or `[{shown}, ..]` for a list"

    def odd_key(self, into: Map, value: Any, mark: int, before: Any, event: Any) -> str:
        """A key that is written twice, announced by `?`, or no text: the key to keep."""
        if value.__class__ is str:
            text = self.source.text
            asked = find_question_mark(text, before.end_mark.index, event.start_mark.index)
            if asked is not None:
                line, column = text.count("\n", 0, asked) + 1, asked - text.rfind("\n", 0, asked)
                message = "`?` announces a long key, which is not allowed; write `key: value`"
                self.note(pack(line, column), "YML003", message)
            elif value in into:
                first = next(mark for key, mark in zip(into, into.marks, strict=True) if key == value)
                line = unpack(first)[0]
                self.note(
                    mark,
                    "YML004",
                    f"the key `{clip(value)}` is also in line {line}; keep one",
                    first,
                )
            else:
                return str(value)
        elif not isinstance(value, Dropped):
            self.note(
                mark,
                "YML003",
                "a list or a mapping cannot be a key; quote a text that begins with a bracket",
            )
        self.dropped = True
        return Dropped()

    def find_lookalikes(self, into: Map) -> None:
        """Note keys that are one key once their characters are brought into the common form (NFKC)."""
        seen: dict[str, int] = {}
        for key, mark in zip(into, into.marks, strict=True):
            # Normalising takes quadratic time on long runs of accents; an id is at most 64 characters.
            common = unicodedata.normalize("NFKC", key) if len(key) <= _LONGEST_COMPARED else str(key)
            if key.__class__ is Dropped or seen.setdefault(common, mark) == mark:
                continue
            line = unpack(seen[common])[0]
            message = f"the key `{clip(key)}` is the one in line {line} in other characters; keep one"
            self.note(mark, "YML004", message, seen[common])

    def note_syntax_error(self, error: Any, last: Any, opening: int) -> None:
        """Explain where the parser stopped; of several mistakes on one line the first is the cause."""

        def spot(mark: Any) -> tuple[int, int]:
            return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)

        if "maximum nesting depth" in (
            error.problem or ""
        ):  # libyaml looks ahead, and has a limit of its own
            self.too_deep(pack(*spot(error.problem_mark)))
        scalar = last if isinstance(last, ScalarEvent) else None
        problem = explain(
            self.source,
            Trouble(
                words=error.problem or "",
                reading=error.context or "",
                at=spot(error.problem_mark),
                began=spot(error.context_mark),
                last_began=spot(scalar and scalar.start_mark),
                last_ended=spot(scalar and scalar.end_mark),
                last_style=(scalar and scalar.style) or "",
                opening=unpack(opening),
            ),
        )
        on_line = [each.place for each in self.problems if each.place.line == problem.place.line]
        if on_line and min(on_line) <= problem.place:
            return
        self.problems = [each for each in self.problems if each.place not in on_line]
        self.problems.append(problem)


def begin_of(event: Any) -> int:
    """The packed place where what an event tells of begins."""
    return pack(event.start_mark.line + 1, event.start_mark.column + 1)


def may_hold_properties(text: str) -> bool:
    """Whether an anchor or a tag could begin somewhere."""
    return ("&" in text or "!" in text) and _PROPERTY.search(text) is not None


def is_odd(event: Any, value: str) -> bool:
    """Whether a scalar may be a time of day, may hold an escaped character, or has an anchor or a tag."""
    return ":" in value or event.style == '"' or event.tag is not None or event.anchor is not None
