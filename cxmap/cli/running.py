"""Run an audit for a command: open, perhaps measure, check, and write what came out."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

import click

from cxmap.audit import Settings, audit, failed_report
from cxmap.baseline import Baseline, read_baseline, write_baseline
from cxmap.choosing import Wishes
from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.failing import tell_problems
from cxmap.cli.terminal import coloured, columns, prefix_of
from cxmap.config import ConfigError
from cxmap.files import UnsafePath, resolve_inside
from cxmap.loading import LoadError
from cxmap.observing import observe_all
from cxmap.opening import Opened, Wanted, open_with_plugins
from cxmap.place import Place, Problem
from cxmap.plugins import gather
from cxmap.rendering import Renderer, Written, find_renderer, render
from cxmap.report import Report
from cxmap.sources import SourceError
from cxmap.writing import write_atomically

MACHINE = ("json", "sarif", "junit")


@dataclass
class Run:
    """Everything one audit was asked for, and what it opened."""

    wanted: Wanted
    as_of: date
    wishes: Wishes = field(default_factory=Wishes)
    at: tuple[str, ...] = ()
    measured: bool = False
    baseline: Path | None = None
    quiet: bool = False
    opened: Opened | None = None


def make_report(run: Run) -> Report:
    """Open, perhaps measure, and audit.

    Raises:
        LoadError, ConfigError, SourceError, PluginError, RenderError: whatever stops it.
    """
    opened = run.opened = open_with_plugins(run.wanted)
    workspace = opened.workspace
    if run.measured:
        workspace = observe_all(workspace, opened.plugins, run.as_of, _progress(run.quiet))
    baseline = _read_baseline(run, opened)
    names = tuple(path.name for path in run.wanted.plugin_files)
    policy = None if opened.policy is None else opened.policy.commit
    settings = Settings(run.as_of, run.wishes, run.at, baseline, policy, names, run.wanted.layer)
    return audit(workspace, settings, opened.plugins)


def _progress(quiet: bool) -> Any:
    return (lambda name: None) if quiet else (lambda name: click.echo(f"measuring {name}", err=True))


def _read_baseline(run: Run, opened: Opened) -> Baseline | None:
    if run.baseline is not None:
        if not run.baseline.is_file():
            raise ConfigError(
                Problem(
                    Place("--baseline", 1, 1),
                    "LNG011",
                    f"there is no file `{run.baseline.name}`; check the path",
                )
            )
        held = None if opened.policy is None else opened.policy.read_named(run.baseline, "--baseline")
        return read_baseline(run.baseline.read_bytes() if held is None else held, run.baseline.name)
    path = opened.workspace.config.baseline
    if path is None or opened.workspace.root is None:
        return None
    if opened.policy is not None:
        content = opened.policy.read(path)
    else:
        content = _inside(opened, path)
    if content is None:
        where = opened.workspace.config.place("baseline")
        raise ConfigError(
            Problem(where, "LNG011", f"there is no file `{path}`; write one with `--write-baseline {path}`")
        )
    return read_baseline(content, path)


def _inside(opened: Opened, path: str) -> bytes | None:
    assert opened.workspace.root is not None
    try:
        target = resolve_inside(opened.workspace.root, path)
    except UnsafePath as error:
        raise ConfigError(Problem(opened.workspace.config.place("baseline"), "LNG011", str(error))) from None
    return target.read_bytes() if target.is_file() else None


@dataclass(frozen=True)
class Judged:
    """How an audit ended and what its format gave; `lasting` when the same question has the same answer."""

    exit_code: int
    written: Written | None
    lasting: bool = False


def judge(run: Run, form: str, output: Path | None, new_baseline: Path | None = None) -> Judged:
    """Audit and write; what is wrong with the input is told, and machine formats report it all the same."""
    try:
        report = make_report(run)
        assert run.opened is not None
        chosen = find_renderer(run.opened.plugins.renderers, form, kinds=("report",))
        written = _written(report, chosen, run, output)
        if new_baseline is not None:
            write_atomically(new_baseline, write_baseline(report))
        lasting = report.verdict.state in ("pass", "fail") and not run.opened.plugins.foreign
        return Judged(
            report.verdict.exit_code, written, lasting and run.opened.workspace.config.baseline is None
        )
    except (LoadError, ConfigError, SourceError) as error:
        tell_problems(error.problems, getattr(error, "root", None) or root_of(run))
        if form not in MACHINE:
            return Judged(BAD_INPUT, None)
        plugins = run.opened.plugins if run.opened is not None else gather(only_ours=True)
        report = failed_report(error.problems, run.as_of, plugins)
        chosen = find_renderer(plugins.renderers, form, kinds=("report",))
        return Judged(BAD_INPUT, _written(report, chosen, run, output))


def root_of(run: Run) -> Path | None:
    """The folder of the workspace a run is about, when there is one."""
    from cxmap.files import find_root

    if run.opened is not None:
        return run.opened.workspace.root
    return find_root(run.wanted.path)[0] if run.wanted.path.exists() else None


def _written(report: Report, chosen: Renderer, run: Run, output: Path | None) -> Written:
    return render(report, chosen.name, kinds=("report",), **fitting(chosen, run, output))


def fitting(chosen: Renderer, run: Run, output: Path | None = None) -> dict[str, Any]:
    """The options about this terminal that a renderer takes: the way to the workspace, colours and width."""
    taken = inspect.signature(cast(Any, chosen.function)).parameters
    options: dict[str, Any] = {}
    if "prefix" in taken:
        options["prefix"] = prefix_of(root_of(run))
    if "colour" in taken:
        options["colour"] = coloured(output)
    if "width" in taken:
        options["width"] = columns(output)
    return options


def test_rules(run: Run) -> int:
    """Run the examples of the workspace's own rules."""
    from cxmap.rules import examples_that_fail, rules_without_examples

    opened = open_with_plugins(run.wanted)
    try:
        wrong = list(examples_that_fail(opened.workspace))
    except ConfigError as error:
        wrong = list(error.problems)
    for problem in wrong:
        tell_problems([problem], opened.workspace.root)
    if wrong:
        return BAD_INPUT
    untested = rules_without_examples(opened.workspace)
    if untested:
        click.echo(f"no example under `passes` or `fails`: {', '.join(untested)}", err=True)
    click.echo(f"every example behaves as it says; {len(opened.workspace.rules)} file(s) of rules")
    return PASS
