"""`cxmap measure FILE`: one metric of one file of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cxmap import Metric, SourceError, gather, nearest, options_model, read_options
from cxmap_tabular.bare import Answer, measure_file
from cxmap_tabular.manner import Manner, format_of, text_manner
from cxmap_tabular.show import (
    as_number,
    escape,
    finish,
    json_text,
    moment_after,
    print_table,
    read_day,
    waiting,
)

_CONVENTIONS = (
    "delimiter",
    "decimal",
    "encoding",
    "dates",
    "time_zone",
    "header",
    "sheet",
    "table",
    "missing",
    "min_rows",
)


def run_file(ctx: click.Context, path: Path, metric_id: str | None, said: Mapping[str, Any]) -> None:
    """Print the metric of a file, or the problem that stops it."""
    metric = find_metric(metric_id)
    columns = _columns(metric, said["columns"])
    options = _options(metric, said["options"])
    shown = path.as_posix() if not path.is_absolute() else path.name
    try:
        manner = _manner(path, shown, said)
        as_of = moment_after(read_day(said["as_of"]), manner.time_zone) if said["as_of"] else None
        with waiting(f"reading {shown}"):
            answers = measure_file(path, manner, metric, columns, by=said["by"], options=options, as_of=as_of)
    except SourceError as error:
        for problem in error.problems:
            click.echo(escape(str(problem)), err=True)
        ctx.exit(2)
    if said["form"] == "json":
        finish(json_text(as_json(metric, answers)), said["output"])
    else:
        print_table(metric, answers, said["by"], said["output"])


def _manner(path: Path, shown: str, said: Mapping[str, Any]) -> Manner:
    form = format_of(path, shown, said["input_format"])
    if form == "theydo":
        raise Manner(shown, form).refuse(
            "SRC001", "counts in this form belong to a workspace; declare the file under `sources:`"
        )
    given = {name: said[name] for name in _CONVENTIONS if said[name] not in (None, ())}
    return text_manner(shown, form, **given)


def find_metric(identifier: str | None) -> Metric:
    """The metric with this id, among all that plugins bring.

    Raises:
        click.UsageError: there is none, or it needs no rows.
    """
    metrics = {one.id: one for one in gather().metrics}
    if identifier is None:
        raise click.UsageError("say which metric: --metric nps --column score")
    if identifier not in metrics:
        close = nearest(identifier, metrics)
        raise click.UsageError(
            f"`{identifier}` is not a metric; {f'did you mean `{close}`?' if close else 'see cxmap plugins'}"
        )
    if not metrics[identifier].inputs:
        raise click.UsageError(
            f"`{identifier}` is computed from the map or from other metrics, not from rows"
        )
    return metrics[identifier]


def _columns(metric: Metric, given: Sequence[str]) -> dict[str, str]:
    """Input -> column, from `--column COLUMN` and `--column input=COLUMN`."""
    names = {one.name for one in metric.inputs}
    needed = [one.name for one in metric.inputs if one.required]
    found: dict[str, str] = {}
    for each in given:
        name, sign, column = each.partition("=")
        if sign and name in names:
            found[name] = column
            continue
        free = next((one for one in (*needed, *sorted(names)) if one not in found), None)
        if free is None:
            raise click.UsageError(f"{metric.id} reads {', '.join(needed)}: too many columns")
        found[free] = each
    for name in needed:
        if name not in found:
            example = " ".join(f"--column {one}=COLUMN" for one in needed)
            raise click.UsageError(f"{metric.id} needs {', '.join(needed)}; write {example}")
    if not found:
        raise click.UsageError(
            f"{metric.id} reads {', '.join(one.name for one in metric.inputs)}; write --column input=COLUMN"
        )
    return found


def _options(metric: Metric, given: Sequence[str]) -> dict[str, object]:
    from cxmap import OptionError

    written = {}
    for each in given:
        name, sign, value = each.partition("=")
        if not sign:
            raise click.UsageError(f"`{each}` is not an option; write name=value")
        written[name] = _literal(value)
    try:
        chosen = read_options(options_model(metric.estimate), written)
    except OptionError as error:
        raise click.UsageError(str(error)) from None
    return {name: value for name, value in chosen.items() if name in written}


def _literal(value: str) -> object:
    """A value as YAML would hand it on: whole numbers are numbers, the rest is text."""
    return int(value) if value.lstrip("-").isdigit() else value


def as_json(metric: Metric, answers: Sequence[Answer]) -> dict[str, object]:
    """The result as the command promises it; a group too small to show has only its n."""
    results = []
    for one in answers:
        result: dict[str, object] = {}
        if one.group:
            result["group"] = one.group[0] if len(one.group) == 1 else list(one.group)
        if not one.hidden and one.estimate.value is not None:
            result |= {name: as_number(getattr(one.estimate, name)) for name in ("value", "low", "high")}
        results.append({**result, "n": one.estimate.n})
    return {"metric": metric.id, "results": results}
