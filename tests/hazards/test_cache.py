"""A stale, damaged or forged cache answers as a cold run does, and evidence never reads it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.hazards.conftest import AS_OF, LAMP, Command

WORDS = ("check", "lamp", *AS_OF, "--format", "json")


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "cache" / "cxmap").iterdir())


def forge(entry: Path, output: bytes, code: int) -> None:
    """Write an entry as if it were ours, with another answer."""
    head = {"key": entry.name, "exit": code, "digest": hashlib.sha256(output).hexdigest()}
    entry.write_bytes(json.dumps(head).encode() + b"\n" + output)


@pytest.mark.parametrize("cut", [0, 1, 40, 200, -1])
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, lamp: Path, cxmap: Command, cut: int) -> None:
    cold = cxmap(*WORDS)
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    entry.write_bytes(whole[:cut] if cut >= 0 else whole[:-1] + b"X")
    assert cxmap(*WORDS) == cold
    assert entry.read_bytes() == whole


def test_what_changed_is_never_answered_from_before(tmp_path: Path, lamp: Path, cxmap: Command) -> None:
    cxmap(*WORDS)
    (lamp / "lamp.yaml").write_text(LAMP.replace("90%", "190%"))
    assert cxmap(*WORDS) == cxmap(*WORDS, "--no-cache")
    times = (lamp / "lamp.yaml").stat()
    (lamp / "lamp.yaml").write_text(LAMP.replace("90%", "80%"))
    os.utime(lamp / "lamp.yaml", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert cxmap(*WORDS) == cxmap(*WORDS, "--no-cache")


def test_an_entry_moved_to_another_key_is_not_believed(tmp_path: Path, lamp: Path, cxmap: Command) -> None:
    strict = cxmap(*WORDS, "--fail-on", "info")
    (first,) = entries(tmp_path)
    loose = cxmap(*WORDS, "--select", "STR")
    (second,) = [each for each in entries(tmp_path) if each != first]
    shutil.copy(second, first)
    assert loose != strict
    assert cxmap(*WORDS, "--fail-on", "info") == strict


def test_evidence_never_reads_it(tmp_path: Path, lamp: Path, cxmap: Command) -> None:
    honest = cxmap("attest", "lamp", *AS_OF)
    cxmap(*WORDS)
    for entry in entries(tmp_path):
        forge(entry, b'{"verdict": "pass"}\n', 0)
    assert cxmap(*WORDS).out == b'{"verdict": "pass"}\n', (
        "a folder only its owner can write is trusted for `check` alone"
    )
    assert cxmap("attest", "lamp", *AS_OF) == honest
    assert cxmap("attest", "lamp", *AS_OF, "-o", "record.jsonl").code == 0
    assert cxmap("verify", "record.jsonl", "lamp").code == 0
    assert cxmap(*WORDS, "--no-cache").code == 1


@pytest.mark.parametrize("home", ["/nowhere/at/all", "relative", "", "/proc"])
def test_no_place_for_it_changes_nothing(lamp: Path, cxmap: Command, home: str) -> None:
    cold = cxmap(*WORDS, "--no-cache")
    assert cxmap(*WORDS, env={"XDG_CACHE_HOME": home, "HOME": "/proc"}) == cold


def test_no_workspace_ever_holds_it(lamp: Path, cxmap: Command) -> None:
    cxmap(*WORDS)
    assert sorted(each.name for each in lamp.iterdir()) == ["cxmap.yaml", "lamp.yaml"]
