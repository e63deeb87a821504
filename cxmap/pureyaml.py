"""PyYAML's own parser, made to read what libyaml reads: for machines where libyaml is missing."""

from __future__ import annotations

import yaml
from yaml.scanner import ScannerError
from yaml.tokens import ScalarToken

_BLANK = " \t"
_END = "\0 \t\n"
_FLOW = ",[]{}"


class PureLoader(yaml.SafeLoader):
    """Reads tabs between words, and `?` inside a word of a flow list, as libyaml does."""

    def scan_to_next_token(self) -> None:
        """Pass blanks, line ends and comments; tabs only where no key may begin."""
        while True:
            tabs = self.flow_level or not self.allow_simple_key
            while self.peek() == " " or (tabs and self.peek() == "\t"):
                self.forward()
            if self.peek() == "#":
                while self.peek() not in "\0\n":
                    self.forward()
            if not self.scan_line_break():  # type: ignore[no-untyped-call]
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain(self) -> ScalarToken:
        """Read a text without quotes, which may run over several lines."""
        start = end = self.get_mark()
        text = gap = ""
        while self.peek() != "#":
            length = self._measure_word(start)
            if not length:
                break
            self.allow_simple_key = False
            text += gap + self.prefix(length)
            self.forward(length)
            end = self.get_mark()
            gap = self._scan_gap()
            if not gap or (not self.flow_level and self.column <= self.indent):
                break
        return ScalarToken(text, True, start, end)

    def scan_block_scalar_ignored_line(self, start_mark: yaml.Mark) -> None:
        """Pass what may stand behind `|` or `>`: blanks and a comment."""
        while self.peek() in _BLANK:
            self.forward()
        if self.peek() == "#":
            while self.peek() not in "\0\n":
                self.forward()
        if self.peek() not in "\0\n":
            words = "expected a comment or a line break"
            raise ScannerError("while scanning a block scalar", start_mark, words, self.get_mark())
        self.scan_line_break()  # type: ignore[no-untyped-call]

    def _measure_word(self, start: yaml.Mark) -> int:
        length = 0
        while True:
            character = self.peek(length)
            following = self.peek(length + 1) if character == ":" else ""
            if self.flow_level and character == ":" and following in (*_FLOW, "?"):
                self.forward(length)
                raise ScannerError(
                    "while scanning a plain scalar", start, "found unexpected ':'", self.get_mark()
                )
            if character in _END or (character == ":" and following in _END):
                return length
            if self.flow_level and character in _FLOW:
                return length
            length += 1

    def _scan_gap(self) -> str:
        """The blanks or line ends behind a word, folded; nothing where a document ends."""
        blanks = ""
        while self.peek() in _BLANK:
            blanks += self.peek()
            self.forward()
        breaks = 0
        while self.peek() == "\n":
            self.forward()
            self.allow_simple_key = True
            breaks += 1
            if self.prefix(3) in ("---", "...") and self.peek(3) in _END:
                return ""
            while self.peek() in _BLANK:
                self.forward()
        if not breaks:
            return blanks
        return "\n" * (breaks - 1) or " "
