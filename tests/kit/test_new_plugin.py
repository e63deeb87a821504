"""A new plugin passes its own tests, types and lint at once, and cxmap uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxmap.scaffolding import ScaffoldError, plugin_files, write_plugin


@pytest.fixture(scope="module")
def beta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh plugin called beta."""
    folder = tmp_path_factory.mktemp("kit") / "cxmap-beta"
    write_plugin("beta", folder)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool as its author would, with the plugin importable."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "MYPYPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_tests_pass(beta: Path) -> None:
    done = run(beta, "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed" in done.stdout


def test_its_lint_and_format_are_clean(beta: Path) -> None:
    done = run(beta, "ruff", "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout
    done = run(beta, "ruff", "format", "--no-cache", "--check", ".")
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_its_types_are_strict(beta: Path, tmp_path: Path) -> None:
    done = run(beta, "mypy", "--cache-dir", str(tmp_path))
    assert done.returncode == 0, done.stdout


def test_it_imports_public_names_only(beta: Path) -> None:
    for path in beta.rglob("*.py"):
        for line in path.read_text().splitlines():
            if line.startswith(("from cxmap.", "import cxmap.")):
                assert line.startswith("from cxmap.testing import"), f"{path.name}: {line}"


def test_once_installed_cxmap_uses_it(beta: Path, tmp_path: Path) -> None:
    """Installed is what has an entry point: the metadata an installer would write is enough."""
    metadata = beta / "cxmap_beta-0.1.0.dist-info"
    metadata.mkdir(exist_ok=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: cxmap-beta\nVersion: 0.1.0\n")
    (metadata / "entry_points.txt").write_text("[cxmap]\ncxmap_beta = cxmap_beta\n")
    lamp = tmp_path / "lamp"
    lamp.mkdir()
    (lamp / "lamp.yaml").write_text(
        "cxmap: 1\njourney: Lamps\ntouchpoints: {call: {channel: phone, by: company}}\n"
    )
    done = run(beta, "cxmap", "check", str(lamp), "--select", "BETA", "--no-cache")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BETA001 call-without-consent" in done.stdout
    done = run(beta, "cxmap", "plugins", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "cxmap_beta 0.1.0 (loaded, not ours)" in done.stdout


@pytest.mark.parametrize("name", ["", "Acme", "2x", "a b", "../x", "x!"])
def test_a_name_that_cannot_be_a_package_is_refused(name: str) -> None:
    with pytest.raises(ScaffoldError, match="cannot be a plugin's name"):
        plugin_files(name)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(ScaffoldError, match="is not empty"):
        write_plugin("beta", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("name", "package", "code"), [("cxmap-acme", "cxmap_acme", "ACME"), ("con", "cxmap_con", "CONX")]
)
def test_the_name_makes_package_and_code(name: str, package: str, code: str) -> None:
    made = plugin_files(name)
    assert f"{package}/__init__.py" in made
    assert f'"{code}001"' in made[f"{package}/checks.py"]
