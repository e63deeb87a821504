"""The line of a file a finding points at, with a caret under the place."""

from __future__ import annotations

import re

from cxmap import Place, Report
from cxmap_audits.escaping import harmless

_WORD = re.compile(r"[\w-]+")
_BEFORE = 30  # how much of a long line stays before the place


class Frames:
    """Looks lines up in the files that were read, each file split once."""

    def __init__(self, report: Report) -> None:
        files = report.workspace.files if report.workspace is not None else ()
        self._contents = {file.path: file.content for file in files}
        self._lines: dict[str, list[str]] = {}

    def frame(self, place: Place, most: int = 100) -> tuple[str, str]:
        """The line at a place, cut to `most` characters, and a line of carets; both empty when it was not read."""
        lines = self._split(place.file)
        if not 0 < place.line <= len(lines) or not lines[place.line - 1].strip():
            return "", ""
        whole = lines[place.line - 1]
        indent = len(whole) - len(whole.lstrip())
        line, at = whole.strip(), max(0, place.column - 1 - indent)
        head = ".." if at > most - _BEFORE else ""
        if head:
            cut = at - _BEFORE
            line, at = line[cut:], _BEFORE + len(head)
        room = most - len(head)
        text = head + (line if len(line) <= room else line[: room - 2] + "..")
        word = _WORD.match(text, at)
        length = len(word[0]) if word else 1
        before = harmless(text[:at], one_line=True)
        return harmless(text, one_line=True), " " * len(before) + "^" * length

    def _split(self, file: str) -> list[str]:
        if file not in self._lines:
            text = self._contents.get(file, b"").decode("utf-8-sig", "replace")
            self._lines[file] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[file]
