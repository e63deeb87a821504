"""Choosing the plan on the page: the drawings change, the table does not move."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap_map import journey_map
from tests.browsing import violations

pytestmark = pytest.mark.browser
Kit = Any
PLAN = """cxmap: 1
layer: to-be
of: move-house
touchpoints:
  t4: {feels: {customer: 2, company: 2}}
  t10: {next: {t12: 90%}}
  extra: {name: Ring first, after: t5, channel: phone, feels: {customer: 1}, next: {t6: 80%}}
  t5: {next: extra}
  t11: {gone: true}
"""
VISIBLE = "[...document.querySelectorAll('.fl-v')].filter(e => e.offsetWidth).map(e => e.className)"
BOXES = """() => Object.fromEntries([...document.querySelectorAll('#map th[id], #map td, .flow, .emo')].map((e, n) => {
  const b = e.getBoundingClientRect(), at = document.querySelector('#map').getBoundingClientRect();
  return [n, [b.left - at.left, b.top - at.top, b.width, b.height].map(Math.round)]; }))"""


@pytest.fixture
def show(open_page: Any, kit: Kit, tmp_path: Path) -> Any:
    """Open a map of some touchpoints that has a plan."""

    def show_map(count: int = 20, *, layer: str | None = None, **how: Any) -> Any:
        folder = tmp_path / "plan"
        folder.mkdir(exist_ok=True)
        for name, text in {**kit.files(f"house {count}"), "plan.yaml": PLAN}.items():
            (folder / name).write_text(text)
        built = cxmap.load(folder, layer=layer)
        graph = built.graphs[0]
        made = journey_map(kit.report(built, kit.finding(graph, "t3", path=("t1", "t2", "t3"))), graph)
        return open_page(made, **how)

    return show_map


def choose(page: Any, value: str) -> None:
    page.check(f"input[name=numbers][value={value}]", force=True)


def test_the_plan_is_a_choice_and_redraws_band_and_feelings(show: Any) -> None:
    page = show()
    assert page.evaluate(VISIBLE) == ["fl-v fl-claimed"]
    feelings = page.locator(".emo .pt:visible").count()
    choose(page, "to-be")
    assert page.evaluate(VISIBLE) == ["fl-v fl-plan"]
    assert page.locator(".emo .pt:visible").count() != feelings
    assert page.is_visible("text=+ Ring first >> nth=0")
    choose(page, "claimed")
    assert page.evaluate(VISIBLE) == ["fl-v fl-claimed"]
    assert page.inner_text("#say") == ""


def test_nothing_moves_when_the_plan_is_chosen(show: Any) -> None:
    page = show()
    before = page.evaluate(BOXES)
    choose(page, "to-be")
    assert page.evaluate(BOXES) == before


def test_columns_that_go_are_struck_hatched_and_said(show: Any) -> None:
    page = show(hash="#numbers=to-be")
    assert page.evaluate("[...document.querySelectorAll('.ht th.goes')].map(e => e.id)") == ["t11"]
    assert page.locator(".strip.goes").count() == 1
    assert "to-be: goes" in page.inner_text("#t11")
    choose(page, "claimed")
    assert page.locator(".strip.goes,.goes").count() == 0
    assert "goes" not in page.inner_text("#t11")


def test_looking_back_a_column_is_not_struck(show: Any) -> None:
    page = show(layer="to-be", hash="#numbers=as-is")
    assert page.evaluate("[...document.querySelectorAll('.ht th.yet')].map(e => e.id)") == ["extra"]
    assert "as-is: not there yet" in page.inner_text("#extra")
    assert page.locator(".goes").count() == 1  # the hatch behind the column
    line = page.evaluate("getComputedStyle(document.querySelector('#extra .tn')).textDecorationLine")
    assert line == "none"


def test_the_address_remembers_the_choice(show: Any) -> None:
    page = show()
    choose(page, "to-be")
    assert page.url.endswith("#numbers=to-be")
    again = show(hash="#t4&numbers=to-be")
    assert again.is_checked("input[name=numbers][value=to-be]")
    assert again.is_visible("#step")
    assert show(hash="#numbers=nothing").is_checked("input[name=numbers][value=claimed]")


def test_arrow_keys_choose_and_the_sentence_is_announced(show: Any) -> None:
    page = show()
    page.focus("input[name=numbers]:checked")
    page.keyboard.press("ArrowRight")
    assert page.is_checked("input[name=numbers][value=to-be]")
    assert page.get_attribute("#say", "aria-live") == "polite"
    assert "of 100 who start" in page.inner_text("#say")
    assert "New there: Ring first. Gone there:" in page.inner_text("#say")


def test_choosing_opens_the_stages_where_something_changes(show: Any) -> None:
    page = show(60)
    page.evaluate("document.querySelector('#openall').click()")
    page.evaluate("document.querySelector('#openall').click()")
    assert page.locator(".stage.shut").count() == page.locator(".stage").count()
    choose(page, "to-be")
    assert page.is_visible("#t11")
    assert page.is_visible(".fl-plan .lb-new")


def test_persona_finding_and_plan_go_together(show: Any) -> None:
    page = show(hash="#finding-1&walk=renter_rita&numbers=to-be")
    assert page.is_visible("#step")
    assert page.locator(".ht th.on").count() == 3
    assert page.locator(".ht th.off").count() > 0
    assert page.locator(".ht th.goes").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".ht th.goes").count() == 1


def test_small_screen_reads_the_numbers_of_the_choice(show: Any) -> None:
    page = show(width=390, hash="#numbers=to-be")
    assert page.is_visible("text=+ Ring first >> nth=-1")
    count = (
        "[...document.querySelectorAll('#l-t13-step .rn')].filter(e => e.offsetWidth).map(e => e.textContent)"
    )
    planned = page.evaluate(count)
    choose(page, "claimed")
    assert page.evaluate(count) != planned
    assert page.is_hidden("text=+ Ring first >> nth=-1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_screen_reader_hears_one_drawing(show: Any) -> None:
    page = show(hash="#numbers=to-be")
    heard = "[...document.querySelectorAll('.flowcell > p, .emocell > p')].filter(e => e.offsetHeight).length"
    assert page.evaluate(heard) == 2
    choose(page, "claimed")
    assert page.evaluate(heard) == 2


def test_paper_shows_what_was_chosen(show: Any) -> None:
    page = show(hash="#numbers=to-be")
    page.emulate_media(media="print")
    assert page.evaluate(VISIBLE) == ["fl-v fl-plan"]
    assert page.is_visible("#say")
    page.emulate_media(media="screen")
    choose(page, "claimed")
    page.emulate_media(media="print")
    assert page.evaluate(VISIBLE) == ["fl-v fl-claimed"]
    assert page.is_hidden("#say")


def test_without_script_the_map_is_that_of_its_own_layer(show: Any) -> None:
    page = show(java_script_enabled=False)
    assert page.evaluate(VISIBLE) == ["fl-v fl-claimed"]
    assert page.is_hidden("input[name=numbers] >> nth=0")


@pytest.mark.parametrize("width", [1000, 1280, 1920])
@pytest.mark.parametrize("layer", [None, "to-be"])
def test_labels_of_the_plan_do_not_touch(show: Any, layer: str | None, width: int) -> None:
    page = show(layer=layer, width=width, hash=f"#numbers={'as-is' if layer else 'to-be'}")
    touching = page.evaluate("""() => {
      const boxes = [...document.querySelectorAll('.fl-plan .lb')].map(e => [e.textContent, e.getBoundingClientRect()]), bad = [];
      boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
        if (p.left + 1 < q.right && q.left + 1 < p.right && p.top + 1.5 < q.bottom && q.top + 1.5 < p.bottom) bad.push(a + ' / ' + b); }));
      return bad; }""")
    assert touching == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["wide", "small", "text", "lit"])
def test_axe_finds_nothing_in_the_plan(show: Any, axe: str, scheme: str, state: str) -> None:
    page = show(
        width=390 if state == "small" else 1280,
        hash="#finding-1&numbers=to-be" if state == "lit" else "#numbers=to-be",
        color_scheme=scheme,
    )
    if state == "text":
        page.click("#astext")
    assert violations(page, axe) == []
