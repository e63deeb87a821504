"""Turn the bytes of a file into text that means the same everywhere, or say which character is wrong."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from cxmap.place import Place, Problem

# Invisible and direction-changing characters make two different texts look alike: none may stand in a file.
_REFUSED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f"
)
_REFUSED_CHARACTER = re.compile(f"[{_REFUSED}]")
_REFUSED_BYTE = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST_LINE = 1_000_000
_SHOWN_LINE = 300
_KINDS = {
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\x85": "a next-line character",
    "\ufeff": "an invisible byte order mark",
    "\xad": "an invisible soft hyphen",
}


@dataclass(slots=True)
class Source:
    """The text of one file with line ends made alike, able to name places in it."""

    file: str
    text: str
    _lines: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        if not self._lines:
            self._lines = self.text.split("\n")
        return self._lines

    def line(self, number: int) -> str:
        """One line, counted from 1; nothing past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, line: int, column: int) -> Place:
        """A place in this file."""
        return Place(self.file, line, column)

    def problem(self, line: int, column: int, code: str, message: str, *related: Place) -> Problem:
        """A problem of this file, with the line it stands on."""
        text = self.line(line)
        shown = text[:_SHOWN_LINE] if column <= _SHOWN_LINE else ""
        return Problem(self.place(line, column), code, message, related, shown)


def read_text(data: bytes, file: str, most: int) -> tuple[Source, list[Problem]]:
    """Decode a file as UTF-8 and make its line ends alike; `most` is the number of problems worth listing."""
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(data, file, error)
    source = Source(file, text)
    long = _find_long_line(data)
    if long:
        message = "this line has more than a million characters; break it into lines"
        return source, [source.problem(long, 1, "YML006", message)]
    pattern_found = _REFUSED_BYTE.search(data) if text.isascii() else _REFUSED_CHARACTER.search(text)
    return source, list(_refused_characters(source, most)) if pattern_found else []


def _find_long_line(data: bytes) -> int:
    """The number of the first line that is too long to count its columns; 0 when there is none."""
    begin = 0
    while len(data) - begin > _LONGEST_LINE:
        end = data.rfind(b"\n", begin, begin + _LONGEST_LINE + 1)
        if end < 0:
            return data.count(b"\n", 0, begin) + 1
        begin = end + 1
    return 0


def find_refused(value: str) -> str | None:
    """The first character of a value that may not stand in a file, if there is one."""
    found = _REFUSED_CHARACTER.search(value)
    return found.group() if found else None


def describe(character: str) -> str:
    """A character that cannot be shown, in words: `an invisible character (U+200B zero width space)`."""
    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower()
    kind = _KINDS.get(character)
    if kind is None:
        category = unicodedata.category(character)
        kind = "a control character" if category == "Cc" else "an invisible character"
    return f"{kind} ({number} {name})" if name else f"{kind} ({number})"


def _refused_characters(source: Source, most: int) -> Iterator[Problem]:
    """One problem for each line that holds a refused character, the first one of the line."""
    found = 0
    for number, line in enumerate(source.lines, 1):
        match = _REFUSED_CHARACTER.search(line)
        if match is None:
            continue
        yield source.problem(
            number, match.start() + 1, "YML001", f"{describe(match.group())} stands here; delete it"
        )
        found += 1
        if found == most:
            return


def _undecodable(data: bytes, file: str, error: UnicodeDecodeError) -> tuple[Source, list[Problem]]:
    """Say that the file is not UTF-8, at the first byte that is not."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "this file is saved as UTF-16; save it as UTF-8"
        return Source(file, ""), [Problem(Place(file, 1, 1), "YML001", message)]
    before = data[: error.start].decode("utf-8")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    source = Source(file, data.decode("utf-8", "replace"))
    message = f"the byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
    return source, [source.problem(line, column, "YML001", message)]
