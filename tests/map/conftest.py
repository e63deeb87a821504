"""Journeys and reports to draw: large ones by recipe, small ones by hand. Every company is fictional."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

import cxmap
from cxmap.report import CheckRecord, Report, ReportedFinding, ReportedUnknown, Step, Verdict
from cxmap.testing import workspace
from cxmap.workspace import Workspace
from tests.browsing import overhear

DAY = date(2026, 10, 1)

OWNERS = ("head", "sales", "care", "field", "billing", "privacy")
SYSTEMS = (
    "crm", "billing", "dispatch", "web_shop", "ivr", "telephony", "campaign", "hub", "identity", "docs", "voice",
    "survey", "routing", "stock", "fleet",
)  # fmt: skip
DATA = (
    "email", "phone", "address", "name", "bank", "birthday", "inventory", "meter", "contract", "voice", "location",
    "photo", "feedback", "plate",
)  # fmt: skip
STAGES = (
    "Discover", "Compare", "Ask", "Book", "Prepare", "Move", "Settle", "Tell", "Return", "Renew", "Complain", "Refer",
    "Grow", "Leave", "Win back", "Archive",
)  # fmt: skip
STEPS = (
    "Read the offer", "Compare prices", "Ask for a visit", "Visit at home", "Get the quote", "Talk it over",
    "Confirm the date", "Pay the deposit", "Pack the boxes", "Label everything", "Wait for the van", "Load the van",
    "Drive to the new home", "Unload", "Check for damage", "Report damage", "Pay the rest", "Give feedback",
    "Invite a neighbour", "Get a reminder",
)  # fmt: skip
CHANNELS = (
    "web", "app", "phone", "email", "chat", "in-person", "post", "sms", "own", "backstage", "store", "video",
    "messaging", "social",
)  # fmt: skip
HEAD = """cxmap: 1
journey: Move a household with a fictional carrier
about: From the first thought of moving to telling the neighbours
owner: head
outcome: t{last}
goals: [nps]
reviewed: 2026-09-01
personas: {{renter_rita: {{channels: [web, app, chat, email, sms]}}, owner_otto: {{about: moves once in ten years}}}}
purposes: {{quote: {{is: essential.service, basis: contract}}, offers: {{is: marketing.communications, basis: consent}},
  care: {{is: essential.service, basis: contract}}}}
metrics: {{nps: {{target: 40, now: 31, baseline: 25, n: 900, asof: 2026-09-30}}, csat: {{target: 4.5, now: 4.1}},
  fcr: {{target: 75%, now: 70%, n: 300}}}}
owners: {{{owners}}}
systems: {{{systems}}}
data: {{{data}}}
stages:
"""
TAIL = """anytime:
  help: {channel: phone, type: human, owner: care, system: ivr}
  prefs: {name: Preferences, channel: web, owner: privacy, consent: {withdraws: offers}}
