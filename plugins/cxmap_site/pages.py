"""Write the pages: escaped throughout, one style and one script allowed by their hash, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

import cxmap
from cxmap import JourneyGraph, Report, ReportedFinding, look_of, page_json, page_policy
from cxmap_site.drawings import Drawing, map_address
from cxmap_site.listing import Entry
from cxmap_site.registers import RegisterTable
from cxmap_site.words import capital, marked, say

TEMPLATES = ("base.j2", "index.j2", "journey.j2", "registers.j2", "finding.j2", "icons.j2")
VERDICTS = {"pass": "Pass", "fail": "Fail", "incomplete": "Incomplete", "error": "Error"}
Numbered: TypeAlias = tuple[int, ReportedFinding, str]
SEVERITIES = ("error", "warning", "info")


@cache
def text_of(name: str) -> str:
    """A template, style or script of this package."""
    return (files("cxmap_site") / "templates" / name).read_text(encoding="utf-8")


class Pages:
    """The templates, and the report they show."""

    def __init__(self, report: Report) -> None:
        self.report = report
        workspace = report.workspace
        self.language = next(iter(getattr(getattr(workspace, "config", None), "languages", ())), "en")
        environment = Environment(
            loader=DictLoader({name: text_of(name) for name in TEMPLATES}),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        environment.filters |= {"say": say, "capital": capital, "marked": marked}
        environment.globals |= {
            "report": report, "name": say(workspace.name) if workspace is not None else "", "language": self.language,
            "version": cxmap.__version__, "verdict": VERDICTS[report.verdict.state],
            "sentence": report.verdict.sentence.removeprefix(f"{report.verdict.state}: "),
        }  # fmt: skip
        self.environment = environment

    def _write(self, template: str, script: str = "", root: str = "", **values: Any) -> str:
        look = look_of(self.report.workspace)
        style = look.style() + text_of("site.css")
        policy = page_policy(style, script, images="'self' file: data:")
        return self.environment.get_template(template).render(
            style=Markup(style),
            script=Markup(script),
            policy=policy,
            root=root,
            ground=look.attribute,
            logo=look.logo,
            **values,
        )

    def index(
        self,
        graphs: Sequence[JourneyGraph],
        entries: Sequence[Entry],
        audits: Mapping[str, object],
        maps: Mapping[str, Drawing | None],
    ) -> str:
        """The first page: the verdict, the journeys, the search."""
        journeys = [self._card(graph) for graph in graphs]
        whole = [one for one in self._numbered() if one[1].journey is None]
        return self._write(
            "index.j2", text_of("search.js"), page="index", journeys=journeys, data=Markup(as_data(entries)),
            count=len(entries), audits=audits, findings=whole, maps=maps,
        )  # fmt: skip

    def journey(
        self, graph: JourneyGraph, drawings: tuple[Drawing, ...], audits: Mapping[str, object]
    ) -> str:
        """One journey: its map, its diagrams, its findings."""
        held = {drawing.name: drawing for drawing in drawings}
        found = [one for one in self._numbered() if one[1].journey == graph.id]
        return self._write(
            "journey.j2", root="../", page=graph.id, graph=graph, card=self._card(graph), map=held.get("map"),
            pictures=[each for each in drawings if each.picture and each.name != "map"],
            tables=[each for each in drawings if not each.picture and (each.page or each.offers)],
            absent=[each for each in drawings if each.why_not], findings=[one for one in found if one[1].waived is None],
            waived=[one for one in found if one[1].waived is not None],
            unknown=[one for one in self.report.unknown if one.journey == graph.id], audits=audits,
        )  # fmt: skip

    def registers(self, tables: tuple[RegisterTable, ...]) -> str:
        """The registers, one table each."""
        return self._write("registers.j2", page="registers", tables=tables)

    def _card(self, graph: JourneyGraph) -> dict[str, Any]:
        mine = [one for one in self.report.findings if one.journey == graph.id and one.waived is None]
        counts = {severity: sum(one.severity == severity for one in mine) for severity in SEVERITIES}
        owners = ", ".join(
            say(graph.owner(owner).lead or graph.owner(owner)) if owner in graph.owners else capital(owner)
            for owner in graph.journey.owner
        )
        return {
            "id": graph.id, "title": say(graph.journey.journey), "owner": owners, "stages": len(graph.stages),
            "about": say(graph.journey.about) if graph.journey.about is not None else "",
            "touchpoints": len(graph.touchpoints), "counts": counts,
            "unknown": sum(one.journey == graph.id for one in self.report.unknown),
            "waived": sum(one.journey == graph.id and one.waived is not None for one in self.report.findings),
        }  # fmt: skip

    def _numbered(self) -> list[Numbered]:
        """Findings with their number and their place on a map, worst first."""
        order = {severity: number for number, severity in enumerate(SEVERITIES)}
        held = list(enumerate(self.report.findings, 1))
        held.sort(key=lambda one: (order[one[1].severity], one[1].code, one[0]))
        return [
            (number, finding, map_address(self.report, finding.journey, finding.element))
            for number, finding in held
        ]


def as_data(entries: Sequence[Entry]) -> str:
    """The search index as JSON that no page can mistake for markup."""
    rows = [[entry.text, entry.kind, entry.address, entry.more] for entry in entries]
    return page_json(rows)
