"""`cxmap measure --questions`: the five questions about customers who stay, answered from data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cxmap import SourceError, Wanted, open_with_plugins, today
from cxmap_tabular.command_workspace import requests
from cxmap_tabular.questions import Answers, answers_of, as_json
from cxmap_tabular.questions_page import write_page, write_text
from cxmap_tabular.show import escape, finish, json_text, read_day, waiting


def run_questions(ctx: click.Context, path: Path, said: Mapping[str, Any]) -> None:
    """Print the answers, or write them as a page."""
    opened = open_with_plugins(Wanted(path))
    as_of = read_day(said["as_of"]) if said["as_of"] else today()
    found = []
    try:
        asked = list(requests(opened, as_of, said["sources"]))
        for graph in opened.workspace.graphs:
            if any(
                getattr(graph.journey.evidence, key) for key in ("trend", "reasons_lost", "reasons_stayed")
            ):
                with waiting(f"answering for {graph.id}"):
                    found.append(Answers(graph.id, graph.title, as_of, answers_of(graph, asked)))
    except SourceError as error:
        for problem in error.problems:
            click.echo(escape(str(problem)), err=True)
        ctx.exit(2)
    if not found:
        raise click.UsageError("no journey here says under `evidence:` what answers the five questions")
    output: Path | None = said["output"]
    if output is not None and output.suffix.lower() in (".html", ".htm"):
        if len(found) > 1:
            names = ", ".join(f"`{one.journey}`" for one in found)
            raise click.UsageError(f"a page holds one journey; give the file of one of {names}")
        finish(write_page(found[0], opened.workspace), output)
    elif said["form"] == "json":
        finish(json_text([as_json(one) for one in found]), output)
    else:
        finish(write_text(found), output)
