"""What is looked for in the whole text before the parser sees it."""

from __future__ import annotations

import re

from cxmap.encoding import Source
from cxmap.mistakes import clip
from cxmap.place import Problem

_TAB = re.compile(r"^ *\t", re.MULTILINE)
_FIRST_CONTENT = re.compile(r"^[ \t]*[^\s#]", re.MULTILINE)
_QUESTION_MARK = re.compile(r"(?<![^\s\[\]{},:\-\"'])\?")
_COMMENT_OR_QUESTION_MARK = re.compile(r"#[^\n]*|\?")


def find_question_mark(text: str, begin: int, end: int) -> int | None:
    """The offset of the `?` that announces a key between two offsets where no value stands."""
    for match in _COMMENT_OR_QUESTION_MARK.finditer(text, begin, end):
        if match.group() == "?":
            return match.start()
    return None


def may_hold_question_marks(text: str) -> bool:
    """Whether a `?` stands anywhere it could announce a key."""
    return "?" in text and _QUESTION_MARK.search(text) is not None


def find_before_parsing(source: Source) -> list[Problem]:
    """Tabs used as indentation and directives: what would only lead to puzzling errors later."""
    text = source.text
    percent = 0 if text.startswith("%") else text.find("\n%") + 1
    if percent or text.startswith("%"):
        line = text.count("\n", 0, percent) + 1
        content = _FIRST_CONTENT.search(text)
        if content is not None and content.end() == percent + 1:
            message = f"`{clip(source.line(line))}` gives an order to the YAML reader; delete this line"
        else:
            message = "a `%` begins this line; put the text in quotes, or indent it"
        return [source.problem(line, 1, "YML003", message)]
    tab = _TAB.search(text) if "\t" in text else None
    if tab is None:
        return []
    line = text.count("\n", 0, tab.end()) + 1
    more = " and others below" if _TAB.search(text, tab.end()) else ""
    message = f"a tab begins this line{more}; write blanks instead, two for each level"
    return [source.problem(line, tab.end() - tab.start(), "YML003", message)]
