"""The page: one file, nothing fetched, nothing unescaped, the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from cxmap.testing import workspace
from cxmap_map import journey_map

Kit = Any
VOID = {"meta", "link", "br", "img", "input", "col", "hr"}


class Reader(HTMLParser):
    """Reads tags, attributes and text, and checks that tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
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
        self.text.append(data)


def styles_and_scripts(page: str) -> tuple[str, list[str]]:
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style
    return style.group(1), re.findall(r"<script>(.*?)</script>", page, re.S)


@pytest.mark.parametrize("name", ["bare", "scripts", "hostile", "house 20", "house 60"])
def test_page_is_well_formed_and_fetches_nothing(kit: Kit, name: str) -> None:
    page = kit.draw(name)
    read = Reader(page)
    for _, attributes in read.tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "action"):
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:image/"))
    assert [tag for tag, _ in read.tags].count("script") == 2
    assert not {tag for tag, _ in read.tags} & {"link", "iframe", "object", "embed", "base"}


def test_policy_allows_only_this_style_and_this_script(kit: Kit) -> None:
    page = kit.draw("bare")
    policy = next(
        a["content"] for tag, a in Reader(page).tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy and policy.startswith("default-src 'none'")
    style, scripts = styles_and_scripts(page)
    for text in (style, *scripts):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_hostile_labels_survive_as_text(kit: Kit) -> None:
    page = kit.draw(
        "hostile", lambda graph: (kit.finding(graph, "a", message="`a` says </script><b>{{ 7 * 7 }}"),)
    )
    said = " ".join(Reader(page).text)
    for label in (
        "</title></script><script>alert(1)</script>",
        "{{ 7 * 7 }} {% include 'x' %} & <img src=x onerror=alert(1)>",
        "<i>sys</i>",
        "]]>",
        "<style>*{display:none}</style>",
        "says </script><b>{{ 7 * 7 }}",
    ):
        assert label in said
    assert "<img src=x" not in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert data
    assert json.loads(data.group(1))["columns"][0]["t"] == "</svg><script>alert('a')</script>"


def test_same_input_gives_same_bytes(kit: Kit) -> None:
    assert kit.draw("house 24") == kit.draw("house 24")


def test_every_row_of_the_table_has_every_column(kit: Kit) -> None:
    """Spans and row spans add up, or a cell would slip under its neighbour."""
    page = kit.draw("house 60", lambda graph: (kit.finding(graph, "t3", path=("t1", "t2", "t3")),))
    table = page[page.index('<table id="map"') : page.index("</table>")]
    columns = len(re.findall(r"<col\b", table))
    held = 0
    for row in re.findall(r"<tr.*?</tr>", table, re.S):
        cells = re.findall(r"<t[hd]\b([^>]*)>", row)
        spans = sum(
            int((re.search(r'colspan="(\d+)"', cell) or [0, "1"])[1])
            for cell in cells
            if "hidden" not in cell
        )
        folded = sum("hidden" in cell for cell in cells)
        left = 1 if held else 0
        held = max(0, held - 1)
        opened = re.search(r'rowspan="(\d+)"', row)
        if 'class="ht"' in row:
            left = 2
            held = 0
        elif opened:
            held = int(opened.group(1)) - 1
        total_folds = len(re.findall(r'<col class="k ', table))
        assert spans + left == columns - total_folds, row[:200]
        assert folded in {0, total_folds, 1}


def test_sixty_touchpoints_stay_under_300_kilobytes(kit: Kit) -> None:
    def some(graph: object) -> tuple[object, ...]:
        return tuple(
            kit.finding(graph, f"t{n}", path=(f"t{n - 2}", f"t{n - 1}", f"t{n}")) for n in range(3, 43, 2)
        )  # type: ignore[arg-type]

    page = kit.draw("house 60", some)
    assert len(page.encode()) <= 300_000


def test_ids_are_unique_and_are_those_of_the_file(kit: Kit) -> None:
    page = kit.draw("house 20")
    ids = [a["id"] for _, a in Reader(page).tags if a.get("id")]
    assert len(ids) == len(set(ids))
    assert {f"t{n}" for n in range(20)} | {"help", "prefs", "s0"} <= set(ids)


def test_without_facts_nothing_is_zero_and_every_lane_says_why(kit: Kit) -> None:
    page = kit.draw("bare")
    said = html.unescape(
        re.sub(r"<[^>]+>", "\n", page[page.index('<table id="map"') : page.index("</table>")])
    )
    assert not re.search(r"^\s*0\s*$", said, re.M)
    for words in (
        "Nobody has written how many go on",
        "channel not said",
        "No owners named yet",
        "Nothing is measured",
        "Unknown. Nobody has asked",
    ):
        assert words in said


def test_unknown_is_said_beside_pass(kit: Kit) -> None:
    built = workspace(kit.files("bare"))
    page = journey_map(kit.report(built), built.graphs[0], format="html")
    assert isinstance(page, str)
    assert "0 unknown" in page


def test_a_check_that_did_not_run_is_said_above_the_map(kit: Kit) -> None:
    built = workspace(kit.files("bare"))
    page = journey_map(
        kit.report(built, state="incomplete", not_run="took longer than 30 s"), built.graphs[0], format="html"
    )
    assert isinstance(page, str)
    assert "acme-check: took longer than 30 s" in page
    assert "Incomplete" in page


def test_script_of_every_page_is_the_same(kit: Kit) -> None:
    """What differs is data, so that one hash can be allowed for all."""
    assert styles_and_scripts(kit.draw("bare"))[1] == styles_and_scripts(kit.draw("hostile"))[1]


def test_no_escape_of_arabic_or_chinese(kit: Kit) -> None:
    page = kit.draw("scripts")
    said = " ".join(Reader(page).text)
    assert "旅行保険を更新する" in said
    assert "لم يشرح لي أحد ماذا أوقّع" in said
    arabic = kit.draw("scripts", language="ar")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "تجديد التأمين" in arabic


@pytest.mark.parametrize("language", ["en", "de", "pt"])
@pytest.mark.parametrize("name", ["bare", "house 20", "house 60"])
def test_no_blank_of_a_phrase_stays_open(kit: Kit, name: str, language: str) -> None:
    page = kit.draw(
        name, lambda graph: (kit.finding(graph, graph.on_path[0].id, code="EMO001"),), language=language
    )
    attributes = [str(value) for _, given in Reader(page).tags for value in given.values()]
    said = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.S)
    assert not re.findall(r"\{[a-z]+\}", said)
    assert not [value for value in attributes if re.search(r"\{[a-z]+\}", value)]


