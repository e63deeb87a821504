"""JSON keys are a contract; JUnit and annotations are read back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from defusedxml.ElementTree import fromstring

from cxmap import Place, Report, Step
from cxmap.audit import failed_report
from cxmap.place import Problem
from cxmap.waivers import Waiver

Kit = Any
WAIVER = Waiver(rule="FRI001", at=("ask",), because="agreed", by="desk", until=date(2027, 1, 1))
STEPS = tuple(Step(name, Place("journey.yaml", line, 3)) for line, name in ((4, "see"), (5, "ask")))
KEYS = {
    "findings": "code name severity message journey element file line column path related fingerprint waived",
    "checks": "code name outcome version plugin journeys",
    "unknown": "code journey element missing",
    "waivers": "rule at because by until approved_by state",
}


def test_json_has_every_key_of_the_contract(kit: Kit, broadband: Report) -> None:
    made = json.loads(kit.render(broadband, "json"))
    assert {"verdict", "as_of", "journeys", "checks", "findings", "unknown", "waivers"} <= set(made)
    for name, keys in KEYS.items():
        assert all(set(keys.split()) <= set(one) for one in made[name]), name
    assert made["verdict"] == broadband.verdict.state
    assert made["journeys"] == ["keep-broadband", "repair-line"]
    assert "errors" not in made


def test_json_writes_elements_paths_and_waivers_as_authors_do(kit: Kit) -> None:
    report = kit.report(kit.finding("see -> ask", path=STEPS, waived=WAIVER))
    (finding,) = json.loads(kit.render(report, "json"))["findings"]
    assert finding["element"] == "see -> ask"
    assert finding["waived"] is True
    assert finding["path"] == [
        {"element": "see", "file": "journey.yaml", "line": 4},
        {"element": "ask", "file": "journey.yaml", "line": 5},
    ]


def test_json_of_an_audit_that_could_not_begin_lists_the_errors(kit: Kit) -> None:
    problem = Problem(Place("journey.yaml", 3, 5), "LNG001", "`chanel` is not a field")
    failed = replace(failed_report([problem], date(2026, 10, 1)), renderers=kit.report().renderers)
    made = json.loads(kit.render(failed, "json"))
    assert made["verdict"] == "error"
    assert made["errors"] == [
        {
            "code": "LNG001",
            "message": "`chanel` is not a field",
            "file": "journey.yaml",
            "line": 3,
            "column": 5,
        }
    ]
    for form in ("text", "junit", "github", "markdown", "html"):
        assert "chanel" in kit.render(failed, form)


def junit(kit: Kit, report: Report) -> Any:
    return fromstring(kit.render(report, "junit").encode("utf-8"))


def case(root: Any, name: str) -> Any:
    (found,) = [one for one in root.iter("testcase") if one.get("name") == name]
    return found


def test_junit_fails_only_for_what_fails_the_audit(kit: Kit) -> None:
    low = kit.finding(fingerprint="a")
    root = junit(
        kit,
        kit.report(
            low, replace(low, fingerprint="b", code="CON001", name="bad", severity="error", path=STEPS)
        ),
    )
    assert case(root, "FRI001 asks-again").find("failure") is None
    assert "`ask` asks again" in case(root, "FRI001 asks-again").findtext("system-out")
    assert "path: see:4 > ask:5" in case(root, "CON001 bad").findtext("failure")
    assert root.get("failures") == "1"


def test_junit_does_not_fail_for_what_is_waived_or_accepted(kit: Kit) -> None:
    bad = kit.finding(severity="error")
    root = junit(
        kit,
        kit.report(
            replace(bad, waived=WAIVER, fingerprint="a"), replace(bad, baseline="existing", fingerprint="b")
        ),
    )
    assert root.get("failures") == "0"
    assert "(waived)" in case(root, "FRI001 asks-again").findtext("system-out")


def test_junit_says_what_did_not_run(kit: Kit) -> None:
    root = junit(kit, kit.hostile("word"))
    assert case(root, "ZZZ001 word").find("error").get("message") == "did not run: word"


def test_junit_has_one_suite_for_each_journey(kit: Kit, broadband: Report) -> None:
    root = junit(kit, broadband)
    assert [suite.get("name") for suite in root] == ["keep-broadband", "repair-line", "workspace"]
    assert sum(int(suite.get("tests")) for suite in root) >= len(broadband.checks)


def test_annotations_carry_place_path_and_severity(kit: Kit) -> None:
    text = kit.render(kit.report(kit.finding(path=STEPS)), "github", prefix="maps/")
    first, last = text.splitlines()
    assert first == (
        "::warning file=maps/journey.yaml,line=5,col=1,title=FRI001 asks-again::"
        "`ask` asks again; write `confirms:`%0Apath: see (line 4) > ask (line 5)"
    )
    assert last == "pass: it is what it is"


def test_what_is_set_aside_is_only_a_notice(kit: Kit) -> None:
    bad = kit.finding(severity="error")
    report = kit.report(
        replace(bad, waived=WAIVER, fingerprint="a"), replace(bad, baseline="existing", fingerprint="b")
    )
    titles = [
        line.split("title=")[1].split("::")[0] for line in kit.render(report, "github").splitlines()[:2]
    ]
    assert titles == ["FRI001 asks-again (in the baseline)", "FRI001 asks-again (waived)"]
    assert "::error" not in kit.render(report, "github")
