"""The site builds without a warning, its reference misses nothing, and links between files lead somewhere."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cxmap

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")

sys.path.insert(0, str(DOCS / "_ext"))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    reference = pytest.importorskip("reference")
    return dict(reference.all_pages())


def test_every_check_has_a_page_and_a_line(pages: dict[str, str]) -> None:
    listed = "".join(text for name, text in pages.items() if name.startswith("checks/"))
    for check in cxmap.gather(only_ours=True).checks:
        assert f"```{{cxmap:check}} {check.code}\n" in listed
        assert f"`{check.name}`" in pages["checks.md"]


def test_every_metric_says_its_formula_and_its_source(pages: dict[str, str]) -> None:
    for metric in cxmap.gather(only_ours=True).metrics:
        assert f"(`{metric.id}`)" in pages["metrics.md"]
        assert metric.formula, metric.id
        assert metric.source, metric.id


def test_every_renderer_is_listed(pages: dict[str, str]) -> None:
    for renderer in cxmap.gather(only_ours=True).renderers:
        assert f"| `{renderer.name}` |" in pages["renderers.md"]


def test_every_hook_is_documented_with_its_signature(pages: dict[str, str]) -> None:
    from cxmap import hookspecs

    hooks = [name for name in vars(hookspecs) if name.startswith("cxmap_")]
    assert len(hooks) == 5
    for name in hooks:
        assert f"def {name}(" in pages["hooks.md"]


def test_every_command_is_listed_with_every_option(pages: dict[str, str]) -> None:
    from cxmap.cli import COMMANDS

    for name in COMMANDS:
        assert f"## cxmap {name}\n" in pages["command-line.md"]
    assert "--policy-from REF" in pages["command-line.md"]


def test_every_public_name_is_documented(pages: dict[str, str]) -> None:
    for name in cxmap._PUBLIC:
        assert f"### `{name}`" in pages["python.md"]
    assert "### `assert_finds`" in pages["python.md"]


def test_every_field_and_every_word_is_on_a_page(pages: dict[str, str]) -> None:
    vocabulary = cxmap.gather(only_ours=True).vocabulary
    for name, described in cxmap.json_schema(vocabulary)["$defs"].items():
        assert f"(language-{name.lower()})=" in pages["language.md"]
        for field, says in described["properties"].items():
            assert f"| `{field}`" in pages["language.md"]
            assert says["description"], f"{name}.{field}"
    for words in vocabulary.lists.values():
        for word in words:
            assert f"| `{word}` |" in pages["words.md"]


def test_text_of_others_is_no_markup() -> None:
    reference = pytest.importorskip("reference")
    assert reference.prose("a *b* `c*d` <e>") == r"a \*b\* `c*d` \<e\>"
    assert reference.cell("a | b") == r"a \| b"


def test_pages_are_the_same_each_time(pages: dict[str, str]) -> None:
    assert dict(pytest.importorskip("reference").all_pages()) == pages


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_links_of_the_files_at_the_root_lead_somewhere(name: str) -> None:
    for link in _LINK.findall((ROOT / name).read_text(encoding="utf-8")):
        assert (ROOT / link).exists(), f"{name} links to {link}"


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("myst_parser")
    pytest.importorskip("furo")
    left_out = shutil.ignore_patterns("generated", "_build", "__pycache__")
    shutil.copytree(DOCS, tmp_path / "docs", ignore=left_out)
    shutil.copytree(ROOT / "journeys" / "auto-insurer", tmp_path / "journeys" / "auto-insurer")
    command = [sys.executable, "-m", "sphinx", "-n", "-W", "-q", "-b", "html", "docs", "site"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    made = (tmp_path / "site" / "reference" / "generated" / "checks" / "con.html").read_text(encoding="utf-8")
    assert "cxmap-rule-con001" in made
    assert (tmp_path / "site" / "explanation" / "consent.html").exists()


def test_every_key_of_the_json_report_is_documented() -> None:
    from datetime import date

    from cxmap.audit import Settings, audit
    from cxmap.opening import Wanted, open_with_plugins

    opened = open_with_plugins(Wanted(ROOT / "journeys" / "auto-insurer"))
    report = audit(opened.workspace, Settings(date(2026, 11, 1)), opened.plugins)
    keys = json.loads(cxmap.render(report, "json"))
    page = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
    for key in (*keys, *keys["findings"][0], *keys["checks"][0], *keys["waivers"][0]):
        assert f"`{key}`" in page, key


def test_pages_name_only_commands_that_exist() -> None:
    from cxmap.cli import COMMANDS

    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
    pages += [
        page for page in DOCS.rglob("*.md") if not {"generated", "decisions", "_build"} & set(page.parts)
    ]
    for page in pages:
        for word in re.findall(r"`cxmap ([a-z]+)", page.read_text(encoding="utf-8")):
            assert word in COMMANDS, f"{page.name}: cxmap {word}"
