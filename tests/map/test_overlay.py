"""The other layer drawn over the columns of this one: the same ground, its own people and feelings."""

# ruff: noqa: RUF001 - typographic signs are meant

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap_map import journey_map
from cxmap_map.build import build_view
from cxmap_map.numbers import people

Kit = Any
AS_IS = """cxmap: 1
journey: Buy a lamp
stages:
  look:
    touchpoints:
      ad: {channel: web, feels: {customer: 1}, next: {shop: 60%}}
      shop: {channel: store, feels: {customer: -1}, next: {pay: 50%}}
  buy:
    touchpoints:
      pay: {channel: store, feels: {customer: 0}, next: {tell: 30%, end: 70%}}
      tell: {channel: own, next: end}
anytime:
  help: {channel: phone, feels: {customer: -1}}
"""
TO_BE = """cxmap: 1
layer: to-be
of: lamp
touchpoints:
  shop: {next: {fit: 100%}}
  fit: {name: Try it at home, after: shop, channel: app, feels: {customer: 2}, next: {pay: 90%}}
  pay: {next: end}
  tell: {gone: true}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, TO_BE)
    return tmp_path


def write(folder: Path, plan: str, as_is: str = AS_IS) -> None:
    (folder / "cxmap.yaml").write_text("cxmap: 1\n")
    (folder / "lamp.yaml").write_text(as_is)
    (folder / "plan.yaml").write_text(plan)


def view_of(kit: Kit, folder: Path, layer: str | None = None, **more: Any) -> Any:
    built = cxmap.load(folder, layer=layer)
    return build_view(kit.report(built), built.graphs[0], **more)


def page_of(kit: Kit, folder: Path, layer: str | None = None, **more: Any) -> str:
    built = cxmap.load(folder, layer=layer)
    page = journey_map(kit.report(built), built.graphs[0], **more)
    assert isinstance(page, str)
    return page


def test_shared_steps_stand_where_they_stood(kit: Kit, folder: Path) -> None:
    view = view_of(kit, folder)
    here, there = (
        {place: (x, (top + bottom) / 2) for place, x, top, bottom in flow.stations}
        for flow in (view.flow, view.overlay.flow)
    )
    assert {place: here[place] for place in (0, 2)} == {place: there[place] for place in (0, 2)}
    assert view.overlay.flow.visits["pay"] == pytest.approx(0.54)


def test_a_new_step_stands_at_the_right_border_of_the_step_it_follows(kit: Kit, folder: Path) -> None:
    view = view_of(kit, folder)
    shop = view.columns[1]
    border = (shop.left + shop.weight) / view.path_weights * 1000
    assert [station[1] for station in view.overlay.flow.stations][2] == pytest.approx(border)
    assert [(one.title, one.column, one.count) for one in view.overlay.arrivals] == [
        ("+ Try it at home", 1, "60")
    ]
    assert "+ Try it at home" in [label.text for label in view.overlay.flow.labels]


def test_steps_at_one_border_keep_their_order_and_do_not_coincide(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path, "cxmap: 1\nlayer: to-be\nof: lamp\ntouchpoints:\n  shop: {next: one}\n"
                    "  one: {after: shop, channel: app, next: two}\n  two: {after: one, channel: app, next: pay}\n")  # fmt: skip
    view = view_of(kit, tmp_path)
    x = [station[1] for station in view.overlay.flow.stations]
    assert x == sorted(set(x))
    assert [one.column for one in view.overlay.arrivals] == [1, 1]
    assert not [ribbon for ribbon in view.overlay.flow.ribbons if ribbon.style == "back"]


def test_a_step_after_the_last_column_stays_in_the_drawing(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path, "cxmap: 1\nlayer: to-be\nof: lamp\ntouchpoints:\n  tell: {next: again}\n"
                    "  again: {after: tell, channel: web, next: end}\n")  # fmt: skip
    assert max(station[1] for station in view_of(kit, tmp_path).overlay.flow.stations) == pytest.approx(1000)


def test_looking_back_a_step_that_went_has_a_minus(kit: Kit, folder: Path) -> None:
    view = view_of(kit, folder, "to-be")
    assert view.overlay.layer == "as-is"
    assert [(one.title, view.columns[one.column].id) for one in view.overlay.arrivals] == [("− Tell", "pay")]
    assert [view.columns[index].id for index in view.overlay.gone] == ["fit"]
    assert view.overlay.says.endswith("Still there: Tell. Not there yet: Try it at home.")


def test_the_first_step_of_a_stage_that_went_keeps_its_stage(kit: Kit, tmp_path: Path) -> None:
    write(
        tmp_path,
        "cxmap: 1\nlayer: to-be\nof: lamp\ntouchpoints:\n  shop: {next: tell}\n  pay: {gone: true}\n",
    )
    view = view_of(kit, tmp_path, "to-be")
    assert [(one.title, view.columns[one.column].id) for one in view.overlay.arrivals] == [("− Pay", "tell")]


def test_feelings_are_those_of_the_other_layer(kit: Kit, folder: Path) -> None:
    view = view_of(kit, folder)
    assert [(point.column, point.value) for point in view.overlay.feelings.points] == [
        (0, 1), (1, -1), (1, 2), (2, 0),
    ]  # fmt: skip
    gone = [hatch for hatch in view.overlay.feelings.hatches if hatch.style == "gone"]
    assert [(hatch.words, hatch.start, hatch.span) for hatch in gone] == [("goes", 3, 1)]


def test_a_new_step_nobody_asked_about_makes_the_line_dotted(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path, TO_BE.replace(" feels: {customer: 2},", ""))
    view = view_of(kit, tmp_path)
    assert [style for style, _ in view.feelings.lines] == ["them", "them"]
    assert [style for style, _ in view.overlay.feelings.lines] == ["them", "them d"]
    assert all(hatch.width > 0 for hatch in view.overlay.feelings.hatches)


def test_feelings_at_any_time_are_shown_twice_only_where_they_differ(kit: Kit, folder: Path) -> None:
    assert view_of(kit, folder).overlay.anytime == ()
    write(folder, TO_BE + "anytime:\n  help: {feels: {customer: 1}}\n")
    ((here, there),) = view_of(kit, folder).overlay.anytime
    assert [line.text for line in (*here.lines, *there.lines)] == ["they −1", "they +1"]


def test_the_sentence_names_the_biggest_differences_and_who_comes_and_goes(kit: Kit, folder: Path) -> None:
    assert view_of(kit, folder).overlay.says == (
        "In to-be, of 100 who start: Pay 54 instead of 30. New there: Try it at home. Gone there: Tell."
    )


def test_when_nobody_moves_it_says_so(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path, "cxmap: 1\nlayer: to-be\nof: lamp\ntouchpoints:\n  ad: {channel: [web, app]}\n")
    overlay = view_of(kit, tmp_path).overlay
    assert overlay.says == "In to-be as many get to each step as here."
    assert (overlay.gone, overlay.arrivals) == ((), ())
    assert 'value="to-be"' in page_of(kit, tmp_path)


def test_without_shares_no_number_is_compared(kit: Kit, tmp_path: Path) -> None:
    plain = "cxmap: 1\njourney: Buy a lamp\nstages: {look: [ad, shop], buy: [pay]}\n"
    write(tmp_path, "cxmap: 1\nlayer: to-be\nof: lamp\ntouchpoints:\n  pay: {gone: true}\n", plain)
    overlay = view_of(kit, tmp_path).overlay
    assert overlay.says.startswith("Nobody has written how many go on")
    assert [count for count, _ in overlay.counts] == ["?", "?", "–"]


def test_both_layers_are_drawn_to_one_scale(kit: Kit, tmp_path: Path) -> None:
    """A loop that only the plan has lets more people stand at a step than ever start."""
    write(
        tmp_path,
        "cxmap: 1\nlayer: to-be\nof: lamp\ntouchpoints:\n  ad: {entry: true, next: shop}\n  shop: {next: {ad: 60%, pay: 40%}}\n",
    )
    view = view_of(kit, tmp_path)
    (top, bottom), (top2, bottom2) = (flow.stations[0][2:] for flow in (view.flow, view.overlay.flow))
    assert (top + bottom) / 2 == (top2 + bottom2) / 2
    assert bottom2 - top2 > bottom - top
    assert people(view.overlay.flow.visits["ad"]) == "250"


def test_part_of_a_map_leaves_out_what_follows_steps_not_chosen(kit: Kit, folder: Path) -> None:
    assert view_of(kit, folder, at="pay").overlay.arrivals == ()
    assert [one.column for one in view_of(kit, folder, at="shop").overlay.arrivals] == [0]


@pytest.mark.parametrize("layer", ["measured", "claimed"])
def test_a_layer_may_be_called_like_another_choice(kit: Kit, tmp_path: Path, layer: str) -> None:
    write(tmp_path, TO_BE.replace("to-be", layer))
    assert f'value="layer-{layer}"><span>{layer}</span>' in page_of(kit, tmp_path)


def test_without_another_layer_the_page_offers_nothing(kit: Kit, folder: Path) -> None:
    (folder / "plan.yaml").unlink()
    page = page_of(kit, folder)
    body = page[page.index("<body") : page.index('<script type="application/json"')]
    assert 'name="numbers"' not in body
    assert "v-plan" not in body and "v-own" not in body and "v-claimed" not in body
    assert '"plan"' not in page[page.index('id="data"') :].partition("</script>")[0]


def test_a_plan_of_another_journey_is_not_offered(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path, TO_BE)
    (tmp_path / "bulb.yaml").write_text("cxmap: 1\njourney: Buy a bulb\nstages: {look: [ad], buy: [pay]}\n")
    built = cxmap.load(tmp_path)
    graph = next(each for each in built.graphs if each.id == "bulb")
    assert build_view(kit.report(built), graph).overlay is None


def test_same_files_give_the_same_bytes(kit: Kit, folder: Path) -> None:
    assert page_of(kit, folder) == page_of(kit, folder)


@pytest.mark.parametrize("layer", [None, "to-be"])
@pytest.mark.parametrize(("language", "said"), [("en", "In "), ("de", "In "), ("pt", "Em ")])
def test_the_sentence_is_said_in_every_language(
    kit: Kit, folder: Path, language: str, said: str, layer: Any
) -> None:
    says = view_of(kit, folder, layer, language=language).overlay.says
    assert says.startswith(said)
    assert "{" not in says


def test_the_poster_shows_its_own_layer(kit: Kit, folder: Path) -> None:
    with_plan = page_of(kit, folder, format="svg")
    assert "Try it at home" not in with_plan.partition("Against to-be")[0]


def test_sixty_touchpoints_with_a_plan_stay_under_300_kilobytes(kit: Kit, tmp_path: Path) -> None:
    files = dict(kit.files("house 60"))
    files["plan.yaml"] = (
        "cxmap: 1\nlayer: to-be\nof: move-house\ntouchpoints:\n  t10: {next: {t11: 60%, t12: 30%}}\n"
        "  extra: {after: t20, channel: phone, next: {t21: 90%}}\n  t40: {gone: true}\n"
    )
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    built = cxmap.load(tmp_path)
    graph = built.graphs[0]
    found = tuple(
        kit.finding(graph, f"t{n}", path=(f"t{n - 2}", f"t{n - 1}", f"t{n}")) for n in range(3, 43, 2)
    )
    page = journey_map(kit.report(built, *found), graph)
    assert isinstance(page, str)
    assert len(page.encode()) <= 300_000
