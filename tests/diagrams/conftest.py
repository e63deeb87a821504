"""Journeys to draw, and what a finding about them looks like. Every company is fictional."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cxmap
from cxmap.audit import Settings, audit
from cxmap.place import Place
from cxmap.report import Report, ReportedFinding, Step, Verdict
from cxmap.testing import workspace
from cxmap_diagrams.setting import Setting

BAKERY = """
cxmap: 1
journey: Bread by bicycle
owner: boss
outcome: paid
goals: [nps]
owners: {boss: {unit: shop}, bakers: {unit: shop, lead: Head baker}, riders: {unit: road}}
units: {shop: {}, road: {name: On the road}}
personas:
  anna: {channels: [web, app, email], wants: paid, values: {product: 9}, costs: {money: 4, time: 2}}
  bert: {channels: [phone]}
stakeholders: {miller: {affected: bake, gains: steady orders}}
systems: {till: {unit: shop, feeds: {books: 1h}, master: [email]}, books: {unit: shop}, diary: {unit: road}}
data: {email: {is: user.contact.email, keep: 1y}, address: {is: user.contact.address}}
purposes: {orders: {is: essential.service, basis: contract}, news: {is: marketing.communications, basis: consent}}
sharing: [{from: shop, to: road, data: [address], for: orders}]
metrics: {nps: {target: 50, now: 40, n: 100, owner: boss}, fcr: {now: 70%, drives: nps}}
stages:
  order:
    owner: bakers
    touchpoints:
      see: {channel: own}
      choose: {channel: web, system: till, collects: {orders: [email, address]}, feels: 1, metrics: [nps],
        next: {pay: 60%, call: 10%}, pains: [{what: too many loaves, cause: process, severity: high}]}
      call: {channel: phone, type: human, system: diary, feels: -1, metrics: [fcr], next: {pay: 50%}}
  eat:
    touchpoints:
      pay: {channel: web, owner: bakers, system: till, uses: {orders: [email]}, next: {bake: 90%}, fails: complain}
      bake: {channel: backstage, owner: bakers, by: company}
      bring: {channel: in-person, owner: riders, system: diary, uses: {orders: [address]}, moment_of_truth: true}
      paid: {channel: email, owner: bakers, by: company, next: end}
anytime:
  complain: {channel: phone, owner: bakers, system: books}
  hours: {channel: web, owner: bakers}
"""
HOSTILE = {
    "quotes": "say \"hi\" and 'ho'",
    "backslash": r"back\slash \n \N \G \E end\\",
    "markup": "<b>bold</b> <script>alert(1)</script> & &amp; &lt;x&gt;",
    "cdata": "]]> <![CDATA[ <!-- -- -->",
    "mermaid": "a: b; c # d | e { f } [ g ] ( h ) %% i -- j",
    "plantuml": "**bold** //it// __u__ ~~w~~ <U+0041> @enduml !include x ; :end;",
    "spreadsheet": "=1+1 +2 -3 @x",
    "scripts": "Größe naïve 日本語 ελληνικά مرحبا שלום 🥖",
    "template": "{{ 7*7 }} {% if %} ${x} #{y}",
    "dates": "%date() %date% %getenv(HOME) %n %newline() 100% %s",
    "creole": '~ ~~ ""mono"" == head == |= a | b | <size:20>big <color:red>c <&heart> <:smile:> <$sprite> <U+0041>',
    "list": "* one ** two # three ---- .... - four",
    "dash": "- a \u2013 b \u2014 c -- d --- e -> f <- g .. h ++ i <<stereo>>",
    "note": "x end note stop skinparam 'comment /' comment '/ |lane| |#red|lane| #color:red;",
    "image": "<img:/etc/hostname> <img src=x onerror=window.stolen=1> [[http://localhost/x]] http://localhost/y",
}
JOURNEYS = Path(__file__).parents[2] / "journeys"


class Kit:
    """Builds settings and reports from a few lines."""

    bakery = BAKERY
    hostile = HOSTILE

    def report(self, text: str | dict[str, str] = BAKERY, *findings: ReportedFinding) -> Report:
        files = text if isinstance(text, dict) else {"bakery.yaml": text}
        built = workspace(files)
        verdict = Verdict("fail", 1, "fail: 1 finding")
        return Report(
            built, date(2026, 11, 1), "full", "error", None, verdict, built.reported, findings=findings
        )

    def setting(
        self, text: str | dict[str, str] = BAKERY, *findings: ReportedFinding, **options: Any
    ) -> Setting:
        report = self.report(text, *findings)
        assert report.workspace is not None
        return Setting(report, report.workspace.graphs[0], **options)

    @staticmethod
    def finding(element: str, severity: Any = "error", path: tuple[str, ...] = ()) -> ReportedFinding:
        place = Place("bakery.yaml", 1, 1)
        steps = tuple(Step(one, place) for one in path)
        return ReportedFinding(
            "ACME001", "too-floury", severity, f"`{element}` is too floury", "bakery", element, "touchpoint",
            place, steps, (), f"fp-{element}-{severity}",
        )  # fmt: skip

    @staticmethod
    def named(name: str) -> str:
        """A journey in which everything that has a name has this one."""
        said = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return (
            f"cxmap: 1\njourney: {said}\noutcome: b\nowners: {{o: {{name: {said}, unit: u}}, p: {{name: {said}}}}}\nunits: {{u: {{name: {said}}}}}\n"
            f"personas: {{x: {{name: {said}, values: {{product: 3}}}}}}\nsystems: {{s: {{name: {said}, feeds: t}}, t: {{name: {said}}}}}\n"
            f"data: {{d: {{name: {said}}}}}\npurposes: {{w: {{name: {said}, basis: consent}}}}\nmetrics: {{nps: {{name: {said}}}}}\n"
            f"stages:\n  one:\n    name: {said}\n    touchpoints:\n"
            f"      a: {{name: {said}, about: {said}, owner: o, system: s, channel: web, collects: {{w: [d]}}, uses: {{w: [d]}}, metrics: [nps], feels: 1, pains: [{{what: {said}}}], next: {{b: {{share: 50%, when: {said}}}}}}}\n"
            f"      b: {{name: {said}, owner: p, channel: phone, next: end}}\n"
        )

    @staticmethod
    def long(touchpoints: int, stages: int = 8) -> str:
        """A journey with many touchpoints, each with two ways on."""
        lines = ["cxmap: 1", "journey: A long one", "owners: {a: {}, b: {}}", "stages:"]
        per = touchpoints // stages
        for number in range(touchpoints):
            if number % per == 0 and number // per < stages:
                lines += [f"  s{number // per}:", "    touchpoints:"]
            ways = {min(touchpoints - 1, number + 1): 60, min(touchpoints - 1, number + 5): 30}
            onward = ", ".join(f"t{to}: {share}%" for to, share in ways.items() if to != number)
            lines.append(
                f"      t{number}: {{channel: web, owner: {'ab'[number % 2]}, next: {'{' + onward + '}' if onward else 'end'}}}"
            )
        return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def kit() -> Kit:
    return Kit()


@pytest.fixture(scope="session")
def examples() -> dict[str, Report]:
    """The audits of the workspaces that lie beside the code."""
    folders = sorted(config.parent for config in JOURNEYS.glob("*/cxmap.yaml"))
    return {folder.name: audit(cxmap.load(folder), Settings(date(2026, 11, 1))) for folder in folders}


@pytest.fixture
def program(tmp_path: Any) -> Callable[[str], str]:
    """Writes a program that stands in the place of Graphviz."""

    def write(script: str) -> str:
        path = tmp_path / "dot"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    return write
