"""`cxmap init`: start a workspace, asking a few questions when somebody is there to answer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cxmap.cli import BAD_INPUT, PASS
from cxmap.cli.options import today
from cxmap.printing import visible
from cxmap.starting import SMALL, CannotStart, Wishes, find_templates, make_workspace, refuse_folder
from cxmap.writing import write_atomically


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option(
    "--template",
    metavar="NAME",
    help="small (default), or one of the examples: auto-insurer, broadband, machine-maker.",
)
@click.option(
    "--name", "title", metavar="TITLE", help="What the workspace is called; default: the folder's name."
)
@click.option("--journey", metavar="TITLE", help="The title of the first journey.")
def init(folder: Path, template: str | None, title: str | None, journey: str | None) -> int:
    """Start a workspace in FOLDER: a journey, its register, the configuration and a schema for your editor.

    Asks for what is not given when a person is at the keyboard. Nothing that is there is overwritten.
    """
    wishes = _wishes(folder, template, title, journey)
    try:
        files = make_workspace(wishes)
        refuse_folder(folder, files)
    except CannotStart as error:
        click.echo(f"cxmap: {visible(str(error), one_line=True)}", err=True)
        return BAD_INPUT
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, content)
        click.echo(f"wrote {visible(target.as_posix())}")
    shown = "" if folder == Path() else f" {visible(folder.as_posix())}"
    click.echo(f"\nNext: cxmap check{shown}, then cxmap render{shown}")
    return PASS


def _wishes(folder: Path, template: str | None, title: str | None, journey: str | None) -> Wishes:
    asked = sys.stdin.isatty() and sys.stdout.isatty()
    default = folder.resolve().name.replace("_", " ").replace("-", " ").capitalize() or "Our journeys"
    if asked:
        template = template or click.prompt(
            "Template", default=SMALL, type=click.Choice(list(find_templates()))
        )
        if template == SMALL:
            title = title or click.prompt("What is the workspace called", default=default)
            journey = journey or click.prompt("What is the first journey called", default="Become a customer")
    return Wishes(title or default, journey or "Become a customer", template or SMALL, today().year + 1)
