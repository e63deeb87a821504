"""How wide words are, without asking for a font: the advances of Helvetica and of the fonts made to its measure."""

from __future__ import annotations

import unicodedata
from functools import cache

_ADVANCES = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[]\\ft", 333: "()-r`", 334: "{}", 355: '"', 389: "*", 469: "^",
    500: "cksvxyzJ", 556: "abdeghnopqu0123456789?_$#L", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY",
    722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip
_OF = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
BOLD = 1.08


@cache
def _advance(letter: str) -> int:
    if letter in _OF:
        return _OF[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF:
        return 1020
    plain = unicodedata.normalize("NFD", letter)[0]
    return _OF.get(plain, 640)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text at a font size, in the same unit."""
    return sum(_advance(letter) for letter in text) * size / 1000 * (BOLD if bold else 1.0)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Lines of at most `room`, broken between words; a single longer word keeps a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.extend(_cut(word, size, room * 1.6, bold))
    return lines or [""]


def _cut(word: str, size: float, room: float, bold: bool) -> list[str]:
    """A word, in pieces where no box could hold it."""
    if width(word, size, bold=bold) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
