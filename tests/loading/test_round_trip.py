"""What is written back loads to the same workspace; names and order of files change nothing but order."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxmap.dumping import dump, to_yaml
from cxmap.opening import from_files, load
from tests.loading.made import journeys, register

_ROOT = Path(__file__).parents[2]
_FOLDERS = sorted(path.parent for path in (_ROOT / "journeys").glob("*/cxmap.yaml"))
_SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def _files(register: dict[str, Any], *journeys: dict[str, Any]) -> dict[str, str]:
    made = {f"j{number}.yaml": to_yaml({"cxmap": "1", **one}) for number, one in enumerate(journeys)}
    return {"register.yaml": to_yaml({"cxmap": "1", **register}), **made}


@given(register, journeys())
@_SLOW
def test_what_is_written_back_loads_to_the_same(register: dict[str, Any], journey: dict[str, Any]) -> None:
    workspace = from_files(_files(register, journey))
    files = dump(workspace)
    again = from_files(files)
    assert again == workspace
    assert dump(again) == files


@given(register, journeys(), st.permutations(["a.yaml", "m/n.yaml", "z.yml"]))
@_SLOW
def test_names_of_register_files_change_nothing(
    register: dict[str, Any], journey: dict[str, Any], names: list[str]
) -> None:
    whole = from_files(_files(register, journey))
    sections = list(register)
    parts = [{name: register[name] for name in sections[place::3]} for place in range(3)]
    spread = {name: to_yaml({"cxmap": "1", **part}) for name, part in zip(names, parts, strict=True)}
    files = {**spread, "deep/j0.yaml": _files(register, journey)["j0.yaml"]}
    assert from_files(files) == whole
    assert from_files(dict(reversed(files.items()))) == whole


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_the_examples_survive_being_written(folder: Path) -> None:
    workspace = load(folder)
    assert from_files(dump(workspace)) == workspace


@pytest.mark.skipif("CXMAP_REFERENCE" not in os.environ, reason="no reference workspace")
def test_the_reference_workspace_survives_being_written() -> None:
    workspace = load(Path(os.environ["CXMAP_REFERENCE"]) / "journeys" / "insurer")
    assert from_files(dump(workspace)) == workspace


def test_translations_are_kept() -> None:
    workspace = from_files(
        {"j.yaml": "cxmap: 1\njourney: {en: A, pt: B}\ntouchpoints: {a: {name: {pt: C, en: D}}}\n"}
    )
    again = from_files(dump(workspace)).journey("j")
    assert (again.say("pt"), again.touchpoints["a"].say("en"), again.touchpoints["a"].title) == (
        "B",
        "D",
        "C",
    )


def test_a_workspace_under_a_layer_cannot_be_written_back() -> None:
    files = {
        "j.yaml": "cxmap: 1\njourney: A\ntouchpoints: [a]\n",
        "p.yaml": "cxmap: 1\nlayer: to-be\nof: j\n",
    }
    with pytest.raises(ValueError, match="to-be"):
        dump(from_files(files, layer="to-be"))
