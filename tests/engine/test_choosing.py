"""Which checks run: profiles, selections and what cxmap.yaml sets."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cxmap import Finding, JourneyGraph, check
from cxmap.checks import Check
from cxmap.choosing import Wishes, choose
from cxmap.config import Config, ConfigError
from cxmap.opening import from_files
from cxmap.waiving import waiver_expired_or_bare

from .conftest import JOURNEY


def named(code: str) -> Check:
    """A check that does nothing."""

    def nothing(graph: JourneyGraph, *, most: int = 3) -> Iterator[Finding]:
        """Nothing."""
        yield from ()

    return check(code, severity="error", name=f"rule-{code.lower()}")(nothing)


FIRST = [
    "STR001",
    "FRI001",
    "FRI019",
    "GOV001",
    "GOV003",
    "MET001",
    "MET006",
    "CON001",
    "CON006",
    "DAT001",
    "ACC001",
]
CHECKS = [*(named(code) for code in FIRST), waiver_expired_or_bare, named("ACME001")]
OURS = frozenset({*FIRST, "GOV008"})
STARTER = {"STR001", "GOV001", "MET001", "CON001", "GOV008", "ACME001"}
GOVERNANCE = STARTER | {"GOV003", "CON006", "DAT001"}


def config(text: str) -> Config:
    """The configuration in these lines."""
    return from_files({"cxmap.yaml": f"cxmap: 1\n{text}", "buy.yaml": JOURNEY}).config


def chosen(text: str = "", **wishes: object) -> set[str]:
    """The codes that run."""
    return set(choose(CHECKS, OURS, config(text), Wishes(**wishes)).codes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wishes", "codes"),
    [
        ("", {}, STARTER),
        ("profile: governance\n", {}, GOVERNANCE),
        ("profile: full\n", {}, {*OURS, "ACME001"}),
        ("profile: full\n", {"profile": "starter"}, STARTER),
        ("select: [FRI]\n", {}, {"FRI001", "FRI019", "GOV008"}),
        ("select: [FRI]\n", {"select": ("rule-str001",)}, {"STR001", "GOV008"}),
        ("ignore: [STR, ACME001]\n", {}, STARTER - {"STR001", "ACME001"}),
        ("ignore: [STR]\n", {"select": ("STR",)}, {"STR001", "GOV008"}),
        ("ignore: [STR]\n", {"ignore": ("CON",)}, STARTER - {"STR001", "CON001"}),
        ("", {"ignore": ("GOV",)}, STARTER - {"GOV001"}),
        ("profile: ours\nprofiles: {ours: {extends: governance, select: [MET, FRI001], ignore: [GOV003]}}\n", {},
         GOVERNANCE - {"GOV003"} | {"MET006", "FRI001"}),
        ("profile: b\nprofiles: {a: {select: [FRI]}, b: {extends: a, ignore: [FRI019]}}\n", {}, {"FRI001", "GOV008", "ACME001"}),
        ("profile: bare\nprofiles: {bare: {select: [STR001]}}\n", {}, {"STR001", "GOV008", "ACME001"}),
    ],
)  # fmt: skip
def test_what_runs(text: str, wishes: dict[str, object], codes: set[str]) -> None:
    assert chosen(text, **wishes) == codes


@pytest.mark.parametrize(
    ("text", "wishes", "sentence"),
    [
        ("profile: a\nprofiles: {a: {extends: b}, b: {extends: a}}\n", {}, "the profile `a` extends itself"),
        (
            "profile: a\nprofiles: {a: {extends: nowhere}}\n",
            {},
            "cxmap.yaml:3:25 LNG004 `nowhere` is not a profile",
        ),
        ("select: [STR, NOPE]\n", {}, "cxmap.yaml:2:15 LNG004 `NOPE` is not a check"),
        ("ignore: [rule-str01]\n", {}, "did you mean `rule-str001`?"),
        ("checks: {rule-str001: {mots: 3}}\n", {}, "did you mean `most`?"),
        ("checks: {rule-str001: {most: x}}\n", {}, "`x` does not fit the option `most`"),
        ("", {"select": ("str",)}, "--select:1:1 LNG004 `str` is not a check"),
        ("", {"select": ("GOV008",)}, "leaves no check"),
        (
            "profile: a\nprofiles: {a: {checks: {NOPE: {severity: info}}, select: [STR]}}\n",
            {},
            "`NOPE` is not a check",
        ),
    ],
)
def test_what_is_refused(text: str, wishes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        chosen(text, **wishes)
    assert sentence in str(caught.value)


def test_settings_of_the_file_win_over_those_of_its_profile() -> None:
    text = (
        "profile: ours\ntimeout: 5s\nfail_on: info\nchecks: {STR001: {severity: info}}\n"
        "profiles: {ours: {extends: starter, fail_on: warning, checks: {STR001: {severity: warning, most: 9}, GOV001: {timeout: 1s}}}}\n"
    )
    plan = choose(CHECKS, OURS, config(text), Wishes())
    by_code = {each.check.code: each for each in plan.checks}
    assert (by_code["STR001"].severity, by_code["STR001"].options, by_code["STR001"].seconds) == (
        "info",
        {"most": "9"},
        5,
    )
    assert by_code["GOV001"].seconds == 1
    assert plan.fail_on == "info"
    assert choose(CHECKS, OURS, config(text), Wishes(fail_on="error")).fail_on == "error"
    assert choose(CHECKS, OURS, config(text.replace("fail_on: info\n", "")), Wishes()).fail_on == "warning"


def test_required_checks_are_resolved_and_kept_apart_from_the_choice() -> None:
    plan = choose(CHECKS, OURS, config("require: {checks: [FRI]}\n"), Wishes())
    assert plan.required == {"FRI001", "FRI019"}
    assert not plan.required & plan.codes


def test_the_order_of_checks_changes_nothing() -> None:
    plans = [
        choose(order, OURS, config(""), Wishes())
        for order in (CHECKS, [replace(each) for each in reversed(CHECKS)])
    ]
    assert [each.check.code for each in plans[0].checks] == [each.check.code for each in plans[1].checks]
