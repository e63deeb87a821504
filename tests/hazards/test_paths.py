"""A pipe, device, link or folder in the place of a file is refused at once, and never passed over."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hazards.conftest import AS_OF, CONFIG, Command

SOURCE = """cxmap: 1
sources:
  answers:
    path: {path}
    columns: {{touchpoint: touchpoint}}
    measures: {{nps: {{score: score}}}}
"""
Place = Callable[[Path], None]


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


PLACES: dict[str, Place] = {
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "broken link": _dangling,
    "device": _device,
}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_configuration_that_is_no_file_never_means_the_defaults(
    lamp: Path, cxmap: Command, place: str
) -> None:
    (lamp / "cxmap.yaml").unlink()
    PLACES[place](lamp / "cxmap.yaml")
    said = cxmap("check", "lamp", *AS_OF, seconds=60)
    assert said.code == 2
    assert "cxmap.yaml:1:1 LNG011" in said.err


@pytest.mark.parametrize("place", ["pipe", "broken link", "device"])
@pytest.mark.parametrize("words", [("check", "lamp"), ("check", "lamp/odd.yaml"), ("fmt", "lamp")])
def test_a_journey_that_is_no_file_is_refused(
    lamp: Path, cxmap: Command, place: str, words: tuple[str, ...]
) -> None:
    PLACES[place](lamp / "odd.yaml")
    said = cxmap(*words, seconds=60)
    assert said.code == 2
    assert "LNG011" in said.err


@pytest.mark.parametrize(
    "path",
    [
        "../rows.csv", "/etc/passwd", "a/../../rows.csv", "~/rows.csv", "$HOME/rows.csv", "file:///etc/passwd",
        "https://example.org/rows.csv", "pipe.csv", "link.csv", "etc/passwd", "folder.csv", "none.csv", "/dev/zero",
    ],
)  # fmt: skip
def test_a_source_outside_or_no_plain_file_is_refused(
    tmp_path: Path, lamp: Path, cxmap: Command, path: str
) -> None:
    (tmp_path / "rows.csv").write_text("score,touchpoint\n9,see\n")
    os.mkfifo(lamp / "pipe.csv")
    (lamp / "folder.csv").mkdir()
    (lamp / "link.csv").symlink_to(tmp_path / "rows.csv")
    (lamp / "etc").symlink_to("/etc")
    (lamp / "source.yaml").write_text(SOURCE.format(path=path))
    said = cxmap("check", "lamp", "--measure", *AS_OF, seconds=60)
    assert said.code == 2
    assert "SRC001" in said.err or "LNG011" in said.err
    assert "root:" not in said.err


def test_a_huge_file_is_refused_without_being_read(lamp: Path, cxmap: Command) -> None:
    with (lamp / "huge.yaml").open("wb") as file:
        file.write(b"cxmap: 1\n")
        file.truncate(8 << 30)
    said = cxmap("check", "lamp", *AS_OF, seconds=60)
    assert said.code == 2
    assert "YML006 this file is larger than 4 MiB" in said.err


def test_a_huge_configuration_is_refused(lamp: Path, cxmap: Command) -> None:
    (lamp / "cxmap.yaml").write_text(CONFIG + "# more\n" * 700_000)
    said = cxmap("check", "lamp", *AS_OF)
    assert said.code == 2
    assert "cxmap.yaml:1:1 YML006" in said.err
