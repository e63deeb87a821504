"""`cxmap ask`: a question about paths in plain words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from cxmap.answering import QuestionError
from cxmap.answering import ask as answer
from cxmap.cli import BAD_INPUT, FINDINGS, INCOMPLETE, PASS
from cxmap.cli.options import at_option, layer_option, plugin_option
from cxmap.cli.terminal import prefix_of
from cxmap.opening import Wanted, open_with_plugins
from cxmap.printing import visible
from cxmap.selecting import select_all

_STATUS = {"yes": PASS, "no": FINDINGS, "unknown": INCOMPLETE}


@click.command("ask")
@click.argument("question")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@at_option
@layer_option
@plugin_option
def ask(question: str, path: Path, form: str, **given: Any) -> int:
    """Answer a QUESTION about the paths of the workspace at PATH.

    \b
      can first_car_fay reach renewed without phone?
      does every path to renewal_offer pass quote_web?
      how many hand_offs from entry to renewed?
      how long from report_claim to claim_paid?
      who can reach renewed without phone?

    Exit status: 0 yes, 1 no, 3 unknown, 2 the question cannot be read.
    """
    workspace = open_with_plugins(Wanted(path, given["plugin_files"], given["layer"])).workspace
    try:
        chosen = _chosen(workspace, given["at"])
        found = answer(chosen, question)
    except QuestionError as error:
        click.echo(f"cxmap: {visible(str(error), one_line=True)}", err=True)
        return BAD_INPUT
    if form == "json":
        places = [
            {"element": step, "file": place.file, "line": place.line}
            for step, place in zip(found.path, found.places, strict=True)
        ]
        said = {"answer": found.state, "sentence": found.sentence, "journey": found.journey, "path": places}
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        click.echo(visible(found.sentence, one_line=True))
        prefix = prefix_of(workspace.root)
        for number, (step, place) in enumerate(zip(found.path, found.places, strict=True), 1):
            click.echo(f"  {number}. {visible(step)} ({prefix}{place.file}:{place.line})")
    return _STATUS[found.state]


def _chosen(workspace: Any, at: tuple[str, ...]) -> Any:
    """The journey a selection names, or the whole workspace."""
    if not at:
        return workspace
    held = [journey for journey, members in select_all(workspace, " ".join(at)).items() if members]
    if len(held) != 1:
        raise QuestionError("`--at` must choose one journey; write `--at journey:ID`")
    return workspace.graph(held[0])
