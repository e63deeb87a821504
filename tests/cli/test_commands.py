"""Each command does its work and ends with the right status; what goes wrong is one clear sentence."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cxmap.cli import COMMANDS, app, run

LAMP = """cxmap: 1
journey: Buy a lamp
owner: shop
outcome: thanks
reviewed: 2026-10-01
owners: {shop: {unit: retail}}
touchpoints:
  see: {channel: web, owner: shop}
  pay: {channel: web, owner: shop, next: {thanks: 90%}}
  thanks: {channel: email, by: company, owner: shop}
"""


@pytest.fixture
def lamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of one small journey; the current folder lies above it."""
    home = tmp_path / "lamp"
    home.mkdir()
    (home / "cxmap.yaml").write_text("cxmap: 1\nworkspace: A lamp shop\nprofile: full\n")
    (home / "lamp.yaml").write_text(LAMP)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return home


def status(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit status and both streams of a command."""
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_nothing_says_what_to_do_next(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = status(capsys)
    assert code == 0
    assert "cxmap init" in out


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str) -> None:
    result: Result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage" in result.output


def test_a_misspelt_command_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = status(capsys, "chek")
    assert code == 2
    assert "did you mean `check`?" in err


def test_check_finds_and_fails(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = status(
        capsys, "check", "lamp", "--as-of", "2026-11-01", "--select", "ACC002", "--fail-on", "warning"
    )
    assert code == 1
    assert "lamp/lamp.yaml:2:1 warning ACC002 digital-only" in out
    assert out.endswith("2 checks on 1 journey\n")


def test_check_passes_below_the_threshold(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = status(capsys, "check", "lamp", "--as-of", "2026-11-01", "--select", "ACC002")
    assert code == 0
    assert out.splitlines()[-1].startswith("pass: 1 finding")


def test_check_answers_from_the_cache_as_from_cold(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("check", "lamp", "--as-of", "2026-11-01", "--format", "json")
    first = status(capsys, *arguments)
    again = status(capsys, *arguments)
    cold = status(capsys, *arguments, "--no-cache")
    assert first == again == cold


def test_check_reads_the_nearest_workspace_above(
    lamp: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (lamp / "deep").mkdir()
    monkeypatch.chdir(lamp / "deep")
    code, out, _ = status(capsys, "check", "--as-of", "2026-11-01", "--select", "STR")
    assert code == 0
    assert "A lamp shop: lamp" in out


def test_one_journey_file_is_reported_alone(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (lamp / "desk.yaml").write_text(
        LAMP.replace("lamp", "desk").replace("owners: {shop: {unit: retail}}\n", "").replace("shop", "crew")
        + "owners: {crew: {}}\n"
    )
    _, out, _ = status(capsys, "check", "lamp/lamp.yaml", "--format", "json", "--as-of", "2026-11-01")
    assert json.loads(out)["journeys"] == ["lamp"]
    _, out, _ = status(capsys, "check", "lamp", "--format", "json", "--as-of", "2026-11-01")
    assert json.loads(out)["journeys"] == ["desk", "lamp"]


@pytest.mark.parametrize(
    ("arguments", "expected", "sentence"),
    [
        (("check", "nowhere"), 2, "there is no such file or folder"),
        (("check", "lamp", "--select", "NOPE"), 2, "`NOPE`"),
        (("check", "lamp", "--profile", "fulll"), 2, "did you mean `full`?"),
        (("check", "lamp", "--format", "jsn"), 2, "did you mean `json`?"),
        (("check", "lamp", "--at", "owner:shopp"), 2, "did you mean `shop`?"),
        (("check", "lamp", "--at", "type:bot"), 2, "matches nothing"),
        (("check", "lamp", "--as-of", "yesterday"), 2, "is not a date"),
        (("check", "lamp", "--layer", "to-be"), 2, "no file has `layer: to-be`"),
        (("check", "lamp", "--plugin", "nothing.py"), 2, "nothing.py"),
        (("check", "lamp/cxmap.txt"), 2, "there is no such file"),
        (("check", "lamp", "--policy-from", "main"), 2, "policy-from"),
        (("check", "lamp", "--baseline", "none.json"), 2, "there is no file `none.json`"),
        (("render", "lamp", "--to", "mapp"), 2, "did you mean `map`?"),
        (("render", "lamp", "--format", "doc"), 2, "does not write `doc`"),
        (("explain", "STR999"), 2, "is not a rule"),
        (("verify", "nothing.jsonl", "lamp"), 2, "there is no file `nothing.jsonl`"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    lamp: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: int, sentence: str
) -> None:
    code, _, err = status(capsys, *arguments)
    assert code == expected, err
    assert sentence in err
    assert "Traceback" not in err


def test_a_broken_file_is_shown_with_its_line(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (lamp / "lamp.yaml").write_text(
        LAMP.replace("channel: web, owner: shop}", "chanel: web, owner: shop}", 1)
    )
    code, out, err = status(capsys, "check", "lamp")
    assert (code, out) == (2, "")
    first, frame, caret = err.splitlines()
    assert (
        first == "lamp/lamp.yaml:8:9 LNG001 `chanel` is not a field of a touchpoint; did you mean `channel`?"
    )
    assert frame == "  8 |   see: {chanel: web, owner: shop}"
    assert caret.index("^") == frame.index("chanel")


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_machine_formats_report_bad_input_too(
    lamp: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    (lamp / "lamp.yaml").write_text("cxmap: 1\njourney: [\n")
    code, out, err = status(capsys, "check", "lamp", "--format", form)
    assert code == 2
    assert "YML002" in out
    assert "YML002" in err


def test_an_empty_folder_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = status(capsys, "check", str(tmp_path))
    assert code == 2
    assert "there is no journey here" in err


def test_a_failed_write_leaves_the_old_file(
    lamp: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")
    (tmp_path / "link.json").symlink_to(target)
    code, _, err = status(capsys, "check", "lamp", "--format", "json", "-o", str(tmp_path / "link.json"))
    assert code == 2
    assert "nothing was written" in err
    assert target.read_text() == "old"


def test_render_writes_here_and_says_where(
    lamp: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = status(capsys, "render", "lamp", "--as-of", "2026-11-01")
    assert (code, out) == (0, "lamp.map.html\n")
    assert "<table" in (tmp_path / "lamp.map.html").read_text()


def test_render_into_a_folder(lamp: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = status(capsys, "render", "lamp", "--to", "flow", "--format", "dot", "-o", "maps")
    assert (code, out) == (0, "maps/lamp.flow.dot\n")
    assert (tmp_path / "maps" / "lamp.flow.dot").read_text().startswith("digraph")


@pytest.mark.parametrize(
    "asked", [("render", "--to", "register"), ("export", "--to", "graphml"), ("export", "--to", "dpv")]
)
def test_what_is_of_the_whole_workspace_takes_no_part_of_it(
    lamp: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    command, *rest = asked
    code, out, err = status(capsys, command, str(lamp), *rest, "--at", "journey:lamp", "-o", "-")
    assert (code, out) == (2, "")
    assert f"`{asked[-1]}` is always of the whole workspace; leave `--at` away" in err
    assert status(capsys, command, str(lamp), *rest, "-o", "-")[0] == 0


def test_explain_a_rule_and_a_finding(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = status(capsys, "explain", "dead-end")
    assert code == 0
    assert out.startswith("STR003 dead-end (error")
    _, out, _ = status(
        capsys, "check", "lamp", "--format", "json", "--as-of", "2026-11-01", "--select", "ACC002"
    )
    mark = json.loads(out)["findings"][0]["fingerprint"]
    code, out, _ = status(capsys, "explain", mark, "lamp", "--as-of", "2026-11-01")
    assert code == 0
    assert "The path that proves it:\n  1. see (lamp/lamp.yaml:8)" in out


def test_a_record_is_verified_and_a_change_is_found(
    lamp: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert status(capsys, "attest", "lamp", "--as-of", "2026-11-01", "-o", "record.jsonl")[0] == 0
    assert status(capsys, "verify", "record.jsonl", "lamp")[0] == 0
    (lamp / "lamp.yaml").write_text(LAMP.replace("90%", "80%"))
    code, out, _ = status(capsys, "verify", "record.jsonl", "lamp")
    assert code == 1
    assert "`lamp.yaml` has changed" in out


def test_a_baseline_lets_old_findings_be(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strict = ("check", "lamp", "--as-of", "2026-11-01", "--fail-on", "info")
    assert status(capsys, *strict)[0] == 1
    assert status(capsys, *strict, "--write-baseline", "base.json")[0] == 1
    assert status(capsys, *strict, "--baseline", "base.json")[0] == 0
    (lamp / "lamp.yaml").write_text(
        "\n\n".join(LAMP.splitlines()[:1]) + "\n# moved down\n" + "\n".join(LAMP.splitlines()[1:]) + "\n"
    )
    assert status(capsys, *strict, "--baseline", "base.json")[0] == 0
    (lamp / "lamp.yaml").write_text(LAMP.replace("channel: web, owner: shop}", "channel: web}", 1))
    code, out, _ = status(capsys, *strict, "--baseline", "base.json")
    assert code == 1
    assert "GOV001" in out


def test_the_demo_ends_well_although_it_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = status(capsys, "demo", "-q")
    assert code == 0
    assert "CON001" in out
    assert "Open cxmap-demo/auto-insurer/keep-good-drivers.map.html" in out
    assert (tmp_path / "cxmap-demo" / "broadband" / "keep-broadband.map.html").is_file()


def test_a_journey_may_come_through_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.TextIOWrapper(io.BytesIO(LAMP.encode()))
    monkeypatch.setattr("sys.stdin", piped)
    code, out, _ = status(capsys, "check", "-", "--as-of", "2026-11-01", "--format", "json")
    assert code == 0
    assert json.loads(out)["journeys"] == ["stdin"]


@pytest.mark.parametrize("name", ["cxmap.yaml", "teams.yaml"])
def test_what_is_no_journey_is_not_read_by_itself(
    lamp: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (lamp / "teams.yaml").write_text("cxmap: 1\nowners: {crew: {}}\n")
    code, _, err = status(capsys, "check", f"lamp/{name}")
    assert code == 2
    assert "give the folder" in err


def test_tracing_shows_what_every_hook_gave(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXMAP_TRACE", "1")
    code, _, err = status(capsys, "explain", "dead-end")
    assert code == 0
    assert "cxmap hook: cxmap_checks of cxmap_structure gave STR001" in err
    monkeypatch.delenv("CXMAP_TRACE")
    assert "cxmap hook" not in status(capsys, "explain", "dead-end")[2]
