"""What tests of several rooms share: a real browser, and its inspector of accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, where there is one; `CXMAP_CHROMIUM` names another than that on the path."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    chromium = os.environ.get("CXMAP_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium")
    with driver.sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=_QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which `CXMAP_AXE` names."""
    named = os.environ.get("CXMAP_AXE", "")
    if not named or not Path(named).is_file():
        pytest.skip("CXMAP_AXE names no axe.min.js")
    return Path(named).read_text(encoding="utf-8")
