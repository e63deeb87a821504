"""The reference workspace: what the checks on consent and data find there, and nothing beside it."""

import os
from datetime import date
from pathlib import Path

import pytest

import cxmap
from cxmap.naming import bare, named
from cxmap_consent import cxmap_checks as consent_checks
from cxmap_data import cxmap_checks as data_checks

REFERENCE = os.environ.get("CXMAP_REFERENCE")
AS_OF = date(2026, 11, 1)


@pytest.fixture(scope="module")
def graph():
    if not REFERENCE:
        pytest.skip("CXMAP_REFERENCE is not set")
    return cxmap.load(Path(REFERENCE) / "journeys" / "insurer").graphs[0]


def test_findings_are_the_expected_ones(graph):
    found = set()
    for check in (*consent_checks(), *data_checks()):
        for result in check(*((graph, AS_OF) if check.needs_date else (graph,))):
            result = named(result)
            assert isinstance(result, cxmap.Finding), f"{check.code} lacks {result}"
            found.add((check.code, bare(result.element), result.data, result.path))
    assert found == {
        ("CON007", "risk_check", "trips", ("app_driving", "risk_check")),
        ("CON014", "name", "name", ()),
        ("CON017", "ask_review", None, ()),
        ("DAT003", "claimdesk", None, ()),
        ("DAT004", "risk_check", "claims", ()),  # dropped under DAT003, which stands beside it
        ("DAT004", "renewal_offer", "claims", ()),
        ("DAT008", "risk_check", None, ()),
        ("DAT011", "keep-good-drivers", None, ()),
    }


def test_what_every_path_to_renewal_passes(graph):
    assert cxmap.find_dominators(graph, "renewed") == (
        "ask_friends",
        "comparison_site",
        "quote_web",
        "buy_online",
        "welcome",
        "app_driving",
        "risk_check",
        "renewal_offer",
        "renewed",
    )


@pytest.mark.parametrize(
    ("before", "after", "code", "element", "path"),
    [
        (
            "        consent: {asks: [offers]}\n",
            "",
            "CON001",
            "ask_review",
            "ask_friends > comparison_site > quote_web > buy_online > welcome > ... > renewed > ask_review",
        ),
        (
            "uses: {offers: [email]}, consent: {requires: [offers]}",
            "uses: {offers: [email]}",
            "CON002",
            "ask_review",
            "ask_friends > comparison_site > quote_web > buy_online > welcome > ... > renewed > ask_review",
        ),
        (
            "consent: {withdraws: [offers, driving]}, ",
            "",
            "CON003",
            "quote_web",
            None,
        ),
    ],
)
def test_three_mutations_are_found(graph, before, after, code, element, path):
    from cxmap.testing import workspace

    folder = Path(REFERENCE) / "journeys" / "insurer"
    files = {file.name: file.read_text() for file in sorted(folder.glob("*.yaml"))}
    assert before in files["keep-good-drivers.yaml"]
    files["keep-good-drivers.yaml"] = files["keep-good-drivers.yaml"].replace(before, after)
    mutated = workspace(files).graphs[0]
    check = next(one for one in consent_checks() if one.code == code)
    results = [named(result) for result in check(mutated)]
    found = next(one for one in results if bare(one.element) == element)
    assert path is None or path in found.message
