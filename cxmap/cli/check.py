"""`cxmap check`: the only command that judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cxmap import caching
from cxmap.cli.options import (
    LEVELS,
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
from cxmap.cli.terminal import coloured, columns, piped, prefix_of, put, split
from cxmap.files import find_root

if TYPE_CHECKING:
    from cxmap.cli.running import Judged


@click.command("check")
@workspace_argument
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Only these rules: codes, prefixes or names; replaces the profile's choice.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Without these rules.")
@click.option("--profile", metavar="NAME", help="starter, governance, full, or one of cxmap.yaml.")
@click.option("--fail-on", type=LEVELS, help="From which severity a finding fails.")
@click.option(
    "--format", "form", metavar="FORMAT", help="text, json, sarif, junit, github, markdown, html or pdf."
)
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Findings accepted at adoption."
)
@click.option(
    "--write-baseline",
    "new_baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Accept the findings of today.",
)
@click.option(
    "--policy-from",
    metavar="REF",
    help="Configuration, waivers, rules, plugins and baseline from this git revision.",
)
@click.option(
    "--test-rules", is_flag=True, help="Run the examples of the workspace's own rules and nothing else."
)
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
    output, form = given["output"], given["form"] or format_of(given["output"]) or "text"
    as_of = given["as_of"] or today()
    home = caching.folder()
    key = (
        None if home is None or _is_once(given) else caching.key_of(path, _question(path, form, as_of, given))
    )
    if key is not None and home is not None:
        held = caching.recall(key, home)
        if held is not None:
            put(held.output, output)
            return held.exit_code
    judged = _judge(path, form, as_of, given)
    if judged.written is not None:
        put(judged.written, output)
        if key is not None and home is not None and judged.lasting:
            caching.keep(key, caching.Kept(_bytes(judged.written), judged.exit_code), home)
    return judged.exit_code


def _is_once(given: Mapping[str, Any]) -> bool:
    """Whether an answer depends on more than the workspace's files, or was asked to be fresh."""
    fresh = ("no_cache", "test_rules", "new_baseline", "baseline", "policy_from", "measured", "plugin_files")
    return any(given[name] for name in fresh)


def _question(path: Path, form: str, as_of: date, given: Mapping[str, Any]) -> Iterator[object]:
    yield from (form, as_of.isoformat(), coloured(given["output"]), columns(given["output"]))
    yield from (given[name] for name in ("select", "ignore", "profile", "fail_on", "at", "layer"))
    if path.exists():
        yield prefix_of(find_root(path)[0])


def _judge(path: Path, form: str, as_of: date, given: Mapping[str, Any]) -> Judged:
    from cxmap.choosing import Wishes
    from cxmap.cli.running import Judged, Run, judge, test_rules
    from cxmap.opening import Wanted

    wanted = Wanted(path, given["plugin_files"], given["layer"], given["policy_from"], piped(path))
    wishes = Wishes(given["profile"], split(given["select"]), split(given["ignore"]), given["fail_on"])
    run = Run(wanted, as_of, wishes, given["at"], given["measured"], given["baseline"], given["quiet"])
    if given["test_rules"]:
        return Judged(test_rules(run), None)
    return judge(run, form, given["output"], given["new_baseline"])


def _bytes(written: str | bytes) -> bytes:
    return written if isinstance(written, bytes) else written.encode()
