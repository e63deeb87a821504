"""Read the docstring of a check: what was found, why it matters, how to mend it, good and bad examples."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

# A heading at the left margin with two colons, then everything indented or blank below it.
_EXAMPLE = re.compile(r"^(Passes|Fails)::[ \t]*\n((?:[ \t]+.*(?:\n|\Z)|[ \t]*\n)+)", re.MULTILINE)
_OPTIONS = re.compile(r"^Options:[ \t]*\n((?:[ \t]+.*(?:\n|\Z)|[ \t]*\n)+)", re.MULTILINE)
_OPTION = re.compile(r"^(\w+): (.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_LABELLED = re.compile(r"^(Fix|Source): ", re.MULTILINE)


@dataclass(frozen=True)
class Explanation:
    """The parts of a check's page."""

    summary: str
    why: str
    fix: str
    source: str
    options: Mapping[str, str] = field(default_factory=dict)
    passes: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()


def explain(docstring: str | None) -> Explanation:
    """Take a docstring apart; what is not there is empty."""
    text = inspect.cleandoc(docstring or "")
    examples = [(kind, dedent(body).strip() + "\n") for kind, body in _EXAMPLE.findall(text)]
    options = {name: _one_line(words) for body in _OPTIONS.findall(text) for name, words in _options(body)}
    prose = _OPTIONS.sub("", _EXAMPLE.sub("", text))
    paragraphs = [part.strip() for part in re.split(r"\n[ \t]*\n", prose) if part.strip()]
    plain = [part for part in paragraphs if not _LABELLED.match(part)]
    return Explanation(
        summary=_one_line(plain[0]) if plain else "",
        why="\n\n".join(_one_line(part) for part in plain[1:]),
        fix=_labelled(paragraphs, "Fix"),
        source=_labelled(paragraphs, "Source"),
        options=options,
        passes=tuple(body for kind, body in examples if kind == "Passes"),
        fails=tuple(body for kind, body in examples if kind == "Fails"),
    )


def _options(body: str) -> list[tuple[str, str]]:
    return _OPTION.findall(dedent(body))


def _labelled(paragraphs: list[str], label: str) -> str:
    start = f"{label}: "
    return " ".join(_one_line(part.removeprefix(start)) for part in paragraphs if part.startswith(start))


def _one_line(text: str) -> str:
    return " ".join(text.split())
