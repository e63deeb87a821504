"""Rules without Python: each becomes a check like any other, with its examples run from the same file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from textwrap import indent

from cxmap.assertions import Judge, judge_of
from cxmap.checks import Check, Finding, Unknown
from cxmap.config import ConfigError
from cxmap.graph import JourneyGraph
from cxmap.loading import LoadError, load_fragment
from cxmap.place import Place, Problem
from cxmap.reading import place, read
from cxmap.rule import Rule
from cxmap.selecting import SelectorError, select, select_all
from cxmap.syntax import Map
from cxmap.workspace import RuleFile, Workspace

PLUGIN = "rules"
CODE = re.compile(r"[A-Z]{2,8}[0-9]{3}")
OURS = ("STR", "FRI", "CON", "GOV", "DAT", "MET", "EMO", "ACC", "ROI")


def compile_rules(workspace: Workspace) -> list[Check]:
    """The checks a workspace's rules stand for, sorted by code.

    Raises:
        ConfigError: a rule cannot be read, or names something no journey has.
    """
    checks: dict[str, Check] = {}
    problems: list[Problem] = []
    for file in workspace.rules:
        for code, rule, where in _rules_of(file, problems):
            if code in checks:
                problems.append(
                    Problem(where, "LNG006", f"the rule `{code}` is defined twice; give one another code")
                )
                continue
            judge = judge_of(rule)
            problems.extend(_unknown_names(workspace, judge, where))
            checks[code] = _check(code, rule, judge, workspace)
    if problems:
        raise ConfigError(*sorted(set(problems), key=lambda one: (one.place, one.message)))
    return [checks[code] for code in sorted(checks)]


def _rules_of(file: RuleFile, problems: list[Problem]) -> Iterator[tuple[str, Rule, Place]]:
    for code, tree in file.rules.items():
        where = place(file.path, file.rules.mark_of(code))
        if code.startswith("x-"):
            continue
        if not CODE.fullmatch(code):
            problems.append(
                Problem(
                    where,
                    "LNG003",
                    f"`{code[:60]}` cannot be a code; write 2 to 8 capitals and 3 digits, such as `ACME001`",
                )
            )
            continue
        if code[:-3] in OURS:
            problems.append(
                Problem(
                    where,
                    "LNG003",
                    f"codes that begin `{code[:-3]}` are cxmap's; write your own letters, such as `ACME{code[-3:]}`",
                )
            )
            continue
        rule, found = read(Rule, tree, file.path, root_mark=file.rules.mark_of(code))
        problems.extend(found)
        if rule is None:
            continue
        kinds = [name for name in ("every", "never", "within", "at_most") if getattr(rule, name) is not None]
        if len(kinds) != 1:
            said = " and ".join(f"`{kind}`" for kind in kinds) or "none of them"
            problems.append(
                Problem(
                    where,
                    "LNG007",
                    f"a rule has exactly one of `every`, `never`, `within` and `at_most`; this has {said}",
                )
            )
            continue
        yield code, rule, where


def _unknown_names(workspace: Workspace, judge: Judge, where: Place) -> Iterator[Problem]:
    for selector in judge.selectors:
        try:
            select_all(workspace, selector)
        except SelectorError as error:
            yield Problem(where, "LNG005", str(error))
    if judge.persona is not None and not any(_walks(graph, judge.persona) for graph in workspace.graphs):
        yield Problem(where, "LNG005", f"`{judge.persona[:60]}` is not a persona; write the id of one")
    yield from (Problem(where, "LNG001", message) for message in judge.faults)


def _walks(graph: JourneyGraph, persona: str) -> bool:
    return any(one.id == persona for one in graph.personas)


def _check(code: str, rule: Rule, judge: Judge, workspace: Workspace) -> Check:
    def run(graph: JourneyGraph) -> Iterator[Finding | Unknown]:
        yield from judge.run(graph, _matched_nowhere(workspace, judge))

    return Check(
        code, rule.severity, run, plugin=PLUGIN, version="1", named=rule.name, doc=_page(rule, judge)
    )


def _matched_nowhere(workspace: Workspace, judge: Judge) -> tuple[str, ...]:
    """The selectors that choose nothing in the whole workspace: such a rule cannot have been meant."""
    empty = []
    for selector in judge.needed:
        if not any(select_all(workspace, selector).values()):
            empty.append(selector)
    return tuple(empty)


def _page(rule: Rule, judge: Judge) -> str:
    """The docstring a check in Python would have."""
    parts = [judge.summary, str(rule.because), f"Fix: {judge.fix}", "Source: a rule of this workspace."]
    parts += [f"Passes::\n\n{indent(text.rstrip(), '    ')}" for text in rule.passes]
    parts += [f"Fails::\n\n{indent(text.rstrip(), '    ')}" for text in rule.fails]
    return "\n\n".join(parts) + "\n"


def examples_that_fail(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong with the examples of a workspace's rules: those that behave otherwise than they say.

    Raises:
        ConfigError: a rule cannot be read.
    """
    compile_rules(workspace)
    for file in workspace.rules:
        for code, rule, where in _rules_of(file, []):
            judge = judge_of(rule)
            for kind in ("passes", "fails"):
                examples: tuple[str, ...] = getattr(rule, kind)
                for text in examples:
                    message = _misbehaves(judge, text, workspace, finds=kind == "fails")
                    if message is not None:
                        yield Problem(_of(file, code, kind, where), "LNG003", f"`{code}`: {message}")


def rules_without_examples(workspace: Workspace) -> tuple[str, ...]:
    """The codes of rules that lack an example under `passes` or `fails`."""
    rules = (held for file in workspace.rules for held in _rules_of(file, []))
    return tuple(sorted(code for code, rule, _ in rules if not rule.passes or not rule.fails))


def _of(file: RuleFile, code: str, key: str, otherwise: Place) -> Place:
    tree = file.rules[code]
    return place(file.path, tree.mark_of(key)) if isinstance(tree, Map) and key in tree else otherwise


def _misbehaves(judge: Judge, text: str, workspace: Workspace, *, finds: bool) -> str | None:
    try:
        made = load_fragment(text, vocabulary=workspace.vocabulary)
    except LoadError as error:
        return f"its example cannot be read: {error.problems[0].message}"
    choose = _forgiving(select)
    said = [one for graph in made.graphs for one in judge.run(graph, (), choose=choose)]
    found = [one for one in said if isinstance(one, Finding)]
    if finds and not found:
        return "nothing is found in the example under `fails`; correct the rule or the example"
    if not finds and found:
        return f"something is found in the example under `passes` ({found[0].message}); correct the rule or the example"
    return None


def _forgiving(choose: Callable[..., frozenset[str]]) -> Callable[[JourneyGraph, str], frozenset[str]]:
    """Select, where a name the example does not have chooses nothing."""

    def attempt(graph: JourneyGraph, selector: str) -> frozenset[str]:
        try:
            return choose(graph, selector)
        except SelectorError as error:
            if not error.unknown:
                raise
            return frozenset()

    return attempt
