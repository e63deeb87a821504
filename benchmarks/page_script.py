"""Measure in a browser how long the script of a journey map runs before the page is ready."""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.flow_picture import setting_of
from cxmap_map import journey_map


def milliseconds(browser: Any, page: Path, repeat: int) -> float:
    """The median time of script over some openings, as the browser counts it."""
    taken = []
    for _ in range(repeat):
        view = browser.new_page()
        counter = view.context.new_cdp_session(view)
        counter.send("Performance.enable")
        view.goto(page.as_uri())
        counted = {one["name"]: one["value"] for one in counter.send("Performance.getMetrics")["metrics"]}
        taken.append(1000 * counted["ScriptDuration"])
        view.close()
    return statistics.median(taken)


def main() -> None:
    """Print one line for each size."""
    from playwright.sync_api import sync_playwright

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("sizes", nargs="*", type=int, default=[60, 300])
    arguments.add_argument("--repeat", type=int, default=7)
    asked = arguments.parse_args()
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in asked.sizes:
            setting = setting_of(size)
            text = str(journey_map(setting.report, setting.graph, format="html"))
            page = Path(folder) / f"{size}.html"
            page.write_text(text, encoding="utf-8")
            took = milliseconds(browser, page, asked.repeat)
            print(f"{size} touchpoints: {took:.0f} ms of script, {len(text) / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
