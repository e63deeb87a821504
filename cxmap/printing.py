"""Make foreign text safe to show: no control character may steer a terminal or a build log."""

from __future__ import annotations

import re
import unicodedata

# C0, DEL, C1, line and paragraph separators, bidirectional and zero-width controls.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_BREAKS = re.compile(r"[\t\n\r]")


def visible(text: str, *, one_line: bool = False) -> str:
    """The text with every steering character written out as its code point; one line when asked."""
    shown = _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return _BREAKS.sub(" ", shown) if one_line else shown


def width(text: str) -> int:
    """How many terminal columns a text takes: wide East Asian characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
