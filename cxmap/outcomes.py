"""Run every planned check, here or in the child of its plugin, and keep what came of it, stamped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cxmap.checks import Check, Finding, Outcome, Severity
from cxmap.choosing import Plan, Planned
from cxmap.naming import RubbishError
from cxmap.options import read_options
from cxmap.plugins import Plugins
from cxmap.report import ReportedFinding, ReportedUnknown
from cxmap.running import Ran, run_check
from cxmap.stamping import Locator, stamp_finding, stamp_unknown
from cxmap.waiving import CODE as WAIVER_RULE

if TYPE_CHECKING:
    from cxmap.workspace import Workspace


@dataclass
class Results:
    """What the checks said, stamped, and how each ended in each journey."""

    findings: list[ReportedFinding] = field(default_factory=list)
    unknown: list[ReportedUnknown] = field(default_factory=list)
    outcomes: dict[str, dict[str | None, Outcome]] = field(default_factory=lambda: defaultdict(dict))
    why_not: dict[str, str] = field(default_factory=dict)


def run_checks(workspace: Workspace, plan: Plan, plugins: Plugins, as_of: date) -> Results:
    """Run everything planned, first-party checks here and every foreign plugin in its child."""
    results = Results()
    locators: dict[str | None, Locator] = {graph.id: Locator(workspace, graph) for graph in workspace.graphs}
    locators[None] = Locator(workspace)
    for planned in plan.checks:
        check = planned.check
        if check.code == WAIVER_RULE:
            continue
        if check.code in plugins.removed:
            _not_run(results, check.code, f"the plugin `{plugins.removed[check.code]}` took it away")
        elif check.plugin not in plugins.foreign:
            options = read_options(check.options, dict(planned.options))
            for ran in run_check(check, workspace, as_of, options, planned.seconds):
                _take(results, planned, ran, locators)
    for name, ran_there in _run_foreign(workspace, plan, plugins, as_of):
        for planned, ran in ran_there:
            _take(results, planned, ran, locators)
        _complete(results, [each for each in plan.checks if each.check.plugin == name], workspace)
    return results


def _run_foreign(
    workspace: Workspace, plan: Plan, plugins: Plugins, as_of: date
) -> Iterable[tuple[str, list[tuple[Planned, Ran]]]]:
    for name, foreign in sorted(plugins.foreign.items()):
        mine = {each.check.code: each for each in plan.checks if each.check.plugin == name}
        if mine and plugins.host is not None:
            asked = [(code, each.seconds, each.options) for code, each in sorted(mine.items())]
            ran = plugins.host.run(foreign.found, asked, workspace, as_of)
            yield name, [(mine[each.code], each) for each in ran]


def _complete(results: Results, planned: Iterable[Planned], workspace: Workspace) -> None:
    """A foreign check that left a journey out did not run there, whatever it says."""
    for each in planned:
        code, done = each.check.code, results.outcomes[each.check.code]
        wanted: set[str | None] = {None} if each.check.scope == "workspace" else set(workspace.reported)
        if code not in results.why_not and set(done) != wanted:
            _not_run(results, code, "did not look at everything")


def _take(results: Results, planned: Planned, ran: Ran, locators: Mapping[str | None, Locator]) -> None:
    check = planned.check
    try:
        locator = locators[ran.journey]
        findings, unknown = _stamp(check, planned.severity, ran, locator)
    except (RubbishError, KeyError) as error:
        findings, unknown = [], []
        ran = Ran(
            ran.code, None, why_not=str(error) if isinstance(error, RubbishError) else "names no journey"
        )
    if ran.why_not:
        _not_run(results, check.code, ran.why_not, ran.journey)
        return
    results.findings += findings
    results.unknown += unknown
    outcome: Outcome = "finding" if findings else "unknown" if unknown else "clean"
    results.outcomes[check.code][ran.journey] = outcome


def _stamp(
    check: Check, severity: Severity, ran: Ran, locator: Locator
) -> tuple[list[ReportedFinding], list[ReportedUnknown]]:
    findings, unknown = [], []
    for result in ran.results:
        if isinstance(result, Finding):
            findings.append(stamp_finding(check, severity, ran.journey, result, locator))
        else:
            unknown.append(stamp_unknown(check, ran.journey, result, locator))
    return findings, list(dict.fromkeys(unknown))


def _not_run(results: Results, code: str, why: str, journey: str | None = None) -> None:
    results.outcomes[code][journey] = "not run"
    results.why_not.setdefault(code, why)
