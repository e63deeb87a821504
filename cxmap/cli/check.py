"""`cxmap check`: the only command that judges."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

import click

from cxmap.audit import Settings, audit, failed_report
from cxmap.baseline import Baseline, read_baseline, write_baseline
from cxmap.choosing import Wishes
from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.failing import prefix_of, tell_problems
from cxmap.cli.options import (
    as_of_option,
    at_option,
    format_of,
    layer_option,
    measure_option,
    output_option,
    plugin_option,
    quiet_option,
    today,
    workspace_argument,
)
from cxmap.config import ConfigError
from cxmap.files import UnsafePath, resolve_inside
from cxmap.loading import LoadError
from cxmap.observing import observe_all
from cxmap.opening import Opened, Wanted, open_with_plugins
from cxmap.place import Place, Problem
from cxmap.plugins import Plugins, gather
from cxmap.rendering import Renderer, Written, find_renderer, render
from cxmap.report import Report
from cxmap.sources import SourceError
from cxmap.writing import write_atomically

MACHINE = ("json", "sarif", "junit")
LEVELS = click.Choice(["error", "warning", "info"])


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
            raise ConfigError(Problem(Place("--baseline", 1, 1), "LNG011", f"there is no file `{run.baseline.name}`; check the path"))
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
        raise ConfigError(Problem(where, "LNG011", f"there is no file `{path}`; write one with `--write-baseline {path}`"))
    return read_baseline(content, path)


def _inside(opened: Opened, path: str) -> bytes | None:
    assert opened.workspace.root is not None
    try:
        target = resolve_inside(opened.workspace.root, path)
    except UnsafePath as error:
        raise ConfigError(Problem(opened.workspace.config.place("baseline"), "LNG011", str(error))) from None
    return target.read_bytes() if target.is_file() else None


@click.command("check")
@workspace_argument
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules: codes, prefixes or names; replaces the profile's choice.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Without these rules.")
@click.option("--profile", metavar="NAME", help="starter, governance, full, or one of cxmap.yaml.")
@click.option("--fail-on", type=LEVELS, help="From which severity a finding fails.")
@click.option("--format", "form", metavar="FORMAT", help="text, json, sarif, junit, github, markdown, html or pdf.")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Findings accepted at adoption.")
@click.option("--write-baseline", "new_baseline", type=click.Path(path_type=Path), metavar="FILE", help="Accept the findings of today.")
@click.option("--policy-from", metavar="REF", help="Configuration, waivers, rules, plugins and baseline from this git revision.")
@click.option("--test-rules", is_flag=True, help="Run the examples of the workspace's own rules and nothing else.")
@click.option("--no-cache", is_flag=True, help="Read and check everything anew.")
@at_option
@layer_option
@measure_option
@plugin_option
@as_of_option
@output_option
@quiet_option
def check(path: Path, **given: Any) -> int:
    """Audit the workspace at PATH (a folder or one journey file) and judge it.

    Exit status: 0 pass, 1 findings at or above the threshold, 2 bad input, 3 incomplete.
    """
    wanted = Wanted(path, given["plugin_files"], given["layer"], given["policy_from"])
    wishes = Wishes(given["profile"], split(given["select"]), split(given["ignore"]), given["fail_on"])
    run = Run(wanted, given["as_of"] or today(), wishes, given["at"], given["measured"], given["baseline"], given["quiet"])
    if given["test_rules"]:
        return _test_rules(run)
    form = given["form"] or format_of(given["output"]) or "text"
    with _failing_as(form, run, given["output"]) as failed:
        report = make_report(run)
        assert run.opened is not None
        chosen = find_renderer(run.opened.plugins.renderers, form, kinds=("report",))
        _write(report, chosen, run, given["output"])
        if given["new_baseline"] is not None:
            write_atomically(given["new_baseline"], write_baseline(report))
        failed.append(report.verdict.exit_code)
    return failed[-1]


def split(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words given one by one or with commas."""
    return tuple(word.strip() for part in words for word in part.split(",") if word.strip())


@contextmanager
def _failing_as(form: str, run: Run, output: Path | None) -> Iterator[list[int]]:
    """Say what is wrong with the input, and let machine formats write a report of the error all the same."""
    status: list[int] = [BAD_INPUT]
    try:
        yield status
    except (LoadError, ConfigError, SourceError) as error:
        root = getattr(error, "root", None) or root_of(run)
        tell_problems(error.problems, root)
        if form in MACHINE:
            plugins = run.opened.plugins if run.opened is not None else gather(only_ours=True)
            _write(failed_report(error.problems, run.as_of, plugins), _renderer(plugins, form), run, output)


def root_of(run: Run) -> Path | None:
    """The folder of the workspace a run is about, when there is one."""
    from cxmap.files import find_root

    if run.opened is not None:
        return run.opened.workspace.root
    return find_root(run.wanted.path)[0] if run.wanted.path.exists() else None


def _renderer(plugins: Plugins, form: str) -> Renderer:
    return find_renderer(plugins.renderers, form, kinds=("report",))


def _write(report: Report, chosen: Renderer, run: Run, output: Path | None) -> None:
    written = render(report, chosen.name, kinds=("report",), **fitting(chosen, run, output))
    put(written, output)


def fitting(chosen: Renderer, run: Run, output: Path | None = None) -> dict[str, Any]:
    """The options about this terminal that a renderer takes: the way to the workspace, and whether to colour."""
    taken = inspect.signature(cast(Any, chosen.function)).parameters
    options: dict[str, Any] = {}
    if "prefix" in taken:
        options["prefix"] = prefix_of(root_of(run))
    if "colour" in taken:
        options["colour"] = _coloured(output)
    return options


def _coloured(output: Path | None) -> bool:
    import os
    import sys

    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return (output is None or str(output) == "-") and sys.stdout.isatty()


def put(written: Written, output: Path | None) -> None:
    """Write to a file as a whole, or to the terminal."""
    if output is not None and str(output) != "-":
        write_atomically(output, written)
    else:
        click.echo(written if isinstance(written, bytes) else written.encode(), nl=False)


def _test_rules(run: Run) -> int:
    from cxmap.rules import examples_that_fail, rules_without_examples

    opened = open_with_plugins(run.wanted)
    wrong = list(examples_that_fail(opened.workspace))
    for problem in wrong:
        tell_problems([problem], opened.workspace.root)
    if wrong:
        return BAD_INPUT
    untested = rules_without_examples(opened.workspace)
    if untested:
        click.echo(f"no example under `passes` or `fails`: {', '.join(untested)}", err=True)
    click.echo(f"every example behaves as it says; {len(opened.workspace.rules)} file(s) of rules")
    return PASS
