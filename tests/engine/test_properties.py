"""What holds of every verdict, whatever is found: worse never looks better, and order never matters."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxmap import Finding, JourneyGraph, Unknown, check
from cxmap.audit import Settings, audit
from cxmap.checks import Check
from cxmap.discovery import FIRST_PARTY
from cxmap.opening import from_files
from cxmap.plugins import Plugins, gather
from cxmap.report import PluginState, Report

from .conftest import JOURNEY, TODAY, ours

CODES = ("ABC001", "ABC002", "CON099")
ELEMENTS = ("see", "call", "buy", "see -> call", "owner:care", "purpose:offers", "journey:buy")
REGISTER = "cxmap: 1\nowners: {care: {}, sales: {}}\npurposes: {offers: {}, research: {}}\n"

findings = st.builds(
    Finding,
    element=st.sampled_from(ELEMENTS),
    message=st.sampled_from(("one", "two")),
    related=st.lists(st.sampled_from(ELEMENTS), max_size=2).map(tuple),
    severity=st.sampled_from((None, "info", "warning", "error")),
    purpose=st.sampled_from((None, "offers", "research")),
)
unknowns = st.builds(Unknown, element=st.sampled_from(ELEMENTS), missing=st.just("channel"))
said = st.dictionaries(st.sampled_from(CODES), st.lists(findings | unknowns, max_size=5), min_size=1)
waivers = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(ELEMENTS)), max_size=3)
drops = st.dictionaries(st.sampled_from(CODES), st.lists(st.sampled_from(CODES), max_size=2).map(tuple))
# Few things said about few elements, so that one finding often decides and often replaces another.
near = st.builds(
    Finding,
    element=st.sampled_from(("call", "see -> call")),
    message=st.just("one"),
    related=st.lists(st.just("call"), max_size=1).map(tuple),
    severity=st.sampled_from((None, "info", "warning")),
)
PAIR = CODES[:2]
little = st.dictionaries(st.sampled_from(PAIR), st.lists(near, max_size=1), min_size=1)
chained = st.dictionaries(
    st.sampled_from(PAIR), st.lists(st.sampled_from(PAIR), min_size=1).map(tuple), min_size=1
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def speaker(code: str, results: list[Any], dropped: tuple[str, ...] = ()) -> Check:
    """A check that says just this."""

    def speak(graph: JourneyGraph) -> Iterator[Any]:
        """Speak."""
        yield from results

    return check(code, severity="error", drops=dropped, drops_on="members", name=code.lower())(speak)


def judged(
    said: dict[str, list[Any]],
    waived: list[tuple[str, str]] = [],  # noqa: B006  never changed
    dropped: dict[str, tuple[str, ...]] = {},  # noqa: B006
    **wishes: Any,
) -> Report:
    """The audit in which checks say this, some of it waived."""
    files = {"cxmap.yaml": "cxmap: 1\nprofile: full\n", "buy.yaml": JOURNEY, "all.yaml": REGISTER}
    rows = [
        f'  - {{rule: {code}, at: "{at}", because: b, by: me, until: 2027-01-01}}\n'
        for code, at in waived
        if code in said
    ]
    if rows:
        files["waivers.yaml"] = "cxmap: 1\nwaivers:\n" + "".join(rows)
    checks = [speaker(code, results, dropped.get(code, ())) for code, results in said.items()]
    return audit(from_files(files), Settings(TODAY, **wishes), ours(*checks))


@given(said, findings, st.sampled_from(CODES), waivers)
@quick
def test_adding_a_finding_never_improves_a_verdict(
    said: dict[str, list[Any]], more: Finding, code: str, waived: list[tuple[str, str]]
) -> None:
    said = {code: [], **said}
    after = judged({**said, code: [*said[code], more]}, waived)
    assert after.verdict.exit_code >= judged(said, waived).verdict.exit_code


@given(little, near, st.sampled_from(PAIR), chained)
@settings(quick, max_examples=200)
def test_adding_a_finding_that_replaces_others_never_improves_a_verdict(
    said: dict[str, list[Any]], more: Finding, code: str, dropped: Any
) -> None:
    """Without waivers: a waived finding replaces too, so that who accepts a cause accepts what follows."""
    said = {code: [], **said}
    after = judged({**said, code: [*said[code], more]}, [], dropped)
    assert after.verdict.exit_code >= judged(said, [], dropped).verdict.exit_code


@given(said, waivers, drops, st.randoms(use_true_random=False))
@quick
def test_the_order_in_which_things_are_said_changes_nothing(
    said: dict[str, list[Any]], waived: list[tuple[str, str]], dropped: Any, random: Any
) -> None:
    shuffled = {
        code: random.sample(said[code], len(said[code])) for code in random.sample(list(said), len(said))
    }
    one, two = judged(said, waived, dropped), judged(shuffled, waived, dropped)
    assert one.verdict == two.verdict
    assert one.checks == two.checks
    assert one.unknown == two.unknown
    assert one.findings == two.findings


@given(said, st.sampled_from(CODES), st.sampled_from(ELEMENTS))
@quick
def test_a_waiver_removes_exactly_its_finding(said: dict[str, list[Any]], code: str, at: str) -> None:
    said = {code: [], **said}
    before = judged(said)
    after = judged(said, [(code, at)])
    (record,) = after.waivers
    others = [each for each in after.findings if each.code != "GOV008"]
    assert [replace(each, waived=None) for each in others] == list(before.findings)
    meant = {
        each.fingerprint
        for each in before.findings
        if each.code == code and at in (each.element, f"{each.kind}:{each.element}")
    }
    waived = {each.fingerprint for each in others if each.waived}
    assert waived == (meant if record.state == "active" else set())


@given(said)
@quick
def test_every_finding_has_a_fingerprint_of_its_own(said: dict[str, list[Any]]) -> None:
    marks = [each.fingerprint for each in judged(said).findings]
    assert len(marks) == len(set(marks))


@given(little, chained)
@quick
def test_what_is_dropped_stays_visible_beside_what_replaced_it(
    said: dict[str, list[Any]], dropped: Any
) -> None:
    everything, left = judged(said), judged(said, [], dropped)
    places = {each.place for each in left.findings}
    places |= {step.place for each in left.findings for step in each.related}
    assert {each.place for each in everything.findings} <= places


FILES = {
    "cxmap.yaml": "cxmap: 1\nprofile: full\n",
    "teams.yaml": "cxmap: 1\nowners: {care: {unit: service}, sales: {unit: market}}\nunits: {service: {}, market: {}}\n",
    "data.yaml": "cxmap: 1\ndata: {email: {}, name: {}}\npurposes: {offers: {basis: consent}}\nsystems: {crm: {}, shop: {}}\n",
    "buy.yaml": JOURNEY.replace("{channel: phone}", "{channel: phone, uses: {offers: [email]}, owner: care}"),
    "care.yaml": "cxmap: 1\njourney: Care\ntouchpoints: {ask: {channel: chat, owner: care}, tell: {channel: chat, next: end}}\n",
}  # fmt: skip
TURNED = {
    "teams.yaml": "cxmap: 1\nunits: {market: {}, service: {}}\nowners: {sales: {unit: market}, care: {unit: service}}\n",
    "data.yaml": "cxmap: 1\nsystems: {shop: {}, crm: {}}\npurposes: {offers: {basis: consent}}\ndata: {name: {}, email: {}}\n",
}


@pytest.fixture(scope="module")
def everything() -> Plugins:
    """Every plugin there is."""
    return gather()


def test_the_order_of_files_and_of_keys_in_registers_changes_nothing(everything: Plugins) -> None:
    def told(files: dict[str, str]) -> Any:
        report = audit(from_files(files), Settings(TODAY), everything)
        keys = [
            (each.code, each.journey, each.element, each.message, each.fingerprint)
            for each in report.findings
        ]
        return report.verdict, sorted(keys, key=str), [(each.code, each.outcome) for each in report.checks]

    backwards = dict(reversed(FILES.items()))
    assert told(backwards) == told(FILES)
    assert told({**FILES, **TURNED}) == told(FILES)


@pytest.mark.parametrize("name", FIRST_PARTY)
def test_removing_a_plugin_of_ours_never_improves_a_verdict(everything: Plugins, name: str) -> None:
    def without(state: PluginState) -> PluginState:
        return replace(state, state="missing", adds={}) if state.name == name else state

    left = replace(
        everything,
        states=tuple(without(state) for state in everything.states),
        checks=tuple(each for each in everything.checks if each.plugin != name),
    )
    workspace = from_files(FILES)
    before = audit(workspace, Settings(TODAY), everything).verdict
    after = audit(workspace, Settings(TODAY), left).verdict
    assert after.exit_code == 3 >= before.exit_code
    assert f"`{name}` is missing or broken" in after.sentence


def test_removing_a_plugin_that_is_named_never_improves_a_verdict(everything: Plugins) -> None:
    named = {**FILES, "cxmap.yaml": "cxmap: 1\nprofile: full\nplugins: [cxmap_acme]\n"}
    state = PluginState("cxmap_acme", "1", "loaded", first_party=False)
    there = replace(everything, states=(*everything.states, state))
    assert audit(from_files(named), Settings(TODAY), there).verdict.exit_code < 3
    assert audit(from_files(named), Settings(TODAY), everything).verdict.exit_code == 3
