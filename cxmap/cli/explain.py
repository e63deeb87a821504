"""`cxmap explain`: a rule's page in the terminal, or one finding step by step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from cxmap.checks import Check
from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.failing import tell_problems
from cxmap.cli.options import as_of_option, layer_option, plugin_option, today
from cxmap.cli.running import Run, make_report
from cxmap.cli.terminal import prefix_of
from cxmap.config import ConfigError
from cxmap.explaining import explain as take_apart
from cxmap.loading import LoadError
from cxmap.opening import Wanted, open_with_plugins
from cxmap.plugins import Plugins, gather
from cxmap.printing import visible
from cxmap.report import Report, ReportedFinding
from cxmap.sources import SourceError
from cxmap.vocabulary import nearest

_MARK = re.compile(r"[0-9a-f]{16}")


@click.command("explain")
@click.argument("what", metavar="CODE|NAME|ID")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@layer_option
@plugin_option
@as_of_option
def explain(what: str, path: Path, **given: Any) -> int:
    """Explain a rule by its code or name, or one finding by its id (with the workspace at PATH)."""
    wanted = Wanted(path, given["plugin_files"], given["layer"])
    if _MARK.fullmatch(what):
        return _explain_finding(what, Run(wanted, given["as_of"] or today()))
    _, checks = _checks(wanted)
    named = {check.code: check for check in checks} | {check.name: check for check in checks}
    check = named.get(what) or named.get(what.upper())
    if check is None:
        close = nearest(what, named)
        hint = f"did you mean `{close}`?" if close else "`cxmap plugins` lists the rules there are"
        click.echo(f"cxmap: `{visible(what, one_line=True)[:60]}` is not a rule; {hint}", err=True)
        return BAD_INPUT
    click.echo(page(check))
    return PASS


def _checks(wanted: Wanted) -> tuple[Plugins, list[Check]]:
    """All checks; with the workspace's own rules where the path holds a sound workspace."""
    try:
        opened = open_with_plugins(wanted)
    except (LoadError, ConfigError):
        plugins = gather()
        return plugins, list(plugins.checks)
    checks = list(opened.plugins.checks)
    if opened.workspace.rules:
        from cxmap.rules import compile_rules

        checks += compile_rules(opened.workspace)
    return opened.plugins, checks


def page(check: Check) -> str:
    """A rule's page as text."""
    parts = take_apart(check.doc)
    blocks = [
        f"{check.code} {check.name} ({check.severity}, {check.plugin or 'this workspace'})",
        parts.summary,
        parts.why,
    ]
    if parts.fix:
        blocks.append(f"How to mend it: {parts.fix}")
    if parts.options:
        options = "\n".join(f"  {name}: {about}" for name, about in parts.options.items())
        blocks.append(f"Options, in cxmap.yaml under `checks: {{{check.name}: {{..}}}}`:\n{options}")
    blocks += [f"Bad:\n{_indented(text)}" for text in parts.fails]
    blocks += [f"Good:\n{_indented(text)}" for text in parts.passes]
    blocks.append(
        "To accept one finding for a while, in waivers.yaml:\n"
        f"  - {{rule: {check.code}, at: ELEMENT, because: WHY, by: WHO, until: YYYY-MM-DD}}"
    )
    if parts.source:
        blocks.append(f"Source: {parts.source}")
    return "\n\n".join(visible(block) for block in blocks if block)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.rstrip().splitlines())


def _explain_finding(mark: str, run: Run) -> int:
    try:
        report = make_report(run)
    except (LoadError, ConfigError, SourceError) as error:
        tell_problems(error.problems, getattr(error, "root", None))
        return BAD_INPUT
    for finding in report.findings:
        if finding.fingerprint == mark:
            click.echo(_story(finding, report))
            return PASS
    click.echo(f"cxmap: no finding here has the id `{mark}`; `cxmap check` shows the id of each", err=True)
    return BAD_INPUT


def _story(finding: ReportedFinding, report: Report) -> str:
    prefix = prefix_of(report.workspace.root) if report.workspace is not None else ""
    check = next(record for record in report.checks if record.code == finding.code)
    parts = take_apart(check.doc)
    lines = [
        f"{finding.code} {finding.name}: {finding.severity} at {finding.element} ({prefix}{finding.place})",
        "",
        finding.message,
        "",
        parts.summary,
    ]
    if finding.path:
        lines += ["", "The path that proves it:"]
        for number, step in enumerate(finding.path, 1):
            lines.append(f"  {number}. {step.element} ({prefix}{step.place.file}:{step.place.line})")
    if finding.related:
        lines += ["", "See also:"]
        lines += [
            f"  {step.element} ({prefix}{step.place.file}:{step.place.line})" for step in finding.related
        ]
    if parts.fix:
        lines += ["", f"How to mend it: {parts.fix}"]
    if finding.waived is not None:
        lines += ["", f"Waived until {finding.waived.until}: {finding.waived.because}"]
    lines += ["", f"`cxmap explain {finding.code}` says why, with an example"]
    return visible("\n".join(lines))
