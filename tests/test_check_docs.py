"""Every check explains itself, its examples hold, and its corners are written down in a case file."""

from pathlib import Path

import pytest

from cxmap.audit import Settings, audit
from cxmap.checks import Check
from cxmap.explaining import explain
from cxmap.opening import from_files
from cxmap.plugins import gather
from cxmap.testing import TODAY, assert_documented, run_case_file
from cxmap.waiving import CODE as WAIVER_RULE
from cxmap.waiving import waiver_expired_or_bare

PLUGINS = gather()
CHECKS = [
    check for check in PLUGINS.checks if check.code != WAIVER_RULE and check.plugin not in PLUGINS.foreign
]
CASES = sorted((Path(__file__).parent / "checks").glob("*.yaml"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_the_examples_of_a_check_hold(check: Check) -> None:
    assert_documented(check)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_names_its_source_and_the_way_out(check: Check) -> None:
    page = explain(check.doc)
    assert page.fix, "write a paragraph `Fix: ..`"
    assert page.source, "write a paragraph `Source: ..`"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_cases_of_a_check_hold(path: Path) -> None:
    assert list(run_case_file(path, CHECKS)), "a case file has at least one case"


def test_every_check_has_a_case_file() -> None:
    assert sorted(check.name for check in CHECKS) == sorted(path.stem for path in CASES)


def test_the_rule_on_waivers_explains_itself_with_waivers() -> None:
    page = explain(waiver_expired_or_bare.doc)
    for text, faulty in ((page.passes[0], False), (page.fails[0], True)):
        files = {"cxmap.yaml": "cxmap: 1\nprofile: full\n", "j.yaml": _JOURNEY, "waivers.yaml": text}
        report = audit(from_files(files), Settings(TODAY), PLUGINS)
        faults = [each for each in report.findings if each.code == WAIVER_RULE and each.severity == "error"]
        assert bool(faults) is faulty


_JOURNEY = """\
cxmap: 1
journey: Join
data: {name: {is: user.name}}
touchpoints: {join: {channel: web, collects: [name], next: end}}
"""
