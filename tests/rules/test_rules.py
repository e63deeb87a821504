"""Rules without Python: what they find, what they leave alone, and how a slip in one is told."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from cxmap.audit import Settings, audit
from cxmap.config import ConfigError
from cxmap.opening import from_files
from cxmap.rules import compile_rules, examples_that_fail, rules_without_examples
from cxmap.testing import TODAY
from cxmap.workspace import Workspace

JOURNEY = """
cxmap: 1
journey: Buy a lamp
owners: {shop: {}, care: {}}
outcome: thanks
touchpoints:
  see: {channel: web, owner: shop, next: [ask, offer]}
  ask: {channel: web, owner: shop, type: form}
  offer: {channel: email, by: company, type: offer, owner: care, sla: 2d}
  call: {channel: phone, owner: shop, sla: 10m}
  thanks: {channel: post, by: company, owner: care, next: end}
"""


def made(rules: str, journey: str = JOURNEY) -> Workspace:
    text = "cxmap: 1\nrules:\n" + indent(dedent(rules).strip(), "  ") + "\n"
    return from_files({"lamp.yaml": journey.lstrip(), "rules.yaml": text})


def found(rules: str, journey: str = JOURNEY) -> list[str]:
    report = audit(made(rules, journey), Settings(TODAY))
    ours = [finding for finding in report.findings if finding.code.startswith("ACME")]
    unknown = [
        f"{one.code} {one.element} lacks {one.missing}"
        for one in report.unknown
        if one.code.startswith("ACME")
    ]
    return [
        f"{one.code} {one.element} {' > '.join(step.element for step in one.path)}".rstrip() for one in ours
    ] + unknown


def rule(body: str) -> str:
    return "ACME001: {name: a-rule, severity: warning, because: we say so, " + body + "}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('every: {select: "type:offer", has: owner}', []),
        ('every: {select: "type:offer", has: [owner, consent]}', ["ACME001 offer"]),
        ('every: {select: "channel:phone", lacks: sla}', ["ACME001 call"]),
        ('every: {select: "channel:web", lacks: sla}', []),
        ('every: {select: "has:sla", where: {sla: "<= 2d"}}', []),
        ('every: {select: "has:sla", where: {sla: "< 2d"}}', ["ACME001 offer"]),
        ('every: {select: "by:company", where: {channel: "in [email, post]"}}', []),
        ('every: {select: "by:company", where: {channel: "in [post]"}}', ["ACME001 offer"]),
        ('every: {select: "by:company", where: {channel: "!= email"}}', ["ACME001 offer"]),
        (
            'every: {select: "channel:web", where: {sla: "<= 1d"}}',
            ["ACME001 see lacks sla", "ACME001 ask lacks sla"],
        ),
        ('every: {select: "channel:web", reaches: "channel:phone"}', []),
        ('every: {select: see, reaches: "channel:phone", steps: 1}', ["ACME001 see"]),
        ('every: {select: see, reaches: "channel:phone", steps: 2}', []),
        ("never: {to: offer, without: ask}", ["ACME001 offer see > offer"]),
        ("never: {to: call, without: offer}", []),
        ("never: {from: ask, to: see}", []),
        ("never: {from: ask, to: thanks}", ["ACME001 thanks ask > offer > call > thanks"]),
        ("from: see, to: thanks, within: 1d", ["ACME001 see see > offer > call > thanks"]),
        ("at_most: {hand_offs: 3}", []),
        ("at_most: {hand_offs: 1}", ["ACME001 thanks see > offer > call > thanks"]),
        ("at_most: {steps: 2}", ["ACME001 thanks see > offer > call > thanks"]),
        ("at_most: {steps: 9, channel_switches: 9}", []),
    ],
)
def test_a_rule_finds_what_it_says(body: str, expected: list[str]) -> None:
    assert sorted(found(rule(body))) == sorted(expected)


def test_time_is_unknown_where_a_step_promises_none() -> None:
    said = found(rule("from: see, to: thanks, within: 3d"))
    assert "ACME001 thanks lacks sla" in said
    assert all(line.endswith("lacks sla") for line in said)


def test_a_selector_that_matches_nothing_anywhere_is_unknown() -> None:
    assert found(rule('every: {select: "type:bot", has: owner}')) == [
        "ACME001 journey:lamp lacks anything that matches type:bot"
    ]


def test_a_rule_for_one_persona_follows_that_persona() -> None:
    journey = JOURNEY.replace("outcome", "personas: {ann: {channels: [web, post, phone]}, bob: {}}\noutcome")
    assert found(rule("never: {to: offer, persona: ann}"), journey) == []
    assert found(rule("never: {to: offer, persona: bob}"), journey) == ["ACME001 offer see > offer"]


def test_the_message_is_the_authors_own() -> None:
    body = 'every: {select: "channel:phone", lacks: sla}, message: "{touchpoint} is quick"'
    report = audit(made(rule(body)), Settings(TODAY))
    assert [one.message for one in report.findings if one.code == "ACME001"] == ["call is quick"]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (rule('every: {select: "owner:shopp", has: sla}'), "did you mean `shop`?"),
        (rule('every: {select: "channel:web", has: slaa}'), "did you mean `sla`?"),
        (rule("every: {select: see, where: {sla: soon}}"), "is not a condition"),
        (rule("never: {to: offer}, within: 3d"), "exactly one of"),
        (rule("passes: x"), "none of them"),
        (rule("never: {to: offer, persona: zoe}"), "is not a persona"),
        (rule("never: {too: offer}"), "did you mean `to`?"),
        (rule("at_most: {hand_off: 2}"), "did you mean `hand_offs`?"),
        (rule("at_most: {}"), "needs something to count"),
        (rule("never: {to: offer}").replace("a-rule", "A Rule"), "cannot be a rule's name"),
        (rule("never: {to: offer}").replace("ACME001", "acme1"), "cannot be a code"),
        (rule("never: {to: offer}").replace("ACME001", "CON901"), "write your own letters"),
        (rule("never: {to: offer}").replace("because: we say so, ", ""), "`because` is missing"),
    ],
)
def test_a_slip_in_a_rule_is_told_with_its_mend(rules: str, message: str) -> None:
    with pytest.raises(ConfigError) as told:
        compile_rules(made(rules))
    assert message in str(told.value)
    assert "rules.yaml:" in str(told.value)


def test_examples_behave_as_they_say() -> None:
    sound = """
    ACME001:
      name: offers-are-owned
      severity: error
      because: somebody must answer
      every: {select: "type:offer", has: owner}
      passes: "offer: {type: offer, owner: care}"
      fails: "offer: {type: offer}"
    """
    assert list(examples_that_fail(made(sound))) == []
    assert rules_without_examples(made(sound)) == ()


@pytest.mark.parametrize(
    ("passes", "fails", "message"),
    [
        ("offer: {type: offer}", "offer: {type: offer}", "something is found in the example under `passes`"),
        (
            "offer: {type: offer, owner: care}",
            "offer: {type: offer, owner: care}",
            "nothing is found in the example under `fails`",
        ),
        ("offer: {typ: offer}", "offer: {type: offer}", "cannot be read"),
    ],
)
def test_an_example_that_misbehaves_is_told(passes: str, fails: str, message: str) -> None:
    rules = f"""
    ACME001:
      name: offers-are-owned
      severity: error
      because: somebody must answer
      every: {{select: "type:offer", has: owner}}
      passes: "{passes}"
      fails: "{fails}"
    """
    assert any(message in problem.message for problem in examples_that_fail(made(rules)))


def test_a_rule_without_examples_is_named() -> None:
    assert rules_without_examples(made(rule("never: {to: offer, without: ask}"))) == ("ACME001",)
