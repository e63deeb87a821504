"""The same list through the command line: 0 only for an audit that is complete and clean, and never a traceback."""

import json
from pathlib import Path

import pytest

from cxmap.cli import run

from .conftest import JOURNEY
from .test_zero_exit_zero import CALM, FILES, plugin

ACME = ["--select", "ACME001", "--plugin", "acme.py"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


CASES: list[tuple[str, dict[str, str], list[str], int]] = [
    ("nothing wrong", {**FILES, "acme.py": plugin(CALM)}, ACME, 0),
    ("a finding", {**FILES, "acme.py": plugin("yield Finding('call', 'x')")}, ACME, 1),
    ("unknown code", FILES, ["--select", "STR999"], 2),
    ("rule of an uninstalled plugin", {**FILES, "waivers.yaml": "cxmap: 1\nwaivers: [{rule: ACME001, at: call}]\n"}, [], 2),
    ("empty folder", {}, [], 2),
    ("no journey", {"cxmap.yaml": "cxmap: 1\n", "teams.yaml": "cxmap: 1\nowners: [a]\n"}, [], 2),
    ("nothing selected", {**FILES, "acme.py": plugin(CALM)}, [*ACME, "--at", "channel:chat"], 2),
    ("misspelt configuration", {**FILES, "cxmap.yaml": "cxmap: 1\nprofil: full\n"}, [], 2),
    ("unparseable file", {**FILES, "buy.yaml": JOURNEY + " : ["}, [], 2),
    ("no such plugin file", FILES, ["--plugin", "gone.py"], 2),
    ("no such option", FILES, ["--profiel", "full"], 2),
    ("no such profile", FILES, ["--profile", "fulll"], 2),
    ("no such format", FILES, ["--format", "jsno"], 2),
    ("no such revision", FILES, ["--policy-from", "main"], 2),
    ("plugin that cannot be imported", {**FILES, "acme.py": "import nowhere_at_all"}, ACME, 3),
    ("plugin with a misspelt hook", {**FILES, "acme.py": plugin(CALM).replace("def cxmap_checks", "def cxmap_cheks")}, ACME, 3),
    ("plugin with a code that is taken", {**FILES, "acme.py": plugin(CALM).replace("ACME001", "STR003")}, [*ACME[2:]], 3),
    ("plugin that raises", {**FILES, "acme.py": plugin("raise ValueError\nyield")}, ACME, 3),
    ("plugin that exits", {**FILES, "acme.py": plugin("raise SystemExit(0)\nyield")}, ACME, 3),
    ("plugin that ends its process", {**FILES, "acme.py": plugin("import os; os._exit(0)\nyield")}, ACME, 3),
    ("plugin that hangs", {**FILES, "acme.py": plugin("import time; time.sleep(60)\nyield")}, ACME, 3),
    ("plugin that eats memory", {**FILES, "acme.py": plugin("x = bytearray(1 << 30)\nyield")}, ACME, 3),
    ("plugin that returns rubbish", {**FILES, "acme.py": plugin("yield 42")}, ACME, 3),
    ("plugin that changes the graph", {**FILES, "acme.py": plugin("graph.journey.touchpoints.clear()\nyield from ()")}, ACME, 3),
    ("plugin that is named and not there", {**FILES, "cxmap.yaml": "cxmap: 1\nplugins: [cxmap_gone]\n", "acme.py": plugin(CALM)}, ACME, 3),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "arguments", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_exit_status_tells_the_truth(
    here: Path, capfd: pytest.CaptureFixture[str], files: dict[str, str], arguments: list[str], code: int
) -> None:
    for name, text in files.items():
        (here / name).write_text(text)
    assert run(["check", ".", "--as-of", "2026-11-01", *arguments]) == code
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err
    assert str(here) not in said.out + said.err
    assert said.out or said.err


@pytest.mark.parametrize(
    ("files", "arguments", "state"),
    [
        ({**FILES, "acme.py": plugin(CALM)}, ACME, "pass"),
        ({**FILES, "acme.py": plugin("raise ValueError\nyield")}, ACME, "incomplete"),
        ({**FILES, "buy.yaml": JOURNEY + " : ["}, [], "error"),
        (FILES, ["--select", "STR999"], "error"),
    ],
)
def test_machine_formats_say_it_too(
    here: Path, capfd: pytest.CaptureFixture[str], files: dict[str, str], arguments: list[str], state: str
) -> None:
    for name, text in files.items():
        (here / name).write_text(text)
    run(["check", ".", "--as-of", "2026-11-01", "--format", "json", *arguments])
    report = json.loads(capfd.readouterr().out)
    assert report["verdict"] == state
    assert bool(report.get("errors")) is (state == "error")
