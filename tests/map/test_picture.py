"""The static sheet: well formed, whole, the same every time, and honest about what it needs."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from cxmap import RenderError
from cxmap.testing import workspace
from cxmap.workspace import Workspace
from cxmap_map import journey_map
from cxmap_map.advance import width, wrap
from cxmap_map.build import build_view, sizes
from cxmap_map.poster import draw_poster
from cxmap_map.scene import set_lines
from cxmap_map.texts import Words

Kit = Any
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["bare", "scripts", "hostile", "house 20", "house 60"]


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_well_formed_and_says_what_it_shows(kit: Kit, name: str) -> None:
    text = kit.draw(name, format="svg")
    root = fromstring(text)
    assert root.find(f"{SVG}title").text
    assert len(root.find(f"{SVG}desc").text) > 40
    assert not [each for each in root.iter() if each.tag.endswith(("script", "foreignObject", "image", "a"))]
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", text)
    for use in root.iter(f"{SVG}use"):
        assert root.find(f".//*[@id='{use.get('href')[1:]}']") is not None


def test_labels_survive_as_they_are(kit: Kit) -> None:
    root = fromstring(kit.draw("hostile", format="svg"))
    said = [" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")]
    assert (
        "</svg><script>alert('a')</script>" in "".join(said).replace("\n", "")
        or "</svg><script>alert('a')</script>" in said
    )
    assert any("<i>sys</i>" in line for line in said)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_cut_by_the_edge_of_the_sheet(kit: Kit, name: str) -> None:
    built = workspace(kit.files(name))
    view = build_view(kit.report(built), built.graphs[0])
    sheet = draw_poster(view, Words("en"), sizes(view, Words("en")))
    for shape in sheet.shapes:
        if shape.kind != "text" or shape.style.startswith("turned"):
            continue
        x, y = float(shape.at[0]), float(shape.at[1])
        wide = sum(width(words, 11) for words, _ in shape.runs)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[shape.anchor]
        assert left >= -2, shape
        assert left + wide <= sheet.width + 2, shape
        assert 0 <= y <= sheet.height, shape


@pytest.mark.parametrize("name", ["house 20", "house 60"])
def test_texts_of_the_sheet_do_not_cover_each_other(kit: Kit, name: str) -> None:
    built = workspace(kit.files(name))
    view = build_view(kit.report(built), built.graphs[0])
    sheet = draw_poster(view, Words("en"), sizes(view, Words("en")))
    boxes = []
    for shape in sheet.shapes:
        if shape.kind == "text" and shape.style in {"t12", "t12 bold", "t12 soft", "serif13", "t11s"}:
            x, y = float(shape.at[0]), float(shape.at[1])
            wide = sum(width(words, 11.5) for words, _ in shape.runs) * 0.94
            boxes.append((x if shape.anchor == "start" else x - wide / 2, y, wide, shape))
    boxes.sort(key=lambda box: (box[1], box[0]))
    for (x0, y0, wide, one), (x1, y1, _, other) in pairwise(boxes):
        if abs(y0 - y1) < 2:
            assert x0 + wide <= x1 + 3, (one, other)


def test_same_input_gives_same_bytes(kit: Kit) -> None:
    assert kit.draw("house 20", format="svg") == kit.draw("house 20", format="svg")


def test_long_journeys_stand_in_tiers(kit: Kit) -> None:
    built = workspace(kit.files("house 60"))
    view = build_view(kit.report(built), built.graphs[0])
    sheet = draw_poster(view, Words("en"), sizes(view, Words("en")))
    assert 1.0 < sheet.width / sheet.height < 2.2
    titles = ["".join(words for words, _ in shape.runs) for shape in sheet.shapes if shape.style == "stage"]
    assert [title.split(" ")[0] for title in titles if title[0].isdigit()] == [
        str(n) for n in range(1, len(view.stages))
    ]


def test_png_is_a_png(kit: Kit) -> None:
    built = workspace(kit.files("bare"))
    made = journey_map(kit.report(built), built.graphs[0], format="png")
    assert isinstance(made, bytes)
    assert made.startswith(b"\x89PNG\r\n\x1a\n")


def test_pdf_is_a_pdf(kit: Kit) -> None:
    pytest.importorskip("weasyprint")
    built = workspace(kit.files("bare"))
    made = journey_map(kit.report(built), built.graphs[0], format="pdf")
    assert isinstance(made, bytes)
    assert made.startswith(b"%PDF")


def test_pdf_without_weasyprint_says_what_to_install(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    built = workspace(kit.files("bare"))
    with pytest.raises(RenderError, match=r"pip install cxmap\[pdf\]"):
        journey_map(kit.report(built), built.graphs[0], format="pdf")


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "Versicherungsvertragsabschlussbestätigungsschreiben lesen 長い約款を読まなければ now"
    for room in (40.0, 90.0, 300.0):
        lines = wrap(text, 12, room)
        assert all(width(line, 12) <= room + 0.01 for line in lines)
        assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


def test_runs_keep_their_words_and_their_order() -> None:
    lines = set_lines([("high", "bold"), ("waits without knowing how long", "")], 12, 80)
    assert "".join(words for line in lines for words, _ in [*line, (" ", "")]).split() == [
        "high",
        "waits",
        "without",
        "knowing",
        "how",
        "long",
    ]
    assert lines[0][0] == ("high", "bold")


def test_insurer_fits_a3(kit: Kit, insurer: Workspace) -> None:
    from cxmap_map.picture import paper_for

    view = build_view(kit.report(insurer), insurer.graphs[0])
    assert paper_for(draw_poster(view, Words("en"), sizes(view, Words("en"))))[0] in {"A3", "A2"}
