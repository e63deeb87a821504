"""Take the pictures of journey maps that the documentation shows: `python docs/screenshots.py WORKSPACE OUT`.

Needs Playwright and a Chromium (CXMAP_CHROMIUM, or one on the path); with Pillow the pictures are smaller, with
pdftoppm there is one of the printed page. Every picture is of one fixed day, so that the same journeys give the
same maps.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from cxmap import Report, load, render
from cxmap.audit import Settings, audit

DAY = date(2026, 11, 1)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHOTS: tuple[tuple[str, int, int, str, dict[str, Any]], ...] = (
    ("1920", 1920, 1080, "", {"full": True}),
    ("1280", 1280, 900, "#finding-1", {}),
    ("390", 390, 844, "", {"full": True}),
    ("dark", 1920, 1080, "#finding-1", {"scheme": "dark"}),
    ("persona", 1600, 900, "#walk={persona}", {}),
    ("{plan}", 1920, 1080, "#numbers={plan}", {}),
)


def main(folder: Path, out: Path) -> None:
    """Draw every journey of a workspace and photograph it."""
    from playwright.sync_api import sync_playwright

    workspace = load(folder)
    report = audit(workspace, Settings(as_of=DAY))
    chromium = os.environ.get("CXMAP_CHROMIUM") or shutil.which("chromium")
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for graph in workspace.graphs:
            photograph(browser, report, graph, out)
        browser.close()


def photograph(browser: Any, report: Report, graph: Any, out: Path) -> None:
    """One journey at every width, in the dark, as a persona, and on paper."""
    page_text = render(report, "map", format="html", journey=graph.id)
    assert isinstance(page_text, str)
    persona = graph.personas[0].id if graph.personas else ""
    plan = next((name for name, held in sorted(report.workspace.layers.items()) if graph.id in held), "")
    with tempfile.TemporaryDirectory() as held:
        file = Path(held) / "map.html"
        file.write_text(page_text, encoding="utf-8")
        for name, width, height, anchor, how in SHOTS:
            if name == "{plan}" and not plan:
                continue
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=how.get("scheme", "light")
            )
            page = context.new_page()
            page.goto(file.as_uri() + anchor.format(persona=persona, plan=plan))
            page.wait_for_timeout(300)
            shot = name.format(plan=plan)
            page.screenshot(path=str(out / f"{graph.id}-{shot}.png"), full_page=how.get("full", False))
            context.close()
        page = browser.new_page()
        page.goto(file.as_uri())
        printed = Path(held) / "print.pdf"
        page.pdf(path=str(printed), prefer_css_page_size=True, print_background=True)
        page.close()
        if shutil.which("pdftoppm"):
            target = out / f"{graph.id}-print"
            subprocess.run(
                ["pdftoppm", "-r", "110", "-png", "-singlefile", str(printed), str(target)], check=True
            )
    made = render(report, "map", format="png", journey=graph.id)
    assert isinstance(made, bytes)
    (out / f"{graph.id}-poster.png").write_bytes(made)
    for picture in sorted(out.glob(f"{graph.id}-*.png")):
        shrink(picture)


def shrink(picture: Path) -> None:
    """A map needs few colours: the most frequent ones as they are, and strong ones that are unlike each other."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(picture) as image:
        small = image.convert("RGB")
    if small.width > 3000:
        small = small.resize((3000, round(small.height * 3000 / small.width)), Image.Resampling.LANCZOS)
    ranked = [colour for _, colour in sorted(small.getcolors(1 << 24), key=lambda held: (-held[0], held[1]))]
    strong: list[tuple[int, int, int]] = []
    for colour in [each for each in ranked if max(each) - min(each) > 40][:20_000]:
        if len(strong) < 96 and all(unlike(colour, other) for other in strong):
            strong.append(colour)
    kept = list(dict.fromkeys([*strong, *ranked]))[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in kept for part in colour])
    small.quantize(palette=palette, dither=Image.Dither.NONE).save(picture, optimize=True)


def unlike(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    """Whether an eye tells two colours apart at once."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) > 20


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
