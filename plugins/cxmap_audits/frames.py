"""The line of a file a finding points at."""

from __future__ import annotations

from cxmap import Place, Report


class Frames:
    """Looks lines up in the files that were read, each file split once."""

    def __init__(self, report: Report) -> None:
        files = report.workspace.files if report.workspace is not None else ()
        self._contents = {file.path: file.content for file in files}
        self._lines: dict[str, list[str]] = {}

    def line(self, place: Place, most: int = 100) -> str:
        """The line at a place, cut to `most` characters; empty when it was not read."""
        lines = self._split(place.file)
        if not 0 < place.line <= len(lines):
            return ""
        line = lines[place.line - 1].strip()
        return line if len(line) <= most else line[: most - 2] + ".."

    def _split(self, file: str) -> list[str]:
        if file not in self._lines:
            text = self._contents.get(file, b"").decode("utf-8-sig", "replace")
            self._lines[file] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[file]
