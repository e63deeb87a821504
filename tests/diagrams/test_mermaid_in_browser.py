"""Mermaid itself, in a browser, reads what we write and shows every name. CXMAP_MERMAID names its mermaid.min.js."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from cxmap_diagrams.pictures import ALL

Kit = Any
MERMAID = os.environ.get("CXMAP_MERMAID", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not MERMAID or not Path(MERMAID).is_file(), reason="CXMAP_MERMAID names no mermaid.min.js"
    ),
]
TITLES = ("the flow", "service blueprint", "systems", "data", "drivers", "owners")
DRAW = """async (text) => {
  const made = await mermaid.render("m", text);
  const held = document.createElement("div");
  held.innerHTML = made.svg;
  document.body.append(held);
  const shown = [...held.querySelectorAll("foreignObject, text")].map((one) => one.textContent).join("\\u0001");
  const scripts = held.querySelectorAll("script, img, iframe, b, a").length;
  held.remove();
  return [shown, scripts, window.stolen === undefined];
}"""


@pytest.fixture(scope="module")
def page(browser: Any) -> Any:
    page = browser.new_page()
    page.set_content("<!doctype html><body></body>")
    page.add_script_tag(content=Path(MERMAID).read_text(encoding="utf-8"))
    page.evaluate("mermaid.initialize({startOnLoad: false, securityLevel: 'strict'})")
    return page


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    "each", [each for each in ALL if "mermaid" in each.formats], ids=lambda each: each.name
)
def test_mermaid_draws_every_name(kit: Kit, page: Any, each: Any) -> None:
    for name in kit.hostile.values():
        setting = kit.setting(kit.named(name))
        taken = {"format": "mermaid"} if len(each.formats) > 1 else {}
        text = each(setting.report, setting.graph, **taken)
        shown, smuggled, safe = page.evaluate(DRAW, text)
        assert squeezed(name) in squeezed(shown), text
        assert smuggled == 0
        assert safe


@pytest.mark.parametrize(
    "each", [each for each in ALL if "drawio" in each.formats], ids=lambda each: each.name
)
def test_mermaid_shows_title_and_notes(kit: Kit, page: Any, each: Any) -> None:
    for name in kit.hostile.values():
        setting = kit.setting(kit.named(name))
        text = each(setting.report, setting.graph, format="mermaid")
        shown = squeezed(page.evaluate(DRAW, text)[0])
        title = name.replace("<", "\u2039")
        assert any(squeezed(f"{title}:{word}") in shown for word in TITLES), text
        assert squeezed("Findings: none at anything shown here.") in shown


@pytest.mark.parametrize("name", ["journey", "quadrant"])
def test_mermaid_charts_say_when_nothing_was_found(kit: Kit, page: Any, name: str) -> None:
    each = next(each for each in ALL if each.name == name)
    setting = kit.setting()
    shown = page.evaluate(DRAW, each(setting.report, setting.graph, overlay="findings"))[0]
    assert squeezed("(Findings: none at anything shown here.)") in squeezed(shown)