def test_every_phrase_is_used() -> None:
    """A phrase nobody says is a phrase translators would translate for nothing."""
    from importlib.resources import files

    from cxmap_map.texts_en import ENGLISH

    home = files("cxmap_map")
    sources = [
        each for each in home.iterdir() if each.name.endswith(".py") and not each.name.startswith("texts")
    ]
    sources += list((home / "templates").iterdir())
    text = "\n".join(each.read_text(encoding="utf-8") for each in sources if each.is_file())
    made = {"does_", "n_", "lane_"}
    unused = [
        key
        for key in ENGLISH
        if not re.search(rf"\b{key}\b", text) and not any(key.startswith(start) for start in made)
    ]
    states = {"fail", "pass", "incomplete", "error", "warning", "info", "waived", "low", "medium", "high"}
    assert [key for key in unused if not key.endswith("_1") and key not in states] == []


def test_what_no_page_may_hold_is_replaced_where_it_can_be_seen(kit: Kit) -> None:
    """A check that is not ours may put anything into its message."""
    from defusedxml.ElementTree import fromstring

    def bad(graph: Any) -> tuple[Any, ...]:
        return (kit.finding(graph, graph.on_path[0].id, message="bell \x07 and \x1b[31m red \x00 end"),)

    assert "Bell \ufffd and \ufffd[31m red \ufffd end" in kit.draw("bare", bad)
    fromstring(kit.draw("bare", bad, format="svg"))
