"""The page in a real browser: no request, nothing cut off, and nothing for axe to say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cxmap import Report
from tests.browsing import overhear, violations

pytestmark = pytest.mark.browser
Kit = Any
CUT_OFF = """() => [...document.querySelectorAll('td, th, li, p, h1, h2, h3, h4, summary')]
  .filter(e => e.offsetWidth && !e.closest('.vh') && e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).display !== 'inline')
  .map(e => e.tagName + ' ' + e.className + ': ' + e.textContent.trim().slice(0, 60))"""
SIZES = {"wide": (1280, 900), "middle": (801, 900), "small": (390, 844)}


@pytest.fixture
def show(browser: Any, tmp_path: Path, kit: Kit) -> Iterator[Any]:
    """Open the page of a report; nothing may be requested, and nothing said on the console."""
    heard: list[str] = []
    contexts: list[Any] = []

    def open_page(report: Report, size: str = "wide", scheme: str = "light") -> Any:
        file = tmp_path / "audit.html"
        file.write_text(kit.render(report, "html"), encoding="utf-8")
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        overhear(page, heard)
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("which", ["broadband", "hostile", "long words"])
def test_nothing_is_cut_off_and_nothing_runs_over(
    show: Any, kit: Kit, broadband: Report, which: str, size: str
) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitänsversicherungsverlängerung"
    report = {
        "broadband": broadband,
        "hostile": kit.hostile("<script>alert(1)</script>"),
        "long words": kit.hostile(word),
    }[which]
    page = show(report, size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "small"])
@pytest.mark.parametrize("which", ["broadband", "hostile"])
def test_axe_finds_nothing(
    show: Any, axe: str, kit: Kit, broadband: Report, which: str, size: str, scheme: str
) -> None:
    page = show(broadband if which == "broadband" else kit.hostile("word"), size, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page, axe) == []


def test_print_opens_every_detail(show: Any, broadband: Report) -> None:
    page = show(broadband)
    page.emulate_media(media="print")
    closed = "[...document.querySelectorAll('.more p')].filter(e => !e.getClientRects().length).length"
    assert page.evaluate(closed) == 0
