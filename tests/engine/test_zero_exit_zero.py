"""Twenty-two ways in which other tools say 0 with little or nothing checked; none of them does here."""

from pathlib import Path

import pytest

from cxmap.audit import Settings, audit
from cxmap.choosing import Wishes
from cxmap.config import ConfigError
from cxmap.discovery import PluginError
from cxmap.loading import LoadError
from cxmap.opening import Wanted, open_with_plugins
from cxmap.report import Report

from .conftest import JOURNEY, TODAY

CHECK = """
from cxmap import Finding, Unknown, check, hookimpl

@check("ACME001", severity="error")
def acme_check(graph):
    "Something is wrong."
    {body}

@hookimpl
def cxmap_checks():
    return [acme_check]
"""
CALM = "yield from ()"


def plugin(body: str) -> str:
    """A plugin with one check whose function does this."""
    return CHECK.format(body=body.replace("\n", "\n    "))


def run(folder: Path, files: dict[str, str], **wishes: object) -> Report:
    """Write a workspace, audit it as the command line does."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    by_hand = tuple(folder / name for name in files if name.endswith(".py"))
    opened = open_with_plugins(Wanted(folder, by_hand))
    return audit(opened.workspace, Settings(TODAY, Wishes(**wishes)), opened.plugins)  # type: ignore[arg-type]


FILES = {"cxmap.yaml": "cxmap: 1\nlimits: {memory: 256 MiB}\ntimeout: 1s\n", "buy.yaml": JOURNEY}


def test_the_workspace_of_these_tests_passes_when_nothing_is_wrong(tmp_path: Path) -> None:
    report = run(tmp_path, {**FILES, "acme.py": plugin(CALM)}, select=("ACME001",))
    assert (report.verdict.state, report.verdict.exit_code) == ("pass", 0)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("raise RuntimeError('no')\nyield", "raised RuntimeError: no"),
        ("raise SystemExit(0)\nyield", "tried to end the program"),
        ("import os; os._exit(0)\nyield", "ended its process with exit status 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)\nyield", "was killed by SIGKILL"),
        ("import time; time.sleep(60)\nyield", "took longer than 1s"),
        ("import time\ntry:\n    time.sleep(60)\nexcept BaseException:\n    time.sleep(60)\nyield", "took longer than 1s"),
        ("hoard = bytearray(1 << 30)\nyield", "ran out of memory"),
        ("yield 42", "yielded `int`, which is no finding"),
        ("yield Finding('nowhere', 'x')", "points at `nowhere`, which does not exist"),
        ("yield Finding('call', '')", "yielded a finding without a message"),
        ("yield Finding(object(), 'x')", "pointed at `object`, which is no element"),
        ("yield Finding('call', 'x', severity='dreadful')", "yielded a finding with a severity that is none"),
        ("yield Unknown('call', '')", "yielded an unknown that names no missing field"),
        ("graph.journey.touchpoints.clear()\nyield from ()", "changed the journeys it was given"),
        ("object.__setattr__(graph.touchpoints[0], 'channel', ())\nyield from ()", "changed the journeys it was given"),
    ],
)  # fmt: skip
def test_a_plugin_that_misbehaves_leaves_the_audit_incomplete(tmp_path: Path, body: str, why: str) -> None:
    report = run(tmp_path, {**FILES, "acme.py": plugin(body)}, select=("ACME001",))
    record = next(each for each in report.checks if each.code == "ACME001")
    assert (record.outcome, record.why_not) == ("not run", why)
    assert report.verdict.exit_code == 3


def test_a_frozen_journey_refuses_to_be_changed(tmp_path: Path) -> None:
    report = run(
        tmp_path,
        {**FILES, "acme.py": plugin("graph.touchpoints[0].channel = ()\nyield")},
        select=("ACME001",),
    )
    assert report.verdict.exit_code == 3
    assert "raised" in report.checks[0].why_not


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("import nowhere_at_all", "cannot be imported"),
        ("def broken(:", "cannot be imported"),
        ("raise SystemExit(0)", "cannot be imported: it tried to end the program"),
        ("import os; os._exit(0)", "cannot be imported: it ended its process with exit status 0"),
        (plugin(CALM).replace("def cxmap_checks", "def cxmap_chekcs"), "did you mean `cxmap_checks`?"),
        (plugin(CALM).replace("@hookimpl", ""), "has `cxmap_checks` without its mark"),
        (plugin(CALM).replace("[acme_check]", "[acme_check, acme_check]"), "adds the check `ACME001` twice"),
        (plugin(CALM).replace("ACME001", "GOV008"), "adds the check `GOV008`, which `cxmap` has already"),
        (plugin(CALM).replace("[acme_check]", "[42]"), "returns `int` from `cxmap_checks`, not `Check`"),
        (
            plugin(CALM).replace("[acme_check]", "1 / 0"),
            "has a hook `cxmap_checks` that raised ZeroDivisionError",
        ),
        (plugin(CALM).replace("(graph)", "(journey)"), "must take `graph` or `workspace`"),
        (plugin(CALM).replace('severity="error"', 'severity="bad"'), "write error, warning or info"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_stops_the_run(tmp_path: Path, source: str, sentence: str) -> None:
    with pytest.raises(PluginError) as caught:
        run(tmp_path, {**FILES, "acme.py": source})
    assert str(caught.value).startswith("the plugin `acme` ")
    assert sentence in str(caught.value)


def test_two_plugins_with_one_code_stop_the_run(tmp_path: Path) -> None:
    twin = plugin(CALM).replace("acme_check", "other_check")
    with pytest.raises(PluginError, match="adds the check `ACME001`, which `acme` has already"):
        run(tmp_path, {**FILES, "acme.py": plugin(CALM), "twin.py": twin})


@pytest.mark.parametrize(
    ("files", "wishes", "sentence"),
    [
        ({}, {"select": ("STR999",)}, "`STR999` is not a check"),
        ({}, {"ignore": ("acme-chek",)}, "`acme-chek` is not a check; did you mean `acme-check`?"),
        ({}, {"select": ("ZZZ",)}, "`ZZZ` is not a check"),
        ({}, {"profile": "governence"}, "`governence` is not a profile; did you mean `governance`?"),
        ({}, {"select": ("ACME001",), "ignore": ("ACME",)}, "this choice leaves no check"),
        ({}, {"ignore": ("GOV008",)}, "`GOV008` cannot be ignored"),
        ({"cxmap.yaml": "cxmap: 1\nchecks: {ACME999: {severity: info}}\n"}, {}, "`ACME999` is not a check"),
        ({"cxmap.yaml": "cxmap: 1\nchecks: {acme-check: {most: 5}}\n"}, {}, "`most` is not an option; there are none"),
        ({"cxmap.yaml": "cxmap: 1\nrequire: {checks: [NOPE]}\n"}, {}, "`NOPE` is not a check"),
        ({"cxmap.yaml": "cxmap: 1\nprofile: mine\nprofiles: {mine: {ignore: [ACME]}}\n"}, {"ignore": ("ACME",)}, "this choice leaves no check"),
        ({"waivers.yaml": "cxmap: 1\nwaivers: [{rule: ACME007, at: call}]\n"}, {}, "`ACME007` is not a check"),
        ({"waivers.yaml": "cxmap: 1\nwaivers: [{rule: GOV008, at: call}]\n"}, {}, "`GOV008` cannot be waived"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, files: dict[str, str], wishes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        run(tmp_path, {**FILES, "acme.py": plugin(CALM), **files}, **wishes)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"cxmap.yaml": "cxmap: 1\n"},
        {"cxmap.yaml": "cxmap: 1\n", "owners.yaml": "cxmap: 1\nowners: [sales]\n"},
        {"cxmap.yaml": "cxmap: 1\n", "empty.yaml": "cxmap: 1\njourney: Nothing\n"},
        {"cxmap.yaml": "cxmap: 1\nprofil: full\n", "buy.yaml": JOURNEY},
        {"cxmap.yaml": "cxmap: 1\nexclude: [drafts]\n", "buy.yaml": JOURNEY},
        {"cxmap.yaml": "cxmap: 1\n", "buy.yaml": JOURNEY.replace("journey:", "journy:")},
        {"cxmap.yaml": "cxmap: 1\n", "buy.yaml": JOURNEY + "  : {"},
        {"cxmap.yaml": "cxmap: 1\n", "buy.yaml": JOURNEY + "  call: {channel: web}\n"},
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(LoadError) as caught:
        run(tmp_path, files)
    assert caught.value.problems


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError):
        open_with_plugins(Wanted(tmp_path / "nowhere"))


def test_a_plugin_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "buy.yaml").write_text(JOURNEY)
    with pytest.raises(LoadError, match=r"there is no file `gone\.py`"):
        open_with_plugins(Wanted(tmp_path, (tmp_path / "gone.py",)))


@pytest.mark.parametrize(
    "key", ["plugins: [cxmap_nowhere]", "plugins: [rules/gone.py]", "require: {plugins: [cxmap_nowhere]}"]
)
def test_a_plugin_that_is_named_and_not_there_leaves_the_audit_incomplete(tmp_path: Path, key: str) -> None:
    files = {**FILES, "cxmap.yaml": f"cxmap: 1\n{key}\n", "acme.py": plugin(CALM)}
    report = run(tmp_path, files, select=("ACME001",))
    assert report.verdict.exit_code == 3
    assert "is missing or broken" in report.verdict.sentence


def test_a_selection_that_matches_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "buy.yaml").write_text(JOURNEY)
    (tmp_path / "acme.py").write_text(plugin(CALM))
    opened = open_with_plugins(Wanted(tmp_path, (tmp_path / "acme.py",)))
    for selector, sentence in (("stage:nowhere", "nowhere"), ("channel:chat", "matches nothing")):
        with pytest.raises(ConfigError, match=sentence):
            audit(opened.workspace, Settings(TODAY, at=(selector,)), opened.plugins)


LEAKS = [
    "print('::error::spoof \\x1b[31m')\nyield Finding('call', 'x')",
    "import os; os.chdir('/')\nyield Finding('call', 'x')",
    "import os; os.environ['TZ'] = 'Asia/Tokyo'\nyield Finding('call', 'x')",
    "import cxmap.verdict; cxmap.verdict.EXIT_CODES = dict.fromkeys(cxmap.verdict.EXIT_CODES, 0)\nyield Finding('call', 'x')",
    "import locale; locale.setlocale(locale.LC_ALL, 'C')\nyield Finding('call', 'x')",
    "import sys; sys.stdout.close()\nyield Finding('call', 'x')",
    "import threading, time; threading.Thread(target=time.sleep, args=(99,)).start()\nyield Finding('call', 'x')",
]


@pytest.mark.parametrize("body", LEAKS)
def test_a_plugin_that_only_leaks_spoils_nothing(
    tmp_path: Path, body: str, capfd: pytest.CaptureFixture[str]
) -> None:
    calm = run(
        tmp_path / "calm", {**FILES, "acme.py": plugin("yield Finding('call', 'x')")}, select=("ACME001",)
    )
    leaky = run(tmp_path / "leaky", {**FILES, "acme.py": plugin(body)}, select=("ACME001",))
    assert leaky.findings == calm.findings
    assert leaky.verdict == calm.verdict
    said = capfd.readouterr()
    assert said.out == ""
    assert all(line.startswith("acme: ") for line in said.err.splitlines())
    assert "\x1b" not in said.err
