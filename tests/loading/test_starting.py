"""`cxmap init` and `cxmap schema`: what they write checks, and nothing that is there is overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cxmap.cli import run
from cxmap.opening import load
from cxmap.starting import find_templates, id_of
from tests.loading.test_schema import errors_of


def test_a_new_workspace_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "our-journeys"
    assert run(["init", str(folder), "--journey", "Buy a lamp: now!"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "buy_a_lamp_now.yaml",
        "cxmap.schema.json",
        "cxmap.yaml",
        "teams.yaml",
    ]
    workspace = load(folder)
    assert workspace.name == "Our journeys"
    assert workspace.journey("buy_a_lamp_now").title == "Buy a lamp: now!"
    assert run(["check", str(folder), "--as-of", "2026-11-01", "-q"]) == 0
    assert run(["fmt", "--check", str(folder)]) == 0


@pytest.mark.parametrize("template", sorted(find_templates()))
def test_every_template_starts_with_its_schema(template: str, tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "new"), "--template", template]) == 0
    assert load(tmp_path / "new").journeys
    for file in (tmp_path / "new").rglob("*.yaml"):
        first, text = file.read_text(encoding="utf-8").split("\n", 1)
        depth = len(file.relative_to(tmp_path / "new").parts) - 1
        assert first == f"# yaml-language-server: $schema={'../' * depth}cxmap.schema.json"
        assert text.startswith("cxmap: 1")


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "teams.yaml").write_text("mine")
    assert run(["init", str(tmp_path)]) == 2
    assert "`teams.yaml` is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["teams.yaml"]


def test_an_unknown_template_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "a"), "--template", "big"]) == 2
    assert "`big` is not a template; write one of `small`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Buy a lamp", "buy_a_lamp"),
        ("2 lamps", "lamps"),
        ("日本", "first_journey"),
        ("End", "first_journey"),
        ("", "first_journey"),
    ],
)
def test_ids_are_made_from_titles(title: str, expected: str) -> None:
    assert id_of(title) == expected


def test_the_schema_is_printed_or_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["schema"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["$id"] == "urn:cxmap:language:1"
    assert run(["schema", "-o", "s.json"]) == 0
    assert Path("s.json").read_text(encoding="utf-8") == printed
    assert "# yaml-language-server: $schema=s.json" in capsys.readouterr().err


def test_a_workspace_that_does_not_load_still_has_a_schema(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "j.yaml").write_text("cxmap: 1\njourney: A\ntouchpoints: {a: {chanel: web}}\n")
    assert run(["schema", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["$defs"]["Touchpoint"]
    assert "does not load (1 problem)" in said.err
    assert run(["schema", str(tmp_path / "nowhere")]) == 2


def test_the_new_files_fit_the_schema(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "new")]) == 0
    for file in (tmp_path / "new").glob("*.yaml"):
        assert errors_of(file.read_text(encoding="utf-8")) == []
