"""Whatever lies in a folder is answered with a place and a sentence: links, pipes, odd names, large and unreadable files."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from cxmap.cli import run
from cxmap.loading import LoadError
from cxmap.opening import load

JOURNEY = "cxmap: 1\njourney: A\ntouchpoints: [a]\n"
# Seconds of CPU: what hangs or grows with the square of a file takes hours.
_TOO_LONG = 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    (made / "cxmap.yaml").write_text("cxmap: 1\n")
    (made / "j.yaml").write_text(JOURNEY)
    return made


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_link_that_leads_out_is_refused(folder: Path) -> None:
    outside = folder.parent / "secret.yaml"
    outside.write_text(JOURNEY)
    (folder / "k.yaml").symlink_to(outside)
    assert problems_of(folder) == [
        "k.yaml:1:1 LNG011 a link on the way to `k.yaml` leads out of the workspace; copy the file into it"
    ]


def test_a_link_to_a_folder_is_not_followed(folder: Path) -> None:
    outside = folder.parent / "other"
    outside.mkdir()
    (outside / "k.yaml").write_text(JOURNEY)
    (folder / "sub").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    assert list(load(folder).journeys) == ["j"]


def test_a_link_inside_is_a_second_journey(folder: Path) -> None:
    (folder / "k.yaml").symlink_to(folder / "j.yaml")
    assert sorted(load(folder).journeys) == ["j", "k"]


def test_a_broken_link_is_answered(folder: Path) -> None:
    (folder / "k.yaml").symlink_to(folder / "nowhere")
    (folder / "l.yaml").symlink_to("l.yaml")
    assert [line.split(" ")[1] for line in problems_of(folder)] == ["LNG011", "LNG011"]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "k.yaml")
    assert problems_of(folder) == [
        "k.yaml:1:1 LNG011 `k.yaml` is not a plain file; put a plain file in its place"
    ]


def test_a_device_is_refused(folder: Path) -> None:
    (folder / "k.yaml").symlink_to("/dev/zero")
    assert [line.split(" ")[1] for line in problems_of(folder)] == ["LNG011"]


def test_a_folder_named_like_a_file_is_a_folder(folder: Path) -> None:
    (folder / "x.yaml").mkdir()
    (folder / "x.yaml" / "k.yaml").write_text(JOURNEY)
    assert sorted(load(folder).journeys) == ["j", "k"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_rights_is_answered(folder: Path) -> None:
    (folder / "k.yaml").write_text(JOURNEY)
    (folder / "k.yaml").chmod(0)
    assert "LNG011 `k.yaml` cannot be read (permission denied)" in problems_of(folder)[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_without_rights_is_answered(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub").chmod(0)
    try:
        assert "LNG011" in problems_of(folder)[0]
    finally:
        (folder / "sub").chmod(stat.S_IRWXU)


def test_a_huge_file_is_refused_without_being_read(folder: Path) -> None:
    with (folder / "k.yaml").open("wb") as handle:
        handle.write(JOURNEY.encode())
        handle.truncate(1 << 32)
    began = time.process_time()
    assert "k.yaml:1:1 YML006 this file is larger than 4 MiB" in problems_of(folder)[0]
    assert time.process_time() - began < _TOO_LONG


@pytest.mark.parametrize(
    "name",
    [
        "Über.yaml",
        "a b.yaml",
        "-.yaml",
        "A.yaml",
        "x-y.yaml",
        "end.yaml",
        "9.yaml",
        "a\nb.yaml",
        "a\x1b[31m.yaml",
        "::error::.yaml",
        "%s.yaml",
    ],
)
def test_odd_names_of_journeys_are_answered(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(JOURNEY)
    said = problems_of(folder)
    assert len(said) == 1 and (
        " LNG003 the file name is the journey's id: " in said[0] or " LNG011 " in said[0]
    )
    assert run(["check", str(folder), "-q"]) == 2
    shown = capsys.readouterr()
    assert "\x1b" not in shown.err + shown.out and "Traceback" not in shown.err
    assert not [line for line in shown.err.splitlines() if line.startswith("::")]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_names_that_are_no_text_are_answered(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with open(os.path.join(os.fsencode(folder), b"\xff\xfe.yaml"), "w") as handle:  # noqa: PTH118, PTH123
        handle.write(JOURNEY)
    assert len(problems_of(folder)) == 1
    assert run(["check", str(folder), "-q"]) == 2
    assert b"Traceback" not in capfdbinary.readouterr().err


def test_two_names_that_differ_only_in_case_are_answered(folder: Path) -> None:
    (folder / "J.yaml").write_text(JOURNEY)
    assert "`J` cannot be an id" in problems_of(folder)[0]
    (folder / "J.yaml").unlink()
    (folder / "j.YAML").write_text(JOURNEY)
    assert "two files make the journey `j`" in problems_of(folder)[0]


def test_hidden_files_and_other_workspaces_are_not_read(folder: Path) -> None:
    for name in (".hidden.yaml", "_draft.yaml", "~k.yaml"):
        (folder / name).write_text(JOURNEY + "oops: 1\n")
    (folder / "~k.yaml").unlink()
    (folder / "inner").mkdir()
    (folder / "inner" / "cxmap.yaml").write_text("cxmap: 1\n")
    (folder / "inner" / "k.yaml").write_text(JOURNEY)
    assert list(load(folder).journeys) == ["j"]


def test_deep_folders_are_read(folder: Path) -> None:
    deep = folder
    for number in range(60):
        deep = deep / f"d{number}"
    deep.mkdir(parents=True)
    (deep / "k.yaml").write_text(JOURNEY)
    assert sorted(load(folder).journeys) == ["j", "k"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfec\x00x\x00",
        b"cxmap: 1\njourney: \xff\n",
        b"cxmap: 1\njourney: a\x00b\n",
        b"cxmap: 1\njourney: \xed\xa0\x80\n",
        b"cxmap: 1\njourney: a\xc2\x85b\n",
    ],
)
def test_what_is_no_text_is_refused(folder: Path, content: bytes) -> None:
    (folder / "k.yaml").write_bytes(content)
    assert problems_of(folder)[0].startswith("k.yaml:") and " YML001 " in problems_of(folder)[0]


def test_no_such_path_is_answered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in ("nowhere", "j.yaml/x"):
        assert run(["check", str(folder / path), "-q"]) == 2
        assert "Traceback" not in capsys.readouterr().err


def test_journeys_that_double_inside_each_other_are_refused(folder: Path) -> None:
    for number in range(40):
        inner = f"{{journey: d{number + 1}}}"
        steps = f"{{a: {inner}, b: {inner}}}" if number < 39 else "[a, b]"
        (folder / f"d{number}.yaml").write_text(f"cxmap: 1\njourney: A\ntouchpoints: {steps}\n")
    began = time.process_time()
    assert [line.split(" ")[1] for line in problems_of(folder)] == ["YML006"]
    assert time.process_time() - began < _TOO_LONG


def test_many_mistakes_in_a_large_file_are_listed_in_time(folder: Path) -> None:
    lines = [f"  s{number}: {{chanel: web, next: {{x{number}: 0.5}}, sla: 5}}" for number in range(20_000)]
    (folder / "k.yaml").write_text("cxmap: 1\njourney: A\ntouchpoints:\n" + "\n".join(lines) + "\n")
    began = time.process_time()
    said = problems_of(folder)
    assert len(said) == 51 and "more problems are not listed" in said[-1]
    assert time.process_time() - began < 3 * _TOO_LONG


def test_one_mistake_in_a_large_file_costs_no_second_reading_of_all(folder: Path) -> None:
    lines = [
        f"  s{number}: {{channel: web, next: {{s{max(0, number - 1)}: 5%}}, sla: 5m}}"
        for number in range(20_000)
    ]
    (folder / "k.yaml").write_text("cxmap: 1\njourney: A\ntouchpoints:\n" + "\n".join(lines) + "\n")
    began = time.process_time()
    load(folder)
    clean = time.process_time() - began
    lines[-1] = "  last: {sla: 5}"
    (folder / "k.yaml").write_text("cxmap: 1\njourney: A\ntouchpoints:\n" + "\n".join(lines) + "\n")
    began = time.process_time()
    assert len(problems_of(folder)) == 1
    assert time.process_time() - began < 3 * clean + 1
