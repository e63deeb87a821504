"""How wide a text will be, near enough to lay it out: average advances of common sans and serif fonts."""

from __future__ import annotations

import unicodedata

# Advances in thousandths of the font size, the wider of Arial and Liberation Sans rounded up.
_GROUPS = {
    240: "iljI.,:;'|!",
    300: " ftr()[]/\\-",
    360: '"*`',
    520: "ckszvxyJ",
    570: "0123456789+=<>#?$_",
    690: "ABEKPSVXY",
    760: "wGOQCDHNRU&",
    860: "mMW%@—",
}
_TABLE = {character: advance for advance, group in _GROUPS.items() for character in group}


def _advance(character: str) -> int:
    if character in _TABLE:
        return _TABLE[character]
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1000
    return 570 if character < "ɐ" else 640


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` set at `size`, in the unit of `size`."""
    return sum(map(_advance, text)) * size / 1000 * (1.11 if bold else 1.0)


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """The width of the widest word of `text`."""
    return max((width(word, size, bold=bold) for word in pieces(text)), default=0.0)


def pieces(text: str) -> list[str]:
    """The parts of `text` that may not be broken: words, and single characters of scripts without blanks."""
    parts: list[str] = []
    for word in text.split():
        run = ""
        for character in word:
            if unicodedata.east_asian_width(character) in {"W", "F"}:
                parts.extend([run, character] if run else [character])
                run = ""
            else:
                run += character
        if run:
            parts.append(run)
    return parts


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """`text` in lines no wider than `room`; a word that is wider alone is broken with a hyphen."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in _fit(word, size, room, bold):
            joined = f"{line} {part}" if line else part
            if line and width(joined, size, bold=bold) > room:
                lines.append(line)
                line = part
            else:
                line = joined
    return [*lines, line] if line else lines


def _fit(word: str, size: float, room: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    parts: list[str] = []
    part = ""
    for character in word:
        if part and width(part + character + "-", size, bold=bold) > room:
            wide = unicodedata.east_asian_width(part[-1]) in {"W", "F"}
            parts.append(part if wide else part + "-")
            part = ""
        part += character
    return [*parts, part]
