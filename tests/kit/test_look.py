"""The look of a workspace: one theme for maps, diagrams, reports and sites, legible whatever it asks for."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

import cxmap
from cxmap import Look, look_of, page_policy
from cxmap.cli import run
from cxmap.contrast import contrast, legible
from cxmap.look import DARK, LIGHT, OWNERS
from cxmap.testing import workspace

JOURNEY = "cxmap: 1\njourney: Buy a lamp\ntouchpoints: {a: {channel: web, next: {b: 60%}}, b: {next: end}}\n"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg"/>'
DATA = "data:image/svg+xml;base64," + base64.b64encode(LOGO.encode()).decode()


def look(theme: str) -> Look:
    return look_of(workspace({"cxmap.yaml": f"cxmap: 1\ntheme: {theme}\n", "lamp.yaml": JOURNEY}))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_colour_can_be_read_on_its_ground(palette: dict[str, str]) -> None:
    for token in ("ink", "soft", "us", "them", "err", "warn", "info", "ok", "gone"):
        assert contrast(palette[token], palette["paper"]) >= 4.5, token
    for token in ("ink", "soft"):
        assert contrast(palette[token], palette["lit"]) >= 4.5, token
        assert contrast(palette[token], palette["band"]) >= 4.5, token
    assert contrast(palette["ok"], palette["okbg"]) >= 4.5


def test_every_owner_can_be_read_on_its_band() -> None:
    for pair in OWNERS:
        for ground, text in pair:
            assert contrast(text, ground) >= 4.5


def test_colours_of_the_theme_are_moved_until_they_can_be_read() -> None:
    made = look('{colours: {customer: "#ffee00", company: "#000033"}}')
    for palette in (made.light, made.dark):
        assert contrast(palette["them"], palette["paper"]) >= 4.5
        assert contrast(palette["us"], palette["paper"]) >= 4.5
    assert made.light["us"] == "#000033"


def test_links_wear_the_brand_and_not_the_colour_of_what_we_believe() -> None:
    made = look('{colours: {company: "#a04000", brand: "#5b3a8e"}}')
    assert (made.light["link"], made.light["us"]) == ("#5b3a8e", "#a04000")
    unbranded = look('{colours: {company: "#a04000"}}')
    assert (unbranded.light["link"], unbranded.dark["link"]) == (LIGHT["us"], DARK["us"])


def test_without_a_theme_the_look_is_ours() -> None:
    made = look_of(None)
    assert LIGHT.items() <= made.light.items() and DARK.items() <= made.dark.items()
    assert (made.logo, made.attribute, set(made.light)) == ("", "", set(made.dark))


def test_legible_keeps_a_colour_that_is_dark_enough() -> None:
    assert legible("#1f4e79", "#fdfcf8") == "#1f4e79"


def test_a_font_comes_first() -> None:
    assert '--sans:"Inter","Source Serif","Segoe UI"' in look("{font: 'Inter, Source Serif'}").style()


def test_a_font_cannot_end_the_style_sheet() -> None:
    assert look("""{font: 'x;}</style><script>"'}""").sans == look_of(None).sans


@pytest.mark.parametrize(("said", "attribute"), [("true", "dark"), ("false", "light")])
def test_the_theme_decides_the_ground(said: str, attribute: str) -> None:
    assert look(f"{{dark: {said}}}").attribute == attribute


def test_a_policy_allows_one_style_and_nothing_else() -> None:
    assert "script-src" not in page_policy("a{}")
    assert "default-src 'none'" in page_policy("a{}") and page_policy("a{}") != page_policy("b{}")
    assert page_policy("", "x").count("'sha256-") == 2


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A workspace whose theme says everything."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "logo.svg").write_text(LOGO)
    (folder / "lamp.yaml").write_text(JOURNEY)
    (folder / "cxmap.yaml").write_text(
        'cxmap: 1\ntheme: {font: Inter, logo: logo.svg, dark: true, colours: {company: "#123456"}}\n'
    )
    return folder


def follows(page: str) -> bool:
    """Whether a page has the colour, the font and the ground of the theme."""
    return "--us:#123456" in page and '--sans:"Inter"' in page and 'data-theme="dark"' in page


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "--to", "map"),
        ("render", "--to", "register", "--format", "html"),
        ("check", "--format", "html"),
    ],
)
def test_maps_registers_and_audits_follow_the_theme(shop: Path, arguments: tuple[str, ...]) -> None:
    page = shop.parent / "page.html"
    assert run([arguments[0], str(shop), *arguments[1:], "-o", str(page)]) in (0, 1)
    assert follows(page.read_text()) and DATA in page.read_text()


def test_tables_follow_the_theme(shop: Path) -> None:
    page = shop.parent / "page.html"
    assert run(["render", str(shop), "--to", "matrix", "-o", str(page)]) == 0
    assert follows(page.read_text())


def test_every_page_of_a_site_follows_the_theme(shop: Path) -> None:
    site = shop.parent / "site"
    assert run(["build", str(shop), "-o", str(site)]) == 0
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 3
    assert [page.name for page in pages if not follows(page.read_text())] == []
    assert DATA in (site / "index.html").read_text()


def test_pictures_follow_the_ground_the_theme_decides(shop: Path) -> None:
    picture = shop.parent / "flow.svg"
    assert run(["render", str(shop), "--to", "flow", "-o", str(picture)]) == 0
    svg = picture.read_text()
    assert DARK["paper"] in svg and LIGHT["paper"] not in svg and "prefers-color-scheme" not in svg


def refused(shop: Path, theme: str) -> str:
    (shop / "cxmap.yaml").write_text(f"cxmap: 1\ntheme: {theme}\n")
    with pytest.raises(cxmap.LoadError) as caught:
        cxmap.load(shop)
    return str(caught.value.problems[0])


@pytest.mark.parametrize(
    ("theme", "said"),
    [
        ("{logo: nope.svg}", "cxmap.yaml:2:15 LNG011 there is no file `nope.svg`"),
        ("{logo: lamp.yaml}", "cxmap.yaml:2:15 LNG011 `lamp.yaml` is no picture"),
        ("{logo: large.png}", "cxmap.yaml:2:15 LNG011 `large.png` is larger than 1 MiB"),
        ("{templates: nope}", "cxmap.yaml:2:20 LNG011 there is no folder `nope`"),
        ("{templates: lamp.yaml}", "cxmap.yaml:2:20 LNG011 there is no folder `lamp.yaml`"),
    ],
)
def test_a_theme_that_names_what_is_not_there_is_refused_at_its_place(
    shop: Path, theme: str, said: str
) -> None:
    (shop / "large.png").write_bytes(bytes((1 << 20) + 1))
    assert refused(shop, theme).startswith(said)


def test_a_logo_outside_the_workspace_is_refused(shop: Path) -> None:
    (shop.parent / "logo.svg").write_text(LOGO)
    (shop / "logo.svg").unlink()
    (shop / "logo.svg").symlink_to(shop.parent / "logo.svg")
    assert "leads out of the workspace" in refused(shop, "{logo: logo.svg}")
