"""Say in plain words what is wrong with a text that is not YAML, at the place that most likely caused it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cxmap.encoding import Source
from cxmap.place import Problem

_JOINED = re.compile(r"([\w-]+):(?!//)(\S.*)")
_REMARK = re.compile(r"[:,\[{]\s*(#[^\s#,\]}]+)")
_KEY = re.compile(r"[\w-]+:\s")
_COLON = re.compile(r"\S:(?=\s|$)")


def find_remark(line: str) -> tuple[int, str]:
    """A remark without a blank after its `#`, most likely a colour or a number: its column and text, or 0."""
    match = _REMARK.search(line)
    return (match.start(1) + 1, clip(match[1], 20)) if match is not None else (0, "")


def clip(text: str, most: int = 40) -> str:
    """A piece of the author's text, short enough for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 2].rstrip() + ".."


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where the parser stopped: its words, the place, where what it was reading began, the last scalar,
    and the bracket that is open there.

    Lines and columns count from 1; (0, 0) where the parser does not say.
    """

    words: str
    reading: str
    at: tuple[int, int]
    began: tuple[int, int]
    last_began: tuple[int, int]
    last_ended: tuple[int, int]
    last_style: str
    opening: tuple[int, int]


def explain(source: Source, trouble: Trouble) -> Problem:
    """One problem in words for somebody who has never heard of a parser."""
    if _is_end(source, trouble.at):
        trouble = replace(trouble, at=(len(source.lines), len(source.lines[-1]) + 1))
    for reader in (_quotes, _marks, _block_text, _brackets, _colons, _indentation):
        found = reader(source, trouble)
        if found is not None:
            return found
    line, column = trouble.at
    message = (
        "this line cannot be read; look at its indentation, quotes, brackets and colons, and those just above"
    )
    return source.problem(line, column, "YML002", message)


def _is_end(source: Source, at: tuple[int, int]) -> bool:
    """Whether nothing but blanks and comments is left."""
    left = (_rest(source, at), *source.lines[at[0] :])
    return all(not line.strip() or line.lstrip().startswith("#") for line in left)


def _problem(source: Source, at: tuple[int, int], message: str, code: str = "YML002") -> Problem:
    return source.problem(at[0], at[1], code, message)


def _character(source: Source, at: tuple[int, int]) -> str:
    return source.line(at[0])[at[1] - 1 : at[1]]


def _rest(source: Source, at: tuple[int, int]) -> str:
    return source.line(at[0])[at[1] - 1 :]


def _quotes(source: Source, trouble: Trouble) -> Problem | None:
    """Quotes that are never closed, closed too early, or hold a backslash that means nothing."""
    if "quoted scalar" in trouble.reading:
        quote = _character(source, trouble.began)
        if "end of stream" in trouble.words or "document" in trouble.words:
            name = "double" if quote == '"' else "single"
            return _problem(
                source,
                trouble.began,
                f"this {name} quote is never closed; write {quote} at the end of the text",
            )
        escape = _backslash(source, trouble)
        shown = clip(_rest(source, escape)[:2])
        message = (
            f"`{shown}` means nothing in double quotes; write `\\\\` for a backslash, or use single quotes"
        )
        return _problem(source, escape, message)
    if not trouble.last_style or trouble.last_style not in "'\"":
        return None
    if not _follows(source, trouble.last_ended, trouble.at):
        return None
    if _character(source, trouble.opening) in _CLOSING and _KEY.match(_rest(source, trouble.at)):
        return None  # a comma is missing
    quote = trouble.last_style
    if trouble.last_began[0] != trouble.last_ended[0]:
        message = (
            f"this quote is only closed in line {trouble.last_ended[0]}; write {quote} where its text ends"
        )
        return _problem(source, trouble.last_began, message)
    inside = "`''`" if quote == "'" else '`\\"`'
    message = (
        f"text follows the closing quote; close the quote at the end, and write {inside} for a quote inside"
    )
    return _problem(source, trouble.at, message)


def _backslash(source: Source, trouble: Trouble) -> tuple[int, int]:
    """The backslash the parser choked on: libyaml points at it, PyYAML just behind it."""
    line, column = trouble.at
    text = source.line(line)
    start = text.rfind("\\", 0, column)
    return (line, start + 1) if start >= 0 else trouble.at


def _follows(source: Source, ended: tuple[int, int], at: tuple[int, int]) -> bool:
    """Whether nothing but blanks stands between two places on one line."""
    return (
        ended[0] == at[0] and ended[1] <= at[1] and not source.line(at[0])[ended[1] - 1 : at[1] - 1].strip()
    )


def _marks(source: Source, trouble: Trouble) -> Problem | None:
    """Characters that cannot begin a value, and the constructs cxmap has no use for."""
    words, reading = trouble.words, trouble.reading
    if "tag" in reading or "tag handle" in words:
        at = trouble.began if trouble.began != (0, 0) else trouble.at
        return _problem(source, at, forbidden("!"), "YML003")
    if "anchor" in reading or "alias" in reading:
        return _problem(source, trouble.began, forbidden(_character(source, trouble.began)), "YML003")
    if "cannot start" in words:
        found = _character(source, trouble.at)
        if found == "\t":
            return _problem(source, trouble.at, "a tab stands here; write blanks", "YML003")
        name = "a backtick" if found == "`" else f"`{found}`"
        text = clip(_rest(source, trouble.at), 30)
        return _problem(source, trouble.at, f'a text cannot begin with {name}; put it in quotes: `"{text}"`')
    if "tab character" in words:
        return _problem(source, trouble.at, "a tab stands here; write blanks", "YML003")
    return None


def forbidden(mark: str) -> str:
    """What to write instead of an anchor, an alias or a tag."""
    if mark == "&":
        return (
            "`&` names a part to repeat, which is not allowed; delete it, or quote a text with `&` in front"
        )
    if mark == "*":
        return (
            "`*` repeats another part, which is not allowed; write it out, or quote a text with `*` in front"
        )
    return "`!` names a type, which is not allowed; delete it, or quote a text with `!` in front"


def _block_text(source: Source, trouble: Trouble) -> Problem | None:
    """Text behind the `|` or `>` that announces a text of several lines."""
    if "block scalar" not in trouble.reading:
        return None
    mark = _character(source, trouble.began)
    message = (
        f"`{mark}` announces a text on the lines below, so nothing may follow it; "
        f"quote the text if it begins with `{mark}`"
    )
    return _problem(source, trouble.began, message)


def _colons(source: Source, trouble: Trouble) -> Problem | None:
    """A colon too many or too few."""
    words = trouble.words
    if "could not find expected ':'" in words and _character(source, trouble.began) not in ("[", "{"):
        return _problem(source, trouble.began, _missing_colon(_rest(source, trouble.began)))
    if "sequence entries" in words:
        return _problem(
            source, trouble.at, "a list item cannot stand here; begin the list on a line of its own"
        )
    if "mapping values" not in words:
        return None
    line, column = trouble.at
    before = source.line(line)[: column - 1]
    earlier = _COLON.search(before)
    if earlier is not None:
        message = (
            "a second `: ` stands on this line; put the text in quotes, or begin a new line after the first"
        )
        return _problem(source, trouble.at, message)
    above = line - 1
    while above and not source.line(above).strip():
        above -= 1
    text = source.line(above)
    indented = len(before) - len(before.lstrip())
    if len(text) - len(text.lstrip()) < indented and _COLON.search(text):
        message = f"this line is indented deeper than line {above}, which has a value already; align the two"
        return _problem(source, (line, indented + 1), message)
    if above and not _COLON.search(text):
        return _problem(source, (above, len(text) - len(text.lstrip()) + 1), _missing_colon(text.lstrip()))
    return _problem(source, trouble.at, "a colon cannot stand here; put the text in quotes")


def split_joined(text: str) -> str | None:
    """`key: value` for a text like `key:value`."""
    joined = _JOINED.match(text)
    return f"{clip(joined[1], 30)}: {clip(joined[2], 30)}" if joined is not None else None


def _missing_colon(text: str) -> str:
    joined = split_joined(text)
    if joined is not None:
        return f"a blank is missing after the colon; write `{joined}`"
    shown = clip(text.split(" #")[0], 30)
    return f"`{shown}` has no colon; write `{shown}: ..`, or indent it under the text above"


SECOND_DOCUMENT = "a second document begins here; give it a file of its own"
_CLOSING = {"[": "]", "{": "}"}


def _brackets(source: Source, trouble: Trouble) -> Problem | None:
    """Brackets that do not pair, and commas too many or too few."""
    found = _character(source, trouble.at)
    opening = _character(source, trouble.opening)
    closing = _CLOSING.get(opening, "")
    if closing and not found:
        line = trouble.opening[0]
        column, _ = find_remark(source.line(line))
        if column:
            message = (
                f"`#` begins a remark here, so the `{opening}` before it is never closed; quote the text"
            )
            return _problem(source, (line, column), message)
        return _problem(source, trouble.opening, _never_closed(opening))
    if "unexpected ':'" in trouble.words:
        return _problem(source, trouble.at, "a blank is missing after this colon; write `key: value`")
    if found == "," and "node content" in trouble.words:
        return _problem(
            source, trouble.at, "nothing stands before this comma; delete it, or write what is missing"
        )
    if found in ("]", "}"):
        if closing and found != closing:
            return _problem(source, trouble.at, f"`{opening}` is closed with `{found}`; write `{closing}`")
        return _problem(
            source, trouble.at, f"`{found}` closes nothing here; delete it, or put the text in quotes"
        )
    if "flow" not in trouble.reading or not closing:
        return None
    same_line = trouble.at[0] == trouble.opening[0]
    if found == ":" and (same_line or not source.line(trouble.at[0])[: trouble.at[1] - 1].strip()):
        return _problem(source, trouble.at, _stray_colon(source, trouble.at))
    if same_line:
        rest = clip(_rest(source, trouble.at), 20)
        return _problem(
            source, trouble.at, f"a comma is missing before `{rest}`; write one, or quote the text"
        )
    return _problem(source, trouble.opening, _never_closed(opening))


def _stray_colon(source: Source, at: tuple[int, int]) -> str:
    """What is wrong with a colon between brackets that belongs to no key."""
    before, after = source.line(at[0])[: at[1] - 1], _rest(source, at)[1:2]
    if not before.strip():
        return "this colon stands on another line than its key; write the two on one line"
    if after.strip():
        return "a text cannot begin with a colon; put it in quotes"
    return "a second colon stands in this entry; put the text in quotes, or write a comma between entries"


def _never_closed(opening: str) -> str:
    return f"`{opening}` is never closed; write `{_CLOSING[opening]}` at the end of what it holds"


def _follows_document_end(source: Source, line: int) -> bool:
    """Whether the last line written before this one ends a document."""
    above = (each for each in reversed(source.lines[: line - 1]) if each.strip() and each.lstrip()[0] != "#")
    return next(above, "").startswith("...")


def _indentation(source: Source, trouble: Trouble) -> Problem | None:
    """A line that begins at a column no line above begins at, or that belongs to nothing."""
    if "could not find expected ':'" in trouble.words:
        trouble = replace(trouble, at=trouble.began)
    line, column = trouble.at
    before = source.line(line)[: column - 1]
    if before.strip():
        message = "this does not belong to what stands before it; put the whole text in quotes"
        return _problem(source, trouble.at, message)
    rest = _rest(source, trouble.at)
    if "document start" in trouble.words and _follows_document_end(source, line):
        return _problem(source, trouble.at, SECOND_DOCUMENT, "YML003")
    if rest.startswith("..."):
        return _problem(source, trouble.at, "`...` ends nothing here; delete this line")
    if rest[:1] in ("[", "{"):
        message = f"`{rest[0]}` begins a value, but no key stands before it; write `key: {clip(rest, 20)}`"
        return _problem(source, trouble.at, message)
    if rest.startswith("-") and "block mapping" in trouble.reading:
        message = "a list item stands among keys; indent it under the key it belongs to, or write `key: ..`"
        return _problem(source, trouble.at, message)
    if "'-' indicator" in trouble.words or "block collection" in trouble.reading:
        message = "this line stands among list items; begin it with `- `, or align it with what it belongs to"
        return _problem(source, trouble.at, message)
    if rest.startswith(":"):
        return _problem(
            source, trouble.at, "nothing stands before this colon; write a key, or quote the text"
        )
    message = "the indentation of this line fits no line above; begin it exactly below the one it goes with"
    return _problem(source, trouble.at, message)
