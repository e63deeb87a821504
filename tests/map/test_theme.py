"""Themes: colours stay legible, words and templates are replaced, nothing leads out of the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap_map import journey_map
from cxmap_map.texts import Words
from cxmap_map.texts_en import ENGLISH
from cxmap_map.texts_more import LANGUAGES

Kit = Any
JOURNEY = "cxmap: 1\njourney: {en: Buy a lamp, pt: Comprar um candeeiro}\nlanguages: [en, pt]\ntouchpoints: {a: {channel: web, next: {b: 60%}}, b: {next: end}}\n"


def themed(kit: Kit, theme: str, **options: Any) -> str:
    made = kit.draw({"cxmap.yaml": f"cxmap: 1\ntheme: {theme}\n", "lamp.yaml": JOURNEY}, **options)
    assert isinstance(made, str)
    return made


def test_texts_of_the_theme_replace_ours(kit: Kit) -> None:
    page = themed(kit, "{texts: {en: {drop_off: leave here, lane_flow: Of a hundred}}}")
    assert "40 leave here" in page
    assert "Of a hundred" in page


def test_language_can_be_asked_for(kit: Kit) -> None:
    assert "Comprar um candeeiro" in themed(kit, "{language: pt}")
    assert "Buy a lamp" in themed(kit, "{language: pt}", language="en")
    assert '<html lang="pt" dir="ltr"' in themed(kit, "{language: pt}")


def test_dark_theme_is_dark_from_the_start(kit: Kit) -> None:
    assert 'data-theme="dark"' in themed(kit, "{dark: true}")
    assert 'data-theme="light"' in themed(kit, "{dark: false}")
    assert "data-theme=" not in themed(kit, "{language: en}").split("<style>")[0]


def test_templates_of_the_workspace_come_first(tmp_path: Path, kit: Kit) -> None:
    folder = tmp_path / "shop"
    (folder / "theme").mkdir(parents=True)
    (folder / "cxmap.yaml").write_text("cxmap: 1\ntheme: {templates: theme, logo: logo.svg}\n")
    (folder / "lamp.yaml").write_text(JOURNEY)
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "theme" / "map.css").write_text("body{color:#123456}")
    (folder / "theme" / "reading.j2").write_text(
        "{% macro reading(view) %}<p id='mine'>{{ view.title }}</p>{% endmacro %}"
    )
    built = cxmap.load(folder)
    page = journey_map(kit.report(built), built.graphs[0], format="html")
    assert isinstance(page, str)
    assert "body{color:#123456}" in page
    assert "<p id='mine'>Buy a lamp</p>" in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert str(tmp_path) not in page


def test_templates_cannot_reach_python(tmp_path: Path, kit: Kit) -> None:
    folder = tmp_path / "shop"
    (folder / "theme").mkdir(parents=True)
    (folder / "cxmap.yaml").write_text("cxmap: 1\ntheme: {templates: theme}\n")
    (folder / "lamp.yaml").write_text(JOURNEY)
    (folder / "theme" / "reading.j2").write_text(
        "{% macro reading(view) %}{{ view.__class__.__mro__ }}{% endmacro %}"
    )
    built = cxmap.load(folder)
    with pytest.raises(cxmap.RenderError, match="does not work"):
        journey_map(kit.report(built), built.graphs[0], format="html")


def test_other_languages_say_only_what_english_says() -> None:
    for language, phrases in LANGUAGES.items():
        assert set(phrases) <= set(ENGLISH), language
        for key, phrase in phrases.items():
            blanks = {part.split("}")[0] for part in phrase.split("{")[1:]}
            assert blanks == {part.split("}")[0] for part in ENGLISH[key].split("{")[1:]}, (language, key)


def test_a_phrase_nobody_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("en")("nonsense")
