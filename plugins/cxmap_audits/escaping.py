"""Foreign text made harmless for each kind of output: shown as code points, never obeyed."""

from __future__ import annotations

import json
import re

from cxmap import visible

# What XML refuses and no encoding carries; shown as the replacement character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def harmless(text: str, *, one_line: bool = False) -> str:
    """Text for people: steering characters written out, what no encoding carries replaced."""
    return _SURROGATES.sub("\ufffd", visible(text, one_line=one_line))


def legal(text: str) -> str:
    """Text for XML: shown, and without what XML refuses."""
    return _ILLEGAL.sub("\ufffd", visible(text))


def json_text(value: object) -> str:
    """JSON that keeps every value and holds no raw steering character.

    `visible` writes a character out as JSON itself would: a backslash, `u` and four digits.
    """
    written = visible(json.dumps(value, indent=2, ensure_ascii=False))
    return _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", written) + "\n"


def legal_values(value: object) -> object:
    """Plain values with every text made legal for readers that refuse what XML refuses."""
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, dict):
        return {key: legal_values(part) for key, part in value.items()}
    return [legal_values(part) for part in value] if isinstance(value, list) else value
