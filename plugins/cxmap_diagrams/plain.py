"""Make foreign text fit for a label: no character that steers a reader, none that XML cannot hold."""

from __future__ import annotations

import re

from cxmap import visible

# What neither XML nor a label can hold, surrogates included.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text as it may stand in a label, with what steers written out."""
    return _ILLEGAL.sub(lambda match: f"\\u{ord(match[0]):04x}", visible(str(text).replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """The same on a single line."""
    return re.sub(r"\s*[\n\t\r]\s*", " ", plain(text)).strip()
