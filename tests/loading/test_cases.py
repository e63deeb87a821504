"""Everything the language reference refuses, said as it says it; and what looks odd but is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cxmap.loading import LoadError
from cxmap.opening import from_files

_HERE = Path(__file__).parent
CASES: dict[str, Any] = yaml.safe_load((_HERE / "cases.yaml").read_text(encoding="utf-8"))


def files_of(case: dict[str, Any]) -> dict[str, str]:
    """The files of a case; every one of them begins as a file of ours must."""
    texts = case.get("files") or {"j.yaml": case["text"]}
    return {name: text if text.startswith("cx") else f"cxmap: 1\n{text}" for name, text in texts.items()}


def problems_of(files: dict[str, str], layer: str | None = None) -> list[str]:
    try:
        from_files(files, layer=layer)
    except LoadError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("title", CASES)
def test_a_workspace_is_answered_as_the_reference_says(title: str) -> None:
    case = CASES[title]
    assert problems_of(files_of(case), case.get("layer")) == case.get("says", [])


@pytest.mark.parametrize("title", CASES)
def test_line_ends_change_neither_problems_nor_places(title: str) -> None:
    case = CASES[title]
    expected, layer = case.get("says", []), case.get("layer")
    for end in ("\r\n", "\r"):
        turned = {name: text.replace("\n", end) for name, text in files_of(case).items()}
        assert problems_of(turned, layer) == expected
    marked = {name: "\ufeff" + text for name, text in files_of(case).items()}
    assert problems_of(marked, layer) == expected
