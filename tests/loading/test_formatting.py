"""Formatting keeps comments and meaning, is done once, and touches nothing it cannot read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cxmap.cli import run
from cxmap.dumping import to_yaml
from cxmap.formatting import Unformattable, format_text
from cxmap.loading import LoadError
from cxmap.syntax import parse
from tests.loading.made import journeys

_ROOT = Path(__file__).parents[2]
_FILES = sorted((_ROOT / "journeys").rglob("*.yaml"))
UGLY = """\
# top remark
cxmap:   1
journey:     "A"   # the title
stages:
    discovery:   [ see_ad,visit ]
    transaction:
        touchpoints:
                pay: {channel:   web , name: 'no'}   # here
                # above done
                done:
                    channel: own
                    about: >
                      folded
                      text
                    tags:
                    - one
                    -   two
"""
PRETTY = """\
# top remark
cxmap: 1
journey: "A"         # the title
stages:
  discovery: [see_ad, visit]
  transaction:
    touchpoints:
      pay: {channel: web, name: 'no'}                # here
                # above done
      done:
        channel: own
        about: >
          folded
          text
        tags:
          - one
          - two
"""


def test_blanks_are_put_in_order_and_remarks_stay() -> None:
    made = format_text(UGLY.encode(), "a.yaml").decode()
    assert [line.split("#")[0].rstrip() for line in made.splitlines()] == [
        line.split("#")[0].rstrip() for line in PRETTY.splitlines()
    ]
    assert [line.partition("#")[2] for line in made.splitlines() if "#" in line] == [
        " top remark",
        " the title",
        " here",
        " above done",
    ]


def test_what_is_formatted_stays() -> None:
    once = format_text(UGLY.encode(), "a.yaml")
    assert format_text(once, "a.yaml") == once
    assert parse(once, "a.yaml")[0] == parse(UGLY.encode(), "a.yaml")[0]


@pytest.mark.parametrize("file", _FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_examples_keep_their_meaning(file: Path) -> None:
    before = file.read_bytes()
    after = format_text(before, file.name)
    assert parse(after, file.name)[0] == parse(before, file.name)[0]
    assert format_text(after, file.name) == after
    assert after.count(b"#") == before.count(b"#")


@given(journeys())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
def test_every_journey_keeps_its_meaning(journey: dict[str, Any]) -> None:
    before = to_yaml({"cxmap": "1", **journey}).encode()
    try:
        after = format_text(before, "a.yaml")
    except Unformattable:
        return  # said so, and the file stays as it is
    assert parse(after, "a.yaml")[0] == parse(before, "a.yaml")[0]
    assert format_text(after, "a.yaml") == after


def test_line_ends_and_a_bom_are_put_in_order() -> None:
    turned = b"\xef\xbb\xbf" + UGLY.replace("\n", "\r\n").encode()
    assert format_text(turned, "a.yaml") == format_text(UGLY.encode(), "a.yaml")


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "a: &x 1\n", "a: no\n", "\ta: 1\n"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(LoadError):
        format_text(text.encode(), "a.yaml")


def _folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_check_says_what_would_change_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _folder(tmp_path, j=UGLY, cxmap="cxmap: 1\n", other="not:   ours\n")
    assert run(["fmt", "--check", str(folder)]) == 1
    assert capsys.readouterr().out == "would format j.yaml\n"
    assert (folder / "j.yaml").read_text() == UGLY
    assert run(["fmt", str(folder)]) == 0
    assert capsys.readouterr().out == "formatted j.yaml\n"
    assert run(["fmt", "--check", str(folder / "j.yaml")]) == 0
    assert (folder / "other.yaml").read_text() == "not:   ours\n"


def test_one_broken_file_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder(tmp_path, j=UGLY, k="cxmap: 1\njourney: [\n")
    assert run(["fmt", str(folder)]) == 2
    assert "k.yaml:" in capsys.readouterr().err
    assert (folder / "j.yaml").read_text() == UGLY


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(UGLY)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "j.yaml").symlink_to(outside)
    assert run(["fmt", str(folder)]) == 2
    assert outside.read_text() == UGLY