"""


def moving_house(stages: int, touchpoints: int, seed: int = 1) -> dict[str, str]:
    """A workspace with one long journey."""
    random = Random(seed)
    text = HEAD.format(
        last=touchpoints - 1,
        owners=", ".join(f"{owner}: {{unit: u_{owner}}}" for owner in OWNERS),
        systems=", ".join(
            f"{name}: {{feeds: [{'crm' if name == 'hub' else 'hub'}]}}"
            if place % 4
            else f"{name}: {{app: crm}}"
            for place, name in enumerate(SYSTEMS)
        ),
        data=", ".join(
            f"{name}: {{is: user.contact.email, keep: {1 + place % 5}y}}" for place, name in enumerate(DATA)
        ),
    )
    number = 0
    for stage in range(stages):
        text += f"  s{stage}:\n    name: {STAGES[stage % len(STAGES)]}\n    owner: {OWNERS[1 + stage % 5]}\n    touchpoints:\n"
        for _ in range((stage + 1) * touchpoints // stages - stage * touchpoints // stages):
            text += f"      t{number}: {{{', '.join(_fields(random, number, touchpoints))}}}\n"
            number += 1
    return {"cxmap.yaml": "cxmap: 1\nworkspace: A fictional carrier\n", "move-house.yaml": text + TAIL}


def _fields(random: Random, number: int, count: int) -> list[str]:
    name = STEPS[number % len(STEPS)]
    channel = random.choice(CHANNELS)
    fields = [f"name: {name} {number // len(STEPS) + 1}", f"channel: {channel}"]
    if channel != "own":
        fields.append(f"system: [{', '.join(sorted(set(random.choices(SYSTEMS, k=2))))}]")
    maybe = (
        (0.15, "moment_of_truth: true"),
        (
            0.25,
            f"feels: {{customer: {random.choice((-2, -1, 0, 1, 2))}, company: {random.choice((0, 1, 2))}}}",
        ),
        (0.20, "pains: [{what: waits without knowing how long it takes, severity: high}]"),
        (0.12, "opportunities: [{what: text before arrival, value: 120k, owner: care, due: 2027-05-01}]"),
        (
            0.25,
            "metrics: {"
            + random.choice(("nps: {now: 22, n: 300}", "csat: {now: 3.9}", "fcr: {now: 61%, n: 250}"))
            + "}",
        ),
        (0.25, f"collects: {{quote: [{random.choice(DATA)}]}}"),
        (0.30, f"uses: {{care: [{random.choice(DATA)}]}}"),
        (0.10, "consent: {asks: [offers]}"),
        (0.10, "quotes: [Nobody told me that the van would be late.]"),
    )
    fields += [field for chance, field in maybe if random.random() < chance]
    if number < count - 3 and random.random() < 0.25:
        fields.append(f"next: {{t{number + 1}: 70%, t{number + 2}: 15%}}")
    elif 3 < number < count - 1 and random.random() < 0.06:
        fields.append(f"next: {{t{number + 1}: 85%, t{number - 2}: 10%}}")
    return fields


BARE = {
    "lamp.yaml": "cxmap: 1\njourney: Buy a lamp\nstages:\n  discovery: [see_ad, visit_shop]\n  transaction: [pay]\n  advocacy: [tell_a_friend]\n"
}

MANY_SCRIPTS = {
    "world.yaml": """cxmap: 1
journey: {en: "旅行保険を更新する", ar: تجديد التأمين}
about: "Donaudampfschifffahrtsgesellschaftskapitänsversicherungsverlängerung, auf einen Blick"
languages: [en, ar]
owners: {desk: {name: "お客様窓口"}, legal: {name: المستشار القانوني}}
stages:
  find:
    name: 探す
    owner: desk
    touchpoints:
      ad: {name: 広告を見て比較サイトで保険料を確かめてから問い合わせる, channel: web, feels: {customer: -1.5, company: 2}}
      visit: {name: زيارة الفرع, channel: branch, type: human, next: {buy: 60%}}
  take:
    name: Übernahme
    owner: legal
    touchpoints:
      buy: {name: Versicherungsvertragsabschlussbestätigungsschreiben lesen, channel: post, by: company,
            pains: [{what: "長い約款を読まなければならないのに、誰も説明してくれない"}], quotes: ["لم يشرح لي أحد ماذا أوقّع"]}
      done: {name: Done, channel: own, next: end}
"""
}

HOSTILE = {
    "bad.yaml": """cxmap: 1
