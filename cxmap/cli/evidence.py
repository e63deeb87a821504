"""`cxmap attest` writes down what an audit did; `cxmap verify` does it again and compares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cxmap.attest import Asked, AttestError, find_differences, read_asked
from cxmap.attest import attest as write_record
from cxmap.choosing import Wishes
from cxmap.cli import BAD_INPUT, FINDINGS, INCOMPLETE, PASS
from cxmap.cli.failing import tell_problems
from cxmap.cli.options import (
    LEVELS,
    as_of_option,
    at_option,
    layer_option,
    output_option,
    plugin_option,
    today,
    workspace_argument,
)
from cxmap.cli.running import Run, make_report, root_of
from cxmap.cli.terminal import put, split
from cxmap.config import ConfigError
from cxmap.loading import LoadError
from cxmap.opening import Wanted
from cxmap.printing import visible
from cxmap.sources import SourceError


@click.command("attest")
@workspace_argument
@click.option("--select", multiple=True, metavar="RULES", help="As of `check`.")
@click.option("--ignore", multiple=True, metavar="RULES", help="As of `check`.")
@click.option("--profile", metavar="NAME", help="As of `check`.")
@click.option("--fail-on", type=LEVELS, help="As of `check`.")
@click.option("--policy-from", metavar="REF", help="As of `check`.")
@at_option
@layer_option
@plugin_option
@as_of_option
@output_option
def attest(path: Path, **given: Any) -> int:
    """Audit the workspace at PATH and write down what was checked, on what, and how it ended.

    The record holds two in-toto statements, one a line: the test result and every detail. It says PASSED only when
    everything planned was done.
    """
    wanted = Wanted(path, given["plugin_files"], given["layer"], given["policy_from"])
    wishes = Wishes(given["profile"], split(given["select"]), split(given["ignore"]), given["fail_on"])
    run = Run(wanted, given["as_of"] or today(), wishes, given["at"])
    record = _record(run)
    if record is None:
        return BAD_INPUT
    put(record, given["output"])
    return PASS


def _record(run: Run) -> str | None:
    """The record of an audit; None when it could not begin, which is said."""
    try:
        return write_record(make_report(run))
    except (LoadError, ConfigError, SourceError) as error:
        tell_problems(error.problems, getattr(error, "root", None) or root_of(run))
    except AttestError as error:
        click.echo(f"cxmap: {visible(str(error), one_line=True)}", err=True)
    return None


@click.command("verify")
@click.argument("record", type=click.Path(path_type=Path))
@workspace_argument
@plugin_option
def verify(record: Path, path: Path, plugin_files: tuple[Path, ...]) -> int:
    """Do the audit in RECORD again on the workspace at PATH and compare byte by byte.

    Exit status: 0 the same, 1 something differs, 2 the record or the workspace cannot be read.
    """
    if not record.is_file():
        click.echo(f"cxmap: there is no file `{record.name}`; check the path", err=True)
        return BAD_INPUT
    try:
        written = record.read_bytes().decode("utf-8")
        asked = read_asked(written)
    except (AttestError, UnicodeDecodeError) as error:
        reason = str(error) if isinstance(error, AttestError) else "it is not UTF-8 text"
        click.echo(
            f"cxmap: `{record.name}` is no record of an audit: {visible(reason, one_line=True)}", err=True
        )
        return BAD_INPUT
    missing = sorted(set(asked.plugins) - {file.name for file in plugin_files})
    if missing:
        click.echo(
            f"cxmap: the audit loaded {', '.join(missing)}; name the same files with `--plugin`", err=True
        )
        return INCOMPLETE
    again = _record(_run(asked, path, plugin_files))
    if again is None:
        return BAD_INPUT
    differences = find_differences(written, again)
    for difference in differences:
        click.echo(visible(difference, one_line=True))
    if differences:
        return FINDINGS
    click.echo("the same audit of the same files, byte by byte")
    return PASS


def _run(asked: Asked, path: Path, plugin_files: tuple[Path, ...]) -> Run:
    return Run(Wanted(path, plugin_files, asked.layer, asked.policy), asked.as_of, asked.wishes, asked.at)
