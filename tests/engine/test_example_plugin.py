"""The example plugin is a distribution of its own; it works from the path and as pip installs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from cxmap.audit import Settings, audit
from cxmap.choosing import Wishes
from cxmap.opening import Wanted, open_with_plugins
from cxmap.rendering import render
from cxmap.sources import Request

from .conftest import JOURNEY, TODAY

EXAMPLE = Path(__file__).parent.parent / "example_plugin"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plugin on the path with the record of its distribution, and a workspace."""
    site = tmp_path / "site"
    info = site / "cxmap_acme-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "cxmap_acme").symlink_to(EXAMPLE / "cxmap_acme")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: cxmap-acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[cxmap]\ncxmap_acme = cxmap_acme\n")
    monkeypatch.syspath_prepend(site)
    folder = tmp_path / "journeys"
    folder.mkdir()
    (folder / "cxmap.yaml").write_text("cxmap: 1\nplugins: [cxmap_acme]\n")
    (folder / "buy.yaml").write_text(
        JOURNEY.replace("call: {channel: phone}", "call: {channel: [phone, hologram], by: company}")
    )
    return folder


def test_everything_it_adds_works(installed: Path) -> None:
    opened = open_with_plugins(Wanted(installed))
    state = next(each for each in opened.plugins.states if each.name == "cxmap_acme")
    assert (state.version, state.state, state.first_party) == ("1.0", "loaded", False)
    assert dict(state.adds) == {
        "checks": ("ACME001",), "renderers": ("poster",), "sources": ("acme-letters", "smiles"), "words": ("channel",),
    }  # fmt: skip
    report = audit(opened.workspace, Settings(TODAY, Wishes(select=("ACME",))), opened.plugins)
    assert [(each.code, each.element) for each in report.findings] == [("ACME001", "call")]
    assert render(report, "poster", shout=True) == "1 FINDINGS ON BUY\n"


def test_its_source_observes(installed: Path) -> None:
    opened = open_with_plugins(Wanted(installed))
    source = next(each for each in opened.plugins.sources if each.name == "acme-letters")
    (installed / "letters.txt").write_text("Dear Acme\nDear all\n")
    declared = type("Declared", (), {"path": "letters.txt", "id": "letters"})()
    seen = list(source.observe(Request(declared, opened.workspace, installed, TODAY, {})))
    assert [(each.metric, each.at, str(each.value)) for each in seen] == [("letters", "buy", "2")]


@pytest.mark.slow
def test_pip_installs_it_and_its_own_tests_pass(tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        str(site),
        str(EXAMPLE),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    assert (site / "cxmap_acme" / "__init__.py").is_file()
    run = "import sys; sys.path.insert(0, sys.argv[1]); import pytest; sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', sys.argv[2]]))"
    done = subprocess.run(
        [sys.executable, "-c", run, str(site), str(EXAMPLE / "tests")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
