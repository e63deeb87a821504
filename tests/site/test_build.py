"""The site in a folder: written once, removed only when we made it, and nobody's file is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from cxmap.cli import run
from cxmap.cli.build import MANIFEST

BREAD = """cxmap: 1
journey: Bread by bicycle
owner: boss
stages:
  order: {touchpoints: {choose: {channel: web, owner: boss, next: {pay: 70%}}, pay: {channel: web, owner: boss}}}
  eat: {touchpoints: {paid: {channel: email, owner: boss, next: end}}}
"""
CAKE = BREAD.replace("Bread by bicycle", "Cake for parties")
DAY = ("--as-of", "2026-11-01")


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    folder = tmp_path / "bakery"
    folder.mkdir()
    (folder / "cxmap.yaml").write_text("cxmap: 1\nworkspace: A bakery\n")
    (folder / "teams.yaml").write_text("cxmap: 1\nowners: {boss: {}}\n")
    (folder / "bread.yaml").write_text(BREAD)
    (folder / "cake.yaml").write_text(CAKE)
    return folder


def build(bakery: Path, site: Path, *more: str) -> int:
    return run(["build", str(bakery), "-o", str(site), *DAY, *more])


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_a_site_has_an_index_and_a_page_for_each_journey(
    bakery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert build(bakery, site) == 0
    held = contents(site)
    assert {
        "index.html",
        "registers.html",
        "bread/index.html",
        "cake/index.html",
        "bread/flow.svg",
        "bread/flow.drawio",
        "bread/map.html",
    } <= set(held)
    said = capsys.readouterr()
    assert said.out == f"{(site / 'index.html').as_posix()}\n"
    assert "wrote bread/index.html" in said.err
    assert not [name for name, content in held.items() if str(tmp_path).encode() in content]


def test_built_again_nothing_is_written(
    bakery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    build(bakery, site)
    before = {
        path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file() and path.name != MANIFEST
    }
    capsys.readouterr()
    assert build(bakery, site) == 0
    assert "0 written" in capsys.readouterr().err
    assert before == {
        path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file() and path.name != MANIFEST
    }


def test_only_what_changed_is_written(
    bakery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    build(bakery, site)
    capsys.readouterr()
    (bakery / "cake.yaml").write_text(CAKE.replace("pay: 70%", "pay: 80%"))
    build(bakery, site)
    wrote = [
        line.removeprefix("wrote ")
        for line in capsys.readouterr().err.splitlines()
        if line.startswith("wrote ")
    ]
    assert "cake/flow.svg" in wrote
    assert not [name for name in wrote if name.startswith("bread/")]


def test_what_a_journey_leaves_behind_is_removed(bakery: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(bakery, site)
    (site / "mine.txt").write_text("mine")
    (bakery / "cake.yaml").unlink()
    assert build(bakery, site) == 0
    assert not (site / "cake").exists()
    assert (site / "mine.txt").read_text() == "mine"
    assert not [
        name for name in json.loads((site / MANIFEST).read_text())["files"] if name.startswith("cake/")
    ]


def test_a_stale_file_somebody_changed_stays_and_is_named(
    bakery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    build(bakery, site)
    (site / "cake" / "flow.dot").write_text("my own")
    (bakery / "cake.yaml").unlink()
    build(bakery, site)
    assert (site / "cake" / "flow.dot").read_text() == "my own"
    assert "cake/flow.dot is no longer part of the site but was changed by hand" in capsys.readouterr().err


def test_a_file_no_build_made_is_never_overwritten(
    bakery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("my home page")
    assert build(bakery, site) == 2
    assert (site / "index.html").read_text() == "my home page"
    assert "no build made it" in capsys.readouterr().err


def test_a_link_is_not_followed_out_of_the_folder(bakery: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    site.mkdir()
    elsewhere.mkdir()
    (site / "bread").symlink_to(elsewhere)
    assert build(bakery, site) == 2
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("name", ["../victim.txt", "/etc/victim", "a/../../victim.txt"])
def test_a_manifest_cannot_name_files_elsewhere(bakery: Path, tmp_path: Path, name: str) -> None:
    site = tmp_path / "site"
    victim = tmp_path / "victim.txt"
    victim.write_text("precious")
    site.mkdir()
    (site / MANIFEST).write_text(json.dumps({"files": {name: "0"}}))
    assert build(bakery, site) == 2
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("text", ["{", "[]", '{"files": 3}', '{"files": [1]}'])
def test_a_damaged_manifest_is_a_sentence(
    bakery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / MANIFEST).write_text(text)
    assert build(bakery, site) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_file_in_place_of_the_folder_is_a_sentence(bakery: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    assert build(bakery, tmp_path / "site") == 2


def test_broken_input_leaves_the_old_site(bakery: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(bakery, site)
    before = contents(site)
    (bakery / "cake.yaml").write_text("cxmap: 1\njourney: [")
    assert build(bakery, site) == 2
    assert contents(site) == before


def test_quiet_says_only_where_the_site_is(
    bakery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(bakery, tmp_path / "site", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_a_journey_may_be_called_index_or_registers(bakery: Path, tmp_path: Path) -> None:
    (bakery / "bread.yaml").rename(bakery / "index.yaml")
    (bakery / "cake.yaml").rename(bakery / "registers.yaml")
    site = tmp_path / "site"
    assert build(bakery, site) == 0
    assert {"index.html", "registers.html", "index/index.html", "registers/index.html"} <= set(contents(site))


def test_the_archive_holds_the_same_pages(bakery: Path, tmp_path: Path) -> None:
    site, archive = tmp_path / "site", tmp_path / "site.zip"
    build(bakery, site)
    assert run(["export", str(bakery), "--to", "site", "-o", str(archive), *DAY]) == 0
    first = archive.read_bytes()
    with zipfile.ZipFile(archive) as held:
        packed = {name: held.read(name) for name in held.namelist()}
    assert packed == {name: content for name, content in contents(site).items() if name != MANIFEST}
    run(["export", str(bakery), "--to", "site", "-o", str(archive), *DAY])
    assert archive.read_bytes() == first
