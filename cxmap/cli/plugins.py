"""`cxmap plugins`: what is installed, what each adds, and why one does not work."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cxmap.cli import BAD_INPUT, INCOMPLETE, PASS
from cxmap.discovery import LooseFile, PluginError
from cxmap.plugins import gather, survey
from cxmap.printing import visible
from cxmap.report import PluginState


@click.command("plugins")
@click.option(
    "--plugin",
    "plugin_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Look at this file as well.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--check", "checked", is_flag=True, help="Tell a plugin's developer what is wrong with it.")
def plugins(plugin_files: tuple[Path, ...], form: str, checked: bool) -> int:
    """Show every plugin: name, version, what it adds, state, and the error if it failed."""
    missing = [path.name for path in plugin_files if not path.is_file()]
    if missing:
        click.echo(f"cxmap: there is no file `{missing[0]}`; check the path", err=True)
        return BAD_INPUT
    files = [LooseFile(path.name, path.read_bytes()) for path in plugin_files]
    states = _states(files)
    if form == "json":
        click.echo(json.dumps([_as_mapping(state) for state in states], indent=2, ensure_ascii=False))
    else:
        for state in states:
            _show(state)
    failed = any(state.state != "loaded" for state in states)
    if checked:
        return INCOMPLETE if failed or not _check(files) else PASS
    return PASS


def _states(files: list[LooseFile]) -> list[PluginState]:
    """The state of each plugin; one that cannot be loaded is shown, and does not hide the others."""
    try:
        return list(gather(files).states)
    except PluginError:
        return list(survey(files))


def _as_mapping(state: PluginState) -> dict[str, object]:
    return {
        "name": state.name,
        "version": state.version,
        "state": state.state,
        "ours": state.first_party,
        "adds": {kind: list(names) for kind, names in sorted(state.adds.items())},
        "error": state.error,
    }


def _show(state: PluginState) -> None:
    ours = "" if state.first_party else ", not ours"
    click.echo(f"{state.name} {state.version} ({state.state}{ours})")
    for kind, names in sorted(state.adds.items()):
        click.echo(f"  {kind}: {visible(', '.join(names), one_line=True)}")
    if state.error:
        click.echo(f"  {visible(state.error, one_line=True)}")


def _check(files: list[LooseFile]) -> bool:
    """What a developer should know of each foreign check: whether it is documented as ours are."""
    from cxmap.testing import assert_documented

    sound = True
    for check in gather(files).checks:
        if check.code[:3].isalpha() and not check.plugin.startswith("cxmap"):
            try:
                assert_documented(check)
                click.echo(f"{check.code} {check.name}: documented, and its examples behave")
            except AssertionError as error:
                sound = False
                click.echo(f"{check.code} {check.name}: {visible(str(error), one_line=True)}")
    return sound
