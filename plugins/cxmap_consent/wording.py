"""How this pack says things: lists of names, and who can walk a path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxmap import JourneyGraph, Witness, say_path


def name_all(names: Iterable[str]) -> str:
    """Names in backticks: `a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def walked(graph: JourneyGraph, witness: Witness) -> str:
    """The path in one line, and the persona who can walk it where not everybody can."""
    if witness.persona is None or len(witness.personas) == len(graph.personas):
        return say_path(witness.path)
    return f"{say_path(witness.path)} (as `{witness.persona}`)"


def in_brackets(names: Sequence[str]) -> str:
    """Names as an author writes them: `a`, or `[a, b]`."""
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
