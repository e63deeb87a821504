"""Read the YAML an author may write into plain maps, lists and texts, with the place of each."""

from __future__ import annotations

from cxmap.encoding import read_text
from cxmap.place import Place, Problem
from cxmap.prescan import find_before_parsing
from cxmap.tree import Limits, Map, Seq, Tree, unpack

__all__ = ["Limits", "Map", "Place", "Problem", "Seq", "parse", "unpack"]

_DEFAULT = Limits()


def parse(text: bytes, file: str, limits: Limits = _DEFAULT) -> tuple[Tree, tuple[Problem, ...]]:
    """Read one file; the tree is None when nothing is written or the file cannot be read as a whole."""
    if len(text) > limits.file:
        most = f"{limits.file / 2**20:g} MiB"
        message = f"this file is larger than {most}; split it, or raise `limits: {{file: ..}}` in cxmap.yaml"
        return None, (Problem(Place(file, 1, 1), "YML006", message),)
    source, problems = read_text(text, file, limits.errors)
    if not problems:
        problems = find_before_parsing(source)
    if problems:
        return None, tuple(problems[: limits.errors])
    # The parser is only imported when a file is read: most of what imports this module reads none.
    from cxmap.treebuilder import build

    return build(source, limits)
