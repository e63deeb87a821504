"""Whatever a journey, a waiver or a plugin says, no format obeys it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FORMATS = ("text", "json", "sarif", "junit", "github", "markdown", "html")
WORDS = (
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
    "\x9b31m",
    "::error file=x::owned",
    "a\n::error::owned\r\n::stop-commands::x",
    "##[error]owned",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</style></title><svg onload=alert(1)>",
    "`a` ``b``` c",
    "a | b |\n|---|---|",
    "\u202eevil\u2066\u200b\u2028",
    "{{ 7*7 }}{% include 'x' %}",
    "]]>&amp;<!-- x",
    "[x](javascript:alert(1)) ![y](http://evil.example/z)",
    "@everyone #12 see https://evil.example or www.evil.example",
    "# heading\n\n- list\n\n    code\n***",
    "\x00\x0b\x85\ufeff\ufffe",
    "\ud800 half",
    "%0A::error::x%",
    "=cmd|' /C calc'!A0",
)  # fmt: skip
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "header",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "small",
    "b",
    "span",
    "svg",
    "path",
    "circle",
    "section",
    "table",
    "caption",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "th",
    "td",
    "code",
    "main",
    "article",
    "br",
    "details",
    "summary",
    "ol",
    "ul",
    "li",
    "i",
    "footer",
}
Kit = Any


class Page(HTMLParser):
    """Reads a page strictly: which tags, which attributes, which text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def check_html(text: str) -> None:
    page = Page()
    page.feed(text)
    assert page.tags <= ALLOWED
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("style", "src")]
    assert {value[:1] for name, value in page.attributes if name in ("href", "action")} <= {"#"}


def check_markdown(text: str) -> None:
    from markdown_it import MarkdownIt

    tokens = [
        token
        for block in MarkdownIt("gfm-like", {"linkify": False}).enable("linkify", True).parse(text)
        for token in (block, *(block.children or ()))
    ]
    kinds = {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "fence", "code_block", "table_open", "hr", "blockquote_open"}
    raw = [token.content for token in tokens if token.type in ("html_inline", "html_block")]
    left = re.sub(
        r"</?details>|<summary>(Waived|In the baseline|Unknown): \d+</summary>|<br>|<!-- -->|</?summary>|\s",
        "",
        "".join(raw),
    )
    assert left == ""


def check_github(text: str) -> None:
    commands = [line for line in text.splitlines() if line.startswith(("::", "##["))]
    assert all(re.match(r"::(error|warning|notice) (file|title)=", line) for line in commands)
    assert len(commands) == 5  # four findings and one check that did not run


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", FORMATS)
def test_no_format_obeys_foreign_text(kit: Kit, form: str, word: str) -> None:
    text = kit.render(kit.hostile(word), form)
    assert not STEERING.search(text)
    text.encode("utf-8")
    if form == "html":
        check_html(text)
    elif form == "markdown":
        check_markdown(text)
    elif form == "github":
        check_github(text)
    elif form == "junit":
        from defusedxml.ElementTree import fromstring

        fromstring(text.encode("utf-8"))
    elif form in ("json", "sarif"):
        json.loads(text)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(word=st.text(min_size=1, max_size=30))
def test_no_format_obeys_any_text(kit: Kit, word: str) -> None:
    report = kit.hostile(word)
    check_html(kit.render(report, "html"))
    check_markdown(kit.render(report, "markdown"))
    check_github(kit.render(report, "github"))
    for form in FORMATS:
        assert not STEERING.search(kit.render(report, form))


@pytest.mark.parametrize("word", WORDS)
def test_json_keeps_every_word_as_it_was(kit: Kit, word: str) -> None:
    found = json.loads(kit.render(kit.hostile(word), "json"))
    assert {finding["element"] for finding in found["findings"]} == {word}
    assert found["findings"][0]["path"][0]["element"] == word
    assert found["waivers"][0]["because"] == word


@pytest.mark.parametrize("word", ["<b>bold</b>", "a & b", "`quoted`", "価格 | تجديد", "{{ x }}"])
def test_readable_words_survive_in_every_format(kit: Kit, word: str) -> None:
    report = kit.hostile(word)
    page = Page()
    page.feed(kit.render(report, "html"))
    assert word.replace("`", "") in "".join(page.text)
    assert word in kit.render(report, "text")
    assert word in kit.render(report, "github")
    sarif = json.loads(kit.render(report, "sarif"))
    assert sarif["runs"][0]["results"][-1]["locations"][0]["logicalLocations"][0]["name"] == word


def test_colours_are_the_only_escapes_in_a_coloured_report(kit: Kit) -> None:
    text = kit.render(kit.hostile("\x1b[2Jx"), "text", colour=True)
    assert set(re.findall(r"\x1b\[[^m]*m|\x1b.", text)) <= {
        "\x1b[31;1m", "\x1b[33;1m", "\x1b[36m", "\x1b[1m", "\x1b[2m", "\x1b[32;1m", "\x1b[0m",
    }  # fmt: skip