journey: "</title></script><script>alert(1)</script>"
about: "{{ 7 * 7 }} {% include 'x' %} & <img src=x onerror=alert(1)>"
owners: {boss: {name: "\\"><svg onload=alert(1)>"}}
personas: {p: {name: "</script><b>", about: "<!--"}}
systems: {s: {name: "<i>sys</i>"}}
data: {d: {name: "]]>", is: user.contact.email}}
stages:
  one:
    name: "<style>*{display:none}</style>"
    about: "javascript:alert(1)"
    owner: boss
    touchpoints:
      a: {name: "</svg><script>alert('a')</script>", about: "' onmouseover='x", channel: web, system: s, collects: [d],
          pains: [{what: "<b>bold</b>"}], quotes: ["</q>{{ self }}"], feels: {customer: -2, company: 2}}
      b: {name: "a\\\\b`c` \\u2603", channel: phone, type: human, next: end}
"""
}


def finding(graph: cxmap.JourneyGraph, element: str, *, code: str = "FRI001", severity: str = "warning",
            path: tuple[str, ...] = (), message: str = "", kind: str = "touchpoint", **more: object) -> ReportedFinding:  # fmt: skip
    """One finding as the engine would report it."""
    return ReportedFinding(
        code=code,
        name="asks-again",
        severity=severity,  # type: ignore[arg-type]
        message=message or f"`{element}` asks again; confirm it instead",
        journey=graph.id,
        element=element,
        kind=kind,
        place=graph.place(element),
        path=tuple(Step(step, graph.place(step)) for step in path),
        related=(),
        fingerprint=f"{code}{element}{path}",
        **more,  # type: ignore[arg-type]
    )


def report_of(
    built: Workspace, findings: tuple[ReportedFinding, ...] = (), unknown: tuple[ReportedUnknown, ...] = (),
    *, checked: bool = True, state: str = "pass", not_run: str = "",
) -> Report:  # fmt: skip
    """A report with one clean check besides."""
    checks = [CheckRecord("STR003", "dead-end", "error", "cxmap_structure", "1", "clean")]
    if not_run:
        checks.append(CheckRecord("ACM001", "acme-check", "error", "acme", "1", "not run", why_not=not_run))
    return Report(
        workspace=built,
        as_of=DAY,
        profile="full",
        fail_on="error",
        selection=None,
        verdict=Verdict(state, 0, ""),  # type: ignore[arg-type]
        journeys=tuple(graph.id for graph in built.graphs),
        checks=tuple(checks) if checked else (),
        findings=findings,
        unknown=unknown,
    )


Finder = Callable[[cxmap.JourneyGraph], tuple[ReportedFinding, ...]]
BY_NAME: dict[str, Mapping[str, str]] = {"bare": BARE, "scripts": MANY_SCRIPTS, "hostile": HOSTILE}


@dataclass(frozen=True)
class Kit:
    """What the tests of the map draw with."""

    def files(self, name: str) -> Mapping[str, str]:
        """`bare`, `scripts`, `hostile`, or `house 20` for a generated journey of twenty touchpoints."""
        if name in BY_NAME:
            return BY_NAME[name]
        count = int(name.removeprefix("house "))
        return moving_house(max(3, min(16, count // 8)), count)

    def finding(self, graph: cxmap.JourneyGraph, element: str, **more: object) -> ReportedFinding:
        """One finding, as the engine would report it."""
        return finding(graph, element, **more)  # type: ignore[arg-type]

    def report(self, built: Workspace, *findings: ReportedFinding, **more: object) -> Report:
        """A report with these findings."""
        return report_of(built, findings, **more)  # type: ignore[arg-type]

    def draw(self, name: str | Mapping[str, str], found: Finder | None = None, **options: object) -> str:
        """Draw the first journey of some files."""
        from cxmap_map import journey_map

        built = workspace(self.files(name) if isinstance(name, str) else name)
        graph = built.graphs[0]
        made = journey_map(report_of(built, found(graph) if found else ()), graph, **options)
        assert isinstance(made, str)
        return made


@pytest.fixture(scope="session")
def kit() -> Kit:
    """What the tests of the map draw with."""
    return Kit()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a page; afterwards nothing may have been requested and nothing said on the console."""
    heard: list[str] = []
    contexts: list[Any] = []

    def opened(text: str, *, width: int = 1280, height: int = 900, hash: str = "", **context: Any) -> Any:
        (tmp_path / "map.html").write_text(text, encoding="utf-8")
        made = browser.new_context(viewport={"width": width, "height": height}, **context)
        contexts.append(made)
        page = made.new_page()
        overhear(page, heard)
        page.goto((tmp_path / "map.html").as_uri() + hash)
        page.wait_for_timeout(90)
        return page

    yield opened
    for made in contexts:
        made.close()
    assert heard == []


@pytest.fixture(scope="session")
def insurer() -> Workspace:
    """The reference insurer."""
    home = os.environ.get("CXMAP_REFERENCE")
    if not home or not (Path(home) / "journeys" / "insurer").is_dir():
        pytest.skip("CXMAP_REFERENCE does not name the reference data")
    return cxmap.load(Path(home) / "journeys" / "insurer")
