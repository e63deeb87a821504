"""What every format looks like for two whole audits; refresh with CXMAP_REFRESH=1."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap import Report

Kit = Any
HERE = Path(__file__).parent / "snapshots"
ENDINGS = {
    "text": "txt", "json": "json", "sarif": "sarif", "junit": "xml", "github": "github.txt", "markdown": "md", "html": "html",
}  # fmt: skip


def normal(text: str) -> str:
    """Versions change with every release, digests with every edit of an example."""
    text = text.replace(f"cxmap {cxmap.__version__}", "cxmap VERSION").replace(
        f'"{cxmap.__version__}"', '"VERSION"'
    )
    text = re.sub(rf"\b(cxmap_\w+) {re.escape(cxmap.__version__)}", r"\1 VERSION", text)
    text = re.sub(r"sha256-[\w+/=]{44}", "sha256-STYLE", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", text)
    text = re.sub(
        r'"rules": \[\n {10}.*?\n {10}\]', '"rules": ["the explanations of the checks"]', text, flags=re.S
    )
    return re.sub(r"<style>.*?</style>", "<style>STYLE</style>", text, flags=re.S)


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("name", ["insurer", "broadband"])
def test_the_report_looks_as_it_did(kit: Kit, request: pytest.FixtureRequest, name: str, form: str) -> None:
    report: Report = request.getfixturevalue(name)
    made = normal(kit.render(report, form))
    file = HERE / f"{name}.{ENDINGS[form]}"
    if os.environ.get("CXMAP_REFRESH"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == made
