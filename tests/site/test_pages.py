"""The pages of the site: whole, escaped, linked to what is there, and asking nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from cxmap.cli import run
from tests.browsing import overhear, violations

HOSTILE = "<script>alert(1)</script> \"q\" 'a' & ]]> {{ 7*7 }} `code` </title>"
WORKSPACE = """cxmap: 1
journey: '{name}'
about: '{name}'
owner: boss
outcome: paid
owners: {{boss: {{name: '{name}', lead: '{name}'}}}}
personas: {{anna: {{name: '{name}', channels: [web]}}}}
systems: {{till: {{name: '{name}', feeds: books}}, books: {{}}}}
data: {{email: {{name: '{name}', is: user.contact.email}}}}
purposes: {{news: {{name: '{name}', basis: consent}}}}
stages:
  order:
    touchpoints:
      choose: {{name: '{name}', channel: web, owner: boss, system: till, collects: {{news: [email]}}, uses: {{news: [email]}}, next: {{pay: 70%}}, pains: [{{what: '{name}'}}], feels: -1}}
      pay: {{channel: phone, system: books}}
      paid: {{channel: email, next: end}}
anytime:
  help: {{channel: phone}}
"""
VOID = {"meta", "link", "br", "img", "input", "col", "hr"}


class Reader(HTMLParser):
    """Reads tags, text and anchors, and checks that tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def anchors(self) -> set[str]:
        return {str(attributes["id"]) for _, attributes in self.tags if attributes.get("id")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "cxmap.yaml").write_text(
        f"cxmap: 1\nworkspace: '{HOSTILE.replace(chr(39), chr(39) * 2)}'\nprofile: full\n"
    )
    (folder / "bread.yaml").write_text(
        WORKSPACE.format(name=HOSTILE.replace("'", "''").replace("{", "{{").replace("}", "}}")).replace(
            "{{ 7*7 }}", "{{ 7*7 }}"
        )
    )
    made = tmp_path_factory.mktemp("out") / "site"
    assert run(["build", str(folder), "-o", str(made), "--as-of", "2026-11-01", "-q"]) == 0
    return made


def pages(site: Path) -> dict[str, Reader]:
    """Our own pages: those other plugins draw have tests of their own."""
    ours = ["index.html", "registers.html", "bread/index.html"]
    return {name: Reader((site / name).read_text(encoding="utf-8")) for name in ours}


def test_names_are_shown_and_never_run(site: Path) -> None:
    for name, read in pages(site).items():
        assert HOSTILE.partition("`")[0] in read.text, name
        assert "49" not in read.text.split("{{ 7*7 }}")[0][-5:]
        for tag, attributes in read.tags:
            assert not [key for key in attributes if key.startswith("on") or key == "style"]
            assert tag not in {"iframe", "object", "embed", "base", "form"}


def test_scripts_and_styles_are_those_the_policy_names(site: Path) -> None:
    for name, read in pages(site).items():
        text = (site / name).read_text(encoding="utf-8")
        policy = next(
            str(one["content"]) for _, one in read.tags if one.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy
        for kind, held in (
            ("style", re.findall(r"<style>(.*?)</style>", text, re.S)),
            ("script", re.findall(r"<script>(.*?)</script>", text, re.S)),
        ):
            for each in held:
                digest = base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()
                assert f"{kind}-src 'sha256-{digest}'" in policy


def test_every_link_leads_somewhere(site: Path) -> None:
    for name, read in pages(site).items():
        for _, attributes in read.tags:
            for key in ("href", "src"):
                address = attributes.get(key)
                if address is None:
                    continue
                assert not re.match(r"[a-z]+:|//", address)
                path, _, anchor = address.partition("#")
                target = (site / name).parent / unquote(path) if path else site / name
                assert target.is_file(), f"{name}: {address}"
                if anchor and target.suffix == ".html":
                    assert unquote(anchor) in Reader(target.read_text(encoding="utf-8")).anchors, (
                        f"{name}: {address}"
                    )


def index_of(site: Path) -> list[list[str]]:
    text = (site / "index.html").read_text(encoding="utf-8")
    held = re.search(r'<script type="application/json" id="index">(.*?)</script>', text, re.S)
    assert held
    assert not re.search("[<>&]", held[1])
    found: list[list[str]] = json.loads(held[1])
    return found


def test_the_search_knows_everything_and_where_it_is(site: Path) -> None:
    rows = index_of(site)
    kinds = {row[1] for row in rows}
    assert {"journey", "touchpoint", "owners", "personas", "systems", "data", "purposes"} <= kinds
    assert [row for row in rows if row[1].startswith(("error ", "warning "))]
    anchors: dict[Path, set[str]] = {}
    for row in rows:
        path, _, anchor = row[2].partition("#")
        target = site / path
        anchors.setdefault(target, Reader(target.read_text(encoding="utf-8")).anchors)
        assert not anchor or unquote(anchor) in anchors[target], row


def test_pictures_have_words(site: Path) -> None:
    for _, attributes in pages(site)["bread/index.html"].tags:
        if "src" in attributes:
            assert attributes["alt"]
            assert attributes["width"]


def test_what_cannot_be_drawn_is_said(site: Path) -> None:
    assert "Value map: `bread` has nothing for this diagram" in pages(site)["bread/index.html"].text


@pytest.mark.browser
@pytest.mark.parametrize("wide", [1280, 390])
def test_pages_open_from_the_file_system(site: Path, browser: Any, wide: int) -> None:
    for name in pages(site):
        page = browser.new_page(viewport={"width": wide, "height": 900})
        said = overhear(page)
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelectorAll('img').forEach(one => one.loading = 'eager')")
        page.wait_for_function("[...document.images].every(one => one.complete)")
        assert (
            page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)") == []
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert said == []
        page.close()


@pytest.mark.browser
def test_the_search_finds_by_keyboard(site: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("PAY")
    assert page.locator("#found li").count() > 0
    assert "found" in page.locator("#how-many").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#found li").count() == 0
    page.keyboard.type("zzzz")
    assert page.locator("#how-many").inner_text() == "Nothing found"
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: Path, axe: str, browser: Any, scheme: str) -> None:
    for name in pages(site):
        page = browser.new_page(color_scheme=scheme)
        page.goto((site / name).as_uri())
        assert violations(page, axe) == [], name
        page.close()
