"""Write observations as a file that can be committed and loads again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from cxmap_tabular.observe import Measured

_BARE = re.compile(r"[a-z][a-z0-9_/-]*|-?[0-9]+(\.[0-9]+)?(%|s)?|[0-9]{4}(-[0-9]{2}(-[0-9]{2})?|-Q[1-4])?")
_AMBIGUOUS = frozenset({"yes", "no", "on", "off", "null", "true", "false"})


def observations_file(measured: Iterable[Measured]) -> str:
    """A file of observations, one a line, in the order they were measured."""
    lines = [
        "cxmap: 1",
        "# Written by `cxmap measure`; measure again instead of editing it.",
        "observations:",
    ]
    lines += [f"  - {_mapping(one.as_written)}" for one in measured]
    return "\n".join(lines) + "\n"


def _mapping(written: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(value)}" for name, value in written.items()) + "}"


def _scalar(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(name)}: {_scalar(word)}" for name, word in value.items()) + "}"
    text = str(value)
    if _BARE.fullmatch(text) and text not in _AMBIGUOUS:
        return text
    return "".join(
        one if one.isprintable() else json.dumps(one)[1:-1] for one in json.dumps(text, ensure_ascii=False)
    )
