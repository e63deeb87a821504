"""The reading bar: what is known about the thing under the pointer or the focus, and nothing in the way."""

from __future__ import annotations

from typing import Any

import pytest

from cxmap.testing import workspace
from cxmap_map import journey_map
from tests.browsing import violations

pytestmark = pytest.mark.browser
Kit = Any
BOXES = """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('#read') && e.getBoundingClientRect().width).map(e => {
  const b = e.getBoundingClientRect(); return [e.tagName, Math.round(b.left), Math.round(b.top), Math.round(b.width), Math.round(b.height)].join(); })"""
SAID = "document.querySelector('#readtext').textContent"


@pytest.fixture
def show(open_page: Any, kit: Kit) -> Any:
    """Open the map of twenty touchpoints with two findings."""

    def show_map(name: str = "house 20", **how: Any) -> Any:
        built = workspace(kit.files(name))
        graph = built.graphs[0]
        found = (
            kit.finding(graph, "t3", severity="error", path=("t1", "t2", "t3"), data="email"),
            kit.finding(graph, "t0", code="EMO001"),
        )
        return open_page(journey_map(kit.report(built, *found, state="fail"), graph), **how)

    return show_map


def rest(page: Any, selector: str) -> None:
    page.hover(selector)
    page.wait_for_timeout(230)


def test_a_column_says_in_short_what_a_click_would_show(show: Any) -> None:
    page = show()
    rest(page, "#t4")
    assert page.is_visible("#read")
    short = page.inner_text("#readtext")
    assert short.startswith("Get the quote 1:")
    assert page.locator("#readtext dl dt").count() == page.locator("#readtext dl dd").count() > 2
    assert "Of 100 who start" in short
    page.click("#t4 .tp")
    whole = page.inner_text("#stepbody")
    assert page.is_hidden("#read")
    for pair in ("Behind", "Feeling"):
        assert pair in short and pair in whole


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ('td .b[data-f="1"] >> nth=-1', "1 asks again: "),
        (".r-data .sub >> nth=0", "given"),
        (".r-sys .sub >> nth=0", "used"),
        (".r-sys td:has(.dot) >> nth=0", "used"),
        (".r-pains td:has(.x:not(.x-none)) >> nth=0", "Pains and quotes"),
        (".r-metrics td:has(.m) >> nth=0", "now "),
        (".r-owners td.ow >> nth=0", "Owner, hand-offs"),
        (".stage >> nth=0", "steps"),
        (".flowcell", "Of 100 who start"),
    ],
)
def test_every_kind_of_cell_has_something_to_say(show: Any, selector: str, said: str) -> None:
    page = show()
    rest(page, selector)
    assert page.is_visible("#read")
    assert said.lower() in page.evaluate(SAID).lower()


def test_what_has_nothing_to_say_leaves_the_bar_alone(show: Any) -> None:
    page = show()
    for selector in ("h1", ".corner", ".r-line td", "footer", "#find"):
        rest(page, selector)
        assert page.is_hidden("#read"), selector


def test_a_passing_pointer_opens_nothing(show: Any) -> None:
    page = show()
    cell, title = centre(page, "#t4"), centre(page, "h1")
    page.mouse.move(*cell)
    page.mouse.move(*title)
    page.wait_for_timeout(250)
    assert page.is_hidden("#read")


def test_it_stays_until_another_is_hovered_or_escape_is_pressed(show: Any) -> None:
    page = show()
    rest(page, "#t4")
    said = page.evaluate(SAID)
    rest(page, "h1")
    assert page.evaluate(SAID) == said and page.is_visible("#read")
    rest(page, "#readtext")  # the pointer may rest on it
    assert page.evaluate(SAID) == said and page.is_visible("#read")
    rest(page, "#t2")
    assert page.evaluate(SAID) != said
    page.keyboard.press("Escape")
    assert page.is_hidden("#read")
    page.mouse.move(*centre(page, "#t2", 3))
    page.wait_for_timeout(230)
    assert page.is_hidden("#read")  # the pointer has not left what was dismissed
    rest(page, "#t4")
    assert page.is_visible("#read")


def centre(page: Any, selector: str, beside: float = 0.0) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2 + beside, box["y"] + box["height"] / 2


def test_nothing_moves_when_it_opens(show: Any) -> None:
    page = show()
    page.hover("#t4")
    before = page.evaluate(BOXES)
    page.wait_for_timeout(230)
    assert page.is_visible("#read")
    assert page.evaluate(BOXES) == before
    page.keyboard.press("Escape")
    assert page.evaluate(BOXES) == before


