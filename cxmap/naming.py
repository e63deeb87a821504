"""Name what a check points at: `kind:id`, an id, or `a -> b`; no object leaves the check that made it."""

from __future__ import annotations

from dataclasses import replace

from cxmap.checks import Finding, Unknown
from cxmap.ways import Edge

# The class that holds it -> the word a reference uses, where they differ.
_KINDS = {"dataitem": "data", "stagemodel": "model"}
KINDS = (
    "touchpoint", "stage", "journey", "persona", "segment", "owner", "unit", "stakeholder", "system",
    "data", "purpose", "metric", "source", "log", "promise", "channel", "sharing", "model",
)  # fmt: skip


class RubbishError(Exception):
    """A check yielded something that is no finding and no unknown, or one that says nothing."""


def name_of(thing: object) -> str:
    """What a check points at, by name.

    Raises:
        RubbishError: it is neither a text, an edge nor an element.
    """
    if isinstance(thing, str):
        return thing
    if isinstance(thing, Edge):
        return str(thing)
    identifier = getattr(thing, "id", None)
    if isinstance(identifier, str) and identifier:
        word = type(thing).__name__.lower()
        kind = _KINDS.get(word, word)
        return f"{kind}:{identifier}" if kind in KINDS else identifier
    raise RubbishError(f"pointed at `{type(thing).__name__}`, which is no element")


def named(result: object) -> Finding | Unknown:
    """A result with names in place of objects.

    Raises:
        RubbishError: it is no finding and no unknown, or one that says nothing.
    """
    if isinstance(result, Unknown):
        if not isinstance(result.missing, str) or not result.missing:
            raise RubbishError("yielded an unknown that names no missing field")
        return Unknown(name_of(result.element), result.missing)
    if not isinstance(result, Finding):
        raise RubbishError(f"yielded `{type(result).__name__}`, which is no finding")
    if not isinstance(result.message, str) or not result.message.strip():
        raise RubbishError("yielded a finding without a message")
    if result.severity not in (None, "error", "warning", "info"):
        raise RubbishError("yielded a finding with a severity that is none")
    for text in (result.persona, result.purpose, result.data):
        if not isinstance(text, str | None):
            raise RubbishError("yielded a finding whose persona, purpose or data is no id")
    return replace(
        result,
        element=name_of(result.element),
        path=tuple(name_of(step) for step in result.path),
        related=tuple(name_of(step) for step in result.related),
    )


def bare(name: str) -> str:
    """A name without its kind."""
    kind, colon, identifier = name.partition(":")
    return identifier if colon and kind in KINDS else name
