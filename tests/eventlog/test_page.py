"""The page stands alone, shows foreign text as text, and folds what few cases did."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from tests.browsing import overhear

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
VOID = {"meta", "link", "br", "input"}


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.open, self.ids = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def page(csv_log, trace):
    rows = []
    for case in range(40):
        names = ["look", "buy"] if case < 25 else ["look", EVIL] if case < 37 else ["rare", "look"]
        rows += [
            (str(case), f'"{name.replace(chr(34), chr(34) * 2)}"', f"2026-01-0{n + 1}")
            for n, name in enumerate(names)
        ]
    return trace(csv_log(rows), "--format", "html", "--end", "buy").out


def test_the_page_is_well_formed_and_ids_are_unique(page):
    parsed = Page(page)
    assert parsed.open == []
    assert len(parsed.ids) == len(set(parsed.ids))


def test_nothing_is_fetched_and_nothing_runs(page):
    parsed = Page(page)
    assert not {"script", "img", "link", "iframe", "object"} & set(parsed.tags)
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name in ("src", "style")]
    assert all(value.startswith("#") for name, value in parsed.attributes if name == "href")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(value for name, value in parsed.attributes if name == "content" and "default-src" in value)
    assert (
        policy.startswith("default-src 'none'") and f"'sha256-{digest}'" in policy and "unsafe" not in policy
    )


def test_foreign_text_is_shown_and_does_nothing(page):
    assert EVIL not in page
    assert "alert(1)" in "".join(Page(page).text)


def test_paths_of_fewer_than_ten_cases_are_folded(page):
    assert "1 further paths with 3 cases" in page
    assert "<li>rare</li>" not in page


def test_the_picture_has_a_table_with_the_same_numbers(page):
    assert 'href="#ways"' in page and 'id="ways"' in page
    assert page.count('class="box') == 3
    assert "look → buy: 25 times" in page


def test_both_colour_schemes_are_there(page):
    assert "prefers-color-scheme:dark" in page and "color-scheme:dark" in page


def test_a_real_log_becomes_a_page(reference, trace):
    said = trace(reference / "teleclaims.xes.gz", "--end", "end", "--format", "html")
    assert said.status == 0
    assert Page(said.out).open == []
    assert "determine likelihood of claim" in said.out
    assert "3512" in said.out


@pytest.mark.browser
def test_a_browser_finds_nothing_to_complain_about(page, tmp_path, browser):
    path = tmp_path / "page.html"
    path.write_text(page)
    view = browser.new_page(viewport={"width": 390, "height": 800})
    said = overhear(view)
    view.goto(path.as_uri())
    assert said == []
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
    view.close()