def test_the_focus_opens_it_at_once_and_stays_where_it_was(show: Any) -> None:
    page = show()
    page.focus('#map [tabindex="0"]')
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SAID).startswith("Compare prices 1")
    assert page.evaluate("document.activeElement.closest('th').id") == "t1"
    page.keyboard.press("Escape")
    assert page.is_hidden("#read")
    assert page.evaluate("document.activeElement.closest('th').id") == "t1"
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('#read')")


def test_it_is_no_stop_on_the_way_with_tab(show: Any) -> None:
    page = show()
    rest(page, "#t4")
    assert page.evaluate("[...document.querySelectorAll('#read *')].every(e => e.tabIndex < 0)")


def test_the_focused_cell_is_never_under_it(show: Any) -> None:
    page = show(height=500)
    page.focus('#map [tabindex="0"]')
    for _ in range(22):
        page.keyboard.press("ArrowDown")
        under = page.evaluate(
            """() => { const f = document.activeElement.getBoundingClientRect(), bar = document.querySelector('#read');
            return bar.hidden || f.height > 300 ? 0 : f.bottom - bar.getBoundingClientRect().top; }"""
        )
        assert under <= 0


def test_hovering_tells_a_screen_reader_nothing_and_the_focus_only_what_is_new(show: Any) -> None:
    page = show()
    rest(page, "#t4")
    assert page.evaluate("!document.querySelector('#read').closest('[aria-live],[role=status]')")
    assert page.locator("[aria-describedby=readtext]").count() == 0
    page.focus('#map [tabindex="0"]')
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "readtext"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # a plain cell is read as it is
    assert page.locator("[aria-describedby=readtext]").count() == 0


def test_enter_still_opens_the_strip_and_escape_goes_back_without_the_bar(show: Any) -> None:
    page = show()
    page.focus('.notes .b[data-f="1"]')
    page.keyboard.press("Enter")
    assert page.is_visible("#step")
    assert page.is_hidden("#read")
    page.keyboard.press("n")
    assert "2 of 3" in page.inner_text("#count")
    page.keyboard.press("Escape")
    assert page.is_hidden("#step")
    assert page.is_hidden("#read")
    assert page.evaluate("document.activeElement.dataset.f") == "1"


def test_the_pointer_can_close_it(show: Any) -> None:
    page = show()
    rest(page, "#t4")
    page.click("#unread")
    assert page.is_hidden("#read")
    assert page.evaluate("document.activeElement === document.body")


def test_a_finger_opens_nothing(show: Any) -> None:
    page = show(width=390, is_mobile=True, has_touch=True)
    assert page.evaluate("matchMedia('(hover: none)').matches")
    page.tap(".notes .b >> nth=0")
    page.wait_for_timeout(250)
    assert page.is_hidden("#read")


def test_without_script_and_on_paper_there_is_none(show: Any) -> None:
    assert show(java_script_enabled=False).is_hidden("#read")
    page = show()
    rest(page, "#t4")
    page.emulate_media(media="print")
    assert page.is_hidden("#read")


def test_twice_as_large_it_leaves_room_to_read(show: Any) -> None:
    """A window of 1920 by 1080 at 200%."""
    page = show(width=960, height=540)
    rest(page, "#t4")
    box = page.locator("#read").bounding_box()
    assert box["height"] <= 0.4 * 540
    assert round(box["y"] + box["height"]) == 540
    assert page.evaluate(
        "document.querySelector('#read').scrollHeight <= document.querySelector('#read').clientHeight + 1"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == show(width=960, height=540).evaluate(
        "document.documentElement.scrollWidth"
    )


def test_hostile_words_stay_words(open_page: Any, kit: Kit) -> None:
    built = workspace(kit.files("hostile"))
    page = open_page(journey_map(kit.report(built), built.graphs[0]))
    rest(page, "#a")
    assert "<script>alert('a')</script>" in page.evaluate(SAID)
    assert page.locator("#readtext script, #readtext img").count() == 0


def test_forced_colours_keep_its_edge(show: Any) -> None:
    page = show(forced_colors="active")
    rest(page, "#t4")
    edge = page.evaluate("getComputedStyle(document.querySelector('#read')).borderTopStyle")
    assert (page.is_visible("#read"), edge) == (True, "solid")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("selector", ["#t4", ".r-sys td:has(.dot) >> nth=0", 'td .b[data-f="1"] >> nth=-1'])
def test_axe_finds_nothing_while_it_is_open(show: Any, axe: str, selector: str, scheme: str) -> None:
    page = show(color_scheme=scheme)
    rest(page, selector)
    assert page.is_visible("#read")
    assert violations(page, axe) == []
