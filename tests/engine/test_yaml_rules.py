"""Rules without Python are checks like any other: planned in every profile, waived, ignored, and never mixed up."""

import pytest

from cxmap.config import ConfigError

from .conftest import Audit, loose, ours
from .test_checks import silent_call

RULES = """\
cxmap: 1
rules:
  HOUSE001:
    name: {name}
    severity: error
    because: We said so.
    every: {{select: "channel:phone", has: owner}}
"""


def rules(name: str = "calls-are-owned") -> dict[str, str]:
    return {"house.yaml": RULES.format(name=name)}


@pytest.mark.parametrize("profile", ["starter", "governance", "full"])
def test_a_rule_runs_in_every_profile(audited: Audit, profile: str) -> None:
    report = audited(ours(silent_call), rules(), profile=profile)
    assert [each.element for each in report.findings if each.code == "HOUSE001"] == ["call"]


def test_a_rule_can_be_ignored_and_waived(audited: Audit) -> None:
    assert "HOUSE001" not in {
        each.code for each in audited(ours(silent_call), rules(), ignore=("HOUSE",)).checks
    }
    waiver = "cxmap: 1\nwaivers: [{rule: calls-are-owned, at: call, because: b, by: me, until: 2027-01-01}]\n"
    report = audited(ours(silent_call), {**rules(), "waivers.yaml": waiver}, select=("HOUSE001",))
    assert (report.waivers[0].state, report.verdict.state) == ("active", "pass")


def test_a_rule_with_the_name_of_a_check_is_refused(audited: Audit) -> None:
    with pytest.raises(ConfigError) as caught:
        audited(ours(silent_call), rules("silent-call"))
    assert "house.yaml:3:3 LNG006 `silent-call` is a check of `cxmap_ours` already" in str(caught.value)


def test_a_rule_with_the_code_of_a_plugin_is_refused(audited: Audit) -> None:
    source = '''
from cxmap import check, hookimpl

@check("HOUSE001", severity="error")
def house(graph):
    """House."""
    yield from ()

@hookimpl
def cxmap_checks():
    return [house]
'''
    with pytest.raises(ConfigError, match="`HOUSE001` is a check of `acme` already"):
        audited(loose(acme=source), rules())
