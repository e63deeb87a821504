"""Lines for a terminal: foreign text made harmless, wrapped to its width, and painted last."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from cxmap_audits.escaping import harmless

_TONES = {
    "error": "31;1", "warning": "33;1", "info": "36", "bold": "1", "dim": "2",
    "pass": "32;1", "fail": "31;1", "incomplete": "33;1",
}  # fmt: skip
_LEAST = 40
_UNBOUND = 1_000_000
_FRAME = 100  # of a file's own line so much is shown where nothing is wrapped


class Lines:
    """Writes lines of one width, with colours or without."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = max(width, _LEAST) if width else _UNBOUND
        self.frame = self.width if width else _FRAME
        self.colour = colour

    def paint(self, text: str, tone: str) -> str:
        """The text in a tone; `text` must be harmless already."""
        return f"\x1b[{_TONES[tone]}m{text}\x1b[0m" if self.colour and tone in _TONES else text

    def say(self, text: str, *, first: str = "", then: str | None = None, tone: str = "") -> Iterator[str]:
        """Text wrapped under `first`, further lines under `then` (as wide as `first` unless given)."""
        rest = " " * len(first) if then is None else then
        words = harmless(text, one_line=True)
        wrapped = textwrap.wrap(
            words,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from (self.paint(line, tone) for line in wrapped or [first.rstrip()])
