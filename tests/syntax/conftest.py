"""What the tests of the YAML reader share: read a text, show what was said about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cxmap.encoding import read_text
from cxmap.prescan import find_before_parsing
from cxmap.syntax import Limits, Map, Problem, Seq, parse, unpack
from cxmap.tree import Tree
from cxmap.treebuilder import build


def _show(problem: Problem) -> str:
    place = problem.place
    assert place.file == "quote.yaml"
    return f"{place.line}:{place.column} {problem.code} {problem.message}"


def _read(text: str | bytes, limits: Limits | None = None) -> tuple[Tree, list[str]]:
    data = text.encode() if isinstance(text, str) else text
    tree, problems = parse(data, "quote.yaml", limits or Limits())
    return tree, [_show(problem) for problem in problems]


def _places(tree: Tree) -> Any:
    if isinstance(tree, Map):
        pairs = zip(tree.items(), tree.marks, tree.value_marks, strict=True)
        return [(key, unpack(mark), unpack(at), _places(value)) for (key, value), mark, at in pairs]
    if isinstance(tree, Seq):
        return [(unpack(mark), _places(item)) for item, mark in zip(tree, tree.marks, strict=True)]
    return tree


def _read_both(text: str) -> list[tuple[Any, list[str]]]:
    source, problems = read_text(text.encode(), "quote.yaml", 50)
    if problems or find_before_parsing(source):
        return []
    both = (build(source, Limits(), libyaml=libyaml) for libyaml in (True, False))
    return [(_places(tree), [_show(problem) for problem in found]) for tree, found in both]


@pytest.fixture(scope="session")
def read() -> Callable[..., tuple[Tree, list[str]]]:
    """The tree of a text and its problems as `line:column CODE message`."""
    return _read


@pytest.fixture(scope="session")
def say() -> Callable[..., list[str]]:
    """The problems of a text."""
    return lambda text, limits=None: _read(text, limits)[1]


@pytest.fixture(scope="session")
def places() -> Callable[[Tree], Any]:
    """Every key, item and value of a tree with its line and column."""
    return _places


@pytest.fixture(scope="session")
def read_both() -> Callable[[str], list[tuple[Any, list[str]]]]:
    """What libyaml and the slower parser make of a text, with places and problems."""
    return _read_both
