"""`--at` chooses elements: the whole journey is analysed, and what does not touch the selection is left out."""

from collections.abc import Iterator

import pytest

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap.config import ConfigError

from .conftest import JOURNEY, Audit, ours

FILES = {
    "all.yaml": "cxmap: 1\nowners: {care: {}, sales: {}}\nsystems: {crm: {}, shop: {}}\n",
    "buy.yaml": JOURNEY.replace("call: {channel: phone}", "call: {channel: phone, owner: care, system: crm}"),
    "other.yaml": "cxmap: 1\njourney: Other\ntouchpoints: {a: {channel: web}, b: {channel: web, next: end}}\n",
}


@check("ABC001", severity="error")
def everything(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
    """A finding on everything there is."""
    for touchpoint in graph.touchpoints:
        yield Finding(touchpoint, "step")
        yield Unknown(touchpoint, "owner")
    for edge in graph.edges:
        yield Finding(edge, "way")
    for owner in graph.owners.values():
        yield Finding(owner, "owner")
    for system in graph.systems.values():
        yield Finding(system, "system")
    yield Finding(graph.journey, "journey")
    yield Finding(graph.touchpoints[0], "path", path=graph.on_path)


@pytest.mark.parametrize(
    ("at", "elements"),
    [
        (("call",), ["call", "call -> buy", "care", "crm", "journey:buy", "see", "see -> call"]),
        (("channel:phone",), ["call", "call -> buy", "care", "crm", "journey:buy", "see", "see -> call"]),
    ],
)
def test_what_touches_the_selection_is_reported(
    audited: Audit, at: tuple[str, ...], elements: list[str]
) -> None:
    report = audited(ours(everything), FILES, at=at)
    assert sorted({each.element for each in report.findings if each.journey == "buy"}) == elements
    assert not [each for each in report.findings if each.journey == "other"]
    assert [each.element for each in report.unknown] == ["call"]
    assert report.selection == " ".join(at)


def test_a_journey_can_be_selected(audited: Audit) -> None:
    report = audited(ours(everything), FILES, at=("journey:other",))
    assert {each.journey for each in report.findings} == {"other"}


def test_a_waiver_is_not_unused_because_its_finding_was_not_selected(audited: Audit) -> None:
    waiver = "cxmap: 1\nwaivers: [{rule: ABC001, at: buy, because: b, by: me, until: 2027-01-01}]\n"
    report = audited(ours(everything), {**FILES, "waivers.yaml": waiver}, at=("call",))
    assert [each.state for each in report.waivers] == ["active"]


@pytest.mark.parametrize("at", ["nowhere", "owner:nobody", "colour:red", "channel:chat", "a,,b"])
def test_what_selects_nothing_is_refused(audited: Audit, at: str) -> None:
    with pytest.raises(ConfigError):
        audited(ours(everything), FILES, at=(at,))


def test_findings_can_be_selected_by_their_rule(audited: Audit) -> None:
    @check("ABC002", severity="info")
    def one(graph: JourneyGraph) -> Iterator[Finding]:
        """One."""
        if graph.id == "buy":
            yield Finding("see", "one")

    report = audited(ours(everything, one), FILES, at=("finding:ABC002",))
    assert "call" not in {each.element for each in report.findings}
    assert "see" in {each.element for each in report.findings}
