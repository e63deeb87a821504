"""What the friction rules find on the reference journey and on the examples: what is there, and nothing else."""

import os
from pathlib import Path

import pytest
import yaml

from cxmap import load
from cxmap.checks import Finding
from cxmap.naming import bare, named
from cxmap.testing import assert_finds, assert_silent
from cxmap_friction import cxmap_checks
from cxmap_friction.repeated_identification import repeated_identification

ROOT = Path(__file__).parents[2]
PLANTED = yaml.safe_load((ROOT / "tests" / "journeys" / "planted.yaml").read_text(encoding="utf-8"))


def _find(folder: Path) -> list[tuple[str, str, str]]:
    found = []
    for graph in load(folder).graphs:
        for check in cxmap_checks():
            for result in check(graph):
                if isinstance(result, Finding):
                    found.append((check.code, graph.id, bare(str(named(result).element))))
    return sorted(found)


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_examples_have_only_what_was_planted(name: str) -> None:
    planted = [one for one in PLANTED[name] if one["code"].startswith("FRI")]
    assert _find(ROOT / "journeys" / name) == sorted(
        (one["code"], one["journey"], one["element"]) for one in planted
    )


def test_the_reference_journey() -> None:
    if "CXMAP_REFERENCE" not in os.environ:
        pytest.skip("no reference data")
    found = _find(Path(os.environ["CXMAP_REFERENCE"]) / "journeys" / "insurer")
    assert [(code, element) for code, _, element in found] == [
        ("FRI001", "quote_call"),
        ("FRI001", "report_claim"),
        ("FRI002", "quote_call -> buy_online"),
        ("FRI003", "at_risk_ravi"),
        ("FRI003", "first_car_fay"),
        ("FRI003", "loyal_lena"),
        ("FRI005", "quote_call"),
        ("FRI005", "report_claim"),
        ("FRI013", "quote_call"),
    ]


def test_the_witness_of_the_reference_journey() -> None:
    if "CXMAP_REFERENCE" not in os.environ:
        pytest.skip("no reference data")
    graph = load(Path(os.environ["CXMAP_REFERENCE"]) / "journeys" / "insurer").graphs[0]
    asks_again, _, switches, *_ = cxmap_checks()
    paths = {bare(str(named(one).element)): named(one).path for one in asks_again(graph)}
    assert paths["report_claim"] == ("quote_web", "buy_online", "welcome", "app_driving", "report_claim")
    numbers = {one.persona: one.message.split(" needs ")[1].split()[0] for one in switches(graph)}  # type: ignore[attr-defined]
    assert numbers == {"loyal_lena": "5", "at_risk_ravi": "4", "first_car_fay": "4"}


def test_an_anytime_touchpoint_is_a_way_round_proving_who_one_is() -> None:
    """Two proofs lie on the path, but a call from the first step leads past both."""
    assert_silent(
        repeated_identification,
        """
        outcome: paid
        touchpoints:
          start: {channel: web}
          login: {channel: web, identifies: true}
          again: {channel: web, identifies: true}
          paid: {channel: web, next: end}
        anytime:
          hotline: {channel: phone, next: paid}
        """,
    )


def test_an_anytime_touchpoint_that_leads_nowhere_is_no_way_round() -> None:
    assert_finds(
        repeated_identification,
        """
        outcome: paid
        touchpoints:
          start: {channel: web}
          login: {channel: web, identifies: true}
          again: {channel: web, identifies: true}
          paid: {channel: web, next: end}
        anytime:
          hotline: {channel: phone}
        """,
    )
