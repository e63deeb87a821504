"""`cxmap demo`: everything at once, on the example workspaces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cxmap.cli import INCOMPLETE, PASS
from cxmap.cli.options import quiet_option
from cxmap.cli.running import Run, make_report
from cxmap.examples import AS_OF, example_workspaces, find_examples
from cxmap.opening import Wanted
from cxmap.printing import visible
from cxmap.rendering import Renderer, render
from cxmap.report import Report
from cxmap.values import read_date
from cxmap.writing import write_atomically

_MOST = 6


@click.command("demo")
@click.option(
    "-o",
    "--output",
    default="cxmap-demo",
    show_default=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write here.",
)
@quiet_option
def demo(output: Path, quiet: bool) -> int:
    """Check, measure and draw the example workspaces into a folder.

    Their problems are planted, so the exit status is 0 whatever the verdict.
    """
    folder = find_examples()
    if folder is None:
        click.echo("cxmap: this installation has no examples; install it anew", err=True)
        return INCOMPLETE
    pages = []
    for workspace in example_workspaces(folder):
        _say(quiet, f"{workspace.name}: reading, measuring and checking")
        report = make_report(Run(Wanted(workspace), read_date(AS_OF), measured=True, quiet=True))
        for path, written in _pages(report, workspace.name):
            target = output / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _say(quiet, f"{workspace.name}: drawing {target.name}")
            write_atomically(target, written)
            pages.append(target)
        click.echo(_verdict(report))
    maps = [page for page in pages if page.name.endswith(".map.html")]
    if maps:
        click.echo(
            f"\nOpen {maps[0].as_posix()} in a browser; the folder {output.as_posix()}/ holds the rest."
        )
    return PASS


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        click.echo(text, err=True)


_PICTURES = (("map", "html"), ("map", "svg"), ("flow", "svg"))
_REPORTS = (("html", "audit.html"), ("json", "audit.json"))


def _pages(report: Report, name: str) -> Iterator[tuple[Path, str | bytes]]:
    renderers: Any = report.renderers
    held = {(each.kind, each.name): each for each in renderers}
    for journey in report.journeys:
        for what, form in _PICTURES:
            chosen: Renderer | None = held.get(("picture", what))
            if chosen is not None and form in chosen.formats:
                made = render(report, what, format=form, journey=journey, kinds=("picture",))
                yield Path(name) / f"{journey}.{what}.{form}", made
    for what, file in _REPORTS:
        if ("report", what) in held:
            yield Path(name) / file, render(report, what, kinds=("report",))


def _verdict(report: Report) -> str:
    name = report.workspace.name if report.workspace is not None else ""
    lines = [f"\n{visible(name, one_line=True)}: {report.verdict.sentence}"]
    worst = sorted(
        (finding for finding in report.findings if finding.waived is None and finding.severity != "info"),
        key=lambda finding: (finding.severity != "error", finding.code, finding.element),
    )
    for finding in worst[:_MOST]:
        lines.append(f"  {finding.severity:8}{finding.code} {visible(finding.message, one_line=True)}")
        if finding.path:
            lines.append(f"          path: {' > '.join(step.element for step in finding.path)}")
    if len(worst) > _MOST:
        lines.append(f"  and {len(worst) - _MOST} more; the audit page lists all")
    return "\n".join(lines)
