"""What a field's value looks like: the words a reference uses, a JSON Schema, and examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Bare:
    """Marks a mapping that may also be one key or a list of keys."""


SCALAR = ["string", "number", "boolean"]  # what an editor's YAML reader may make of a text
ID = "^[a-z][a-z0-9_-]{0,63}$"
OF_LANGUAGES = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": SCALAR},
    "propertyNames": {"pattern": "^([a-z]{2,3}(-[a-z0-9]{2,8})*|x-.*)$"},
    "patternProperties": {"^x-": {}},
}


@dataclass(frozen=True, eq=False)
class Shape:
    """Stands beside a field's type; neither reading nor checking uses it."""

    words: str
    schema: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Any, ...] = ()


def number(words: str, *examples: object, **bounds: float) -> Shape:
    """A number, in quotes or not."""
    return Shape(words, {"type": ["number", "string"], **bounds}, examples)


def pattern(words: str, regex: str, *examples: object) -> Shape:
    """A text that follows a pattern."""
    return Shape(words, {"type": "string", "pattern": regex}, examples)


TEXT = Shape("text", {"anyOf": [{"type": SCALAR}, OF_LANGUAGES]}, ("Quote on the web",))
TEXTS = Shape(
    "texts",
    {"anyOf": [*TEXT.schema["anyOf"], {"type": "array", "items": TEXT.schema}]},
    (["an answer within a day"],),
)
TIMES = Shape(
    "times",
    {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]},
    ("10m", {"p50": "2d", "p90": "8d"}),
)
IDENTIFIER = pattern("id", ID, "credit_limit")
