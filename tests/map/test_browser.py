"""The page in a real browser: seen, clicked, stepped through, searched, and read by axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxmap.testing import workspace
from cxmap_map import journey_map
from tests.browsing import violations

pytestmark = pytest.mark.browser
Kit = Any
Page = Any
OVERLAPS = """(scope) => {
  const boxes = [...document.querySelectorAll(scope)].filter(e => e.offsetWidth && getComputedStyle(e).visibility !== 'hidden').map(e => [e.textContent.trim(), e.getBoundingClientRect()]);
  const bad = [];
  for (let i = 0; i < boxes.length; i++) for (let k = i + 1; k < boxes.length; k++) {
    const [a, p] = boxes[i], [b, q] = boxes[k];
    if (p.left + 1 < q.right && q.left + 1 < p.right && p.top + 1.5 < q.bottom && q.top + 1.5 < p.bottom) bad.push(a + ' / ' + b);
  }
  return bad;
}"""
OVERFLOWS = """() => [...document.querySelectorAll('#map td, #map th, .nl > li, .hd > *')].filter(e => e.offsetWidth && !e.classList.contains('w') && e.scrollWidth > e.clientWidth + 2 && !e.querySelector('.bs')).map(e => e.className + ': ' + e.textContent.trim().slice(0, 60))"""


@pytest.fixture
def show(open_page: Any, kit: Kit) -> Any:
    """Open the map of a journey that has some findings."""

    def show_map(name: str, *, findings: bool = True, **how: Any) -> Page:
        return open_page(draw(kit, name, findings), **how)

    return show_map


def draw(kit: Kit, name: str, findings: bool) -> str:
    built = workspace(kit.files(name))
    graph = built.graphs[0]
    ids = [touchpoint.id for touchpoint in graph.on_path]
    found = ()
    if findings:
        found = (
            kit.finding(
                graph,
                ids[-1],
                severity="error",
                path=tuple(ids[:3]) if len(ids) > 3 else (),
                data="d" if name == "hostile" else "email" if "house" in name else None,
            ),
            kit.finding(graph, ids[0], code="EMO001"),
            kit.finding(graph, ids[1], code="GOV005", path=(ids[0], ids[1])),
        )
    made = journey_map(kit.report(built, *found, state="fail"), graph, format="html")
    assert isinstance(made, str)
    return made


@pytest.mark.parametrize("width", [1000, 1280, 1920])
@pytest.mark.parametrize("name", ["bare", "scripts", "hostile", "house 20", "house 60"])
def test_nothing_overlaps_and_nothing_overflows(show: Any, name: str, width: int) -> None:
    page = show(name, width=width)
    assert page.evaluate(OVERLAPS, ".fl-v .lb") == []
    assert page.evaluate(OVERLAPS, ".emo .ev") == []
    assert page.evaluate(OVERFLOWS) == []


@pytest.mark.parametrize("name", ["bare", "scripts", "hostile", "house 20"])
def test_small_screen_reads_downwards_without_scrolling_sideways(show: Any, name: str) -> None:
    page = show(name, width=390)
    assert page.is_hidden("#map")
    assert page.is_visible("#text")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_finding_lights_its_path_and_is_stepped_through(show: Any) -> None:
    page = show("house 20")
    page.click('td .b[data-f="1"]')
    assert page.is_visible("#step")
    assert page.evaluate("[...document.querySelectorAll('.ht th.on')].map(e => e.id)") == ["t0", "t1", "t2"]
    assert page.evaluate("document.querySelector('#wit').getAttribute('d').startsWith('M')")
    assert "1 of 3" in page.inner_text("#count")
    assert page.is_disabled("#prev")
    page.keyboard.press("n")
    page.keyboard.press("ArrowRight")
    assert "3 of 3" in page.inner_text("#count")
    assert page.is_disabled("#next")
    assert page.url.endswith("#finding-1")
    page.keyboard.press("Escape")
    assert page.is_hidden("#step")
    assert page.evaluate("document.querySelectorAll('.on').length") == 0
    assert page.evaluate("document.activeElement.dataset.f") == "1"


def test_deep_links_open_what_they_name(show: Any) -> None:
    assert show("house 20", hash="#finding-2").is_visible("#step")
    page = show("house 20", hash="#t4&walk=renter_rita")
    assert page.is_visible("#step")
    assert page.is_checked("input[name=walk][value=renter_rita]")
    assert page.evaluate("document.querySelector('.ht th.now').id") == "t4"


def test_walking_as_a_persona_closes_columns_and_says_what_it_means(show: Any) -> None:
    page = show("house 20")
    page.check("input[name=walk][value=renter_rita]", force=True)
    closed = page.evaluate("[...document.querySelectorAll('.ht th.off')].map(e => e.id)")
    assert closed
    assert "Renter rita cannot use" in page.inner_text("#say")
    assert page.evaluate("document.querySelectorAll('.fl.shut').length") > 0
    page.check("input[name=walk][value='']", force=True)
    assert page.inner_text("#say") == ""
    assert page.evaluate("document.querySelectorAll('#map .off').length") == 0


def test_search_and_filters_find_touchpoints(show: Any) -> None:
    page = show("house 60")
    page.keyboard.press("/")
    page.keyboard.type("neighbour")
    page.wait_for_timeout(60)
    assert "3 of 62" in page.inner_text("#say")
    page.keyboard.press("Enter")
    assert page.evaluate("[...document.querySelectorAll('.ht th.hit')].every(e => e.offsetWidth > 0)")
    page.fill("#find", "")
    page.click(".more summary")
    page.select_option('[data-filter="0"]', "care")
    page.wait_for_timeout(60)
    assert page.evaluate("document.querySelectorAll('.ht th.hit').length") > 0
    page.select_option('[data-filter="0"]', "")
    page.select_option('[data-filter="2"]', "EMO")
    page.wait_for_timeout(60)
    assert page.evaluate("[...document.querySelectorAll('.ht th.hit')].map(e => e.id)") == ["t0"]


def test_arrows_move_through_the_table_with_one_tab_stop(show: Any) -> None:
    page = show("house 20")
    assert page.evaluate("document.querySelectorAll('#map [tabindex=\"0\"]').length") == 1
    page.focus('#map [tabindex="0"]')
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('th').id") == "t1"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').className").startswith("r-")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert page.evaluate("document.querySelectorAll('#map [tabindex=\"0\"]').length") == 1


def test_folding_keeps_columns_and_drawings_together(show: Any) -> None:
    page = show("house 60")
    folded = page.evaluate("document.querySelectorAll('.stage.shut').length")
    assert folded > 0
    shift = """() => [...document.querySelectorAll('.fl-claimed .lb-big')].filter(e => e.offsetWidth).map(e => {
      const th = document.querySelector(`.ht th[data-c="${e.dataset.k}"]`).getBoundingClientRect(), b = e.getBoundingClientRect();
      return Math.abs((th.left + th.right) / 2 - (b.left + b.right) / 2); })"""
    assert max(page.evaluate(shift)) < 3
    page.click("#openall")
    page.click(".fold >> nth=0")
    assert max(page.evaluate(shift)) < 3
    assert page.evaluate(OVERFLOWS) == []


def test_reading_as_text_replaces_the_table(show: Any) -> None:
    page = show("house 20")
    page.click("#astext")
    assert page.is_hidden("#map")
    assert page.is_visible("#text")
    page.click("#astext")
    assert page.is_visible("#map")


def test_everything_can_be_read_without_script(show: Any) -> None:
    page = show("house 60", java_script_enabled=False)
    assert page.is_visible("#map")
    assert page.is_hidden("input[name=walk] >> nth=0")
    assert page.locator(".ht th[data-c]").count() == 62


def test_printing_leaves_one_page(show: Any, tmp_path: Path) -> None:
    page = show("house 20")
    made = page.pdf(prefer_css_page_size=True, print_background=True)
    assert (
        made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") + made.count(b"/Type /Page/") == 1
        or b"/Count 1" in made
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["", "#finding-1", "#walk=renter_rita", "small", "text"])
def test_axe_finds_nothing(show: Any, axe: str, scheme: str, state: str) -> None:
    page = show(
        "house 20",
        width=390 if state == "small" else 1280,
        hash=state if state.startswith("#") else "",
        color_scheme=scheme,
    )
    if state == "text":
        page.click("#astext")
    assert violations(page, axe) == []
