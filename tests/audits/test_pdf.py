"""The page as a PDF: the same bytes each time, and a sentence where it cannot be made."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap import RenderError, Report

Kit = Any


def test_a_pdf_is_the_same_bytes_twice_and_tells_no_time(kit: Kit) -> None:
    pytest.importorskip("weasyprint", reason="the extra `pdf` is not installed")
    report = kit.report(kit.finding(severity="error"))
    one = cxmap.render(report, "pdf", kinds=("report",))
    assert isinstance(one, bytes)
    assert one.startswith(b"%PDF-")
    assert one == cxmap.render(report, "pdf", kinds=("report",))
    assert b"D:20261001" in b"".join(_streams(one))


def _streams(pdf: bytes) -> Iterator[bytes]:
    """Everything in the file that was packed."""
    yield pdf
    for packed in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S):
        with suppress(zlib.error):
            yield zlib.decompress(packed)


def test_without_the_extra_the_sentence_says_how_to_get_it(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(RenderError, match=r"not installed; install it with `pip install 'cxmap\[pdf\]'`"):
        cxmap.render(kit.report(), "pdf", kinds=("report",))


def test_without_its_libraries_the_sentence_names_the_packages(
    kit: Kit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError('cannot load library libpango')\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(RenderError, match="apt install libpango"):
        cxmap.render(kit.report(), "pdf", kinds=("report",))


def test_every_value_of_the_evidence_is_on_the_paper(kit: Kit, broadband: Report, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="the extra `pdf` is not installed")
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("there is no pdftotext")
    file = tmp_path / "audit.pdf"
    written = cxmap.render(broadband, "pdf", kinds=("report",))
    assert isinstance(written, bytes)
    file.write_bytes(written)
    text = subprocess.run(
        [reader, "-layout", str(file), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "116, 116" in text
    assert "1 Oct 2026" in text
    assert broadband.workspace is not None
    assert all(read.digest in text for read in broadband.workspace.files)
