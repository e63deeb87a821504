"""Audit a workspace: run what was chosen, stamp what was found, weigh waivers and baseline, and judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from cxmap.baseline import Baseline, compare_with_baseline
from cxmap.checks import Check, worst
from cxmap.choosing import Catalogue, Plan, Planned, Wishes, choose
from cxmap.config import ConfigError
from cxmap.discovery import name_of_file
from cxmap.loading import no_collection
from cxmap.options import read_options
from cxmap.outcomes import Results, run_checks
from cxmap.place import Place, Problem
from cxmap.plugins import Plugins, gather
from cxmap.precedence import apply_precedence, drop_nested, drop_nested_unknown
from cxmap.reading import place
from cxmap.report import CheckRecord, PluginState, Report, ReportedFinding, ReportedUnknown
from cxmap.stamping import Locator, order, tell_apart
from cxmap.verdict import Manifest, judge
from cxmap.waiving import CODE as WAIVER_RULE
from cxmap.waiving import Terms, Waived, waive

if TYPE_CHECKING:
    from cxmap.workspace import Workspace


@dataclass(frozen=True)
class Settings:
    """How to audit: on which day, what the command line asks for, and what to compare with."""

    as_of: date
    wishes: Wishes = field(default_factory=Wishes)
    at: tuple[str, ...] = ()
    baseline: Baseline | None = None
    policy: str | None = None
    named_plugins: tuple[str, ...] = ()
    layer: str | None = None

    @property
    def asked(self) -> dict[str, object]:
        """What was asked for, as plain values, so that the audit can be done again."""
        return {
            "as_of": self.as_of.isoformat(),
            "profile": self.wishes.profile,
            "select": list(self.wishes.select),
            "ignore": list(self.wishes.ignore),
            "fail_on": self.wishes.fail_on,
            "at": list(self.at),
            "plugins": list(self.named_plugins),
            "layer": self.layer,
            "policy": self.policy,
        }


def audit(workspace: Workspace, settings: Settings, plugins: Plugins | None = None) -> Report:
    """Run the checks that were chosen over a workspace and judge what they found.

    Raises:
        ConfigError: the configuration or the arguments cannot be used.
    """
    plugins = plugins or gather(memory=workspace.config.limits.memory)
    checks = (*plugins.checks, *_rules(workspace, plugins))
    plan = choose(checks, plugins.ours, workspace.config, settings.wishes)
    codes = _codes_of_waivers(workspace, Catalogue(checks))
    with no_collection():
        results = run_checks(workspace, plan, plugins, settings.as_of)
        return _report(workspace, settings, plugins, plan, results, codes)


def failed_report(problems: Iterable[Problem], as_of: date, plugins: Plugins | None = None) -> Report:
    """The report of a run that could not begin: verdict `error`, and what was wrong with what was given."""
    errors = tuple(problems)
    verdict = judge(Manifest((), frozenset(), (), (), (), "error", errors=errors))
    renderers = plugins.renderers if plugins else ()
    return Report(None, as_of, "", "error", None, verdict, errors=errors, renderers=renderers)


def _rules(workspace: Workspace, plugins: Plugins) -> tuple[Check, ...]:
    """Checks made of rules without Python.

    Raises:
        ConfigError: one has the code or the name of another check.
    """
    if not workspace.rules:
        return ()
    from cxmap.rules import compile_rules

    taken = {word: check.plugin for check in plugins.checks for word in (check.code, check.name)}
    rules = tuple(compile_rules(workspace))
    problems = []
    for rule in rules:
        for word in (rule.code, rule.name):
            if word in taken:
                message = (
                    f"`{word}` is a check of `{taken[word]}` already; give this rule another code and name"
                )
                problems.append(Problem(_place_of_rule(workspace, rule.code), "LNG006", message))
            taken[word] = rule.plugin
    if problems:
        raise ConfigError(*problems)
    return rules


def _place_of_rule(workspace: Workspace, code: str) -> Place:
    file = next(each for each in workspace.rules if code in each.rules)
    return place(file.path, file.rules.mark_of(code))


def _codes_of_waivers(workspace: Workspace, catalogue: Catalogue) -> dict[str, str]:
    """Rule as written -> code.

    Raises:
        ConfigError: a waiver names no rule, or the one that cannot be waived.
    """
    codes: dict[str, str] = {}
    problems = []
    for waiver in workspace.waivers:
        check = catalogue.get(waiver.rule)
        if check is None:
            problems.append(catalogue.unknown(waiver.rule, waiver.place))
        elif check.code == WAIVER_RULE:
            problems.append(
                Problem(waiver.place, "LNG003", f"`{waiver.rule}` cannot be waived; delete this waiver")
            )
        else:
            codes[waiver.rule] = check.code
    if problems:
        raise ConfigError(*problems)
    return codes


def _report(
    workspace: Workspace,
    settings: Settings,
    plugins: Plugins,
    plan: Plan,
    results: Results,
    codes: Mapping[str, str],
) -> Report:
    finished = plan.codes - set(results.why_not) - {WAIVER_RULE}
    waived = _weigh(workspace, settings, plan, results, codes, finished)
    findings, fixed = compare_with_baseline(
        [*waived.findings, *waived.complaints], settings.baseline, finished
    )
    findings, unknown = _selected(workspace, settings.at, findings, results.unknown)
    records = tuple(_record(each, results, workspace) for each in plan.checks)
    records = tuple(_of_waivers(each, waived) if each.code == WAIVER_RULE else each for each in records)
    states, absent = _plugin_states(workspace, settings, plugins)
    manifest = Manifest(
        workspace.reported, plan.codes, records, findings, unknown, plan.fail_on, plan.required, absent
    )
    return Report(
        workspace=workspace,
        as_of=settings.as_of,
        profile=plan.profile,
        fail_on=plan.fail_on,
        selection=" ".join(settings.at) or None,
        verdict=judge(manifest),
        journeys=workspace.reported,
        checks=records,
        findings=findings,
        unknown=unknown,
        waivers=waived.records,
        notes=workspace.notes,
        fixed=fixed,
        plugins=states,
        policy=settings.policy,
        asked=settings.asked,
        renderers=plugins.renderers,
    )


def _weigh(
    workspace: Workspace,
    settings: Settings,
    plan: Plan,
    results: Results,
    codes: Mapping[str, str],
    finished: frozenset[str],
) -> Waived:
    """Precedence, nesting and waivers, in this order."""
    checks = {each.check.code: each.check for each in plan.checks}
    findings = apply_precedence(results.findings, checks, finished, _stages(workspace))
    findings = tell_apart(drop_nested(findings, _journeys_inside(workspace)))
    results.unknown[:] = drop_nested_unknown(results.unknown, _journeys_inside(workspace))
    own = next(each for each in plan.checks if each.check.code == WAIVER_RULE)
    options = read_options(own.check.options, dict(own.options))
    approval = workspace.config.require.approval
    terms = Terms(settings.as_of, approval, options["max_term"], own.severity, _existing(workspace))
    return waive(findings, workspace.waivers, codes, finished, terms)


def _existing(workspace: Workspace) -> Callable[[str, tuple[str, ...]], bool]:
    """Whether what a waiver names exists: in one of the journeys it speaks of, or in a register."""

    @cache
    def locator(journey: str | None) -> Locator:
        return Locator(workspace, None if journey is None else workspace.graph(journey))

    def exists(at: str, journeys: tuple[str, ...]) -> bool:
        name = " -> ".join(end.strip() for end in at.split("->"))
        return locator(None).has(name) or any(
            locator(journey).has(name) or locator(journey).has(name.removeprefix(f"{journey}."))
            for journey in journeys or workspace.journeys
            if journey in workspace.journeys
        )

    return exists


def _stages(workspace: Workspace) -> dict[tuple[str, str], str]:
    return {
        (graph.id, touchpoint.id): touchpoint.stage
        for graph in workspace.graphs
        for touchpoint in graph.on_path
        if touchpoint.stage is not None
    }


def _journeys_inside(workspace: Workspace) -> dict[tuple[str, str], str]:
    return {
        (graph.id, step): touchpoint.journey
        for graph in workspace.graphs
        for step, touchpoint in graph.containers.items()
        if touchpoint.journey is not None
    }


def _selected(
    workspace: Workspace,
    at: tuple[str, ...],
    findings: tuple[ReportedFinding, ...],
    unknown: Iterable[ReportedUnknown],
) -> tuple[tuple[ReportedFinding, ...], tuple[ReportedUnknown, ...]]:
    """What touches the selection; everything when nothing was selected."""
    if at:
        from cxmap.touching import Touch

        touch = Touch(workspace, at, findings)
        findings = tuple(each for each in findings if touch.finding(each))
        unknown = [each for each in unknown if touch.unknown(each)]
    listed = sorted(
        unknown, key=lambda each: (each.journey or "", each.place, each.code, each.element, each.missing)
    )
    return tuple(sorted(findings, key=order)), tuple(listed)


def _record(planned: Planned, results: Results, workspace: Workspace) -> CheckRecord:
    check = planned.check
    outcomes = results.outcomes.get(check.code, {})
    journeys = {
        journey: outcome for journey, outcome in sorted(outcomes.items(), key=str) if journey is not None
    }
    if None in outcomes and outcomes[None] == "not run":
        journeys = dict.fromkeys(workspace.reported, "not run")
    outcome = worst(outcomes.values()) if outcomes else "not run"
    why_not = results.why_not.get(check.code, "")
    return CheckRecord(
        check.code,
        check.name,
        planned.severity,
        check.plugin,
        check.version,
        outcome,
        journeys,
        why_not,
        check.doc,
    )


def _of_waivers(record: CheckRecord, waived: Waived) -> CheckRecord:
    """The engine's own check always ends: it found fault with waivers, or it did not."""
    return replace(record, outcome="finding" if waived.complaints else "clean")


def _plugin_states(
    workspace: Workspace, settings: Settings, plugins: Plugins
) -> tuple[tuple[PluginState, ...], tuple[str, ...]]:
    """The plugins there are, and those whose absence makes the audit incomplete."""
    config = workspace.config
    named = {*config.plugins, *config.require.plugins, *settings.named_plugins}
    wanted = {name_of_file(name) if name.endswith(".py") else name for name in named}
    known = {state.name for state in plugins.states}
    missing = [
        PluginState(name, "", "missing", False, error="is named in cxmap.yaml, but not there; install it")
        for name in sorted(wanted - known)
    ]
    absent = sorted({*plugins.absent, *(state.name for state in missing)})
    return tuple(sorted([*plugins.states, *missing], key=lambda each: each.name)), tuple(absent)
