"""SARIF that other tools accept: held against the published schema."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from cxmap import Place, Report, Step
from cxmap.audit import failed_report
from cxmap.place import Problem
from cxmap.waivers import Waiver

Kit = Any
SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
)
# Its formats are checked too: `uri` must be one.
VALIDATOR = Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER)


def sarif(kit: Kit, report: Report, **options: object) -> Any:
    log = json.loads(kit.render(report, "sarif", **options))
    assert [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(log)] == []
    return log["runs"][0]


def test_the_insurer_is_valid(kit: Kit, insurer: Report) -> None:
    run = sarif(kit, insurer)
    assert len(run["tool"]["driver"]["rules"]) == len(insurer.checks)
    assert run["invocations"][0] == {
        "executionSuccessful": True,
        "exitCode": 1,
        "toolExecutionNotifications": [],
    }
    assert sum("suppressions" in result for result in run["results"]) == 1


def test_broadband_is_valid(kit: Kit, broadband: Report) -> None:
    run = sarif(kit, broadband, prefix="journeys/broadband/")
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]
    }
    assert uris and all(uri.startswith("journeys/broadband/") for uri in uris)


@pytest.mark.parametrize("word", ["\x1b[0m\x00", "a b/ü?#%", "<x>", "\ud800"])
def test_hostile_words_are_valid(kit: Kit, word: str) -> None:
    sarif(kit, kit.hostile(word))


def test_a_witness_is_a_code_flow_with_every_step_in_order(kit: Kit) -> None:
    steps = tuple(Step(name, Place("journey.yaml", line, 3)) for line, name in ((4, "see"), (5, "ask")))
    (result,) = sarif(kit, kit.report(kit.finding(path=steps, related=steps[:1])))["results"]
    (flow,) = result["codeFlows"]
    places = [step["location"] for step in flow["threadFlows"][0]["locations"]]
    assert [place["logicalLocations"][0]["name"] for place in places] == ["see", "ask"]
    assert [place["physicalLocation"]["region"]["startLine"] for place in places] == [4, 5]
    assert len(result["relatedLocations"]) == 1


def test_results_point_at_their_rules(kit: Kit, broadband: Report) -> None:
    run = sarif(kit, broadband)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_levels_waivers_and_baseline(kit: Kit) -> None:
    waiver = Waiver(rule="FRI001", at=("ask",), because="agreed", by="desk", until=date(2027, 1, 1))
    report = kit.report(
        kit.finding(severity="info", baseline="new", fingerprint="a"),
        kit.finding(waived=waiver, baseline="existing", fingerprint="b"),
    )
    one, other = sarif(kit, report)["results"]
    assert (one["level"], one["baselineState"]) == ("note", "new")
    assert "suppressions" not in one
    assert other["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "agreed"}]
    assert other["baselineState"] == "unchanged"


def test_what_did_not_run_and_what_is_unknown_is_told(kit: Kit) -> None:
    run = sarif(kit, kit.hostile("word"))
    texts = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert texts == [
        "ZZZ001 word did not run: word",
        "1 place unknown because a fact is missing; nothing was decided there",
    ]


def test_an_audit_that_could_not_begin_is_no_success(kit: Kit) -> None:
    problem = Problem(Place("journey.yaml", 3, 5), "LNG001", "`chanel` is not a field of a touchpoint")
    renderers = kit.report().renderers
    from dataclasses import replace

    run = sarif(kit, replace(failed_report([problem], date(2026, 10, 1)), renderers=renderers))
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["exitCode"] == 2
    assert run["results"] == []
