"""Whatever a plugin does, the findings of the others are the same bytes and the verdict tells what is missing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.hazards.conftest import AS_OF, Command

PLUGIN = '''from cxmap import Finding, check, hookimpl
{top}

@check("{code}", severity="error")
def {name}_found(graph):
    """Something."""
    {body}
    yield Finding("see", "found by {name}")


@hookimpl
def {hook}():
    return [{name}_found]
'''
FAILS = {
    "raises": "raise ValueError('no')",
    "exits": "raise SystemExit(0)",
    "ends_its_process": "import os; os._exit(0)",
    "is_killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "hangs": "while True: pass",
    "eats_memory": "x = bytearray(40 << 30)",
    "changes_the_graph": "graph.touchpoints[0].__dict__['owner'] = ('nobody',)",
    "recurses": "f = lambda: f(); f()",
}
LEAKS = {
    "prints": "import os; print('{\"end\": true}', flush=True); os.write(1, b'on stdout\\n')",
    "moves": "import os, time; os.chdir('/'); os.environ['TZ'] = 'Asia/Tokyo'; time.tzset()",
    "speaks_turkish": "import locale; locale.setlocale(locale.LC_ALL, 'C'); import decimal; decimal.getcontext().prec = 1",
    "patches_us": "import cxmap.verdict, cxmap.report; cxmap.report.Report = None; cxmap.verdict.__dict__.clear()",
    "leaves_a_thread": "import threading, time; threading.Thread(target=lambda: time.sleep(60)).start()",
    "leaves_a_process": "import subprocess; subprocess.Popen(['sleep', '60'])",
}
STOPS = {
    "import error": ({"top": "import nothing_there"}, "cannot be imported"),
    "exit while importing": ({"top": "raise SystemExit(0)"}, "cannot be imported"),
    "end while importing": ({"top": "import os; os._exit(0)"}, "cannot be imported"),
    "syntax": ({"top": "def ("}, "cannot be imported"),
    "duplicate code": ({"code": "CALM001"}, "`CALM001`"),
    "misspelt hook": ({"hook": "cxmap_cheks"}, "did you mean `cxmap_checks`?"),
}


def plugin(folder: Path, name: str, **said: str) -> str:
    """Write a plugin file and give its name."""
    words = {
        "code": f"{name.replace('_', '').upper()[:8]}001",
        "body": "pass",
        "top": "",
        "hook": "cxmap_checks",
        **said,
    }
    (folder / f"{name}.py").write_text(PLUGIN.format(name=name, **words))
    return f"{name}.py"


def audit(cxmap: Command, *files: str, **more: str) -> tuple[int, dict[str, object], str]:
    """The report with these plugins beside a few checks of ours."""
    words = [word for file in files for word in ("--plugin", file)]
    codes = ",".join(("ACC", "GOV", "CALM", *more.values()))
    said = cxmap("check", "lamp", *AS_OF, "--profile", "full", "--select", codes, "--format", "json", *words)
    assert b"on stdout" not in said.out
    return said.code, json.loads(said.out) if said.out else {}, said.err


def others(report: dict[str, object], code: str) -> str:
    """What everybody but one check found, as bytes."""
    rows = [each for each in report["findings"] if each["code"] != code]  # type: ignore[attr-defined]
    return json.dumps(rows)


@pytest.fixture
def alone(tmp_path: Path, lamp: Path, cxmap: Command) -> dict[str, object]:
    """The report with the calm plugin only, and a small time limit for each check."""
    text = (lamp / "cxmap.yaml").read_text()
    (lamp / "cxmap.yaml").write_text(text + "timeout: 2s\nlimits: {memory: 512 MiB}\n")
    plugin(tmp_path, "calm")
    return audit(cxmap, "calm.py")[1]


@pytest.mark.parametrize("name", sorted(FAILS))
def test_a_plugin_that_fails_is_not_run_and_nobody_else_notices(
    tmp_path: Path, cxmap: Command, alone: dict[str, object], name: str
) -> None:
    code = f"{name.replace('_', '').upper()[:8]}001"
    status, report, _ = audit(cxmap, "calm.py", plugin(tmp_path, name, body=FAILS[name]), code=code)
    assert (status, report["verdict"]) == (3, "incomplete")
    outcomes = {each["code"]: each["outcome"] for each in report["checks"]}  # type: ignore[attr-defined]
    assert (outcomes[code], outcomes["CALM001"]) == ("not run", "finding")
    assert others(report, code) == others(alone, code)


@pytest.mark.parametrize("name", sorted(LEAKS))
def test_what_only_leaks_stays_in_its_process(
    tmp_path: Path, cxmap: Command, alone: dict[str, object], name: str
) -> None:
    code = f"{name.replace('_', '').upper()[:8]}001"
    status, report, _ = audit(cxmap, "calm.py", plugin(tmp_path, name, body=LEAKS[name]), code=code)
    assert (status, report["verdict"]) == (1, "fail")
    outcomes = {each["code"]: each["outcome"] for each in report["checks"]}  # type: ignore[attr-defined]
    assert (outcomes[code], outcomes["CALM001"]) == ("finding", "finding")
    assert others(report, code) == others(alone, code)


@pytest.mark.parametrize("name", sorted(STOPS))
def test_a_plugin_that_cannot_load_stops_the_run(
    tmp_path: Path, lamp: Path, cxmap: Command, name: str
) -> None:
    said, words = STOPS[name]
    plugin(tmp_path, "calm")
    status, report, err = audit(cxmap, "calm.py", plugin(tmp_path, "wild", **said))
    assert (status, report) == (3, {})
    assert "`wild`" in err and words in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("place", ["none", "folder", "pipe"])
def test_a_plugin_file_that_is_no_file_is_bad_input(
    tmp_path: Path, lamp: Path, cxmap: Command, place: str
) -> None:
    if place == "folder":
        (tmp_path / "odd.py").mkdir()
    if place == "pipe":
        os.mkfifo(tmp_path / "odd.py")
    said = cxmap("check", "lamp", "--plugin", "odd.py", seconds=60)
    assert said.code == 2
    assert "`odd.py`" in said.err
